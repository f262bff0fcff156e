/** Linkage of published people with known duplicates, without labels. */
import { expect, test } from 'vitest'
import { evaluatePairs, linkParties } from '../../src/linkage/index.ts'
import { addParties, day, emptyWarehouse, entities, readCsv, type TestParty } from './parties.ts'

async function score(parties: readonly TestParty[], truth: ReadonlyMap<string, string>) {
  const warehouse = await emptyWarehouse()
  try {
    await addParties(warehouse, parties)
    const report = await linkParties(warehouse)
    return { report, ...evaluatePairs(await entities(warehouse), truth) }
  } finally {
    await warehouse.close()
  }
}

const febrl = (record: Record<string, string>): TestParty => ({
  party_id: record.rec_id,
  name: [record.given_name, record.surname].filter(Boolean).join(' '),
  birth_date: day(record.date_of_birth),
  id_number: record.soc_sec_id,
  address: [record.street_number, record.address_1, record.suburb].filter(Boolean).join(' '),
  postcode: record.postcode,
})

for (const [dataset, goal] of [
  ['dataset1', 0.99],
  ['dataset2', 0.995],
  ['dataset3', 0.99],
] as const) {
  const records = readCsv(`febrl/${dataset}.csv`)
  test.skipIf(!records)(`FEBRL ${dataset}: pairwise F1 of at least ${goal}`, async () => {
    const parties = (records ?? []).map(febrl)
    const truth = new Map(parties.map((p) => [p.party_id, p.party_id.split('-')[1]]))
    const result = await score(parties, truth)
    expect(result.f1).toBeGreaterThanOrEqual(goal)
  })
}

const people = readCsv('people/fake_1000.csv')
test.skipIf(!people)(
  '1,000 invented people with typos and gaps: pairwise F1 of at least 0.92 at a precision above 0.98',
  async () => {
    const records = people ?? []
    const parties = records.map((record) => ({
      party_id: record.unique_id,
      name: [record.first_name, record.surname].filter(Boolean).join(' '),
      birth_date: day(record.dob),
      email: record.email || null,
      address: record.city || null,
    }))
    const result = await score(parties, new Map(records.map((r) => [r.unique_id, r.cluster])))
    expect(result.precision).toBeGreaterThanOrEqual(0.98)
    // Some of these records have no name, no e-mail and another date of birth: nothing that is left tells them apart.
    expect(result.f1).toBeGreaterThanOrEqual(0.92)
  },
)
