/**
 * Finds rings as of a moment: candidates by typology, held against chance, honest explanations first, reasons that add up to a
 * score calibrated on what came to light later, members with their share, names kept from snapshot to snapshot.
 */
import type { RingOrigin } from '../schema/words.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { RingCalibration } from './calibrate-rings.ts'
import { groupSize } from './candidates.ts'
import { calibrateOnEarlier } from './earlier-rings.ts'
import { households } from './households.ts'
import { type ClaimOdds, memberReason, readClaimOdds } from './member-scores.ts'
import { readPreviousRings } from './previous-rings.ts'
import { readRingBook } from './ring-book.ts'
import { nameRings, type RingIdentity } from './ring-identity.ts'
import { type RingNames, readNames } from './ring-names.ts'
import { dropRows, stageOf, stageRows } from './ring-rows.ts'
import { membersOf, type ScoredGroup, scoreGroups, withoutOverlap } from './score-rings.ts'
import type { RingContext, RingReason } from './typology.ts'
import { writeRings } from './write-rings.ts'

const DEFAULTS = {
  /** Rings below are not reported, 0 to 1, unless an honest explanation brought them there. */
  leastScore: 0.3,
  seed: 1,
  /** Where fewer rings reach that line, the groups that come next are told, so many in all; */
  told: 20,
  /** of them so many are looked through, many being one group seen twice. */
  looked: 400,
} as const

export interface FindOptions {
  readonly asOf: Date
  readonly seed?: number
  readonly leastScore?: number
  /** Rewired books that groups are held against; default 25, fewer in large books. */
  readonly nullBooks?: number
  readonly onStep?: (step: string, done: number, total: number) => void
}

/** A ring as found, with its calibrated score. */
export interface FoundRing
  extends Pick<ScoredGroup, 'group' | 'facts' | 'reasons' | 'significance' | 'checks'> {
  readonly typology: string
  /** Sum of the reasons. */
  readonly logOdds: number
  readonly score: number
  readonly explanation: string | undefined
}

export interface NamedRing extends FoundRing {
  readonly identity: RingIdentity
}

/** A group that is no ring for this book, under the line of those that are; a ring is told in these words and more. */
export interface GroupBelow {
  readonly typology: string
  readonly score: number
  readonly p_value: number | null
  readonly line: string
  readonly member_count: number
  readonly claim_count: number
  readonly claimed_amount: number
  /** What brought it up. */
  readonly found_by: RingOrigin | null
  readonly reasons: readonly RingReason[]
  /** Entities; those of a ring the most central first. */
  readonly members: readonly string[]
}

/** What ring finding did. */
export interface RingReport {
  readonly rings: number
  /** The score from which a group is a ring, and the groups that come next under it where few reach it, the highest first. */
  readonly leastScore: number
  readonly below: readonly GroupBelow[]
  /** Rings that an honest explanation holds for. */
  readonly explained: number
  readonly byTypology: Readonly<Record<string, number>>
  readonly members: number
  /** Rings by what became of them since the snapshot before. */
  readonly changes: Readonly<Record<string, number>>
  /** Rewired books that groups were held against. */
  readonly rewiredBooks: number
  /** Share of the book in each of them: large books are sampled. */
  readonly rewiredShare: number
  /** What the score rests on; undefined when nothing was looked at. */
  readonly calibration: RingCalibration | undefined
  /** Whether scores of claims were there to be used. */
  readonly withClaimScores: boolean
  readonly seconds: number
}

/**
 * Rewrites `graph.ring`, `graph.ring_member` and `graph.ring_origin` from `core`, `core.entity`, `graph.edge` and the claims'
 * scores, as of a moment.
 */
export async function findRings(warehouse: Warehouse, options: FindOptions): Promise<RingReport> {
  const started = performance.now()
  const { asOf, seed = DEFAULTS.seed, onStep = () => {} } = options
  const previous = await readPreviousRings(warehouse, asOf)
  const present = stageOf(asOf)
  await warehouse.execute('create schema if not exists staging')
  // The present's tables are made while rings of earlier moments are looked for.
  const [calibration] = await Promise.all([
    calibrateOnEarlier(warehouse, { seed, asOf }),
    stageRows(warehouse, present),
  ])
  const book = await readRingBook(warehouse, asOf, present)
  const { context, groups, books, share } = await scoreGroups(book, households(book), {
    seed,
    ...(options.nullBooks === undefined ? {} : { nullBooks: options.nullBooks }),
    onBook: (done, total) => onStep('books rewired', done, total),
  })
  const odds = await readClaimOdds(
    warehouse,
    book,
    groups.map(({ group }) => group),
  )
  const scored = groups.map((group) => toRing(group, calibration, odds))
  const least = options.leastScore ?? DEFAULTS.leastScore
  const worth = scored.filter((ring) => ring.score >= least || ring.explanation !== undefined)
  const kept = withoutOverlap(worth, context)
  const below = groupsBelow(scored, kept, least, context)
  const names = await readNames(
    warehouse,
    book,
    [...kept, ...below].map(({ group }) => group),
  )
  await dropRows(warehouse)
  const { rings, quiet } = nameRings(kept, previous, context, names)
  await writeRings(warehouse, rings, quiet, context, names)
  const changes = rings.map((ring) => ring.identity.change)
  return {
    rings: rings.length,
    leastScore: least,
    below: below.map((ring) => toBelow(ring, context, names)),
    explained: rings.filter((ring) => ring.explanation).length,
    byTypology: count(rings.map((ring) => ring.typology)),
    members: rings.reduce((sum, ring) => sum + groupSize(ring.group), 0),
    changes: count([...changes, ...quiet.map(() => 'quiet')]),
    rewiredBooks: books,
    rewiredShare: share,
    calibration,
    withClaimScores: odds !== undefined,
    seconds: (performance.now() - started) / 1000,
  }
}

