/** What could change about an entity: the features that declare it, with values worth trying. */
import type { FeatureMeta } from '../feature.ts'
import { DEFAULTS, type Lever } from './counterfactual.ts'

/** Units that come whole. */
const WHOLE: ReadonlySet<string> = new Set(['0/1', 'count', 'claims', 'days', 'level', 'money'])

export interface LeverSource {
  readonly feature: string
  readonly meta: FeatureMeta
  /** The entity's own value. */
  readonly value: number
  /** Values of the book, in any order. */
  readonly observed: Float32Array
  /** Where the models change their mind. */
  readonly thresholds: readonly number[]
}

/** The lever of a feature; null where nothing may or can change. Values stay within the middle 98 % of what is observed. */
export function leverOf({ feature, meta, value, observed, thresholds }: LeverSource): Lever | null {
  const { canChange, unit } = meta
  if (!canChange || meta.isProtected || !Number.isFinite(value)) return null
  const sorted = observed.filter((v) => Number.isFinite(v)).sort()
  if (sorted.length < 2) return null
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]
  const [low, high] = unit === '0/1' ? [0, 1] : [at(0.01), at(0.99)]
  const spread = at(0.75) - at(0.25) || high - low
  if (!(spread > 0)) return null
  const step = WHOLE.has(unit) ? 1 : 0
  const beside = thresholds.flatMap((t) =>
    step ? [Math.ceil(t) - 1, Math.ceil(t)] : [below(t), Math.fround(t)],
  )
  const quantiles = Array.from({ length: 16 }, (_, k) => at((k + 0.5) / 16))
  const tried = (unit === '0/1' ? [0, 1] : [...beside, ...quantiles])
    .map((v) => (step ? Math.round(v) : v))
    .filter((v) => v >= low && v <= high && v !== value)
    .filter((v) => canChange === 'both' || (canChange === 'up' ? v > value : v < value))
  const different = [...new Set(tried)].sort((a, b) => Math.abs(a - value) - Math.abs(b - value))
  if (different.length === 0) return null
  // Evenly thinned, the nearest and the farthest kept.
  const most = Math.min(DEFAULTS.values, different.length)
  const candidates = Array.from(
    { length: most },
    (_, k) => different[most === 1 ? 0 : Math.round((k / (most - 1)) * (different.length - 1))],
  )
  return { feature, value, candidates: [...new Set(candidates)], scale: unit === '0/1' ? 1 : spread }
}

/** A little less than `t`: on the other side of the threshold, in two digits more than the threshold's size. */
function below(t: number): number {
  return Math.fround(t - Math.max(Math.abs(t), 1e-6) * 1e-4)
}
