import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { views } from '../../features/index.ts'
import { claims } from '../../pipelines/insurer/internal/claims.ts'
import { customerIdentitiesCn } from '../../pipelines/insurer/internal/customer-identities-cn.ts'
import { customersCn } from '../../pipelines/insurer/internal/customers-cn.ts'
import { SnapshotHolder } from '../../src/api/index.ts'
import type { FeatureLineage, Quality, QualitySourceDetail, RowLineage } from '../../src/api/schemas/index.ts'
import { featurize } from '../../src/featurization/index.ts'
import { ingest } from '../../src/ingestion/index.ts'
import { usesPhone } from '../../src/links/uses-phone.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { pseudonyms } from '../../src/security/index.ts'
import { snapshots } from '../../src/warehouse/index.ts'
import { type Desk, desk, NOW, SECRET } from './desk.ts'

const home = mkdtempSync(join(tmpdir(), 'claimscope-lineage-api-'))
const sources = [customersCn, customerIdentitiesCn, claims]
const [header, auto] = claims.sample.split('\n')
const [, customer] = customersCn.sample.split('\n')
const customerFields = customer.split(',')
const partyId = customerFields[0]
/** Texts of the sample that nobody may read without need. */
let secrets: string[] = []

let at: Desk
let holder: SnapshotHolder

beforeAll(async () => {
  const data = join(home, 'files')
  const workDirectory = join(home, 'work')
  mkdirSync(join(data, 'internal'), { recursive: true })
  mkdirSync(workDirectory)
  const health = auto.replace('CL23-0000001', 'H1').replace(',auto,', ',health,')
  writeFileSync(join(data, 'internal', 'claims-2023.csv'), `${header}\n${auto}\n${health}\n`)
  writeFileSync(join(data, 'internal', 'customers-cn.csv'), customersCn.sample)
  const build = await snapshots(home, 'insurer').begin({
    id: 's1',
    from: 'empty',
    allowedDirectories: [data, workDirectory],
  })
  const { warehouse } = build
  await warehouse.execute(schemaDdl())
  const options = { book: 'insurer', dataDirectory: data, workDirectory, loadedAt: NOW }
  await ingest(warehouse, sources, options)
  const identity = await warehouse.db
    .selectFrom('core.party_identity')
    .selectAll()
    .where('party_id', '=', partyId)
    .executeTakeFirstOrThrow()
  secrets = [identity.name, identity.phone, identity.id_number, identity.address].filter(
    (text) => text !== null,
  )
  await warehouse.execute(
    `insert into core.entity values ('${partyId}', '${partyId}', null, timestamp '2020-01-01');
    insert into graph.edge (source_id, target_id, link, weight, claim_id, known_at) values ('entity:${partyId}', 'phone:${identity.phone}', 'uses_phone', 1, '', timestamp '2020-01-01')`,
  )
  const spine = ['CL23-0000001', 'H1'].map((entity_id) => ({ entity_id, as_of: NOW }))
  await featurize(warehouse, views, 'claim', spine, { write: true, keepConstant: true })
  await build.publish({ createdAt: NOW, code: 'test', definitions: {} })
  holder = new SnapshotHolder(await snapshots(home, 'insurer').openCurrent())
  at = await desk({
    snapshot: () => holder.lease(),
    home,
    catalog: { sources, views, rules: [], links: [usesPhone], signals: [] },
  })
}, 60_000)

afterAll(async () => {
  await at.close()
  await holder.close()
  rmSync(home, { recursive: true, force: true })
})

const row = (table: string, key: string) => `/v1/lineage/row?table=${table}&key=${encodeURIComponent(key)}`

test('a feature leads to its rows, a row to its line', async () => {
  const found: FeatureLineage = await at.json(
    'investigator',
    '/v1/lineage/features/claim/CL23-0000001/claimed_amount',
  )
  expect(found).toMatchObject({ value: 3837, isSame: true, view: { name: 'claim_amount' }, snapshot: 's1' })
  const [first] = found.rows
  expect(first).toMatchObject({ table: 'core.claim', without: { value: null, isChanged: true } })
  expect(first.place).toMatchObject({ file: 'internal/claims-2023.csv', line: 2 })
  const traced: RowLineage = await at.json('investigator', row(first.table, first.key))
  expect(traced).toMatchObject({ file: 'same', byteOffset: header.length + 1, correction: null })
  expect(traced.columns.find(({ column }) => column === 'claimed_amount')).toMatchObject({
    reads: [{ name: 'claimed', text: '3,837.00' }],
    value: '3837.00',
    isSame: true,
  })
})

