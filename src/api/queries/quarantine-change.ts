/** Corrections of records that were set aside: what they would do, and the decision kept for the next run. */
import { UserError } from '../../errors.ts'
import {
  type Cells,
  CORRECTION_LEDGER,
  checksOf,
  type Decision,
  evaluate,
  operate,
  parseCorrected,
  type RecordOutcome,
  readRecord,
  recordHash,
  withChanges,
  writeRecord,
} from '../../ingestion/corrections/index.ts'
import { ledger } from '../../warehouse/index.ts'
import type {
  BulkCorrectionPreview,
  BulkCorrectionResult,
  CorrectionBody,
  CorrectionOperation,
  CorrectionPreview,
  QuarantineOutcome,
} from '../schemas/index.ts'
import {
  decisionsOf,
  openRecords,
  type QuarantineDesk,
  type SetAside,
  siblingsOf,
  sourceOf,
} from './quarantine.ts'
import { hidesColumn } from './quarantine-hidden.ts'

const DEFAULTS = {
  /** Records that one operation may correct. */
  most: 20_000,
  /** Records evaluated at a time. */
  portion: 500,
  /** Examples and values shown of a preview. */
  examples: 12,
  values: 40,
} as const

/** Who decides, when, and why. */
export interface By {
  readonly by: string
  readonly at: Date
  readonly note: string | null
}

/** What the source of a record would make of cells. Values of hidden columns are shown where the asker gave them himself. */
export async function outcomeOf(
  desk: QuarantineDesk,
  record: SetAside,
  cells: Cells,
  given: ReadonlySet<string> | 'all',
): Promise<QuarantineOutcome> {
  const source = sourceOf(desk, record.source)
  const [outcome] = await evaluate(desk.db, source, desk.book, [cells])
  const isWhole = outcome.fault === null && outcome.rows > 0
  const checks = isWhole ? await checksOf(desk.db, source, cells) : []
  const known = !outcome.isKnown ? 'no' : source.duplicates === 'update' ? 'updated' : 'ignored'
  return {
    id: record.id,
    source: source.name,
    into: source.into,
    fields: outcome.fields.map(({ isSensitive, ...field }) => {
      const isHidden =
        given !== 'all' &&
        (isSensitive
          ? field.reads
          : field.reads.filter((read) => hidesColumn(desk.sources, source.name, read))
        ).some((read) => !given.has(read.toLowerCase()))
      return { ...field, reads: [...field.reads], value: isHidden ? null : field.value, isHidden }
    }),
    rows: outcome.rows,
    checks,
    known,
    accepted: isWhole && known !== 'ignored' && !checks.some((c) => c.severity !== 'warn' && c.failed > 0),
  }
}

/** Cells of a record after a person's changes. @throws UserError for a text that does not have the file's columns. */
function correctedCells(record: SetAside, body: Pick<CorrectionBody, 'cells' | 'record'>): Cells {
  if (body.record !== undefined) return parseCorrected(body.record, record.layout)
  return withChanges(readRecord(record.record, record.layout).cells, body.cells ?? {}, record.layout)
}

/** What a correction would do in every source that set the record aside. */
export async function previewOf(
  desk: QuarantineDesk,
  record: SetAside,
  body: Pick<CorrectionBody, 'cells' | 'record'>,
): Promise<CorrectionPreview> {
  const cells = correctedCells(record, body)
  const given = new Set(Object.keys(body.cells ?? {}).map((name) => name.toLowerCase()))
  const isAllGiven =
    body.record !== undefined || [...cells.keys()].every((name) => given.has(name.toLowerCase()))
  const outcomes: QuarantineOutcome[] = []
  for (const one of [record, ...(await siblingsOf(desk, record))])
    outcomes.push(await outcomeOf(desk, one, cells, isAllGiven ? 'all' : given))
  return {
    record: isAllGiven ? writeRecord(cells, record.layout, record.record) : null,
    outcomes,
    accepted: outcomes[0].accepted,
  }
}

