/** What ring finding reads: every relation numbered in SQL and read as columns. Nothing known after the moment enters. */
import type { Warehouse } from '../warehouse/index.ts'
import { measuring } from './ring-measures.ts'
import { numbering, paying, STAGED, serving, standing, using, words } from './ring-sql.ts'

export interface PersonRows {
  readonly count: number
  /** Entity. */
  readonly id: readonly string[]
  /** First letters of the name that families share: first character in Chinese, last word else; '' when unknown. */
  readonly surname: readonly string[]
  /** Number of the employer, -1 when unknown. */
  readonly employer: Int32Array
}

export interface ClaimRows {
  readonly count: number
  readonly id: readonly string[]
  readonly line: readonly string[]
  /** Milliseconds since 1970; NaN when unknown. */
  readonly lossAt: Float64Array
  /** Days from the policy's first day to the loss; NaN when unknown. */
  readonly policyDays: Float64Array
  readonly amount: Float64Array
  readonly paid: Float64Array
  readonly place: readonly (string | null)[]
  readonly peril: readonly (string | null)[]
  /** 1 fraud, 0 cleared, -1 nobody knows yet. */
  readonly outcome: Int32Array
  /** When the claim and what was found about it became known, milliseconds since 1970. */
  readonly knownAt: Float64Array
  /** Numbers of the party that claims, as the source names it, and of the policy; those not known get one below 0 of their own. */
  readonly claimant: Int32Array
  readonly policy: Int32Array
  /** How much dearer its lines are than the same lines elsewhere, difference of logarithms; NaN when unknown. */
  readonly price: Float64Array
  /** The same for its parts alone. */
  readonly partPrice: Float64Array
  /** How much dearer its diagnosis is, everywhere, than others of its line and peril, difference of logarithms; NaN when unknown. */
  readonly severity: Float64Array
  /** Lines of its invoices; NaN when unknown. */
  readonly items: Float64Array
  /** Procedures billed, those billed again counted twice; NaN when unknown. */
  readonly pieces: Float64Array
  /** 1 when the hospital's own report of the visit tells another diagnosis or a smaller bill, 0 when it agrees, -1 without a report. */
  readonly differs: Int32Array
}

/** Numbers that tell texts apart, from their hash; what is unknown gets a number of its own. */
const numberOf = (column: string) =>
  `case when c.${column} is null then -1 - c.idx else (hash(c.${column}) % 2147483647)::integer end as ${column}`

const claimRows = (at: string) => `
  select c.claim_id, c.loss_at, coalesce(date_diff('day', p.inception_date, c.loss_date), c.policy_age_days) as policy_days,
    coalesce(c.claimed_amount, 0) as amount, coalesce(y.paid, 0) as paid,
    case o.outcome when 'fraud' then 1 when 'cleared' then 0 else -1 end as outcome, greatest(c.known_at, o.known_at) as known_at,
    ${numberOf('claimant_id')}, ${numberOf('policy_id')}, m.price, m.part_price, m.items, m.severity, m.pieces, m.differs
  from staging.ring_claim c
  left join core.policy p on p.policy_id = c.policy_id and p.known_at <= ${at}
  left join (select claim_id, sum(amount) as paid from core.payment where known_at <= ${at} group by 1) y on y.claim_id = c.claim_id
  left join (select subject_id, arg_max(outcome, known_at) as outcome, max(known_at) as known_at from core.investigation
    where subject_kind = 'claim' and known_at <= ${at} group by 1) o on o.subject_id = c.claim_id
  left join staging.ring_measure m on m.claim = c.idx order by c.idx`

