/** Nights with few changes: edges and reports are those of a build from nothing. */
import { afterEach, expect, test } from 'vitest'
import { collectEvidence, type LinkEvidence } from '../../src/graph/evidence.ts'
import { links } from '../../src/links/index.ts'
import { random } from '../../src/util/random.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { edges } from './edges.ts'
import { smallBook, type TestClaim, type TestPerson } from './small-book.ts'

let warehouse: Warehouse | undefined
afterEach(async () => {
  await warehouse?.close()
  warehouse = undefined
})

const PEOPLE = 120
const CLAIMS = 160
const ROLES = ['driver', 'passenger', 'counterparty', 'witness', 'hospital', 'physician', 'lawyer']

/** People who share phones and accounts, and claims in which they stand beside a few busy garages. */
function book(seed: number): { people: TestPerson[]; claims: TestClaim[] } {
  const draw = random(seed)
  const person = () => `P${draw.int(0, PEOPLE - 1)}`
  const people = Array.from({ length: PEOPLE }, (_, i) => ({
    id: `P${i}`,
    phone: i % 3 === 0 ? '4008001234' : `55501${draw.int(0, 60)}`,
    email: `m${draw.int(0, 70)}@example.com`,
    account: `ACC${draw.int(0, 80)}`,
    address: `${draw.int(1, 9)} High Street flat ${draw.int(1, 6)}`,
    employer: i % 10 === 0 ? person() : undefined,
  }))
  const claims = Array.from({ length: CLAIMS }, (_, i) => ({
    id: `C${i}`,
    day: `2024-0${1 + draw.int(0, 8)}-1${draw.int(0, 9)}`,
    claimant: person(),
    parties: [
      `claimant ${person()}`,
      `repairer G${draw.int(0, 2)}`,
      ...Array.from(
        { length: 3 },
        () => `${ROLES[draw.int(0, ROLES.length - 1)]} ${person()} PL${draw.int(0, 90)}`,
      ),
    ],
    paid: draw.int(0, 1) * 500,
    account: `ACC${draw.int(0, 80)}`,
  }))
  return { people, claims }
}

const facts = (reports: readonly LinkEvidence[]) => reports.map(({ reused: _, ...facts }) => facts)

const MADE = ['edge', 'owner', 'link_state', 'link_flaw']

/** The reports of a night, whose edges are held against those of a build from nothing; the night's own stay for the next. */
async function night(w: Warehouse, asOf: Date): Promise<readonly LinkEvidence[]> {
  const reports = await collectEvidence(w, links, { asOf })
  const found = await edges(w)
  for (const table of MADE)
    await w.execute(
      `create or replace table staging.kept_${table} as from graph.${table}; delete from graph.${table}`,
    )
  const whole = await collectEvidence(w, links, { asOf })
  expect(found).toEqual(await edges(w))
  expect(facts(reports)).toEqual(facts(whole))
  for (const table of ['owner', 'link_flaw'])
    expect(await differing(w, `staging.kept_${table}`, `graph.${table}`), table).toBe(0)
  for (const table of MADE)
    await w.execute(`delete from graph.${table}; insert into graph.${table} from staging.kept_${table}`)
  return reports
}

const differing = async (w: Warehouse, one: string, other: string): Promise<number> => {
  const { columns } = await w.columns(
    `select (select count(*) from (from ${one} except all from ${other})) + (select count(*) from (from ${other} except all from ${one})) as n`,
    { n: 'f64' },
  )
  return columns.n[0]
}

const CHANGES: readonly (readonly [what: string, change: string])[] = [
  ['nothing', 'select 1'],
  [
    'new claims',
    `insert into core.claim select * replace ('N' || claim_id as claim_id, 'P7' as claimant_id) from core.claim where claim_id in ('C3', 'C4');
     insert into core.claim_party select * replace ('N' || claim_id as claim_id) from core.claim_party where claim_id in ('C3', 'C4')`,
  ],
  ['a new phone', `update core.party_identity set phone = '4008001234' where party_id = 'P1'`],
  ['no phone any more', `update core.party_identity set phone = null where party_id in ('P0', 'P3')`],
  [
    'a person gone',
    `delete from core.party_identity where party_id = 'P6'; delete from core.party where party_id = 'P6'`,
  ],
  [
    'a claim gone',
    `delete from core.claim where claim_id = 'C9'; delete from core.claim_party where claim_id = 'C9'`,
  ],
  [
    'another garage',
    `update core.claim_party set party_id = 'G7' where role = 'repairer' and claim_id < 'C12'`,
  ],
  [
    'another loss',
    `update core.claim set loss_at = loss_at + interval 20 day where claim_id in ('C20', 'C21')`,
  ],
  ['an account paid', `update core.payment set bank_account = '' where claim_id like 'C5%'`],
  [
    'two who are one',
    `delete from core.entity where party_id in ('P10', 'P11');
     insert into core.entity values ('P10', 'P10', 20, timestamp '2024-01-01'), ('P11', 'P10', 20, timestamp '2024-01-01')`,
  ],
  ['one who is two', `update core.entity set entity_id = 'P11' where party_id = 'P11'`],
  ['a garage that is another', `insert into core.entity values ('G0', 'G1', 20, timestamp '2024-01-01')`],
  [
    'an insured car',
    `insert into core.insured_object by name select 'O' || policy_id as object_id, policy_id, 'vehicle' as object_kind, 'PL5' as plate,
       columns(['book', 'source', 'batch_id', 'source_line', 'event_at', 'known_at']) from core.policy where policy_id in ('POL-C30', 'POL-C31')`,
  ],
  ['a policy sold', `update core.policy set policyholder_id = 'P77' where policy_id = 'POL-C30'`],
]

test('every kind of change gives the edges and reports of a build from nothing', async () => {
  const { people, claims } = book(4)
  warehouse = await smallBook(people, claims)
  const asOf = new Date('2025-01-01')
  await collectEvidence(warehouse, links, { asOf })
  for (const [what, change] of CHANGES) {
    await warehouse.execute(change)
    const reports = await night(warehouse, asOf)
    const asked = reports.filter(({ reused }) => !reused).map(({ link }) => link)
    if (what === 'nothing') expect(asked).toEqual([])
    else expect(asked.length, what).toBeGreaterThan(0)
    // No adjuster stands in a claim of this book: were everything asked anew, his link would be too.
    expect(asked, what).not.toContain('adjusted_by')
  }
}, 60_000)

test('what is known from one night to the next enters with it', async () => {
  const { people, claims } = book(5)
  warehouse = await smallBook(people, claims)
  let asked = 0
  for (const day of ['2024-09-10', '2024-09-12', '2024-09-14', '2024-09-16', '2025-01-01']) {
    const reports = await night(warehouse, new Date(day))
    asked += reports.filter(({ link, reused }) => link === 'in_claim' && !reused).length
  }
  expect(asked).toBeGreaterThan(2)
})
