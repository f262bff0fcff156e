/** Differences of two models with their intervals around zero, turned so that right is better. */
import type { Comparison } from '../../src/api/schemas/index.ts'
import { decimal, signed } from '../format.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { Figure } from './figure.tsx'

/** Measures where less is better. */
const LESS = ['brier', 'poisson_deviance']

export interface DifferenceRow {
  readonly name: string
  readonly value: number
  readonly low: number
  readonly high: number
  /** Beyond chance: 1 better, -1 worse, 0 neither. */
  readonly verdict: -1 | 0 | 1
}

/** One row a measure; where less is better the sign is turned. */
export function differenceRows({ measures }: Pick<Comparison, 'measures'>): DifferenceRow[] {
  return Object.entries(measures).map(([name, { difference }]) => {
    const turn = LESS.includes(name)
    const [low, high] = turn ? [-difference.high, -difference.low] : [difference.low, difference.high]
    return {
      name,
      value: turn ? 0 - difference.value : difference.value,
      low,
      high,
      verdict: low > 0 ? 1 : high < 0 ? -1 : 0,
    }
  })
}

export function Differences({ comparison, title }: { comparison: Comparison; title: string }) {
  const rows = differenceRows(comparison)
  const reach = Math.max(0.02, ...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)])) * 1.05
  const at = (x: number) => `${50 + (50 * x) / reach}%`
  return (
    <Figure
      title={title}
      note={words('compareNote')}
      data={{
        head: [
          words('metricsTitle'),
          words('championModel'),
          words('challengerModel'),
          words('difference'),
          words('interval'),
        ],
        rows: Object.entries(comparison.measures).map(([name, one]) => [
          term(name),
          decimal(one.champion, 3),
          decimal(one.challenger, 3),
          decimal(one.difference.value, 3),
          `${decimal(one.difference.low, 3)} – ${decimal(one.difference.high, 3)}`,
        ]),
      }}
    >
      <dl class="differences">
        {rows.map(({ name, value, low, high, verdict }) => (
          <div key={name}>
            <dt>{term(name)}</dt>
            <dd>
              <span class="difference" aria-hidden="true">
                <i
                  class={verdict > 0 ? 'better' : verdict < 0 ? 'worse' : ''}
                  style={{ left: at(low), width: `calc(${at(high)} - ${at(low)})` }}
                />
                <b style={{ left: at(value) }} />
              </span>
            </dd>
            <dd class="number">{signed(value, 3)}</dd>
          </div>
        ))}
      </dl>
    </Figure>
  )
}
