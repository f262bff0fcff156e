/** A place to load files into: a folder, a warehouse in memory, and a source of claims with two kinds of column. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  absent,
  asAmount,
  asDate,
  asText,
  type Column,
  constant,
  required,
  type Source,
  source,
} from 'claimscope'
import { sql } from 'kysely'
import { type IngestReport, ingest, type Progress } from '../../src/ingestion/index.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

export interface Bench {
  readonly folder: string
  readonly warehouse: Warehouse
  /** Writes a file into the data folder and gives its path. */
  write(name: string, content: string | Uint8Array): string
  load(
    sources: readonly Source[],
    loadedAt?: string,
    onProgress?: (p: Progress) => void,
  ): Promise<IngestReport>
  rows<T = Record<string, unknown>>(query: string): Promise<T[]>
}

/** Runs `work` on a fresh bench and clears it away. */
export async function onBench(work: (bench: Bench) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'claimscope-ingest-'))
  const folder = join(root, 'data')
  const workDirectory = join(root, 'work')
  mkdirSync(folder)
  mkdirSync(workDirectory)
  const warehouse = await openWarehouse({
    path: ':memory:',
    mode: 'write',
    allowedDirectories: [folder, workDirectory],
  })
  await warehouse.execute(schemaDdl())
  try {
    await work({
      folder,
      warehouse,
      write: (name, content) => {
        writeFileSync(join(folder, name), content)
        return join(folder, name)
      },
      load: (sources, loadedAt = '2024-06-01', onProgress) =>
        ingest(warehouse, sources, {
          book: 'test',
          dataDirectory: folder,
          workDirectory,
          loadedAt: new Date(loadedAt),
          ...(onProgress ? { onProgress } : {}),
        }),
      rows: async <T>(query: string) => (await sql.raw<T>(query).execute(warehouse.db)).rows,
    })
  } finally {
    await warehouse.close()
    rmSync(root, { recursive: true, force: true })
  }
}

/** Payments: an identifier, a claim, an amount, a day. */
export const payments = (changes: Partial<Source<'core.payment'>> = {}): Source =>
  source({
    name: 'test/payments',
    into: 'core.payment',
    title: { en: 'payments', zh: 'payments' },
    description: { en: 'payments', zh: 'payments' },
    publisher: 'test',
    origin: 'internal',
    files: 'payments*.csv',
    format: 'csv',
    columns: {
      payment_id: required(asText('id')),
      claim_id: required(asText('claim')),
      payee_id: asText('payee'),
      bank_account: absent,
      amount: required(asAmount('amount')),
      paid_at: required(asDate('paid')),
      event_at: required(asDate('paid')),
      known_at: required(asDate('paid')),
    } satisfies Record<string, Column>,
    ignore: ['remark'],
    duplicates: 'ignore',
    checks: [
      {
        name: 'amount_positive',
        severity: 'stop',
        meaning: { en: 'a payment is not above zero', zh: 'a payment is not above zero' },
        sql: 'select payment_id, amount from {rows} where amount <= 0',
      },
    ],
    sample: 'id,claim,payee,amount,paid\n1,C1,P1,10.00,2024-01-02\n',
    ...changes,
  } as Source<'core.payment'>)

/** Posts: an identifier, a text. */
export const posts = (changes: Partial<Source<'core.post'>> = {}): Source =>
  source({
    name: 'test/posts',
    into: 'core.post',
    title: { en: 'posts', zh: 'posts' },
    description: { en: 'posts', zh: 'posts' },
    publisher: 'test',
    origin: 'web',
    files: 'posts*.jsonl',
    format: 'jsonl',
    columns: {
      post_id: required(asText('id')),
      posted_at: required(asDate('at')),
      platform: constant('forum'),
      author: asText('author'),
      body: required(asText('body')),
      language: absent,
      event_at: required(asDate('at')),
      known_at: required(asDate('at')),
    },
    ignore: [],
    duplicates: 'update',
    checks: [
      {
        name: 'body',
        severity: 'warn',
        meaning: { en: 'no body', zh: 'no body' },
        sql: `select 1 from {rows} where body = ''`,
      },
    ],
    sample: '{"id":"1","at":"2024-01-01","author":"a","body":"b"}\n',
    ...changes,
  } as Source<'core.post'>)

export const HEADER = 'id,claim,payee,amount,paid'
/** `n` good records, numbered from `from`. */
export const good = (n: number, from = 1): string[] =>
  Array.from({ length: n }, (_, i) => `${from + i},C${from + i},P${(from + i) % 7},${10 + i}.50,2024-01-02`)