test('what a file says of a person is masked, in the record, the texts and the values', async () => {
  const response = await at.ask('investigator', row('core.party_identity', partyId))
  const text = await response.text()
  const traced = JSON.parse(text) as RowLineage
  expect(traced.file).toBe('same')
  expect(traced.record).toContain(partyId)
  expect(traced.record).toContain('***')
  expect(secrets.length).toBeGreaterThan(2)
  for (const secret of secrets) expect(text).not.toContain(secret)
  expect(traced.columns.find(({ column }) => column === 'name')).toMatchObject({
    isMasked: true,
    isSame: true,
  })
  const party = await (await at.ask('investigator', row('core.party', partyId))).text()
  for (const secret of secrets) expect(party).not.toContain(secret)
})

test('a row that claimscope made leads to the rows that it was made from, and its telephone stays sealed', async () => {
  const keyOf = (phone: string) => JSON.stringify([`entity:${partyId}`, phone, 'uses_phone', ''])
  const phone = `phone:${secrets[1]}`
  const clear = await at.ask('investigator', row('graph.edge', keyOf(phone)))
  expect(clear.status, 'a number in the clear could be tried out').toBe(404)
  const key = keyOf(pseudonyms(SECRET).seal(phone))
  const response = await at.ask('investigator', row('graph.edge', key))
  const { table, madeBy, madeFrom, keys, place } = (await response.json()) as RowLineage
  expect({ table, madeBy, place }).toEqual({ table: 'graph.edge', madeBy: 'graph', place: null })
  expect(madeFrom).toMatchObject([
    { table: 'core.party_identity', key: partyId, place: { file: 'internal/customers-cn.csv', line: 2 } },
  ])
  expect(keys.target_id).toMatch(/^phone:\*+/)
})

test('lineage stays within the lines that a user sees', async () => {
  const asked = '/v1/lineage/features/claim/H1/claimed_amount'
  expect((await at.ask('investigator', asked)).status).toBe(200)
  expect((await at.ask('keeper', asked)).status).toBe(404)
  expect((await at.ask('keeper', row('core.claim', 'H1'))).status).toBe(404)
  expect((await at.ask('keeper', row('core.claim', 'CL23-0000001'))).status).toBe(200)
})

test('what there is not is 404, a key of several rows 422', async () => {
  expect((await at.ask('admin', '/v1/lineage/features/claim/H1/nothing')).status).toBe(404)
  expect((await at.ask('admin', row('core.claim', 'H9'))).status).toBe(404)
  expect((await at.ask('admin', row('meta.run', 'x'))).status).toBe(404)
  expect((await at.ask('admin', row('graph.edge', '["phone:~forged"]'))).status).toBe(404)
})

test('quality has a score for every source, and one source its columns', async () => {
  const quality: Quality = await at.json('risk', '/v1/quality')
  expect(quality.sources).toHaveLength(3)
  expect(quality.score).toBeGreaterThan(0)
  const all = quality.sources.find(({ source }) => source === 'insurer/claims')
  expect(all?.latest).toMatchObject({ records: 2, parts: { validity: 1, stability: null } })
  expect(all?.checks.failed).toBeGreaterThan(0)
  const failed = quality.checks.find(({ name }) => name === 'claims_policy_known')
  expect(failed?.sample[0]).toMatchObject({ claim_id: 'CL23-0000001', policy_id: 'PL00000691' })
  const product = quality.formula.parts.reduce(
    (score, { part, exponent }) => score * (all?.latest?.parts[part] ?? 1) ** exponent,
    100,
  )
  expect(all?.latest?.score).toBeCloseTo(product, 6)

  const text = await (await at.ask('risk', '/v1/quality/source?name=insurer/customer_identities_cn')).text()
  const source = JSON.parse(text) as QualitySourceDetail
  expect(source.columns.find(({ column }) => column === 'phone')).toMatchObject({
    kind: 'shape',
    isSensitive: true,
  })
  for (const secret of secrets) expect(text).not.toContain(secret)
  expect((await at.ask('risk', '/v1/quality/source?name=insurer/none')).status).toBe(404)
  expect((await at.ask('risk', '/v1/quality/source?name=insurer/claims&batch=B0')).status).toBe(404)
})
