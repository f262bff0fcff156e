/** How the evidence of a pair adds up: every comparison a step in bits, from nothing to the match weight. */
import { decimal, signed } from '../format.ts'
import { words } from '../words.ts'

export interface WeightBar {
  readonly name: string
  readonly level: string
  readonly weight: number
  /** Ends of the bar, 0 to 100. */
  readonly left: number
  readonly width: number
}

/** Steps as bars on one scale that holds zero; `zero` is where it lies, 0 to 100. */
export function weightBars(steps: readonly { comparison: string; level: string; weight: number }[]) {
  let sum = 0
  const ends = steps.map(({ weight }) => {
    const from = sum
    sum += weight
    return [from, sum] as const
  })
  const all = [0, ...ends.flat()]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const place = (bits: number) => (high === low ? 0 : (100 * (bits - low)) / (high - low))
  const bars: WeightBar[] = steps.map(({ comparison, level, weight }, i) => ({
    name: comparison,
    level,
    weight,
    left: place(Math.min(...ends[i])),
    width: Math.abs(place(ends[i][1]) - place(ends[i][0])),
  }))
  return { bars, zero: place(0), total: sum }
}

interface WeightWaterfallProps {
  readonly steps: readonly { readonly comparison: string; readonly level: string; readonly weight: number }[]
  readonly nameOf: (comparison: string) => string
}

export function WeightWaterfall({ steps, nameOf }: WeightWaterfallProps) {
  // What says nothing either way is a value that is missing on one side.
  const { bars, zero, total } = weightBars(steps.filter(({ weight }) => Math.abs(weight) >= 0.005))
  return (
    <div class="weights" style={{ '--zero': `${zero}%` }}>
      {bars.map(({ name, level, weight, left, width }, i) => (
        <div key={`${name} ${i}`}>
          <span>
            {nameOf(name)} <span class="two muted small">{level}</span>
          </span>
          <span class="track">
            <i class={weight >= 0 ? 'for' : 'against'} style={{ left: `${left}%`, width: `${width}%` }} />
          </span>
          <span class="value">{signed(weight, 1)}</span>
        </div>
      ))}
      <div class="total">
        <span>{words('matchWeight')}</span>
        <span />
        <span class="value">{decimal(total, 1)}</span>
      </div>
    </div>
  )
}
