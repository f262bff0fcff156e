import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { views } from '../../features/index.ts'
import { claims } from '../../pipelines/insurer/internal/claims.ts'
import { policies } from '../../pipelines/insurer/internal/policies.ts'
import { featurize } from '../../src/featurization/index.ts'
import { ingest } from '../../src/ingestion/index.ts'
import { featureLineage, type LineageContext } from '../../src/run/feature-lineage.ts'
import { rowLineage } from '../../src/run/row-lineage.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { type OpenedSnapshot, snapshots } from '../../src/warehouse/index.ts'

const home = mkdtempSync(join(tmpdir(), 'claimscope-lineage-'))
const data = join(home, 'files')
const AS_OF = new Date('2024-06-30T00:00:00Z')

const [claimHeader] = claims.sample.split('\n')
const claim = (id: string, claimant: string, amount: string, day: string, words = '') =>
  `${id},P1,auto,${claimant},,A1,${day} 09:00,${day} 12:00,,hail,motor_damage,320100,,urban,,,${amount},0,,,N,N,0,app,,${words},${day} 13:00,C7`
const CLAIMS = [
  claimHeader,
  claim('C1', 'K1', '"1,200.00"', '2024-03-01', '"hail, then\na second\nline"'),
  claim('C2', 'K1', '800', '2024/4/2'),
  claim('C3', 'K2', '500', '2024-05-02'),
  ...Array.from({ length: 30 }, (_, i) =>
    claim(`D${i}`, `X${i}`, String(400 + 37 * i), '2024-02-01').replace(',P1,', ',P9,'),
  ),
]

let opened: OpenedSnapshot
let context: LineageContext

beforeAll(async () => {
  mkdirSync(join(data, 'internal'), { recursive: true })
  writeFileSync(join(data, 'internal', 'claims-2024.csv'), `${CLAIMS.join('\r\n')}\r\n`)
  writeFileSync(join(data, 'internal', 'policies-2024.csv'), policies.sample)
  const work = join(home, 'work')
  mkdirSync(work)
  const build = await snapshots(home, 'insurer').begin({
    id: 's1',
    from: 'empty',
    allowedDirectories: [data, work],
  })
  await build.warehouse.execute(schemaDdl())
  await ingest(build.warehouse, [policies, claims], {
    book: 'insurer',
    dataDirectory: data,
    workDirectory: work,
    loadedAt: AS_OF,
  })
  await build.warehouse.execute(
    `insert into core.policy select * replace ('P1' as policy_id, 2400 as sum_insured_amount, timestamp '2024-01-01' as known_at)
      from core.policy limit 1;
    insert into core.entity select distinct claimant_id, claimant_id, null, timestamp '2020-01-01' from core.claim`,
  )
  const spine = ['C1', 'C2', 'C3', 'D1'].map((entity_id) => ({ entity_id, as_of: AS_OF }))
  await featurize(build.warehouse, views, 'claim', spine, { write: true, keepConstant: true })
  await build.publish({ createdAt: AS_OF, code: 'test', definitions: {} })
  opened = await snapshots(home, 'insurer').openCurrent()
  context = {
    warehouse: opened.warehouse,
    book: 'insurer',
    home,
    views,
    links: [],
    sources: [policies, claims],
    dataDirectories: [data],
    milliseconds: 20_000,
  }
}, 60_000)

afterAll(async () => {
  await opened.warehouse.close()
  rmSync(home, { recursive: true, force: true })
})

test('a value leads to the rows that it rests on, each with what the value would be without it', async () => {
  const found = await featureLineage(context, 'claim', 'C1', 'claimed_sum_insured_ratio')
  expect(found).toMatchObject({ value: 0.5, recomputed: 0.5, isSame: true, isComplete: true })
  const changing = found.rows.filter(({ without }) => without?.isChanged)
  expect(changing.map(({ table, key }) => `${table} ${key}`).sort()).toEqual([
    'core.claim C1',
    'core.policy P1',
  ])
  expect(changing.find(({ table }) => table === 'core.claim')?.place).toMatchObject({
    file: 'internal/claims-2024.csv',
    line: 2,
  })
  const read = found.tables.find(({ table }) => table === 'core.policy')
  expect(read?.columns).toContain('sum_insured_amount')
  expect(read?.columns).not.toContain('channel')
})