/**
 * Keeps a correction, for every source that accepts it.
 * @throws UserError (422) when the record's own source does not, (409) when another user decided and no run has taken that up.
 */
export async function correct(
  desk: QuarantineDesk,
  record: SetAside,
  body: Pick<CorrectionBody, 'cells' | 'record'>,
  by: By,
): Promise<readonly string[]> {
  await assertFree(desk, record, by)
  const preview = await previewOf(desk, record, body)
  if (!preview.accepted) throw new UserError(`invalid correction: ${refusal(preview.outcomes[0])}`, 422)
  const accepted = new Set(preview.outcomes.filter((one) => one.accepted).map((one) => one.id))
  const records = [record, ...(await siblingsOf(desk, record))].filter((one) => accepted.has(one.id))
  const text = writeRecord(correctedCells(record, body), record.layout, record.record)
  await keep(
    desk,
    records.map((one) => decision(one, 'correct', by, text)),
  )
  return records.map((one) => one.id)
}

/** Why a correction is not accepted, in one sentence. */
function refusal({ source, into, fields, rows, checks, known }: QuarantineOutcome): string {
  const faults = fields.filter((field) => field.fault !== null)
  if (faults.length > 0)
    return `still at fault for ${source} [${faults.map((field) => `${field.column}: ${field.fault}`).join(', ')}]`
  if (rows === 0) return `it gives ${source} no row`
  const failed = checks.find((check) => check.severity !== 'warn' && check.failed > 0)
  if (failed) return `it fails the check ${failed.name} [${failed.meaning.en}]`
  if (known === 'ignored')
    return `its key is in ${into} already, and ${source} leaves the row there in place [dismiss the record instead]`
  return 'it cannot enter'
}

/** What one person decided and waits for a run is not replaced by another unseen. */
async function assertFree(desk: QuarantineDesk, record: SetAside, { by }: By): Promise<void> {
  if (record.state === 'corrected' || record.state === 'dismissed')
    throw new UserError(`invalid record: ${record.id} is ${record.state} already`, 409)
  if (record.state !== 'waiting') return
  const last = (await decisionsOf(desk, record)).at(-1)
  if (last && last.by !== by)
    throw new UserError(
      `invalid record: what ${last.by} decided about ${record.id} waits for the next run [withdraw that first]`,
      409,
    )
}

/** Keeps the decision that a record is not to be loaded. */
export async function dismiss(desk: QuarantineDesk, record: SetAside, by: By): Promise<void> {
  await assertFree(desk, record, by)
  const records = [record, ...(await siblingsOf(desk, record))]
  await keep(
    desk,
    records.map((one) => decision(one, 'dismiss', by, null)),
  )
}

/** Takes back a decision that no run has taken up yet. @throws UserError (409) when none waits. */
export async function withdraw(desk: QuarantineDesk, record: SetAside, by: By): Promise<void> {
  if (record.state !== 'waiting')
    throw new UserError(`invalid record: no decision on ${record.id} waits for a run`, 409)
  const waiting = (await siblingsOf(desk, record)).filter((one) => one.state === 'waiting')
  await keep(
    desk,
    [record, ...waiting].map((one) => decision(one, 'withdraw', by, null)),
  )
}

function decision(
  record: SetAside,
  kind: Decision['kind'],
  { by, at, note }: By,
  text: string | null,
): Decision {
  return {
    kind,
    source: record.source,
    file: record.file,
    line: record.line,
    sha256: recordHash(record.record),
    batchId: record.batchId,
    code: record.code,
    columns: kind === 'correct' && record.layout.delimiter !== null ? record.layout.columns : null,
    record: text,
    by,
    at: at.toISOString(),
    note,
  }
}

const keep = ({ home, book }: QuarantineDesk, decisions: readonly Decision[]): Promise<void> =>
  ledger<Decision>(home, book, CORRECTION_LEDGER).append(decisions)

