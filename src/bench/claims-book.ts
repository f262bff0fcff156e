/** An invented book of claims, made in SQL in seconds: honest people and firms, and planted rings that are known. */
import { schemaDdl } from '../schema/database.ts'
import type { Warehouse } from '../warehouse/index.ts'

const DEFAULTS = {
  /** Claims for one planted ring. */
  claimsPerRing: 5000,
  /** Days over which losses are spread. */
  days: 1095,
} as const

/** The moment at which everything in the book is known. */
export const BOOK_END = new Date('2026-06-01T00:00:00Z')

/** What stands for one planted ring, by kind: its people, the claims of each kind of ring. */
export const PLANTED = {
  /** Eight strangers drive into each other ten times, three on one account, two on one telephone. */
  staged: { share: 0.6, people: 8, claims: 10 },
  /** Six names with one telephone and one account, two claims each. */
  farm: { share: 0.2, people: 6, claims: 12 },
  /** Five strangers whose seven claims are paid into the account of a sixth. */
  mule: { share: 0.2, people: 6, claims: 7 },
} as const
export type PlantedKind = keyof typeof PLANTED
const kinds = Object.keys(PLANTED) as PlantedKind[]

/** How many rings of each kind a book of so many claims has. */
export function plantedRings(claims: number): Readonly<Record<PlantedKind, number>> {
  const rings = Math.max(5, Math.round(claims / DEFAULTS.claimsPerRing))
  const of = (kind: PlantedKind) => Math.round(PLANTED[kind].share * rings)
  return { staged: of('staged'), farm: of('farm'), mule: of('mule') }
}

/** Names of the people of a planted ring. */
export const peopleOf = (kind: PlantedKind, ring: number): string[] =>
  Array.from({ length: PLANTED[kind].people }, (_, i) => `${kind}${ring}x${i}`)

/**
 * Fills `core.party`, `party_identity`, `policy`, `claim`, `claim_party`, `claim_item`, `payment` and `investigation`. Of five people
 * two are a couple at one address, with one telephone for half of them; six claims in ten are motor, most with another side.
 */