/** The groups with the highest scores under the line, as many as are missing, that share no more with a ring than rings may. */
function groupsBelow(
  scored: readonly FoundRing[],
  kept: readonly FoundRing[],
  least: number,
  context: RingContext,
): readonly FoundRing[] {
  const missing = DEFAULTS.told - kept.filter(({ explanation }) => explanation === undefined).length
  if (missing <= 0) return []
  const next = scored
    .filter(({ score, explanation }) => score < least && explanation === undefined)
    .sort((a, b) => b.logOdds - a.logOdds)
    .slice(0, DEFAULTS.looked)
  const rings = new Set(kept)
  return withoutOverlap([...kept, ...next], context)
    .filter((ring) => !rings.has(ring))
    .slice(0, missing)
}

function toBelow(
  { typology, score, significance, facts, group, reasons }: FoundRing,
  { book }: RingContext,
  names: RingNames,
): GroupBelow {
  return {
    typology,
    score,
    p_value: significance?.pValue ?? null,
    line: facts.line || 'unknown',
    member_count: groupSize(group),
    claim_count: facts.claims,
    claimed_amount: Math.round(facts.amount * 100) / 100,
    found_by: group.origin ?? 'pattern',
    reasons,
    members: membersOf(group, book).map(names.entity),
  }
}

function count(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

/**
 * Bends the points by the calibration and adds what the scores of the claims say; the reasons shown add up to the score. Scores of
 * claims stand outside the calibration: today's were learned from outcomes that the earlier moments must not know.
 */
function toRing(
  { typology, explanation, ...found }: ScoredGroup,
  calibration: RingCalibration | undefined,
  odds: ClaimOdds | undefined,
): FoundRing {
  const { slope, intercept } = calibration ?? { slope: 1, intercept: 0 }
  const [start, ...rest] = found.reasons.map((reason) => ({ ...reason, log_odds: slope * reason.log_odds }))
  const members = odds && memberReason(odds, found.group)
  const reasons: RingReason[] = [
    { text: startText(start, calibration), log_odds: start.log_odds + intercept },
    ...rest,
    ...(members ? [members] : []),
  ].map((reason) => ({ ...reason, log_odds: Math.round(reason.log_odds * 1000) / 1000 }))
  const logOdds = reasons.reduce((sum, reason) => sum + reason.log_odds, 0)
  return {
    group: found.group,
    facts: found.facts,
    significance: found.significance,
    checks: found.checks,
    typology: typology.id,
    explanation: explanation?.id,
    reasons,
    logOdds,
    score: 1 / (1 + Math.exp(-logOdds)),
  }
}

/** What the score begins from, and what it rests on. */
function startText({ text }: RingReason, calibration: RingCalibration | undefined): RingReason['text'] {
  if (!calibration)
    return { en: `${text.en}; points are not calibrated on outcomes`, zh: `${text.zh}；分值未经结果校准` }
  const { rings, confirmed, slope, isFitted } = calibration
  const day = calibration.foundAt.map((at) => at.toISOString().slice(0, 10)).join(', ')
  return isFitted
    ? {
        en: `${text.en}; points count ${slope.toFixed(2)}-fold, as ${rings} rings of ${day} teach, ${confirmed} of them confirmed since`,
        zh: `${text.zh}；分值按 ${slope.toFixed(2)} 倍计，依据 ${day} 的 ${rings} 个团伙，其中 ${confirmed} 个其后得到证实`,
      }
    : {
        en: `${text.en}; points are not calibrated: only ${rings} rings of ${day} have an outcome since, ${confirmed} of them confirmed`,
        zh: `${text.zh}；分值未校准：${day} 的团伙中仅 ${rings} 个其后有结论，${confirmed} 个得到证实`,
      }
}
