/**
 * Calibration of ring scores on what came to light later: rings as they would have been found at an earlier moment, and the
 * outcomes on their claims that became known after it. A line in log-odds, drawn towards leaving scores as they are.
 *
 * Reference: Platt (1999), "Probabilistic outputs for support vector machines", with a normal prior on slope and intercept.
 */
import type { RingBook } from './ring-book.ts'
import type { Group } from './typology.ts'

const DEFAULTS = {
  /** Fewest rings with a later outcome, and fewest of each kind; with fewer the scores stay as they are. */
  least: 12,
  leastOfEach: 1,
  /** How firmly slope 1 and intercept 0 are held: inverse variances. */
  slopePrecision: 8,
  interceptPrecision: 2,
  leastSlope: 0.2,
  /** What a ring counts for of which no claim has an outcome to this day: nobody looked, or nobody found cause to. */
  unseen: 0.25,
  steps: 50,
} as const

export interface RingCalibration {
  /** Rings found at earlier moments on whose claims an outcome became known later, and those of them that were confirmed. */
  readonly rings: number
  readonly confirmed: number
  /** Rings found then of which no claim has an outcome to this day; each counts as a quarter of one that was not confirmed. */
  readonly unseen: number
  /** The moments they were found for, the latest first. A ring found at several counts at each, as one ring in all. */
  readonly foundAt: readonly Date[]
  /** Score = slope times points plus intercept; 1 and 0 when there were too few rings. */
  readonly slope: number
  readonly intercept: number
  readonly isFitted: boolean
  /** The rings it rests on, by calibrated score. */
  readonly table: readonly CalibrationRow[]
}

/** Rings of one range of scores. */
export interface CalibrationRow {
  readonly from: number
  readonly to: number
  readonly rings: number
  readonly confirmed: number
  /** Mean score after calibration. */
  readonly score: number
}

/** A ring of the earlier moment, with its score in log-odds before calibration. */
export interface EarlierRing {
  readonly group: Group
  readonly logOdds: number
}

/**
 * A ring of an earlier moment, and what came to light on its claims since: whether at least half of their outcomes were fraud;
 * undefined when none of its claims has an outcome.
 */
export interface JudgedRing {
  readonly logOdds: number
  readonly isConfirmed: boolean | undefined
}

/**
 * What became of a ring after the moment it was found for. `later` are the outcomes of that moment's claims that are known today, -1
 * for none. Undefined when outcomes were known then and none has come since: what they say is in its points already.
 */
export function laterOutcome(
  { group, logOdds }: EarlierRing,
  { claims }: RingBook,
  later: ArrayLike<number>,
): JudgedRing | undefined {
  let frauds = 0
  let known = 0
  let before = 0
  for (const claim of group.claims) {
    if (claims.outcome[claim] !== -1) before++
    else if (later[claim] !== -1) {
      known++
      frauds += later[claim]
    }
  }
  if (known > 0) return { logOdds, isConfirmed: 2 * frauds >= known }
  return before > 0 ? undefined : { logOdds, isConfirmed: undefined }
}

/** Fits the line. `moments` are those that rings were found for. */
export function calibrateRings(all: readonly JudgedRing[], moments: readonly Date[]): RingCalibration {
  const rings = all.filter((ring) => ring.isConfirmed !== undefined)
  const confirmed = rings.filter((ring) => ring.isConfirmed).length
  const isFitted =
    rings.length >= DEFAULTS.least && Math.min(confirmed, rings.length - confirmed) >= DEFAULTS.leastOfEach
  const { slope, intercept } = isFitted ? fitLine(all) : { slope: 1, intercept: 0 }
  return {
    rings: rings.length,
    confirmed,
    unseen: all.length - rings.length,
    foundAt: moments,
    slope,
    intercept,
    isFitted,
    table: tableOf(
      rings.map(({ logOdds }) => 1 / (1 + Math.exp(-(intercept + slope * logOdds)))),
      rings.map(({ isConfirmed }) => (isConfirmed ? 1 : 0)),
    ),
  }
}

/** Maximum a posteriori by Newton's steps; the loss is convex. */
function fitLine(rings: readonly JudgedRing[]): { slope: number; intercept: number } {
  let [a, b] = [0, 1]
  for (let step = 0; step < DEFAULTS.steps; step++) {
    let [ga, gb] = [DEFAULTS.interceptPrecision * a, DEFAULTS.slopePrecision * (b - 1)]
    let [haa, hab, hbb] = [DEFAULTS.interceptPrecision as number, 0, DEFAULTS.slopePrecision as number]
    for (const { logOdds: x, isConfirmed } of rings) {
      const weight = isConfirmed === undefined ? DEFAULTS.unseen : 1
      const p = 1 / (1 + Math.exp(-(a + b * x)))
      const error = weight * (p - (isConfirmed ? 1 : 0))
      const curve = weight * p * (1 - p)
      ga += error
      gb += error * x
      haa += curve
      hab += curve * x
      hbb += curve * x * x
    }
    const det = haa * hbb - hab * hab
    const [da, db] = [(hbb * ga - hab * gb) / det, (haa * gb - hab * ga) / det]
    // Short steps where most rings are certain: the prior keeps the curvature from vanishing.
    const scale = Math.min(1, 1 / Math.max(Math.abs(da), Math.abs(db), 1e-12))
    a -= scale * da
    b -= scale * db
    if (Math.max(Math.abs(da), Math.abs(db)) < 1e-9) break
  }
  return { slope: Math.max(DEFAULTS.leastSlope, b), intercept: a }
}

const EDGES = [0, 0.3, 0.6, 0.8, 0.9, 1]

function tableOf(scores: readonly number[], y: readonly number[]): CalibrationRow[] {
  return EDGES.slice(1).flatMap((to, i) => {
    const from = EDGES[i]
    const inside = scores.flatMap((score, j) => (score >= from && (score < to || to === 1) ? [j] : []))
    if (inside.length === 0) return []
    return [
      {
        from,
        to,
        rings: inside.length,
        confirmed: inside.reduce((sum, j) => sum + y[j], 0),
        score: inside.reduce((sum, j) => sum + scores[j], 0) / inside.length,
      },
    ]
  })
}
