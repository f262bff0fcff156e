/**
 * Rings as they would have been found at earlier moments, with no claim, tie or outcome known since, and what came to light on them
 * since: what the calibration of scores rests on. Who is who is taken from today: linkage knows no outcomes.
 */
import type { Warehouse } from '../warehouse/index.ts'
import { stagePart } from './book-part.ts'
import { calibrateRings, type JudgedRing, laterOutcome, type RingCalibration } from './calibrate-rings.ts'
import { households } from './households.ts'
import { type RingBook, readRingBook } from './ring-book.ts'
import { dropRows, readOutcomes, stageOf, stageRows } from './ring-rows.ts'
import { EARLIER, type Sources } from './ring-sql.ts'
import { membersOf, scoreGroups, withoutOverlap } from './score-rings.ts'

const DEFAULTS = {
  /** How long before the moment rings are found to be judged by what came to light since, days. */
  days: [90, 180, 300, 420],
  /** Rewired books at those moments: the calibration needs no fine p-values. */
  books: 5,
  /** Points below which a group of then says nothing about rings, log-odds. */
  least: -2,
  /** Of a book with more claims a part is searched, of about so many. */
  claims: 200_000,
} as const

export interface EarlierOptions {
  readonly seed: number
  readonly asOf: Date
}

interface EarlierJudged extends JudgedRing {
  readonly members: readonly number[]
}

/** Finds the rings of earlier moments and calibrates points on the outcomes since. */
export async function calibrateOnEarlier(
  warehouse: Warehouse,
  options: EarlierOptions,
): Promise<RingCalibration> {
  const { asOf, seed } = options
  const moments = DEFAULTS.days.map((days) => new Date(asOf.getTime() - days * 86_400_000))
  const part = await stagePart(warehouse, { claims: DEFAULTS.claims, seed })
  const judged: EarlierJudged[] = []
  for (const moment of moments) judged.push(...(await judgedAt(warehouse, moment, part.from, options)))
  await dropRows(warehouse, EARLIER)
  await part.drop()
  return calibrateRings(countedOnce(judged), moments, part.share)
}

async function judgedAt(
  warehouse: Warehouse,
  moment: Date,
  from: Sources,
  { asOf, seed }: EarlierOptions,
): Promise<EarlierJudged[]> {
  const stage = stageOf(moment, from, EARLIER)
  await stageRows(warehouse, stage)
  const book: RingBook = await readRingBook(warehouse, moment, stage)
  const later = await readOutcomes(warehouse, stage, asOf, book.claims.count)
  const { context, groups } = await scoreGroups(book, households(book), { seed, nullBooks: DEFAULTS.books })
  const rings = withoutOverlap(
    groups.filter((group) => group.logOdds >= DEFAULTS.least),
    context,
  )
  return rings.flatMap((ring) => {
    const outcome = laterOutcome(ring, book, later)
    return outcome ? [{ ...outcome, members: membersOf(ring.group, book) }] : []
  })
}

/** A ring that was found at several moments counts once in all: rings are one that share half of the smaller one's members. */
function countedOnce(judged: readonly EarlierJudged[]): JudgedRing[] {
  const first: number[] = []
  const times: number[] = []
  const where = new Map<number, number[]>()
  judged.forEach(({ members }, i) => {
    const shared = new Map<number, number>()
    for (const member of members)
      for (const other of where.get(member) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1)
    const same = [...shared].find(
      ([other, count]) => 2 * count >= Math.min(members.length, judged[other].members.length),
    )
    first.push(same?.[0] ?? i)
    times[first[i]] = (times[first[i]] ?? 0) + 1
    if (same) return
    for (const member of members) where.set(member, [...(where.get(member) ?? []), i])
  })
  return judged.map(({ logOdds, isConfirmed }, i) => ({ logOdds, isConfirmed, weight: 1 / times[first[i]] }))
}