/** Reads all relations. */
export async function readRows(warehouse: Warehouse, asOf: Date) {
  const at = `timestamp '${asOf.toISOString().slice(0, 23).replace('T', ' ')}'`
  await warehouse.execute(`create schema if not exists staging; ${numbering(at)}; ${measuring(at)}`)
  const persons = await readPersons(warehouse)
  const claims = await readClaims(warehouse, at)
  const stands = await warehouse.columns(standing, { claim: 'i32', person: 'i32', roles: 'i32' })
  const uses = await warehouse.columns(using, { thing: 'i32', person: 'i32', own: 'i32' })
  const pays = await warehouse.columns(paying, { thing: 'i32', claim: 'i32' })
  const serves = await warehouse.columns(serving, { claim: 'i32', provider: 'i32' })
  const things = await warehouse.columns(
    "select target_id, split_part(target_id, ':', 1) as kind from staging.ring_thing order by idx",
    { target_id: 'string', kind: 'string' },
  )
  const providers = await warehouse.columns(
    'select entity_id, role from staging.ring_provider order by idx',
    { entity_id: 'string', role: 'string' },
  )
  await warehouse.execute(STAGED.map((table) => `drop table staging.ring_${table}`).join('; '))
  return {
    persons,
    claims,
    stands: stands.columns,
    uses: uses.columns,
    pays: pays.columns,
    serves: serves.columns,
    things: { id: things.columns.target_id as string[], kind: interned(things.columns.kind) as string[] },
    providers: {
      id: providers.columns.entity_id as string[],
      role: interned(providers.columns.role) as string[],
    },
  }
}

async function readPersons(warehouse: Warehouse): Promise<PersonRows> {
  const { rows, columns } = await warehouse.columns(
    `with employer as (
       select employer_id, (row_number() over (order by employer_id) - 1)::integer as number
       from (select distinct employer_id from staging.ring_person where employer_id is not null)
     )
     select p.entity_id, p.surname, e.number as employer from staging.ring_person p left join employer e using (employer_id) order by p.idx`,
    { entity_id: 'string', surname: 'string', employer: 'i32' },
  )
  return {
    count: rows,
    id: columns.entity_id as string[],
    surname: interned(columns.surname) as string[],
    employer: columns.employer,
  }
}

async function readClaims(warehouse: Warehouse, at: string): Promise<ClaimRows> {
  const { rows, columns: c } = await warehouse.columns(claimRows(at), {
    claim_id: 'string',
    loss_at: 'f64',
    policy_days: 'f64',
    amount: 'f64',
    paid: 'f64',
    outcome: 'i32',
    known_at: 'f64',
    claimant_id: 'i32',
    policy_id: 'i32',
    price: 'f64',
    part_price: 'f64',
    items: 'f64',
    severity: 'f64',
    pieces: 'f64',
    differs: 'i32',
  })
  return {
    count: rows,
    id: c.claim_id as string[],
    line: (await readWords(warehouse, 'line')) as string[],
    lossAt: c.loss_at,
    policyDays: c.policy_days,
    amount: c.amount,
    paid: c.paid,
    place: await readWords(warehouse, 'place'),
    peril: await readWords(warehouse, 'peril'),
    outcome: c.outcome,
    knownAt: c.known_at,
    claimant: c.claimant_id,
    policy: c.policy_id,
    price: c.price,
    partPrice: c.part_price,
    items: c.items,
    severity: c.severity,
    pieces: c.pieces,
    differs: c.differs,
  }
}

/** A column of the claims in which few texts recur: each text is held once. */
async function readWords(
  warehouse: Warehouse,
  column: 'line' | 'peril' | 'place',
): Promise<(string | null)[]> {
  const { texts, numbers } = words(column)
  const known = (await warehouse.columns(texts, { text: 'string' })).columns.text
  const { columns } = await warehouse.columns(numbers, { number: 'i32' })
  return Array.from(columns.number, (number) => (number < 0 ? null : known[number]))
}

/** The same texts, each held once. */
function interned(texts: readonly (string | null)[]): (string | null)[] {
  const once = new Map<string | null, string | null>()
  return texts.map((text) => {
    const known = once.get(text)
    if (known !== undefined) return known
    once.set(text, text)
    return text
  })
}
