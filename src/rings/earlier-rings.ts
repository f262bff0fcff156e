/**
 * Rings as they would have been found at earlier moments, with no claim, tie or outcome known since, and what came to light on them
 * since: what the calibration of scores rests on. Who is who is taken from today: linkage knows no outcomes.
 */
import type { Warehouse } from '../warehouse/index.ts'
import { calibrateRings, type JudgedRing, laterOutcome, type RingCalibration } from './calibrate-rings.ts'
import { households } from './households.ts'
import { contextOf } from './null/significance.ts'
import { readRingBook } from './ring-book.ts'
import { readOutcomes } from './ring-rows.ts'
import { scoreGroups, withoutOverlap } from './score-rings.ts'

const DEFAULTS = {
  /** How long before the moment rings are found to be judged by what came to light since, days. */
  days: [180, 360],
  /** Rewired books at those moments: the calibration needs no fine p-values. */
  books: 5,
  /** Points below which a group of then says nothing about rings, log-odds. */
  least: -2,
} as const

export interface EarlierOptions {
  readonly seed: number
  readonly asOf: Date
}

/** Finds the rings of earlier moments and calibrates points on the outcomes since. */
export async function calibrateOnEarlier(
  warehouse: Warehouse,
  { seed, asOf }: EarlierOptions,
): Promise<RingCalibration> {
  const moments = DEFAULTS.days.map((days) => new Date(asOf.getTime() - days * 86_400_000))
  const judged: JudgedRing[] = []
  for (const moment of moments) {
    const book = await readRingBook(warehouse, moment)
    const later = await readOutcomes(warehouse, asOf, book.claims.count)
    const context = contextOf(book, households(book), seed)
    const { groups } = scoreGroups(context, { seed, nullBooks: DEFAULTS.books })
    const rings = withoutOverlap(
      groups.filter((group) => group.logOdds >= DEFAULTS.least),
      context,
    )
    for (const ring of rings) {
      const outcome = laterOutcome(ring, book, later)
      if (outcome) judged.push(outcome)
    }
  }
  return calibrateRings(judged, moments)
}
