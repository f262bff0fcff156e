/** What ring finding reads: every relation as columns of numbers. Nothing known after the moment enters. */
import type { Kind, Warehouse } from '../warehouse/index.ts'
import { measuring, pieces, prices, reports, severities } from './ring-measures.ts'
import {
  claims,
  entities,
  kinds,
  numbering,
  outcomes,
  PRESENT,
  payments,
  type Sources,
  STAGED,
  type Stage,
  standing,
  using,
  WHOLE,
  words,
} from './ring-sql.ts'

export interface ClaimRows {
  readonly count: number
  readonly line: readonly string[]
  /** Milliseconds since 1970; NaN when unknown. */
  readonly lossAt: Float64Array
  /** Days from the policy's first day to the loss; NaN when unknown. */
  readonly policyDays: Float32Array
  readonly amount: Float64Array
  readonly paid: Float64Array
  /** Number of its line and region: people of one place meet people of that place. */
  readonly stratum: Int32Array
  /** Number of its region and day; -1 when unknown. */
  readonly place: Int32Array
  readonly peril: readonly (string | null)[]
  /** 1 fraud, 0 cleared, -1 nobody knows yet. */
  readonly outcome: Int8Array
  /** When the claim and what was found about it became known, milliseconds since 1970. */
  readonly knownAt: Float64Array
  /** Numbers of the party that claims, as the source names it, and of the policy; those not known get one below 0 of their own. */
  readonly claimant: Int32Array
  readonly policy: Int32Array
  /** How much dearer its lines are than the same lines elsewhere, difference of logarithms; NaN when unknown. */
  readonly price: Float32Array
  /** The same for its parts alone. */
  readonly partPrice: Float32Array
  /** How much dearer its diagnosis is, everywhere, than others of its line and peril, difference of logarithms; NaN when unknown. */
  readonly severity: Float32Array
  /** Lines of its invoices; NaN when unknown. */
  readonly items: Float32Array
  /** Procedures billed, those billed again counted twice; NaN when unknown. */
  readonly pieces: Float32Array
  /** 1 when the hospital's own report of the visit tells another diagnosis or a smaller bill, 0 when it agrees, -1 without a report. */
  readonly differs: Int8Array
}

const moment = (at: Date) => `timestamp '${at.toISOString().slice(0, 23).replace('T', ' ')}'`

/** A moment to be staged, of the whole book or a part of it. */
export const stageOf = (asOf: Date, from: Sources = WHOLE, name: string = PRESENT): Stage => ({
  at: moment(asOf),
  from,
  name,
})

/** Makes the tables of a moment in the schema `staging`, where they stay until {@link dropRows}. */
export const stageRows = (warehouse: Warehouse, stage: Stage): Promise<void> =>
  warehouse.execute(`${numbering(stage)}; ${measuring(stage)}`)

export const dropRows = (warehouse: Warehouse, name: string = PRESENT): Promise<void> =>
  warehouse.execute(STAGED.map((table) => `drop table if exists ${name}_${table}`).join('; '))

/** Who stands in which claim, one row per role: numbers of the claim and the entity, and what it does there. */
export const readStands = async (warehouse: Warehouse, stage: Stage) =>
  (await warehouse.columns(standing(stage), { claim: 'i32', entity: 'i32', bits: 'i32' })).columns

/** Who uses which thing. */
export const readUses = async (warehouse: Warehouse, stage: Stage) =>
  (await warehouse.columns(using(stage), { thing: 'i32', entity: 'i32', claim: 'i32', link: 'i32' })).columns

/** Whether entities are persons, their surnames and employers as numbers, -1 when unknown. */
export async function readEntities(warehouse: Warehouse, stage: Stage) {
  const { rows, columns } = await warehouse.columns(entities(stage), {
    entity: 'i32',
    is_person: 'i32',
    surname: 'i32',
    employer: 'i32',
    birth_day: 'i32',
  })
  return {
    count: rows,
    isPerson: placed(new Uint8Array(rows), columns.entity, columns.is_person),
    surname: placed(new Int32Array(rows), columns.entity, columns.surname),
    employer: placed(new Int32Array(rows), columns.entity, columns.employer),
    birthDay: placed(new Int32Array(rows), columns.entity, columns.birth_day),
  }
}

/** Kinds of the things. */
export async function readKinds(warehouse: Warehouse, stage: Stage): Promise<string[]> {
  const { columns } = await warehouse.columns(kinds(stage), { thing: 'i32', kind: 'string' })
  const once = new Map<string, string>()
  const found: string[] = new Array(columns.thing.length)
  for (let i = 0; i < found.length; i++) {
    const kind = columns.kind[i] as string
    found[columns.thing[i]] = once.get(kind) ?? kind
    if (!once.has(kind)) once.set(kind, kind)
  }
  return found
}

