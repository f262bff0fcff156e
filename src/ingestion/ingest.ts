/**
 * Loads the files of a book: bytes to texts to typed rows to `core`. Each file of a source is one transaction: it enters
 * whole, with its quarantine, its checks and its line in `meta.batch`, or not at all.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { missing, UserError } from '../errors.ts'
import type { Source } from '../source.ts'
import { quoteName, type Warehouse } from '../warehouse/index.ts'
import { assertPassed, type CheckResult, keepChecks, mergeChecks, runChecks } from './checks.ts'
import { CsvAhead } from './csv/ahead.ts'
import { batchId, definitionHash, plainKeyOf, wantedColumns } from './definition.ts'
import { canEnter, enter, leave, settle } from './direct.ts'
import { findFiles } from './find-files.ts'
import { type Fingerprint, fingerprint } from './fingerprint.ts'
import { assertFits, columnFit } from './fit.ts'
import { publish, retract } from './publish.ts'
import { assess } from './quality.ts'
import { assertTolerable, countFaults, keepQuarantined, quarantined } from './quarantine.ts'
import type { RawTable, ReadRequest, Session } from './raw.ts'
import { readRaw } from './read-raw.ts'
import type { IngestReport, Progress, SourceReport } from './report.ts'
import { stage, unstage } from './stage.ts'
import { keepLeftOut, type LeftOut, readingBytes, UnreadableFile } from './unreadable.ts'

export interface IngestOptions {
  /** Name of the book that the rows are stamped with. */
  readonly book: string
  /** Folder that the sources' file patterns are relative to. The warehouse must be allowed to read it. */
  readonly dataDirectory: string
  /**
   * Further folders that are searched with the same patterns: where collectors put files, where corrected records stand. A
   * file is named relative to the folder that it was found in.
   */
  readonly moreDirectories?: readonly string[]
  /** Folder for working copies; made when missing. The warehouse must be allowed to read it. */
  readonly workDirectory: string
  /** The moment that is written down as the time of the load. */
  readonly loadedAt: Date
  /** Files to leave out, because reading them failed before. */
  readonly without?: readonly LeftOut[]
  /** Told of every file before it is touched. */
  readonly onFile?: (file: string, source: string) => void
  /** Told of a file that cannot be read, after which the load goes on; without it such a file stops the load. */
  readonly onRefused?: (file: string, source: string, reason: string) => void
  /** Files that can be read and not be used - by a missing column, by a check that stops - are left out too. Default false. */
  readonly keepGoing?: boolean
  /** False for a few records that belong to a file loaded before: they are no load to judge a source by. Default true. */
  readonly isAssessed?: boolean
  readonly onProgress?: (progress: Progress) => void
}

interface Job {
  readonly source: Source
  readonly files: readonly Found[]
}

interface Found {
  /** Name relative to the folder that it was found in. */
  readonly file: string
  readonly path: string
}

/** A file while its sources load: read once, dropped after the last of them. */
interface OpenFile {
  readonly users: Source[]
  print?: Fingerprint
  raw?: RawTable
}

/**
 * Loads every new file of every source, in the order given.
 * @returns what was read, accepted, set aside and checked, source by source.
 * @throws UserError for a missing or unusable file, a missing column, too many records set aside, or a check that stops. What
 *   was loaded before it stays in the warehouse at hand; a run publishes nothing of it.
 */
export async function ingest(
  warehouse: Warehouse,
  sources: readonly Source[],
  options: IngestOptions,
): Promise<IngestReport> {
  const started = performance.now()
  mkdirSync(options.workDirectory, { recursive: true })
  const without = new Set(options.without?.map(({ file }) => file))
  const folders = [options.dataDirectory, ...(options.moreDirectories ?? [])]
  const jobs = sources.map((source) => ({
    source,
    files: folders
      .flatMap((folder) =>
        findFiles(folder, source.files).map((file) => ({ file, path: join(folder, file) })),
      )
      .filter(({ file }) => !without.has(file)),
  }))
  for (const { source, files } of jobs) {
    if (files.length === 0 && !source.optional)
      throw missing('file', source.files, `in ${folders.join(' or ')}, for source ${source.name}`)
  }
  const opened = new Map<string, OpenFile>()
  for (const { source, files } of jobs) {
    for (const { path } of files) {
      const key = fileKey(source, path)
      const open = opened.get(key)
      if (open) open.users.push(source)
      else opened.set(key, { users: [source] })
    }
  }
  return warehouse.db.connection().execute(async (session) => {
    const loader = new Loader(session, options, opened)
    const reports: SourceReport[] = []
    for (const job of jobs) reports.push(await loader.source(job))
    const { loadedAt } = options
    if (options.isAssessed !== false)
      loader.checks.push(...(await assess(session, sources, { loadedAt, results: loader.checks })))
    const prints = [...opened.values()].flatMap((file) => (file.print ? [file.print.bytes] : []))
    return {
      book: options.book,
      sources: reports,
      checks: mergeChecks(loader.checks),
      bytes: prints.reduce((sum, bytes) => sum + bytes, 0),
      seconds: (performance.now() - started) / 1000,
    }
  })
}

