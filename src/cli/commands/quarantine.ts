/** `quarantine`: what was set aside: list it, look at one record, correct or dismiss it, load what was corrected. */
import { userInfo } from 'node:os'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { QuarantineDesk } from '../../api/queries/quarantine.ts'
import { config } from '../../config.ts'
import { UserError } from '../../errors.ts'
import type { CorrectionReport } from '../../ingestion/corrections/index.ts'
import { type CommonFlags, common, homeOf, whole, withBook } from '../options.ts'
import { EXIT, print, progressLine, textTable } from '../terminal.ts'

interface BookFlags extends CommonFlags {
  readonly book: string
}

/** Opens the quarantine of a book's current snapshot for `work`. */
async function atDesk<T>(
  flags: BookFlags,
  work: (tools: Awaited<ReturnType<typeof load>>, desk: QuarantineDesk) => Promise<T>,
): Promise<T> {
  const tools = await load()
  const home = homeOf(flags)
  const { warehouse } = await tools.snapshots(home, flags.book).openCurrent()
  const sources = tools.findBook(tools.shelves, flags.book).sources
  try {
    return await work(tools, { db: warehouse.db, book: flags.book, home, sources })
  } finally {
    await warehouse.close()
  }
}

async function load() {
  const [read, change, { shelves }, { findBook }, { snapshots }, corrections] = await Promise.all([
    import('../../api/queries/quarantine.ts'),
    import('../../api/queries/quarantine-change.ts'),
    import('../shelves.ts'),
    import('../../run.ts'),
    import('../../warehouse/index.ts'),
    import('../../ingestion/corrections/index.ts'),
  ])
  return { ...read, ...change, ...corrections, shelves, findBook, snapshots }
}

/** Who decides at a terminal: the user of the machine. */
const who = () => `terminal:${userInfo().username}`

const pair = (text: string, held: Record<string, string> = {}): Record<string, string> => {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('old=new')
  return { ...held, [text.slice(0, at)]: text.slice(at + 1) }
}

function list(parent: Command): void {
  withBook(common(parent.command('list')))
    .description('records that were set aside: groups, or the records of a source or code')
    .option('--source <name>', 'records of this source, for instance insurer/claims')
    .option('--code <code>', 'records with this fault, for instance invalid_date')
    .addOption(new Option('--state <state>').choices(['open', 'waiting', 'failed', 'corrected', 'dismissed']))
    .option('--limit <n>', 'records shown', whole, 50)
    .action(async (flags: BookFlags & { source?: string; code?: string; state?: 'open'; limit: number }) =>
      atDesk(flags, async ({ groupsOf, itemsOf }, desk) => {
        if (!flags.source && !flags.code && !flags.state) {
          const { groups, ...totals } = await groupsOf(desk)
          print({ book: flags.book, ...totals, groups }, flags.json, () =>
            [
              `${totals.records} records, ${totals.bytes} bytes set aside: ${Object.entries(totals.states)
                .map(([state, n]) => `${n} ${state}`)
                .join(', ')}`,
              '',
              textTable(
                groups.map(({ source, code, column, records, bytes, files, states }) => ({
                  source,
                  code,
                  column: column ?? '',
                  records,
                  bytes,
                  files,
                  waiting: states.waiting,
                  done: states.corrected + states.dismissed,
                })),
              ),
            ].join('\n'),
          )
          return
        }
        const { source, code, state } = flags
        const page = await itemsOf(desk, { source, code, state }, { limit: flags.limit, cursor: undefined })
        print({ book: flags.book, ...page }, flags.json, () =>
          [
            textTable(
              page.items.map(({ id, state: now, file, line, reason }) => ({
                id,
                state: now,
                file,
                line,
                reason,
              })),
            ),
            `${page.items.length} of ${page.total ?? page.items.length}`,
          ].join('\n'),
        )
      }),
    )
}

