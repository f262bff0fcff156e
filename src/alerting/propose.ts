/** What a run holds for worth an alert: scores, rings and warnings above their thresholds, ranked by expected loss. */
import type { AlertCandidate, AlertDetail, AlertKind } from '../alert.ts'
import type { Severity } from '../schema/words.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { ProposeCounts, ProposeOptions } from './context.ts'
import { policyCandidates } from './policy-candidates.ts'
import { ringCandidates } from './ring-candidates.ts'
import { SCORED, scoredCandidates } from './scored-candidates.ts'
import { signalCandidates } from './signal-candidates.ts'

export interface ProposeReport extends ProposeCounts {
  readonly byKind: Readonly<Record<AlertKind, ProposeCounts>>
  /** Claims that are in the book and have no score. */
  readonly unscored: number
  /** Records that never entered the book. */
  readonly quarantined: number
}

type Counts = Omit<ProposeReport, 'unscored' | 'quarantined'>

/** What reaches the thresholds, the highest expected loss first, and what became of everything that was looked at. */
export async function findCandidates(
  warehouse: Warehouse,
  options: ProposeOptions,
): Promise<{ readonly candidates: AlertCandidate[]; readonly counts: Counts }> {
  const parts = await Promise.all([
    ...SCORED.map((kind) => scoredCandidates(warehouse, kind, options)),
    policyCandidates(warehouse, options),
    ringCandidates(warehouse, options),
    signalCandidates(warehouse, options),
  ])
  const candidates = parts
    .flatMap((part) => part.candidates)
    .sort((a, b) => b.expectedLossAmount - a.expectedLossAmount || (a.dedupeKey < b.dedupeKey ? -1 : 1))
  const counts = parts.map((part) => part.counts)
  const sum = (name: keyof ProposeCounts) => counts.reduce((total, count) => total + count[name], 0)
  const [claim, provider, policy, ring, signal] = counts
  return {
    candidates,
    counts: {
      looked: sum('looked'),
      alerts: sum('alerts'),
      below: sum('below'),
      settled: sum('settled'),
      explained: sum('explained'),
      byKind: { claim, provider, policy, ring, signal },
    },
  }
}

/** Fills `score.candidate` anew, and says what became of everything that was looked at. */
export async function proposeAlerts(warehouse: Warehouse, options: ProposeOptions): Promise<ProposeReport> {
  const { candidates, counts } = await findCandidates(warehouse, options)
  await warehouse.db.deleteFrom('score.candidate').execute()
  const column = <T>(of: (candidate: AlertCandidate) => T) => candidates.map(of)
  await warehouse.append('score.candidate', {
    dedupe_key: column((c) => c.dedupeKey),
    alert_kind: column((c) => c.kind),
    subject_id: column((c) => c.subjectId),
    line: column((c) => c.line),
    severity: column((c) => c.severity),
    probability: column((c) => c.probability),
    expected_loss_amount: column((c) => c.expectedLossAmount),
    title: column((c) => c.title.en),
    title_zh: column((c) => c.title.zh),
    detail: column((c) => JSON.stringify(c.detail)),
    as_of: column((c) => c.asOf),
  })
  return { ...counts, ...(await leftOut(warehouse)) }
}

async function leftOut({ db }: Warehouse): Promise<Pick<ProposeReport, 'unscored' | 'quarantined'>> {
  const { unscored } = await db
    .selectFrom('core.claim')
    .select((eb) => eb.fn.countAll<number>().as('unscored'))
    .where('claim_id', 'not in', (eb) =>
      eb.selectFrom('score.risk').select('entity_id').where('entity', '=', 'claim'),
    )
    .executeTakeFirstOrThrow()
  const { quarantined } = await db
    .selectFrom('meta.batch')
    .select((eb) => eb.fn.sum<number | null>('quarantined').as('quarantined'))
    .executeTakeFirstOrThrow()
  return { unscored, quarantined: Number(quarantined ?? 0) }
}

/** The candidates of a snapshot, those with the highest expected loss first. */
export async function readCandidates({ db }: Warehouse): Promise<AlertCandidate[]> {
  const rows = await db
    .selectFrom('score.candidate')
    .selectAll()
    .orderBy('expected_loss_amount', 'desc')
    .orderBy('dedupe_key')
    .execute()
  return rows.map((row) => ({
    dedupeKey: row.dedupe_key,
    kind: row.alert_kind as AlertKind,
    subjectId: row.subject_id,
    line: row.line,
    severity: row.severity as Severity,
    probability: row.probability,
    expectedLossAmount: row.expected_loss_amount,
    title: { en: row.title, zh: row.title_zh },
    detail: JSON.parse(row.detail) as AlertDetail,
    asOf: row.as_of,
  }))
}
