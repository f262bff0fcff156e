/** A large CSV file into `core`, with everything that a load does, beside DuckDB's bare `read_csv` of the same file into a table. */
import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { sql } from 'kysely'
import { alternate, type BenchCase, type Benchmark, timed } from '../bench.ts'
import { ingest } from '../ingestion/index.ts'
import { schemaDdl } from '../schema/database.ts'
import { required, type Source, source } from '../source.ts'
import { asAmount, asDate, asReal, asText, asTimestamp } from '../transforms/index.ts'
import { random } from '../util/random.ts'
import { openWarehouse, quoteText } from '../warehouse/index.ts'

const DEFAULTS = {
  rows: 5_000_000,
  rounds: 3,
  /** Share of records that are broken in the dirty file. */
  broken: 0.01,
  seed: 7,
} as const

export const ITEMS: Source = source({
  name: 'bench/items',
  into: 'core.claim_item',
  title: { en: 'lines of invoices', zh: '发票明细' },
  description: { en: 'lines of invoices', zh: '发票明细' },
  publisher: 'bench',
  origin: 'internal',
  files: 'items.csv',
  format: 'csv',
  columns: {
    item_id: required(asText('item_id')),
    claim_id: required(asText('claim_id')),
    item_kind: required(asText('item_kind')),
    code: asText('code'),
    description: asText('description'),
    quantity: asReal('quantity'),
    amount: required(asAmount('amount')),
    provider_id: asText('provider_id'),
    service_date: asDate('service_date'),
    event_at: required(asDate('service_date')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: ['urgent', 'clerk'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'amount_not_negative',
      severity: 'stop',
      meaning: { en: 'no line is below zero', zh: '金额不为负' },
      sql: 'select item_id, amount from {rows} where amount < 0',
    },
    {
      name: 'known_after_event',
      severity: 'warn',
      meaning: { en: 'a line is known after it happened', zh: '得知晚于发生' },
      sql: 'select item_id, event_at, known_at from {rows} where known_at < event_at',
    },
  ],
  sample: `item_id,claim_id,item_kind,code,description,quantity,amount,provider_id,service_date,entered_at,urgent,clerk
I0000000,C515569,part,B61,玻璃,6,631.46,H4361,2024-10-01,2024-11-02 08:52:26,0,41
`,
})

/** Writes the clean file; the hash of the row number stands for chance, so that every machine gets the same bytes. */
export async function makeClean(folder: string, path: string): Promise<void> {
  const maker = await openWarehouse({ path: ':memory:', mode: 'write', allowedDirectories: [folder] })
  const pick = (words: readonly string[], by: string) =>
    `[${words.map(quoteText).join(', ')}][(1 + ${by} % ${words.length})::int]`
  try {
    await maker.execute(`copy (select 'I' || lpad(i::varchar, 7, '0') as item_id,
      'C' || (100000 + b % 800000) as claim_id,
      ${pick(['drug', 'room', 'part', 'crop', 'labour'], 'a')} as item_kind,
      chr((65 + c % 20)::int) || lpad((c % 100)::varchar, 2, '0') as code,
      case when b % 100 = 0 then '车损, "急"' else ${pick(['碰撞', '住院', 'hail', '延误', 'flood', '玻璃'], 'b')} end as description,
      1 + a % 9 as quantity, ((a % 100000) / 100.0)::decimal(14,2) as amount, 'H' || (1000 + c % 8000) as provider_id,
      date '2021-01-01' + (b % 1700)::int as service_date,
      timestamp '2021-02-02 08:00:00' + to_days((b % 1700)::int) + to_seconds(a % 36000) as entered_at,
      a % 2 as urgent, c % 60 as clerk
      from (select i, hash(i, ${DEFAULTS.seed}) as a, hash(i, ${DEFAULTS.seed + 1}) as b, hash(i, ${DEFAULTS.seed + 2}) as c
        from range(${DEFAULTS.rows}) as r(i))) to ${quoteText(path)} (header, delimiter ',')`)
  } finally {
    await maker.close()
  }
}

/** Copies the clean file and breaks records on the way; gives their number. */
export async function makeDirty(clean: string, dirty: string): Promise<number> {
  const r = random(DEFAULTS.seed)
  const out = createWriteStream(dirty)
  let broken = 0
  let rest = ''
  let isHeader = true
  const spoil = (line: string): string => {
    if (!r.chance(DEFAULTS.broken)) return line
    broken++
    const fields = line.split(',')
    const at = r.int(1, fields.length - 1)
    switch (r.int(0, 6)) {
      case 0:
        return `${fields.slice(0, at).join(',')},"${fields.slice(at).join(',')}`
      case 1:
        return fields.slice(0, at).join(',')
      case 2:
        return `${line},more,fields`
      case 3:
        return `${line.slice(0, 12)}\0${line.slice(12)}`
      case 4:
        return line.replace(/\d{4}-\d\d-\d\d,/, '2024-13-45,')
      case 5:
        return line.replace(/,(\d+\.\d\d),/, ',about $1?,')
      default:
        return line.replace(/^[^,]+/, '')
    }
  }
  for await (const chunk of createReadStream(clean, { encoding: 'utf8', highWaterMark: 4 << 20 })) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    const text = lines.map((line) => {
      if (!isHeader) return spoil(line)
      isHeader = false
      return line
    })
    if (!out.write(`${text.join('\n')}\n`)) await once(out, 'drain')
  }
  out.end(rest)
  await finished(out)
  return broken
}