function show(parent: Command): void {
  withBook(common(parent.command('show <id>')))
    .description('one record as it came, field by field, and what its source makes of it')
    .action(async (id: string, flags: BookFlags) =>
      atDesk(flags, async ({ recordOf, siblingsOf, decisionsOf, outcomeOf, readRecord }, desk) => {
        const record = await recordOf(desk, id)
        const reading = readRecord(record.record, record.layout)
        const outcome = await outcomeOf(desk, record, reading.cells, 'all')
        const siblings = (await siblingsOf(desk, record)).map((one) => one.id)
        const decisions = await decisionsOf(desk, record)
        const { layout, ...place } = record
        print(
          { ...place, ...layout, cells: Object.fromEntries(reading.cells), outcome, siblings, decisions },
          flags.json,
          () =>
            [
              `${record.source}  ${record.file}, line ${record.line}, byte ${record.byteOffset}  (${record.state})`,
              `${record.code}: ${record.reason}`,
              '',
              record.record.trimEnd(),
              '',
              textTable(
                outcome.fields.map(({ column, reads, value, fault }) => ({
                  column,
                  'made of': reads
                    .map((read) => `${read} = ${JSON.stringify(reading.cells.get(read) ?? null)}`)
                    .join(', '),
                  value: value ?? '',
                  fault: fault ?? '',
                })),
              ),
              ...decisions.map(({ kind, by, at, note }) => `${at}  ${by}  ${kind}${note ? `: ${note}` : ''}`),
            ].join('\n'),
        )
      }),
    )
}

interface FixFlags extends BookFlags {
  readonly record?: string
  readonly set?: Record<string, string>
  readonly note?: string
  readonly dryRun: boolean
}

function fix(parent: Command): void {
  withBook(common(parent.command('fix <id>')))
    .description('correct a record; the next run loads it')
    .option('--record <text>', 'the whole record, as the file would have it')
    .option('--set <column=value>', 'the value of one column; may be given several times', pair)
    .option('--note <text>', 'why')
    .option('--dry-run', 'say what it would do, keep nothing', false)
    .action(async (id: string, flags: FixFlags) =>
      atDesk(flags, async ({ recordOf, previewOf, correct }, desk) => {
        if ((flags.record === undefined) === (flags.set === undefined))
          throw new UserError('missing option: --record or --set [one of the two says what is right]')
        const body = flags.record === undefined ? { cells: flags.set ?? {} } : { record: flags.record }
        const record = await recordOf(desk, id)
        const preview = await previewOf(desk, record, body)
        const records = flags.dryRun
          ? []
          : await correct(desk, record, body, { by: who(), at: new Date(), note: flags.note ?? null })
        print({ id, accepted: preview.accepted, records, outcomes: preview.outcomes }, flags.json, () =>
          [
            ...preview.outcomes.map(
              ({ source, accepted, fields }) =>
                `${source}: ${accepted ? 'would enter' : `still at fault (${fields.flatMap((f) => (f.fault ? [`${f.column}: ${f.fault}`] : [])).join(', ')})`}`,
            ),
            records.length > 0
              ? 'kept; `claimscope quarantine replay` or the next run loads it'
              : 'nothing was kept',
          ].join('\n'),
        )
        if (!preview.accepted) process.exitCode = EXIT.found
      }),
    )
}

interface BulkFlags extends BookFlags {
  readonly source: string
  readonly code: string
  readonly column: string
  readonly dates?: 'DMY'
  readonly map?: Record<string, string>
  readonly replace?: Record<string, string>
  readonly value?: string
  readonly from?: string
  readonly join?: string
  readonly pad: boolean
  readonly note?: string
  readonly dryRun: boolean
}

function fixAll(parent: Command): void {
  withBook(common(parent.command('fix-all')))
    .description(
      'correct all open records of a source and code by one change; those that still do not fit stay open',
    )
    .requiredOption('--source <name>', 'the source')
    .requiredOption('--code <code>', 'the fault')
    .requiredOption('--column <name>', 'the column of the file that changes, or where fields were shifted')
    .addOption(
      new Option('--dates <order>', 'dates in this order become ISO').choices(['DMY', 'MDY', 'YMD', 'YDM']),
    )
    .option('--map <old=new>', 'whole values by others; may be given several times', pair)
    .option('--replace <old=new>', 'a stretch of the value by another', pair)
    .option('--value <text>', 'one value for all')
    .option('--from <column>', 'the value of another column')
    .option('--join <text>', 'too many fields: join those that belong to the column by this text')
    .option('--pad', 'too few fields: the missing ones begin at the column and are empty', false)
    .option('--note <text>', 'why')
    .option('--dry-run', 'say what it would do, keep nothing', false)
    .action(async (flags: BulkFlags) =>
      atDesk(flags, async ({ previewBulk, correctAll }, desk) => {
        const { source, code } = flags
        const bulk = { source, code, column: undefined, operation: operationOf(flags) }
        const by = { by: who(), at: new Date(), note: flags.note ?? null }
        const preview = await previewBulk(desk, bulk)
        const result = flags.dryRun ? null : await correctAll(desk, bulk, by)
        print({ ...preview, result }, flags.json, () =>
          [
            `${preview.accepted} of ${preview.records} records would enter; ${preview.unchanged} are not touched`,
            ...preview.faults.map(
              (fault) => `${fault.records} still at fault: ${fault.column} ${fault.code}`,
            ),
            result
              ? `kept ${result.corrected} corrections, ${result.left} records stay open`
              : 'nothing was kept',
          ].join('\n'),
        )
      }),
    )
}

