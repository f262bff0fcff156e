/** What a finished snapshot would raise under other thresholds than those that its run held it against. */
import type { AlertCandidate } from '../alert.ts'
import type { Subject } from '../thresholds/index.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { ProposeOptions } from './context.ts'
import { findCandidates, readCandidates } from './propose.ts'
import { settledClaims } from './scored-candidates.ts'

export const DEFAULTS = {
  /** Open findings of a kind that are handed out for a picture. */
  points: 1500,
} as const

/** A finding that may become an alert: an open claim, a provider, a ring that nothing honest explains. */
export interface OpenFinding {
  readonly subjectId: string
  readonly line: string | null
  readonly probability: number
  readonly expectedLossAmount: number
}

/**
 * The candidates of a snapshot under `options.thresholds`. What the run proposed keeps the words of the run, for they do not
 * hang on thresholds; only its severity is anew.
 */
export async function candidatesUnder(
  warehouse: Warehouse,
  options: ProposeOptions,
): Promise<AlertCandidate[]> {
  const [{ candidates }, proposed] = await Promise.all([
    findCandidates(warehouse, options),
    readCandidates(warehouse),
  ])
  const stored = new Map(proposed.map((candidate) => [candidate.dedupeKey, candidate]))
  // What the scores of rings rest on is the same for all rings of a book.
  const ofRings = proposed.find(({ kind }) => kind === 'ring')?.detail.comparedWith
  return candidates.map((candidate) => {
    const known = stored.get(candidate.dedupeKey)
    if (known) return { ...known, severity: candidate.severity }
    return candidate.kind === 'ring' && ofRings
      ? { ...candidate, detail: { ...candidate.detail, comparedWith: ofRings } }
      : candidate
  })
}

/** Open findings of a kind by expected loss, whatever the thresholds, so that one sees what lies below them. */
export async function openFindings(
  warehouse: Warehouse,
  subject: Subject,
  options: Pick<ProposeOptions, 'asOf' | 'lookBackDays'>,
  most: number = DEFAULTS.points,
): Promise<{ readonly found: OpenFinding[]; readonly total: number }> {
  const all = subject === 'ring' ? await rings(warehouse) : await scored(warehouse, subject, options)
  return { found: all.slice(0, most), total: all.length }
}

async function rings({ db }: Warehouse): Promise<OpenFinding[]> {
  const rows = await db
    .selectFrom('graph.ring')
    .select(['ring_id', 'line', 'score', 'at_stake_amount'])
    .where('explanation', 'is', null)
    .execute()
  return rows
    .map((row) => ({
      subjectId: row.ring_id,
      line: row.line,
      probability: row.score,
      expectedLossAmount: Math.round(row.score * row.at_stake_amount * 100) / 100,
    }))
    .sort((a, b) => b.expectedLossAmount - a.expectedLossAmount || (a.subjectId < b.subjectId ? -1 : 1))
}

async function scored(
  warehouse: Warehouse,
  subject: 'claim' | 'provider',
  options: Pick<ProposeOptions, 'asOf' | 'lookBackDays'>,
): Promise<OpenFinding[]> {
  const settled = subject === 'claim' ? await settledClaims(warehouse, options) : new Set<string>()
  const rows = await warehouse.db
    .selectFrom('score.risk')
    .select(['entity_id', 'line', 'probability', 'expected_loss_amount'])
    .where('entity', '=', subject)
    .orderBy('expected_loss_amount', 'desc')
    .orderBy('entity_id')
    .execute()
  return rows
    .filter((row) => !settled.has(row.entity_id))
    .map((row) => ({
      subjectId: row.entity_id,
      line: row.line,
      probability: row.probability,
      expectedLossAmount: row.expected_loss_amount,
    }))
}
