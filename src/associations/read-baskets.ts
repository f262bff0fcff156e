/** Baskets out of the warehouse: the claims of a kind and line in the order they became known, their frequent items as numbers. */
import { type RawBuilder, sql } from 'kysely'
import type { Warehouse } from '../warehouse/index.ts'
import type { Baskets } from './fp-growth.ts'
import type { AssociationKind } from './kinds.ts'

export interface Item {
  readonly kind: string
  readonly code: string
  /** What the code stands for, where its rows say it. */
  readonly label: string | null
}

/** Claims of one kind and line, the one known first at 0. */
export interface ClaimBaskets extends Baskets {
  readonly line: string
  readonly size: number
  readonly names: readonly Item[]
  /** Sum claimed; 0 when not known. */
  readonly amounts: Float64Array
  /** Day of loss, milliseconds. */
  readonly lossAt: Float64Array
}

interface ReadOptions {
  readonly asOf: Date
  readonly leastBaskets: number
  readonly minCount: (baskets: number) => number
}

const ITEMS = 'staging.association_item'

/** Reads the baskets of a kind, line by line; lines with too few claims are left out. */
export async function readBaskets(
  warehouse: Warehouse,
  kind: AssociationKind,
  { asOf, leastBaskets, minCount }: ReadOptions,
): Promise<ClaimBaskets[]> {
  const { db } = warehouse
  const items = sql.table(ITEMS)
  try {
    await sql`create or replace table ${items} as
      with item as (select distinct claim_id, kind, code from (${kind.items(asOf)}) as i),
      basket as (select distinct claim_id from item where kind in (${sql.join([...kind.needs])}))
      select c.line, i.claim_id, i.kind, i.code, c.known_at, c.loss_at, coalesce(c.claimed_amount, 0)::double as amount
      from item as i join basket as b using (claim_id) join core.claim as c on c.claim_id = i.claim_id
      where c.known_at <= ${asOf}`.execute(db)
    const { rows } = await sql<{ line: string; n: number }>`
      select line, count(distinct claim_id) as n from ${items} group by line order by line`.execute(db)
    const found: ClaimBaskets[] = []
    for (const { line, n } of rows)
      if (Number(n) >= leastBaskets)
        found.push(await ofLine(warehouse, kind, asOf, line, minCount(Number(n))))
    return found
  } finally {
    await sql`drop table if exists ${items}`.execute(db)
  }
}

async function ofLine(
  warehouse: Warehouse,
  kind: AssociationKind,
  asOf: Date,
  line: string,
  least: number,
): Promise<ClaimBaskets> {
  const { db } = warehouse
  const items = sql.table(ITEMS)
  const frequent = sql`
    select kind, code, (row_number() over (order by kind, code) - 1)::integer as id from ${items}
    where line = ${line} group by kind, code having count(*) >= ${sql.lit(least)}`
  const baskets = sql`
    select claim_id, (row_number() over (order by any_value(known_at), claim_id) - 1)::integer as id,
      any_value(amount) as amount, any_value(loss_at) as loss_at
    from ${items} where line = ${line} group by claim_id`
  const compiled = (query: RawBuilder<unknown>) => ({ compile: () => query.compile(db) })
  const { rows: names } = await sql<Item>`
    with frequent as (${frequent}),
    named as (
      select kind, code, label, count(*) as n from (${kind.items(asOf)}) as i
      where label is not null group by kind, code, label),
    -- Words that stand for one code, or a few spellings of it, name it; words for a whole kind of line do not.
    specific as (select kind, label from named group by kind, label having count(*) <= 3)
    select f.kind, f.code, arg_max(n.label, n.n) as label
    from frequent as f
    left join (select n.* from named as n join specific as s using (kind, label)) as n on n.kind = f.kind and n.code = f.code
    group by f.kind, f.code, f.id order by f.id`.execute(db)
  const claims = await warehouse.columns(
    compiled(sql`select amount, loss_at from (${baskets}) as b order by id`),
    { amount: 'f64', loss_at: 'f64' },
  )
  const pairs = await warehouse.columns(
    compiled(sql`with frequent as (${frequent}), basket as (${baskets})
      select b.id as basket, f.id as item from ${items} as i
      join frequent as f on f.kind = i.kind and f.code = i.code join basket as b on b.claim_id = i.claim_id
      where i.line = ${line} order by b.id, f.id`),
    { basket: 'i32', item: 'i32' },
  )
  const offsets = new Int32Array(claims.rows + 1)
  for (const basket of pairs.columns.basket) offsets[basket + 1]++
  for (let b = 0; b < claims.rows; b++) offsets[b + 1] += offsets[b]
  return {
    line,
    size: claims.rows,
    offsets,
    items: pairs.columns.item,
    itemCount: names.length,
    names,
    amounts: claims.columns.amount,
    lossAt: claims.columns.loss_at,
  }
}
