/**
 * Which parties linkage has not seen yet, as they stand: new ones, changed ones, and those that are gone. Rows of a table are
 * compared a block at a time, by the sum of their prints; only where that differs does each row have to be found again.
 */
import type { Warehouse } from '../warehouse/index.ts'
import { sideBySide } from './scratch.ts'
import { identityPrint, partyPrint } from './standardise.ts'

const DEFAULTS = {
  /** Rows a block. */
  block: 4096,
} as const

export interface Changes {
  readonly added: number
  readonly changed: number
  readonly removed: number
}

interface Printed {
  readonly name: string
  readonly table: string
  /** Over a row `t` of the table. */
  readonly print: string
  /** Columns of `linkage.record`. */
  readonly seen: { readonly print: string; readonly row: string }
}

const PRINTED: readonly Printed[] = [
  {
    name: 'party',
    table: 'core.party',
    print: partyPrint('t'),
    seen: { print: 'party_print', row: 'party_row' },
  },
  {
    name: 'identity',
    table: 'core.party_identity',
    print: identityPrint('t'),
    seen: { print: 'identity_print', row: 'identity_row' },
  },
]

const blockOf = (row: string) => `coalesce(${row} // ${DEFAULTS.block}, -1)`
const blocks = (from: string, row: string) =>
  `(select ${blockOf(row)} as block, bit_xor(print) as print, count(*) as n from ${from} group by all)`

/** Fills `scratch.compared_...` with the rows of the blocks whose prints differ: `row` and `print` as they are, `seen_row` as they were. */
function compareSql({ name, table, print, seen }: Printed): string {
  const records = `(select id, party_id, ${seen.row} as row, ${seen.print} as print from linkage.record where ${seen.print} is not null)`
  return `
    create or replace table scratch.now_${name} as select t.rowid as row, ${print} as print from ${table} t;
    create or replace table scratch.differing_${name} as
    select block from ${blocks(`scratch.now_${name}`, 'row')} n full join ${blocks(records, 'row')} r using (block)
    where n.print is distinct from r.print or n.n is distinct from r.n;
    create or replace table scratch.compared_${name} as
    select n.row, r.row as seen_row, r.id, r.party_id
    from (from scratch.now_${name} where ${blockOf('row')} in (from scratch.differing_${name})) n
    full join (from ${records} where ${blockOf('row')} in (from scratch.differing_${name})) r using (print);
    drop table scratch.now_${name}; drop table scratch.differing_${name}`
}

/** Adds to `scratch.touched_id` the parties of the rows that are new, changed or gone, and notes where the others have moved to. */
async function takeRows(warehouse: Warehouse, { name, table, seen }: Printed): Promise<void> {
  const compared = `scratch.compared_${name}`
  await warehouse.execute(`
    insert into scratch.touched_id
    select party_id from ${compared} where row is null
    union all select t.party_id from ${table} t where t.rowid in (select row from ${compared} where id is null)`)
  const { columns } = await warehouse.columns(
    `select count(*) as n from ${compared} where row is not null and id is not null and ${blockOf('row')} <> ${blockOf('seen_row')}`,
    { n: 'f64' },
  )
  if (columns.n[0] > 0)
    await warehouse.execute(`
      update linkage.record r set ${seen.row} = c.row from ${compared} c where c.id = r.id and c.row is not null`)
  await warehouse.execute(`drop table ${compared}`)
}

/**
 * Fills `scratch.touched` (party_id, `is_known`: linked before, `is_gone`) by comparing the prints of `linkage.record` with
 * the tables as they are.
 */
export async function findChanges(warehouse: Warehouse): Promise<Changes> {
  await warehouse.execute('create or replace table scratch.touched_id (party_id varchar)')
  await sideBySide(warehouse, PRINTED.map(compareSql))
  for (const printed of PRINTED) await takeRows(warehouse, printed)
  await warehouse.execute(`
    create or replace table scratch.touched as
    with t as (select distinct party_id from scratch.touched_id)
    select party_id, party_id in (select party_id from linkage.record where party_id in (from t)) as is_known,
      party_id not in (select party_id from core.party where party_id in (from t)) as is_gone
    from t;
    delete from scratch.touched where is_gone and not is_known;
    drop table scratch.touched_id`)
  const { columns } = await warehouse.columns(
    `select count(*) filter (not is_known) as added, count(*) filter (is_known and not is_gone) as changed,
      count(*) filter (is_gone) as removed from scratch.touched`,
    { added: 'f64', changed: 'f64', removed: 'f64' },
  )
  return { added: columns.added[0], changed: columns.changed[0], removed: columns.removed[0] }
}

/** Forgets what was linked of the parties that changed or went. */
export async function forget(warehouse: Warehouse): Promise<void> {
  const known = 'select party_id from scratch.touched where is_known'
  await warehouse.execute(`
    delete from linkage.key where id in (select id from linkage.record where party_id in (${known}));
    delete from linkage.record where party_id in (${known});
    delete from core.match where party_id_l in (${known}) or party_id_r in (${known})`)
}
