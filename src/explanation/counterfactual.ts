/**
 * Counterfactual: the fewest, then the smallest allowed changes that bring a score to a target.
 *
 * A score of trees moves only where a threshold is passed, so the values worth trying are those at the thresholds; every
 * trial is scored by the model itself. One change is searched in full, more by a beam: the best few are carried on.
 *
 * Reference: Wachter, Mittelstadt and Russell (2018), "Counterfactual explanations without opening the black box".
 */

export const DEFAULTS = {
  /** Changes at most. */
  changes: 4,
  /** Partial answers carried on from one number of changes to the next. */
  beam: 12,
  /** Values tried for a feature. */
  values: 48,
  /** Where the target is out of reach, changes that move the log-odds less are not named. */
  slight: 0.02,
} as const

/** What may change. */
export interface Lever {
  readonly feature: string
  readonly value: number
  /** Values to try, all allowed. */
  readonly candidates: readonly number[]
  /** What counts as a change of size 1. */
  readonly scale: number
}

export interface Change {
  readonly feature: string
  readonly from: number
  readonly to: number
}

export interface Counterfactual {
  readonly changes: readonly Change[]
  /** What the model says of the changed row. */
  readonly logOdds: number
  readonly reached: boolean
  /** Sum of the changes, each by its scale. */
  readonly distance: number
}

interface Trial {
  readonly changes: readonly Change[]
  readonly logOdds: number
  readonly distance: number
}

/**
 * Searches the changes that bring the log-odds to `target` or below. `score` gives the log-odds of each list of changes. When the
 * target is out of reach, the answer is the trial that comes nearest, with `reached` false.
 */
export function counterfactual(
  levers: readonly Lever[],
  target: number,
  score: (trials: readonly (readonly Change[])[]) => Float64Array,
): Counterfactual {
  const scales = new Map(levers.map((lever) => [lever.feature, lever.scale]))
  const distanceOf = (changes: readonly Change[]) =>
    changes.reduce((sum, { feature, from, to }) => sum + sizeOf(from, to, scales.get(feature) ?? 1), 0)
  const judge = (trials: readonly (readonly Change[])[]): Trial[] => {
    if (trials.length === 0) return []
    const logOdds = score(trials)
    return trials.map((changes, i) => ({ changes, logOdds: logOdds[i], distance: distanceOf(changes) }))
  }
  let beam: Trial[] = judge([[]])
  let nearest = beam[0]
  if (nearest.logOdds <= target) return { ...nearest, reached: true }
  for (let count = 1; count <= Math.min(DEFAULTS.changes, levers.length); count++) {
    const seen = new Set<string>()
    const trials = beam.flatMap(({ changes }) =>
      levers
        .filter(({ feature }) => changes.every((change) => change.feature !== feature))
        .flatMap(({ feature, value, candidates }) =>
          candidates.flatMap((to) => {
            const extended = [...changes, { feature, from: value, to }].sort((a, b) =>
              a.feature < b.feature ? -1 : 1,
            )
            const key = extended.map((change) => `${change.feature}=${change.to}`).join(' ')
            if (seen.has(key)) return []
            seen.add(key)
            return [extended]
          }),
        ),
    )
    const judged = judge(trials)
    const enough = judged.filter(({ logOdds }) => logOdds <= target).sort(byDistance)
    if (enough.length > 0) return { ...shrink(enough[0], levers, target, judge), reached: true }
    judged.sort((a, b) => a.logOdds - b.logOdds || byDistance(a, b))
    if (judged.length > 0 && judged[0].logOdds < nearest.logOdds) nearest = judged[0]
    beam = diverse(judged)
    if (beam.length === 0) break
  }
  return { ...shrink(nearest, levers, nearest.logOdds + DEFAULTS.slight, judge), reached: false }
}

/** The best trial of each set of features, the best sets first. */
function diverse(judged: readonly Trial[]): Trial[] {
  const kept = new Map<string, Trial>()
  for (const trial of judged) {
    const set = trial.changes.map(({ feature }) => feature).join(' ')
    if (!kept.has(set)) kept.set(set, trial)
    if (kept.size === DEFAULTS.beam) break
  }
  return [...kept.values()]
}

/** Takes every change back as far as the target allows, one after the other. */
function shrink(
  trial: Trial,
  levers: readonly Lever[],
  target: number,
  judge: (trials: readonly (readonly Change[])[]) => Trial[],
): Trial {
  let best = trial
  for (const { feature, value, scale, candidates } of levers) {
    const now = best.changes.find((change) => change.feature === feature)
    if (!now) continue
    const smaller = [value, ...candidates].filter(
      (to) => sizeOf(value, to, scale) < sizeOf(value, now.to, scale),
    )
    const trials = smaller.map((to) =>
      best.changes.flatMap((change) =>
        change.feature !== feature ? [change] : to === value ? [] : [{ ...change, to }],
      ),
    )
    const enough = judge(trials)
      .filter(({ logOdds }) => logOdds <= target)
      .sort((a, b) => a.changes.length - b.changes.length || byDistance(a, b))
    if (enough.length > 0) best = enough[0]
  }
  return best
}

const byDistance = (a: { readonly distance: number }, b: { readonly distance: number }) =>
  a.distance - b.distance

/** A value that becomes known, or unknown, counts as a change of size 1. */
function sizeOf(from: number, to: number, scale: number): number {
  if (Number.isNaN(from) || Number.isNaN(to)) return Number.isNaN(from) && Number.isNaN(to) ? 0 : 1
  return Math.abs(to - from) / scale
}