export async function readClaims(warehouse: Warehouse, stage: Stage): Promise<ClaimRows> {
  const { rows: count, columns: c } = await warehouse.columns(claims(stage), {
    claim: 'i32',
    loss_at: 'f64',
    policy_days: 'f32',
    amount: 'f64',
    known_at: 'f64',
    claimant: 'i32',
    policy: 'i32',
    stratum: 'i32',
    place: 'i32',
    line: 'i32',
    peril: 'i32',
  })
  // Tables are mostly read in their order, and then the columns are what is wanted.
  const isInOrder = c.claim.every((claim, i) => claim === i)
  const integers = (column: Int32Array) =>
    isInOrder ? column : placed(new Int32Array(count), c.claim, column)
  const doubles = (column: Float64Array) =>
    isInOrder ? column : placed(new Float64Array(count), c.claim, column)
  /** Columns of the few claims that have them. */
  const some = async <const K extends Readonly<Record<string, Kind>>>(query: string, kinds: K) =>
    (await warehouse.columns(query, { claim: 'i32', ...kinds })).columns
  const unknown = () => new Float32Array(count).fill(Number.NaN)
  const own = (column: Int32Array) =>
    integers(column).map((number, claim) => (number < 0 ? -1 - claim : number))

  const knownAt = doubles(c.known_at)
  const outcome = await outcomesAt(warehouse, stage, { at: stage.at, count, knownAt })
  const paid = await some(payments(stage), { paid: 'f64' })
  const price = await some(prices(stage), { price: 'f32', part_price: 'f32', items: 'f32' })
  const pieced = await some(pieces(stage), { pieces: 'f32' })
  const grave = await some(severities(stage), { severity: 'f32' })
  const told = await some(reports(stage), { differs: 'i32' })
  await warehouse.execute(`drop table ${stage.name}_line`)
  return {
    count,
    line: await named(warehouse, words(stage, 'line'), integers(c.line), ''),
    lossAt: doubles(c.loss_at),
    policyDays: isInOrder ? c.policy_days : placed(new Float32Array(count), c.claim, c.policy_days),
    amount: doubles(c.amount),
    paid: placed(new Float64Array(count), paid.claim, paid.paid),
    stratum: integers(c.stratum),
    place: integers(c.place),
    peril: await named(warehouse, words(stage, 'peril'), integers(c.peril), null),
    outcome,
    knownAt,
    claimant: own(c.claimant),
    policy: own(c.policy),
    price: placed(unknown(), price.claim, price.price),
    partPrice: placed(unknown(), price.claim, price.part_price),
    items: placed(unknown(), price.claim, price.items),
    severity: placed(unknown(), grave.claim, grave.severity),
    pieces: placed(unknown(), pieced.claim, pieced.pieces),
    differs: placed(new Int8Array(count).fill(-1), told.claim, told.differs),
  }
}

/** What is known of the claims of a staged moment at a later one. */
export const readOutcomes = (
  warehouse: Warehouse,
  stage: Stage,
  asOf: Date,
  count: number,
): Promise<Int8Array> => outcomesAt(warehouse, stage, { at: moment(asOf), count })

/** What was known of the claims at a moment; `knownAt`, when given, moves on to when it became known. */
async function outcomesAt(
  warehouse: Warehouse,
  stage: Stage,
  { at, count, knownAt }: { readonly at: string; readonly count: number; readonly knownAt?: Float64Array },
): Promise<Int8Array> {
  const { columns } = await warehouse.columns(outcomes(stage, at), {
    claim: 'i32',
    outcome: 'i32',
    known_at: 'f64',
  })
  columns.claim.forEach((claim, i) => {
    if (knownAt) knownAt[claim] = Math.max(knownAt[claim], columns.known_at[i])
  })
  return placed(new Int8Array(count).fill(-1), columns.claim, columns.outcome)
}

/** Values where they belong. */
function placed<T extends { [at: number]: number }>(target: T, at: Int32Array, values: ArrayLike<number>): T {
  for (let i = 0; i < at.length; i++) target[at[i]] = values[i]
  return target
}

/** Texts for numbers; each text is held once. */
async function named<T extends string | null>(
  warehouse: Warehouse,
  query: string,
  numbers: Int32Array,
  none: T,
): Promise<(string | T)[]> {
  const { columns } = await warehouse.columns(query, { text: 'string', number: 'i32' })
  const texts = new Map(Array.from(columns.number, (number, i) => [number, columns.text[i] as string]))
  return Array.from(numbers, (number) => texts.get(number) ?? none)
}