function operationOf({ column, dates, map, replace, value, from, join, pad }: BulkFlags) {
  const chosen = [
    ...(dates ? [{ kind: 'date' as const, column, format: dates }] : []),
    ...(map ? [{ kind: 'map' as const, column, values: map }] : []),
    ...Object.entries(replace ?? {}).map(([find, by]) => ({ kind: 'replace' as const, column, find, by })),
    ...(value === undefined ? [] : [{ kind: 'set' as const, column, value }]),
    ...(from ? [{ kind: 'copy' as const, column, from }] : []),
    ...(join === undefined ? [] : [{ kind: 'join' as const, column, with: join }]),
    ...(pad ? [{ kind: 'pad' as const, column }] : []),
  ]
  if (chosen.length !== 1)
    throw new UserError(
      'missing option: --dates, --map, --replace, --value, --from, --join or --pad [exactly one change]',
    )
  return chosen[0]
}

function decide(parent: Command): void {
  withBook(common(parent.command('dismiss <id>')))
    .description('leave a record out for good')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, flags: BookFlags & { reason: string }) =>
      atDesk(flags, async ({ recordOf, dismiss }, desk) => {
        await dismiss(desk, await recordOf(desk, id), { by: who(), at: new Date(), note: flags.reason })
        print(
          { id, state: 'waiting', decision: 'dismiss' },
          flags.json,
          () => `${id} is dismissed with the next run`,
        )
      }),
    )
  withBook(common(parent.command('withdraw <id>')))
    .description('take back a decision that no run has taken up yet')
    .action(async (id: string, flags: BookFlags) =>
      atDesk(flags, async ({ recordOf, withdraw }, desk) => {
        await withdraw(desk, await recordOf(desk, id), { by: who(), at: new Date(), note: null })
        print({ id, state: 'open' }, flags.json, () => `${id} is open again`)
      }),
    )
}

function replay(parent: Command): void {
  withBook(common(parent.command('replay')))
    .description('load what was corrected and build the next snapshot; files are not looked for')
    .action(async (flags: BookFlags) => {
      const [{ run }, { shelves }, { snapshots }, { raiseCurrent }] = await Promise.all([
        import('../../run.ts'),
        import('../shelves.ts'),
        import('../../warehouse/index.ts'),
        import('../raise.ts'),
      ])
      const home = homeOf(flags)
      const current = await snapshots(home, flags.book).current()
      if (!current)
        throw new UserError(`missing snapshot: book ${flags.book} has none [claimscope run builds one]`, 404)
      const { states } = await atDesk(flags, ({ groupsOf }, desk) => groupsOf(desk))
      if (states.waiting + states.failed === 0) {
        print(
          { snapshot: current.id, corrected: 0, dismissed: 0, failed: [], seconds: 0, alerts: null },
          flags.json,
          () => `no correction or dismissal waits; snapshot ${current.id} stays`,
        )
        return
      }
      const { memoryMb, threads, modelPolicy } = config()
      const line = progressLine()
      try {
        const result = await run({
          book: flags.book,
          shelves,
          home,
          now: new Date(),
          seed: Number((current.extra as { seed?: number }).seed ?? 1),
          memoryMb,
          threads,
          modelPolicy,
          onProgress: line.report,
        })
        line.end()
        const { corrected, dismissed, failed } = result.report.correct as CorrectionReport
        const alerts = await raiseCurrent(home, flags.book)
        print(
          { snapshot: result.snapshot, corrected, dismissed, failed, seconds: result.seconds, alerts },
          flags.json,
          () =>
            [
              `snapshot ${result.snapshot}: ${corrected} records corrected, ${dismissed} dismissed, ${failed.length} set aside again`,
              ...failed.map(({ id, reason }) => `  ${id}: ${reason}`),
            ].join('\n'),
        )
      } finally {
        line.end()
      }
    })
}

export function quarantine(program: Command): void {
  const parent = program
    .command('quarantine')
    .description('what was set aside: list, show, fix, fix-all, dismiss, withdraw, replay')
  for (const add of [list, show, fix, fixAll, decide, replay]) add(parent)
}
