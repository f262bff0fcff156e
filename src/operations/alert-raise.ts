/** Takes up what a run proposes: each finding once, however often it is proposed. */
import { createHash } from 'node:crypto'
import type { AlertCandidate, AlertDetail, RaiseContext, RaiseReport } from '../alert.ts'
import { UserError } from '../errors.ts'
import { SEVERITIES } from '../schema/words.ts'
import type { AlertAction } from './alert-record.ts'
import { appendAudit } from './audit.ts'
import type { AlertEventTable, AlertTable } from './database.ts'
import type { Tx } from './transaction.ts'

export const DEFAULTS = {
  /** Candidates looked up and written at a time. */
  batch: 200,
} as const

/**
 * Raises new findings, refreshes open ones, leaves closed ones closed unless their severity rose. Where the thresholds changed,
 * alerts that nobody took up and that no longer reach them are closed without a finding. Running it again with the same
 * candidates changes nothing but `last_seen_snapshot`.
 */
export async function raise(
  tx: Tx,
  candidates: readonly AlertCandidate[],
  context: RaiseContext,
): Promise<RaiseReport> {
  const keys = new Set(candidates.map((candidate) => candidate.dedupeKey))
  if (keys.size < candidates.length) {
    const seen = new Set<string>()
    const twice = candidates.find(({ dedupeKey }) => seen.size === seen.add(dedupeKey).size)
    throw new UserError(`duplicate candidate: ${JSON.stringify(twice?.dedupeKey)} [one a finding]`, 422)
  }
  const report = { raised: 0, updated: 0, unchanged: 0, closedBefore: 0 }
  for (let from = 0; from < candidates.length; from += DEFAULTS.batch)
    await raiseBatch(tx, candidates.slice(from, from + DEFAULTS.batch), context, report)
  const below = await closeBelow(tx, keys, context)
  const ended = await endVanished(tx, keys, context)
  await appendAudit(tx, {
    at: context.at,
    actor: context.actor,
    action: 'alert.raise',
    subject: context.snapshot,
    detail: { book: context.book, thresholdVersion: context.thresholdVersion, ...report, ended, below },
  })
  return { ...report, ended, below }
}

type Counts = { -readonly [K in Exclude<keyof RaiseReport, 'ended' | 'below'>]: number }

async function raiseBatch(
  tx: Tx,
  candidates: readonly AlertCandidate[],
  context: RaiseContext,
  counts: Counts,
): Promise<void> {
  const known = new Map(
    (
      await tx
        .selectFrom('alert')
        .selectAll()
        .where(
          'dedupe_key',
          'in',
          candidates.map((candidate) => candidate.dedupeKey),
        )
        .execute()
    ).map((row) => [row.dedupe_key, row]),
  )
  const fresh: AlertTable[] = []
  const changed: { row: AlertTable; action: AlertAction; detail: Record<string, unknown> | null }[] = []
  const seen: string[] = []
  for (const candidate of candidates) {
    const row = known.get(candidate.dedupeKey)
    if (!row && candidate.detail.isOld) {
      counts.closedBefore++
      continue
    }
    if (!row) {
      fresh.push(freshRow(candidate, context))
      counts.raised++
      continue
    }
    const found = foundBy(candidate, context)
    const rose = SEVERITIES.indexOf(candidate.severity) > SEVERITIES.indexOf(row.severity)
    // What the thresholds alone had closed comes back with them.
    const isJudged = row.disposition !== null
    if (row.state === 'closed' && isJudged && !rose) {
      seen.push(row.alert_id)
      counts.closedBefore++
    } else if (row.state === 'closed') {
      const state = row.assignee === null ? 'new' : 'assigned'
      changed.push({
        row: { ...row, ...found, state, disposition: null },
        action: 'raised_again',
        detail: { severity: candidate.severity, before: row.severity, disposition: row.disposition },
      })
      counts.raised++
    } else if (isSame(row, candidate)) {
      seen.push(row.alert_id)
      counts.unchanged++
    } else {
      const moved = row.severity !== candidate.severity
      const isOver = candidate.detail.ended !== undefined && endedOf(row) === undefined
      changed.push({
        row: { ...row, ...found },
        action: isOver ? 'ended' : 'updated',
        detail: isOver
          ? { ended: candidate.detail.ended }
          : moved
            ? { severity: candidate.severity, before: row.severity }
            : null,
      })
      counts.updated++
    }
  }
  if (fresh.length > 0) await tx.insertInto('alert').values(fresh).execute()
  for (const { row } of changed) {
    const { alert_id, dedupe_key: _, version, ...set } = row
    await tx
      .updateTable('alert')
      .set({ ...set, version: version + 1 })
      .where('alert_id', '=', alert_id)
      .execute()
  }
  if (seen.length > 0) {
    const rows = tx.updateTable('alert').where('alert_id', 'in', seen)
    await rows.set({ last_seen_snapshot: context.snapshot }).execute()
    await rows.set({ threshold_version: context.thresholdVersion }).where('state', '!=', 'closed').execute()
  }
  await addEvents(tx, fresh, changed, context)
}

