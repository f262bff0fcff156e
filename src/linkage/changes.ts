/** Which parties linkage has not seen yet, as they stand: new ones, changed ones, and those that are gone. */
import type { Warehouse } from '../warehouse/index.ts'
import { IDENTITY_PRINT, PARTY_PRINT, PRINT } from './standardise.ts'

export interface Changes {
  readonly added: number
  readonly changed: number
  readonly removed: number
}

/**
 * Fills `scratch.touched` (party_id, `is_known`: linked before, `is_gone`) by comparing the prints of `linkage.record` with
 * the tables as they are.
 */
export async function findChanges(warehouse: Warehouse): Promise<Changes> {
  await warehouse.execute(`
    create or replace table scratch.touched as
    with unmatched as (
      select coalesce(p.party_id, r.party_id) as party_id
      from (select party_id, ${PRINT(PARTY_PRINT)} as print from core.party p) p
      full join (select party_id, party_print from linkage.record) r on r.party_print = p.print
      where p.print is null or r.party_print is null
      union
      select coalesce(i.party_id, r.party_id)
      from (select party_id, ${PRINT(IDENTITY_PRINT)} as print from core.party_identity i) i
      full join (select party_id, identity_print from linkage.record where identity_print is not null) r
        on r.identity_print = i.print
      where i.print is null or r.identity_print is null
    )
    select u.party_id, u.party_id in (select party_id from linkage.record where party_id in (select party_id from unmatched)) as is_known,
      u.party_id not in (select party_id from core.party where party_id in (select party_id from unmatched)) as is_gone
    from unmatched u;
    delete from scratch.touched where is_gone and not is_known`)
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
