/** The records of a model as linkage compares them, as a Parquet file: for other tools on the same ground. */
import { quoteText, type Warehouse } from '../warehouse/index.ts'
import type { LinkageModel } from './comparison.ts'
import { withScratch } from './scratch.ts'
import { partiesOf, standardise } from './standardise.ts'

/** Writes the file, sensitive details and all; its folder must be open to the warehouse. Reads the book only. */
export async function exportRecords(warehouse: Warehouse, model: LinkageModel, path: string): Promise<void> {
  await withScratch(warehouse, async () => {
    const parties = `select p.rowid::integer as id, p.rowid as party_row, p.* from core.party p where ${partiesOf(model)}`
    await standardise(warehouse, model, parties, 'counted')
    await warehouse.execute(
      `copy (select * exclude (party_row, party_print, identity_row, identity_print, given_share, family_share) from scratch.record) to ${quoteText(path)} (format parquet)`,
    )
  })
}