export const ingestion: Benchmark = {
  name: 'ingest',
  description: `${DEFAULTS.rows.toLocaleString('en')} x 12 CSV to core, clean and with ${100 * DEFAULTS.broken} % broken records, beside DuckDB's bare read_csv`,
  async run(report) {
    const root = mkdtempSync(join(tmpdir(), 'claimscope-bench-'))
    const folder = (name: string) => {
      mkdirSync(join(root, name), { recursive: true })
      return join(root, name)
    }
    let peakMb = 0
    const watch = setInterval(() => {
      peakMb = Math.max(peakMb, process.memoryUsage().rss / 1e6)
    }, 50)
    try {
      const clean = join(folder('clean'), 'items.csv')
      const dirty = join(folder('dirty'), 'items.csv')
      report('making files')
      await makeClean(folder('clean'), clean)
      const broken = await makeDirty(clean, dirty)
      let counts = { accepted: 0, quarantined: 0, records: 0 }
      const peaks = { ours: 0, peer: 0 }
      const measured = (side: 'ours' | 'peer', work: () => Promise<void>) => async () => {
        peakMb = 0
        await work()
        peaks[side] = Math.max(peaks[side], peakMb)
      }
      const ours = (kind: 'clean' | 'dirty') =>
        measured('ours', async () => {
          const home = folder('ours')
          const work = folder('work')
          const path = join(home, 'w.duckdb')
          const warehouse = await openWarehouse({
            path,
            mode: 'write',
            allowedDirectories: [folder(kind), work],
          })
          try {
            await warehouse.execute(schemaDdl())
            const { sources } = await ingest(warehouse, [ITEMS], {
              book: 'bench',
              dataDirectory: folder(kind),
              workDirectory: work,
              loadedAt: new Date('2026-01-01'),
            })
            counts = sources[0]
          } finally {
            await warehouse.close()
            rmSync(home, { recursive: true })
          }
        })
      const bare = measured('peer', async () => {
        const home = folder('bare')
        const path = join(home, 'w.duckdb')
        const warehouse = await openWarehouse({ path, mode: 'write', allowedDirectories: [folder('clean')] })
        try {
          await warehouse.execute(`create table items as select * from read_csv(${quoteText(clean)})`)
        } finally {
          await warehouse.close()
          rmSync(home, { recursive: true })
        }
      })
      const cases: BenchCase[] = []
      const measure = async (kind: 'clean' | 'dirty', peer: string, more: () => Promise<object>) => {
        report(`${kind} file`)
        peaks.ours = peaks.peer = 0
        const times = await alternate(DEFAULTS.rounds, ours(kind), bare)
        const { size } = statSync(join(folder(kind), 'items.csv'))
        const { accepted, quarantined, records } = counts
        if (accepted + quarantined !== records || quarantined !== (kind === 'dirty' ? broken : 0))
          throw new Error(`invalid count: ${JSON.stringify(counts)}`)
        cases.push({
          ...timed(`${kind}_5m`, times, peer),
          figures: {
            relative_speed: times.peer / times.ours,
            bytes: size,
            ours_mb_s: size / 1e6 / times.ours,
            peer_mb_s: statSync(clean).size / 1e6 / times.peer,
            ours_peak_mb: peaks.ours,
            peer_peak_mb: peaks.peer,
            records,
            accepted,
            quarantined,
            ...(await more()),
          },
        })
      }
      await measure('clean', 'DuckDB read_csv of the same file', async () => ({}))
      await measure('dirty', 'DuckDB read_csv of the clean file', async () => ({
        broken,
        ...(await bareOnDirty(root, dirty)),
      }))
      return { name: 'ingest', versions: { node: process.version, duckdb: await duckdbVersion() }, cases }
    } finally {
      clearInterval(watch)
      rmSync(root, { recursive: true, force: true })
    }
  },
}

/** What bare DuckDB makes of the broken file when it is told to go on over errors. */
async function bareOnDirty(root: string, path: string): Promise<Record<string, number>> {
  const warehouse = await openWarehouse({ path: ':memory:', mode: 'write', allowedDirectories: [root] })
  try {
    await warehouse.execute(
      `create table items as select * from read_csv(${quoteText(path)}, store_rejects=true, rejects_limit=0)`,
    )
    const { rows } = await sql<{ n: number; wrong: number }>`select count(*) as n,
      (select count(distinct line) from reject_errors) as wrong from items`.execute(warehouse.db)
    return { bare_on_dirty_rows: Number(rows[0].n), bare_on_dirty_rejects: Number(rows[0].wrong) }
  } catch {
    return { bare_on_dirty_rows: 0 }
  } finally {
    await warehouse.close()
  }
}

async function duckdbVersion(): Promise<string> {
  const warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
  try {
    const { rows } = await sql<{ v: string }>`select version() as v`.execute(warehouse.db)
    return rows[0].v
  } finally {
    await warehouse.close()
  }
}