/** Closes alerts of earlier thresholds that nobody took up and that those in force no longer raise. */
async function closeBelow(tx: Tx, found: ReadonlySet<string>, context: RaiseContext): Promise<number> {
  const untouched = await tx
    .selectFrom('alert')
    .selectAll()
    .where('book', '=', context.book)
    .where('kind', '!=', 'signal')
    .where('state', '=', 'new')
    .where('threshold_version', '!=', context.thresholdVersion)
    .execute()
  const below = untouched.filter((row) => !found.has(row.dedupe_key))
  const changed = below.map((row) => ({
    row,
    action: 'below_limits' as const,
    detail: { thresholdVersion: context.thresholdVersion },
  }))
  for (const { alert_id, version } of below)
    await tx
      .updateTable('alert')
      .set({ state: 'closed', updated_at: context.at, version: version + 1 })
      .where('alert_id', '=', alert_id)
      .execute()
  await addEvents(tx, [], changed, context)
  return changed.length
}

/** Marks open alerts of warnings that the run no longer finds: what they tell of is over. */
async function endVanished(tx: Tx, found: ReadonlySet<string>, context: RaiseContext): Promise<number> {
  const open = await tx
    .selectFrom('alert')
    .selectAll()
    .where('book', '=', context.book)
    .where('kind', '=', 'signal')
    .where('state', '!=', 'closed')
    .execute()
  const vanished = open.filter((row) => !found.has(row.dedupe_key) && endedOf(row) === undefined)
  const ended = context.at.toISOString().slice(0, 10)
  const changed = vanished.map((row) => ({
    row: { ...row, detail: JSON.stringify({ ...(JSON.parse(row.detail) as AlertDetail), ended }) },
    action: 'ended' as const,
    detail: { ended },
  }))
  for (const { row } of changed)
    await tx
      .updateTable('alert')
      .set({ detail: row.detail, updated_at: context.at, version: row.version + 1 })
      .where('alert_id', '=', row.alert_id)
      .execute()
  await addEvents(tx, [], changed, context)
  return changed.length
}

const endedOf = ({ detail }: AlertTable): string | undefined => (JSON.parse(detail) as AlertDetail).ended

async function addEvents(
  tx: Tx,
  fresh: readonly AlertTable[],
  changed: readonly { row: AlertTable; action: AlertAction; detail: Record<string, unknown> | null }[],
  context: RaiseContext,
): Promise<void> {
  const common = { at: context.at, actor: context.actor, note: null }
  const events: AlertEventTable[] = fresh.map((row) => ({
    ...common,
    alert_id: row.alert_id,
    seq: 1,
    action: 'raised',
    detail: JSON.stringify({ severity: row.severity, snapshot: context.snapshot }),
  }))
  // A figure that moved within its severity is no event: a nightly run would bury the history.
  const telling = changed.filter(({ detail }) => detail !== null)
  if (telling.length > 0) {
    const ids = telling.map(({ row }) => row.alert_id)
    const last = await tx
      .selectFrom('alert_event')
      .select((eb) => ['alert_id', eb.fn.max('seq').as('seq')])
      .where('alert_id', 'in', ids)
      .groupBy('alert_id')
      .execute()
    const seq = new Map(last.map((row) => [row.alert_id, Number(row.seq)]))
    for (const { row, action, detail } of telling)
      events.push({
        ...common,
        alert_id: row.alert_id,
        seq: (seq.get(row.alert_id) ?? 0) + 1,
        action,
        detail: JSON.stringify({ ...detail, snapshot: context.snapshot }),
      })
  }
  if (events.length > 0) await tx.insertInto('alert_event').values(events).execute()
}

/** What the newest run found; state, assignee and finding belong to people and stay. */
function foundBy(candidate: AlertCandidate, context: RaiseContext) {
  return {
    line: candidate.line,
    severity: candidate.severity,
    probability: candidate.probability,
    expected_loss_amount: candidate.expectedLossAmount,
    title: candidate.title.en,
    title_zh: candidate.title.zh,
    detail: JSON.stringify(candidate.detail),
    snapshot: context.snapshot,
    model_id: context.modelId,
    threshold_version: context.thresholdVersion,
    updated_at: context.at,
    last_seen_snapshot: context.snapshot,
  }
}

function freshRow(candidate: AlertCandidate, context: RaiseContext): AlertTable {
  const id = createHash('sha256').update(candidate.dedupeKey).digest('hex').slice(0, 16)
  return {
    ...foundBy(candidate, context),
    alert_id: `A-${id}`,
    dedupe_key: candidate.dedupeKey,
    kind: candidate.kind,
    subject_id: candidate.subjectId,
    state: 'new',
    disposition: null,
    book: context.book,
    raised_at: context.at,
    assignee: null,
    version: 1,
  }
}

function isSame(row: AlertTable, candidate: AlertCandidate): boolean {
  return (
    row.severity === candidate.severity &&
    row.line === candidate.line &&
    Math.abs(row.probability - candidate.probability) < 1e-9 &&
    Math.abs(row.expected_loss_amount - candidate.expectedLossAmount) < 0.005 &&
    row.title === candidate.title.en &&
    row.title_zh === candidate.title.zh &&
    row.detail === JSON.stringify(candidate.detail)
  )
}