const fileKey = (source: Source, path: string) =>
  `${source.format}\n${JSON.stringify(source.reading ?? {})}\n${path}`

const quoted = (names: readonly (string | undefined)[]) =>
  names.map((name) => JSON.stringify(name)).join(', ')

/** Adds what one file brought to what the source's files brought before. */
type Tally = {
  -readonly [K in keyof SourceReport]: K extends 'codes'
    ? Record<string, number>
    : SourceReport[K] extends readonly string[]
      ? string[]
      : SourceReport[K]
}

class Loader {
  readonly checks: CheckResult[] = []
  readonly #session: Session
  readonly #options: IngestOptions
  readonly #opened: ReadonlyMap<string, OpenFile>
  #tables = 0

  constructor(session: Session, options: IngestOptions, opened: ReadonlyMap<string, OpenFile>) {
    this.#session = session
    this.#options = options
    this.#opened = opened
  }

  async source({ source, files }: Job): Promise<SourceReport> {
    const started = performance.now()
    const tally: Tally = {
      source: source.name,
      into: source.into,
      files: [],
      skipped: [],
      records: 0,
      accepted: 0,
      quarantined: 0,
      duplicate: 0,
      bytes: 0,
      quarantinedBytes: 0,
      codes: {},
      unknownColumns: [],
      notes: files.length === 0 ? [`no file ${source.files}`] : [],
      seconds: 0,
    }
    const checks: CheckResult[] = []
    const leftOut = this.#options.without?.filter((one) => one.source === source.name) ?? []
    for (const found of files) {
      const open = this.#opened.get(fileKey(source, found.path)) as OpenFile
      try {
        checks.push(...(await this.#file(source, found, open, tally)))
      } catch (error) {
        const { onRefused, keepGoing } = this.#options
        const isRefused = error instanceof UnreadableFile || (keepGoing && error instanceof UserError)
        if (!onRefused || !isRefused) throw error
        onRefused(found.file, source.name, error.message)
        leftOut.push({ file: found.file, source: source.name, reason: error.message })
      } finally {
        open.users.splice(open.users.indexOf(source), 1)
        if (open.users.length === 0) await this.#drop(open)
      }
    }
    const { loadedAt } = this.#options
    await keepChecks(this.#session, mergeChecks(checks), loadedAt)
    this.checks.push(...checks)
    if (this.#options.isAssessed !== false)
      this.checks.push(...(await keepLeftOut(this.#session, source.name, leftOut, loadedAt)))
    tally.seconds = (performance.now() - started) / 1000
    return tally
  }

  async #file(source: Source, { file, path }: Found, open: OpenFile, tally: Tally): Promise<CheckResult[]> {
    const begun = performance.now()
    this.#options.onFile?.(file, source.name)
    const report = (phase: Progress['phase'], bytes: number, records: number) => {
      const seconds = Math.max(0.001, (performance.now() - begun) / 1000)
      const rate = Math.round(records / seconds)
      const totalBytes = open.print?.bytes ?? bytes
      this.#options.onProgress?.({ source: source.name, file, phase, records, bytes, totalBytes, rate })
    }
    const request: ReadRequest = {
      session: this.#session,
      path,
      name: file,
      table: `ingest_raw_${++this.#tables}`,
      wanted: new Set(open.users.flatMap(wantedColumns)),
      workDirectory: this.#options.workDirectory,
      keyColumns: open.users.length === 1 ? plainKeyOf(source) : [],
      onBytes: (bytes, records) => report('reading', bytes, records),
    }
    const ahead = open.print ? undefined : await this.#ahead(source, request)
    try {
      const print = (open.print ??= await readingBytes(() =>
        fingerprint(path, file, source, ahead && ((block) => ahead.block(block))),
      ))
      return await this.#load(
        source,
        { file, path },
        open,
        tally,
        { ...request, ...(ahead ? { ahead } : {}) },
        print,
        report,
      )
    } finally {
      await ahead?.abandon()
    }
  }

  /** Splits a file while it is looked at for the first time, unless it looks as if it had been loaded before. */
  async #ahead(source: Source, request: ReadRequest): Promise<CsvAhead | undefined> {
    if (source.format !== 'csv' || source.reading || !existsSync(request.path)) return undefined
    const { rows } = await sql`select 1 as one from meta.batch
      where source = ${source.name} and file = ${request.name} and bytes = ${statSync(request.path).size} limit 1`.execute(
      this.#session,
    )
    return rows.length === 0 ? new CsvAhead(request) : undefined
  }

  async #load(
    source: Source,
    { file, path }: Found,
    open: OpenFile,
    tally: Tally,
    request: ReadRequest,
    print: Fingerprint,
    report: (phase: Progress['phase'], bytes: number, records: number) => void,
  ): Promise<CheckResult[]> {
    const { book, loadedAt } = this.#options
    const definition = definitionHash(source)
    const { rows: before } = await sql<{ definition: string }>`
      select definition from meta.batch where source = ${source.name} and sha256 = ${print.sha256}`.execute(
      this.#session,
    )
    if (before.some((batch) => batch.definition === definition)) {
      tally.skipped.push(file)
      return []
    }
    const raw = (open.raw ??= await readingBytes(() => readRaw(source, request, print)))
    const columns = columnFit(source, raw.columns)
    assertFits(source, file, raw.columns, columns)
    report('loading', print.bytes, raw.records)
    const batch = { id: batchId(source, print.sha256, definition), book, source: source.name, file }
    const records = raw.records + raw.rejects.length
    const results = await this.#session.transaction().execute(async (session) => {
      await retract(session, source, print.sha256)
      const entered = (await canEnter(session, source, raw, book))
        ? await enter(session, source, raw, batch)
        : undefined
      const staged = entered ?? (await stage(session, source, raw))
      const faults = await countFaults(session, raw, staged)
      assertTolerable(source, file, records, faults)
      const checks = await runChecks(session, source, staged, { batch: batch.id, loadedAt })
      assertPassed(file, checks)
      const published = entered
        ? await settle(session, source, entered)
        : await publish(session, source, staged, batch)
      const kept = await keepQuarantined(session, batch, quarantined(session, raw, staged))
      await (entered ? leave(session) : unstage(session))
      await sql`insert into meta.batch (batch_id, source, file, path, bytes, sha256, encoding, records, accepted, quarantined,
          duplicate, quarantined_bytes, unknown_columns, header, delimiter, definition, loaded_at)
        values (${batch.id}, ${source.name}, ${file}, ${path}, ${print.bytes}, ${print.sha256}, ${raw.encoding}, ${records},
          ${published.accepted}, ${kept.records}, ${published.duplicate}, ${kept.bytes},
          ${columns.unknown.join(',') || null}, ${JSON.stringify(raw.columns)}, ${raw.delimiter ?? null},
          ${definition}, ${loadedAt})`.execute(session)
      tally.accepted += published.accepted
      tally.duplicate += published.duplicate
      tally.quarantined += kept.records
      tally.quarantinedBytes += kept.bytes
      for (const [code, n] of faults) tally.codes[code] = (tally.codes[code] ?? 0) + n
      return checks
    })
    tally.files.push(file)
    tally.records += records
    tally.bytes += print.bytes
    tally.unknownColumns = [...new Set([...tally.unknownColumns, ...columns.unknown])]
    if (raw.unreadSheets?.length)
      tally.notes.push(
        `${file}: of its sheets only ${quoted([raw.sheet])} was read, not ${quoted(raw.unreadSheets)}`,
      )
    if (records === 0) tally.notes.push(`${file} holds a header and no record`)
    report('done', print.bytes, records)
    return results
  }

  async #drop(open: OpenFile): Promise<void> {
    if (!open.raw) return
    const kind = open.raw.isLined ? 'view' : 'table'
    await sql.raw(`drop ${kind} if exists temp.${quoteName(open.raw.table)}`).execute(this.#session)
    open.raw.dispose()
  }
}