export interface Bulk {
  readonly source: string
  readonly code: string
  readonly column: string | undefined
  readonly operation: CorrectionOperation
}

interface Tried {
  readonly record: SetAside
  readonly before: Cells
  /** Null when the operation does not apply. */
  readonly after: Cells | null
  readonly outcome: RecordOutcome | null
}

/** Applies an operation to all open records of a group, and asks the source what it would make of them. */
async function tryAll(desk: QuarantineDesk, { operation, ...group }: Bulk): Promise<Tried[]> {
  const source = sourceOf(desk, group.source)
  const records = await openRecords(desk, group, DEFAULTS.most)
  const tried: Tried[] = []
  for (let from = 0; from < records.length; from += DEFAULTS.portion) {
    const some = records.slice(from, from + DEFAULTS.portion).map((record) => {
      const reading = readRecord(record.record, record.layout)
      return { record, before: reading.cells, after: operate(operation, reading, record.layout) }
    })
    const changed = some.flatMap(({ after }) => (after ? [after] : []))
    const outcomes = await evaluate(desk.db, source, desk.book, changed)
    let next = 0
    for (const one of some) tried.push({ ...one, outcome: one.after ? outcomes[next++] : null })
  }
  return tried
}

/** Whether the records may enter: those whose key is there already stay out where the source leaves such rows in place. */
function enters(desk: QuarantineDesk, name: string, outcome: RecordOutcome | null): boolean {
  const source = sourceOf(desk, name)
  return (
    outcome !== null &&
    outcome.rows > 0 &&
    outcome.fault === null &&
    !(outcome.isKnown && source.duplicates === 'ignore')
  )
}

/** What an operation would do, with examples. Texts of sensitive columns are hidden. */
export async function previewBulk(desk: QuarantineDesk, bulk: Bulk): Promise<BulkCorrectionPreview> {
  const tried = await tryAll(desk, bulk)
  const { column } = bulk.operation
  const isHidden = hidesColumn(desk.sources, bulk.source, column)
  const faults = new Map<string, { column: string; code: string; records: number }>()
  const values = new Map<string, number>()
  for (const { before, outcome } of tried) {
    const text = before.get(column) ?? ''
    values.set(text, (values.get(text) ?? 0) + 1)
    if (!outcome?.fault) continue
    const key = `${outcome.fault.column}\n${outcome.fault.code}`
    const held = faults.get(key) ?? { ...outcome.fault, records: 0 }
    held.records++
    faults.set(key, held)
  }
  return {
    records: tried.length,
    unchanged: tried.filter((one) => one.after === null).length,
    accepted: tried.filter((one) => enters(desk, bulk.source, one.outcome)).length,
    faults: [...faults.values()].sort((a, b) => b.records - a.records),
    examples: tried.slice(0, DEFAULTS.examples).map(({ record, before, after, outcome }) => ({
      id: record.id,
      file: record.file,
      line: record.line,
      before: isHidden ? null : (before.get(column) ?? null),
      after: isHidden ? null : (after?.get(column) ?? null),
      isHidden,
      fault: outcome?.fault ? `${outcome.fault.column}: ${outcome.fault.code}` : null,
      isChanged: after !== null,
    })),
    values: isHidden
      ? []
      : [...values]
          .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
          .slice(0, DEFAULTS.values)
          .map(([value, records]) => ({ value, records })),
  }
}

/** Keeps the corrections of all records that the operation makes fit to enter; the others stay as they are. */
export async function correctAll(desk: QuarantineDesk, bulk: Bulk, by: By): Promise<BulkCorrectionResult> {
  const tried = await tryAll(desk, bulk)
  const decisions = tried.flatMap(({ record, after, outcome }) =>
    after && enters(desk, bulk.source, outcome)
      ? [decision(record, 'correct', by, writeRecord(after, record.layout, record.record))]
      : [],
  )
  await keep(desk, decisions)
  return { corrected: decisions.length, left: tried.length - decisions.length }
}
