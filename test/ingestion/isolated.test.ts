import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expression, type Source, UserError } from 'claimscope'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Caps, ingestIsolated } from '../../src/ingestion/isolated.ts'
import type { Progress } from '../../src/ingestion/report.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { openWarehouse } from '../../src/warehouse/index.ts'
import { good, HEADER, payments } from './bench.ts'

interface Desk {
  readonly root: string
  write(name: string, content: string | Uint8Array): void
  load(
    sources: readonly Source[],
    caps?: Caps,
    onProgress?: (p: Progress) => void,
  ): ReturnType<typeof ingestIsolated>
  rows<T = Record<string, unknown>>(query: string): Promise<T[]>
}

async function onDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'claimscope-isolated-'))
  const [data, workDirectory, path] = ['data', 'work', 'w.duckdb'].map((name) => join(root, name))
  mkdirSync(data)
  const make = await openWarehouse({ path, mode: 'write' })
  await make.execute(schemaDdl())
  await make.close()
  try {
    await work({
      root,
      write: (name, content) => writeFileSync(join(data, name), content),
      load: (sources, caps, onProgress) =>
        ingestIsolated(
          { path, allowedDirectories: [data, workDirectory], memoryMb: 512, threads: 2 },
          sources,
          {
            book: 'test',
            dataDirectory: data,
            workDirectory,
            loadedAt: new Date('2024-06-01'),
            ...(onProgress ? { onProgress } : {}),
          },
          caps,
        ),
      rows: async <T>(query: string) => {
        const warehouse = await openWarehouse({ path, mode: 'read' })
        try {
          return (await sql.raw<T>(query).execute(warehouse.db)).rows
        } finally {
          await warehouse.close()
        }
      },
    })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

const lines = (...parts: string[]) => `${parts.join('\n')}\n`
/** A source that has DuckDB parse what a cell holds: nesting of 450,000 ends the process. */
const parsing = (changes: Partial<Source<'core.payment'>> = {}) =>
  payments({
    columns: {
      ...payments().columns,
      payee_id: expression(['payee'], `cast(json_structure("payee") as varchar)`),
    },
    ...changes,
  } as Partial<Source<'core.payment'>>)
const deep = `7,C7,${'['.repeat(450000)}${']'.repeat(450000)},5,2024-01-02`

test('loads as in the same process, and tells its progress', () =>
  onDesk(async ({ write, load, rows }) => {
    write('payments-1.csv', lines(HEADER, ...good(2000), 'a,b'))
    const phases: string[] = []
    const report = await load([payments()], {}, (p) => phases.push(p.phase))
    expect(report).toMatchObject({ refused: [], sources: [{ accepted: 2000, quarantined: 1 }] })
    expect(phases.at(-1)).toBe('done')
    expect(await rows('select count(*) as n from core.payment')).toEqual([{ n: 2000 }])
  }))

test('a file that ends the process is refused, the others are loaded and counted', () =>
  onDesk(async ({ write, load, rows }) => {
    write('payments-1.csv', lines(HEADER, ...good(50, 1), 'a,b'))
    write('payments-2.csv', lines(HEADER, ...good(50, 100), deep))
    write('payments-3.csv', lines(HEADER, ...good(50, 200)))
    const report = await load([parsing()])
    expect(report.refused).toEqual([
      {
        file: 'payments-2.csv',
        source: 'test/payments',
        isDeath: true,
        reason: expect.stringMatching(/SIG(SEGV|BUS|ABRT)/),
      },
    ])
    expect(report.sources[0]).toMatchObject({
      files: ['payments-1.csv', 'payments-3.csv'],
      skipped: [],
      records: 101,
      accepted: 100,
      quarantined: 1,
      codes: { ragged_row: 1 },
    })
    expect(await rows('select file, accepted from meta.batch order by 1')).toEqual([
      { file: 'payments-1.csv', accepted: 50 },
      { file: 'payments-3.csv', accepted: 50 },
    ])
  }))

test('a file that cannot be read is left out and told of until it is whole; one that is read and lacks a column stops', () =>
  onDesk(async ({ write, load, rows }) => {
    const whole = gzipSync(lines(HEADER, ...good(50, 100)))
    write('payments-1.csv', lines(HEADER, ...good(50, 1)))
    write('payments-2.csv.gz', whole.subarray(0, 60))
    write('payments-3.csv', '')
    const report = await load([payments()])
    expect(report.sources[0]).toMatchObject({ files: ['payments-1.csv'], accepted: 50 })
    expect(report.refused).toMatchObject([
      {
        file: 'payments-2.csv.gz',
        isDeath: false,
        reason: expect.stringContaining('unexpected end of file'),
      },
      { file: 'payments-3.csv', isDeath: false, reason: expect.stringContaining('empty, 0 bytes') },
    ])
    const check = `select failed, sample from meta.check_result where name = 'files_readable'`
    expect(await rows(check)).toEqual([{ failed: 2, sample: expect.stringContaining('payments-2.csv.gz') }])
    write('payments-2.csv.gz', whole)
    write('payments-3.csv', lines(HEADER, ...good(50, 200)))
    expect(await load([payments()])).toMatchObject({ refused: [], sources: [{ accepted: 100 }] })
    expect(await rows(check)).toEqual([])
    write('payments-4.csv', 'id,claim\n1,2\n')
    await expect(load([payments()])).rejects.toThrow('missing column: "payee"')
  }))

test('a source that needs a file and has none left stops the load', () =>
  onDesk(async ({ write, load }) => {
    write('payments-1.csv', lines(HEADER, deep))
    await expect(load([parsing()])).rejects.toThrow(
      /^invalid file: "payments-1.csv" \[reading it ended the process .*source test\/payments has no other\]/,
    )
    const report = await load([parsing({ optional: true })])
    expect(report.refused).toHaveLength(1)
  }))

test('a file that takes too long, or too much memory, is refused', () =>
  onDesk(async ({ write, load }) => {
    write('payments-1.csv', lines(HEADER, ...good(5)))
    const endless = payments({
      optional: true,
      rows: 'select r.* from {records} as r, range(100000000) as a(x), range(1000000) as b(y) where hash(x) = hash(y) + 1',
    })
    const late = await load([endless], { seconds: 2 })
    expect(late.refused).toMatchObject([{ file: 'payments-1.csv', reason: 'not read within 2 s' }])
    const greedy = payments({
      optional: true,
      rows: 'select * from {records} where len(range(200000000 + length("id"))) > 0',
    })
    const fat = await load([greedy], { heapMb: 256, slackMb: 256 })
    expect(fat.refused).toMatchObject([{ reason: expect.stringMatching(/memory/) }])
  }))

test('a fault of the file comes back as what it is', () =>
  onDesk(async ({ write, load }) => {
    write('payments-1.csv', 'id,claim\n1,2\n')
    await expect(load([payments()])).rejects.toThrow(UserError)
    await expect(load([payments()])).rejects.toThrow('missing column: "payee"')
  }))

test.skipIf(!existsSync('/proc'))('no process is left when the one that asked is killed', () =>
  onDesk(async ({ root, write }) => {
    write('payments-1.csv', lines(HEADER, ...good(5)))
    const script = join(root, 'parent.mts')
    writeFileSync(
      script,
      `import { ingestIsolated } from ${JSON.stringify(join(import.meta.dirname, '../../src/ingestion/isolated.ts'))}
      const source = ${JSON.stringify(
        payments({
          rows: 'select r.* from {records} as r, range(100000000) as a(x), range(1000000) as b(y) where hash(x) = hash(y) + 1',
        }),
      )}
      await ingestIsolated({ path: ${JSON.stringify(join(root, 'w.duckdb'))}, allowedDirectories: [${JSON.stringify(join(root, 'data'))}, ${JSON.stringify(join(root, 'work'))}] },
        [source], { book: 'test', dataDirectory: ${JSON.stringify(join(root, 'data'))}, workDirectory: ${JSON.stringify(join(root, 'work'))}, loadedAt: new Date(0), onProgress: () => process.stdout.write('at\\n') },
        { onStart: (pid) => process.stdout.write('pid ' + pid + '\\n') })`,
    )
    const parent = spawn(process.execPath, ['--import', 'tsx', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    await new Promise<void>((resolve) =>
      parent.stdout.setEncoding('utf8').on('data', (part: string) => {
        text += part
        if (text.includes('at\n')) resolve()
      }),
    )
    const pid = Number(/pid (\d+)/.exec(text)?.[1])
    parent.kill('SIGKILL')
    for (let i = 0; i < 200 && existsSync(`/proc/${pid}`); i++) execFileSync('sleep', ['0.1'])
    expect(existsSync(`/proc/${pid}`)).toBe(false)
  }),
)
