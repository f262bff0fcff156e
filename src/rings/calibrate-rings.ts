/**
 * Calibration of ring scores on what came to light later: rings as they would have been found at an earlier moment, and the
 * outcomes on their claims that became known after it. A line in log-odds, drawn towards leaving scores as they are.
 *
 * Of many rings no claim has an outcome to this day: nobody looked. They are neither confirmed nor not; each counts as a ring in part,
 * as its points and the odds of staying unseen say. How often rings and others are looked at is learned together with the line, by
 * expectation and maximisation; where both are looked at alike, the unseen say nothing.
 *
 * References: Platt (1999), "Probabilistic outputs for support vector machines", with a normal prior on slope and intercept;
 * Dempster, Laird, Rubin (1977), "Maximum likelihood from incomplete data via the EM algorithm".
 */
import type { RingBook } from './ring-book.ts'
import type { Group } from './typology.ts'

const DEFAULTS = {
  /** Fewest rings with a later outcome, and fewest of each kind; with fewer the scores stay as they are. */
  least: 12,
  leastOfEach: 1,
  /** How firmly slope 1 and intercept 0 are held: inverse variances. */
  slopePrecision: 8,
  interceptPrecision: 8,
  leastSlope: 0.2,
  /** Rings that hold both shares of what is looked at near the share of all. */
  lookPrior: 5,
  rounds: 60,
  steps: 30,
} as const

export interface RingCalibration {
  /** Rings found at earlier moments on whose claims an outcome became known later, and those of them that were confirmed. */
  readonly rings: number
  readonly confirmed: number
  /** Rings found then of which no claim has an outcome to this day. */
  readonly unseen: number
  /** Share of rings, and of groups that are none, on which somebody looked, 0 to 1, as far as the outcomes tell. */
  readonly looked: { readonly rings: number; readonly others: number }
  /** Share of the book's claims that was searched, above 0 to 1: of a large book a part. */
  readonly share: number
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
  /** What it counts for: a ring that is found at several moments counts once in all. Default 1. */
  readonly weight?: number
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

/** Fits the line. `moments` are those that rings were found for, in a share of the book. */
export function calibrateRings(
  all: readonly JudgedRing[],
  moments: readonly Date[],
  share = 1,
): RingCalibration {
  const rings = all.filter((ring) => ring.isConfirmed !== undefined)
  const confirmed = rings.filter((ring) => ring.isConfirmed).length
  const isFitted =
    rings.length >= DEFAULTS.least && Math.min(confirmed, rings.length - confirmed) >= DEFAULTS.leastOfEach
  const { slope, intercept, looked } = isFitted
    ? fitted(all)
    : { slope: 1, intercept: 0, looked: lookedAt(all) }
  return {
    rings: rings.length,
    confirmed,
    unseen: all.length - rings.length,
    looked,
    share,
    foundAt: moments,
    slope: Math.max(DEFAULTS.leastSlope, slope),
    intercept,
    isFitted,
    table: tableOf(
      rings.map(({ logOdds }) => 1 / (1 + Math.exp(-(intercept + slope * logOdds)))),
      rings.map(({ isConfirmed }) => (isConfirmed ? 1 : 0)),
    ),
  }
}

interface Line {
  readonly slope: number
  readonly intercept: number
}

/** A ring, how far it is taken for one, 0 to 1, and what it counts for. */
interface Belief {
  readonly logOdds: number
  readonly y: number
  readonly weight: number
}

const chance = ({ slope, intercept }: Line, logOdds: number) =>
  1 / (1 + Math.exp(-(intercept + slope * logOdds)))

/** Share of all that were looked at, for both alike. */
function lookedAt(all: readonly JudgedRing[]): RingCalibration['looked'] {
  let [seen, total] = [1, 2]
  for (const { isConfirmed, weight = 1 } of all) {
    total += weight
    if (isConfirmed !== undefined) seen += weight
  }
  return { rings: seen / total, others: seen / total }
}

/** The line and the shares that are looked at, in turns. */
function fitted(all: readonly JudgedRing[]): Line & Pick<RingCalibration, 'looked'> {
  const start = lookedAt(all)
  let looked = start
  let line: Line = { slope: 1, intercept: 0 }
  for (let round = 0; round < DEFAULTS.rounds; round++) {
    const beliefs = all.map(({ logOdds, isConfirmed, weight = 1 }): Belief => {
      if (isConfirmed !== undefined) return { logOdds, y: isConfirmed ? 1 : 0, weight }
      const p = chance(line, logOdds)
      const [ring, other] = [p * (1 - looked.rings), (1 - p) * (1 - looked.others)]
      return { logOdds, y: ring / (ring + other), weight }
    })
    const [rings, others] = [tally(), tally()]
    beliefs.forEach(({ y, weight }, i) => {
      const isSeen = all[i].isConfirmed !== undefined
      rings.add(weight * y, isSeen)
      others.add(weight * (1 - y), isSeen)
    })
    looked = { rings: rings.share(start.rings), others: others.share(start.others) }
    line = fitLine(beliefs, line)
  }
  return { ...line, looked }
}

function tally() {
  let [seen, total] = [0, 0]
  return {
    add(weight: number, isSeen: boolean) {
      total += weight
      if (isSeen) seen += weight
    },
    share: (usual: number) => (seen + DEFAULTS.lookPrior * usual) / (total + DEFAULTS.lookPrior),
  }
}

/** Maximum a posteriori by Newton's steps from a first guess; the loss is convex. */
function fitLine(beliefs: readonly Belief[], start: Line): Line {
  let [a, b] = [start.intercept, start.slope]
  for (let step = 0; step < DEFAULTS.steps; step++) {
    let [ga, gb] = [DEFAULTS.interceptPrecision * a, DEFAULTS.slopePrecision * (b - 1)]
    let [haa, hab, hbb] = [DEFAULTS.interceptPrecision as number, 0, DEFAULTS.slopePrecision as number]
    for (const { logOdds: x, y, weight } of beliefs) {
      const p = 1 / (1 + Math.exp(-(a + b * x)))
      const error = weight * (p - y)
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
  return { slope: b, intercept: a }
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