test('what is counted over other rows says so: one by one where they are few, as a body where they are many', async () => {
  const earlier = await featureLineage(context, 'claim', 'C2', 'claims_24m')
  expect(earlier).toMatchObject({ value: 1, isSame: true, isComplete: true })
  expect(
    earlier.rows
      .filter(({ without, table }) => without?.isChanged && table === 'core.claim')
      .map(({ key }) => key),
  ).toContain('C1')
  const beside = await featureLineage(context, 'claim', 'C1', 'claimed_amount_z')
  expect(beside).toMatchObject({ isSame: true, isComplete: true })
  expect(beside.tables.find(({ table }) => table === 'core.claim')?.isPopulation).toBe(true)
})

test('a row leads to its bytes: a record of three lines, read again, gives the same values', async () => {
  const found = await rowLineage(context, 'core.claim', 'C1')
  expect(found).toMatchObject({ file: 'same', publisher: 'claim system', byteOffset: claimHeader.length + 2 })
  expect(found.record).toBe(`${CLAIMS[1]}\r\n`)
  expect(found.byteLength).toBe(Buffer.byteLength(`${CLAIMS[1]}\r\n`))
  expect(found.columns.filter(({ isSame }) => isSame !== true)).toEqual([])
  expect(found.columns.find(({ column }) => column === 'claimed_amount')).toMatchObject({
    reads: [{ name: 'claimed', text: '1,200.00' }],
    transform: 'money',
    value: '1200.00',
  })
  const second = await rowLineage(context, 'core.claim', 'C2')
  expect(second.place?.line).toBe(5)
  expect(second.columns.find(({ column }) => column === 'loss_date')).toMatchObject({
    reads: [{ name: 'loss_time', text: '2024/4/2 09:00' }],
    transform: 'day',
    value: '2024-04-02',
    isSame: true,
  })
})

test('a file that moved is found in the folder given, one that changed or went is said to have', async () => {
  const path = join(data, 'internal', 'claims-2024.csv')
  const aside = join(home, 'aside')
  mkdirSync(join(aside, 'internal'), { recursive: true })
  renameSync(path, join(aside, 'internal', 'claims-2024.csv'))
  expect(await rowLineage(context, 'core.claim', 'C3')).toMatchObject({
    file: 'missing',
    record: null,
    byteOffset: null,
  })
  const moved = await rowLineage({ ...context, dataDirectories: [aside] }, 'core.claim', 'C3')
  expect(moved).toMatchObject({ file: 'same', place: { line: 6 } })
  appendFileSync(join(aside, 'internal', 'claims-2024.csv'), 'more\n')
  const changed = await rowLineage({ ...context, dataDirectories: [aside] }, 'core.claim', 'C3')
  expect(changed).toMatchObject({ file: 'changed', record: null })
  expect(changed.columns.find(({ column }) => column === 'claimed_amount')).toMatchObject({
    value: '500.00',
    isSame: null,
  })
})

test('what there is not is refused by its name', async () => {
  await expect(featureLineage(context, 'claim', 'C1', 'claim_age')).rejects.toThrow(
    /unknown feature of a claim/,
  )
  await expect(featureLineage(context, 'claim', 'C99', 'claimed_amount')).rejects.toThrow(
    /unknown claim: "C99"/,
  )
  await expect(rowLineage(context, 'core.claims', 'C1')).rejects.toThrow(/unknown table/)
  await expect(rowLineage(context, 'core.claim', 'C99')).rejects.toThrow(/unknown row of core.claim/)
  await expect(rowLineage(context, 'meta.batch', 'B1')).rejects.toThrow(/unknown table/)
})
