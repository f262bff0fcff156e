/** Features by how far they have moved, each with the limit that it stays under by itself. */
import type { FeatureDrift } from '../../src/api/schemas/index.ts'
import { decimal, percent } from '../format.ts'
import { say } from '../language.ts'
import { words } from '../words.ts'
import { Figure } from './figure.tsx'

const DEFAULTS = {
  most: 12,
  /** Times its limit that the longest bar stands for. */
  times: 2,
} as const

/** What has drifted first, then what comes nearest to its limit; the score is always among them. */
export function nearestLimits(drift: readonly FeatureDrift[], most: number = DEFAULTS.most): FeatureDrift[] {
  const near = (one: FeatureDrift) => Math.max(one.psi / one.psiLimit, one.ks / one.ksLimit)
  const ranked = [...drift].sort(
    (a, b) =>
      Number(b.isDrifted) - Number(a.isDrifted) || near(b) - near(a) || (a.feature < b.feature ? -1 : 1),
  )
  const shown = ranked.slice(0, most)
  const score = ranked.find(({ feature }) => feature === 'score')
  return score && !shown.includes(score) ? [...shown.slice(0, most - 1), score] : shown
}

export function DriftLimits({ drift }: { drift: readonly FeatureDrift[] }) {
  const shown = nearestLimits(drift)
  const length = ({ psi, psiLimit }: FeatureDrift) =>
    (100 * Math.min(DEFAULTS.times, psi / psiLimit)) / DEFAULTS.times
  return (
    <Figure
      title={words('modelDriftTitle')}
      note={words('modelDriftNote')}
      data={{
        head: [
          words('name'),
          words('psi'),
          words('driftLimit'),
          words('ksWord'),
          words('driftLimit'),
          words('driftedWord'),
        ],
        rows: drift.map((one) => [
          say(one.label),
          decimal(one.psi, 3),
          decimal(one.psiLimit, 3),
          decimal(one.ks, 3),
          decimal(one.ksLimit, 3),
          one.isDrifted ? words('yes') : '',
        ]),
      }}
    >
      <dl class="drift limits">
        {shown.map((one) => (
          <div
            key={one.feature}
            title={`${one.feature}: ${words('ksWord')} ${percent(one.ks)} / ${percent(one.ksLimit)}`}
          >
            <dt>{say(one.label)}</dt>
            <dd>
              <span class="bar">
                <i class={one.isDrifted ? 'moved' : ''} style={{ width: `${length(one)}%` }} />
                <b style={{ left: `${100 / DEFAULTS.times}%` }} />
              </span>
              <span class="value">
                {decimal(one.psi, 2)}
                {one.isDrifted && <span class="badge elevated">{words('driftedWord')}</span>}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </Figure>
  )
}