export async function makeClaimsBook(warehouse: Warehouse, claims: number, seed: number): Promise<void> {
  await warehouse.execute(schemaDdl())
  const rings = plantedRings(claims)
  const planted = kinds.reduce((sum, kind) => sum + rings[kind] * PLANTED[kind].claims, 0)
  const honest = claims - planted
  const persons = Math.round(0.8 * honest)
  const firms = (per: number) => Math.max(6, Math.round(claims / per))
  const [repairers, adjusters, hospitals] = [firms(500), firms(1000), firms(1500)]
  const u = (key: string, salt: number) => `(hash(${key} * 64 + ${salt} + ${seed * 4096}) >> 16)`
  const day = (key: string, salt: number) =>
    `(date '2023-05-01' + (${u(key, salt)} % ${DEFAULTS.days})::integer)`
  const stamp = (at: string) =>
    `'bench' as book, 'bench/claims' as source, 'b1' as batch_id, 0 as source_line, ${at} as event_at, ${at} as known_at`
  const start = stamp(`timestamp '2023-01-01'`)
  await warehouse.execute(`
    create schema if not exists staging;
    create or replace table staging.made_person as
      select 'P' || i as id, i as n, case when i % 5 < 2 then i - i % 5 else i end as home, i % 5 < 2 as couple from range(${persons}) r(i);
    create or replace table staging.made_ringer as
      ${kinds
        .map(
          (kind) =>
            `select '${kind}' || r || 'x' || p as id, '${kind}' as kind, ${kinds.indexOf(kind) + 1} as k, r as ring, p as place from range(${rings[kind]}) a(r), range(${PLANTED[kind].people}) b(p)`,
        )
        .join(' union all ')};
    create or replace table staging.made_claim as
      select 'C' || i as id, i as n, case when i % 10 < 6 then 'auto' else 'health' end as line,
        'P' || ${u('i', 1)} % ${persons} as claimant, (${u('i', 1)} % ${persons})::bigint as person, ${day('i', 2)} as loss, '' as ring
      from range(${honest}) r(i)
      ${kinds
        .map((kind) => {
          const { people, claims: count } = PLANTED[kind]
          const key = `(r * 100 + c + ${1_000_000_000})`
          const who = kind === 'mule' ? `c % ${people - 1} + 1` : `c % ${people}`
          return `union all select 'C${kind}' || r || 'x' || c, ${key}, '${kind === 'staged' ? 'auto' : 'health'}', '${kind}' || r || 'x' || (${who}),
            -1, ${day(`(r + ${kinds.indexOf(kind) * 10_000_000})`, 3)} - 300 + (c * 17)::integer, '${kind}' from range(${rings[kind]}) a(r), range(${count}) b(c)`
        })
        .join(' ')};
    insert into core.party by name
      select id as party_id, 'person' as party_type, ${start} from staging.made_person
      union all by name select id as party_id, 'person' as party_type, ${start} from staging.made_ringer;
    insert into core.party_identity by name
      select id as party_id, 'Given Family' || home % 9973 as name, '07' || case when couple and home % 10 = 0 then home else n end + 100000000 as phone,
        'ACC' || n as bank_account, home % 180 || ' Street ' || home // 180 as address, ${start} from staging.made_person
      union all by name
      select id as party_id, 'Given Other' || (ring * 7 + place * 13) % 9973 as name,
case when (kind = 'staged' and place < 2) or kind = 'farm' then 90000000000 + k * 1000000000::bigint + ring * 10 else 90000000000 + k * 1000000000::bigint + ring * 10 + place + 1 end as phone,
        case when (kind = 'staged' and place < 3) or kind = 'farm' then 'R' || kind || ring else 'R' || kind || ring || 'x' || place end as bank_account,
        kind || ' ' || ring || ' flat ' || place as address, ${start} from staging.made_ringer;
    insert into core.policy by name
      select 'L' || id as policy_id, line, claimant as policyholder_id, loss - (20 + ${u('n', 4)} % 300)::integer as inception_date, ${start} from staging.made_claim;
    insert into core.claim by name
      select id as claim_id, 'L' || id as policy_id, line, claimant as claimant_id, loss::timestamp + interval 9 hour as loss_at, loss as loss_date,
        loss::timestamp + interval 33 hour as reported_at, case line when 'auto' then 'collision' else 'illness' end as peril,
        'R' || ${u('n', 5)} % 50 as region_code, 500 + ${u('n', 6)} % 9000 as claimed_amount, ${stamp(`loss::timestamp + interval 33 hour`)}
      from staging.made_claim;
    insert into core.claim_party by name
      with told as (
        select id, claimant, case line when 'auto' then 'driver' else 'insured' end as role, false as hurt, loss from staging.made_claim
        union all select id, 'P' || ${u('n', 7)} % ${persons}, 'counterparty', false, loss from staging.made_claim
          where ring = '' and line = 'auto' and ${u('n', 8)} % 10 < 6 and ${u('n', 7)} % ${persons} <> person
        union all select id, 'P' || (person - person % 5 + 1 - person % 5), 'passenger', false, loss from staging.made_claim
          where ring = '' and line = 'auto' and person % 5 < 2 and ${u('n', 9)} % 10 < 4
        union all select 'C' || kind || ring || 'x' || c, kind || ring || 'x' || ((c + 1 + c // 8) % 8), 'counterparty', false, date '2024-01-01'
          from (select distinct kind, ring from staging.made_ringer where kind = 'staged'), range(${PLANTED.staged.claims}) a(c)
        union all select 'C' || kind || ring || 'x' || c, kind || ring || 'x' || ((c + 3) % 8), 'passenger', true, date '2024-01-01'
          from (select distinct kind, ring from staging.made_ringer where kind = 'staged'), range(${PLANTED.staged.claims}) a(c)
        union all select id, 'GARAGE' || ${u('n', 10)} % ${repairers}, 'repairer', false, loss from staging.made_claim where line = 'auto'
        union all select id, 'ADJUSTER' || (${u('n', 10)} % ${repairers} * 7 + ${u('n', 11)} % 6) % ${adjusters}, 'adjuster', false, loss
          from staging.made_claim where line = 'auto'
        union all select id, 'CLINIC' || ${u('n', 12)} % ${hospitals}, 'hospital', false, loss from staging.made_claim where line = 'health'
        union all select id, 'DOCTOR' || ${u('n', 12)} % ${hospitals} || 'x' || ${u('n', 13)} % 4, 'physician', false, loss from staging.made_claim where line = 'health'
      )
      select id as claim_id, claimant as party_id, role, hurt as is_injured, ${stamp(`loss::timestamp + interval 33 hour`)} from told;
    insert into core.claim_item by name
      select 'I' || id as item_id, id as claim_id, case line when 'auto' then 'part' else 'diagnosis' end as item_kind,
        case line when 'auto' then 'P' else 'D' end || ${u('n', 14)} % 40 as code, 300 + ${u('n', 6)} % 5000 as amount, ${stamp(`loss::timestamp + interval 40 hour`)}
      from staging.made_claim;
    insert into core.payment by name
      select 'Y' || id as payment_id, id as claim_id, claimant as payee_id, 400 + ${u('n', 6)} % 5000 as amount, loss::timestamp + interval 480 hour as paid_at,
        case when ring = 'mule' then 'Rmule' || regexp_extract(claimant, 'mule([0-9]+)x', 1) || 'x0' end as bank_account,
        ${stamp(`loss::timestamp + interval 480 hour`)} from staging.made_claim where ring = 'mule' or ${u('n', 15)} % 10 < 7;
    insert into core.investigation by name
      select 'V' || id as investigation_id, 'claim' as subject_kind, id as subject_id, case when ring <> '' and ${u('n', 16)} % 4 < 3 then 'fraud' else 'cleared' end as outcome,
        ${stamp(`loss::timestamp + interval 960 hour`)} from staging.made_claim where ${u('n', 17)} % 100 < case when ring <> '' then 15 else 2 end;
    drop table staging.made_person; drop table staging.made_ringer; drop table staging.made_claim`)
}
