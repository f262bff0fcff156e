import type { LinkRow } from '../../src/link.ts'
import { links } from '../../src/links/index.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'

/** The rows of a link as `party target claim`, sorted, without repetitions and without those that name no thing. */
export async function evidenceOf(warehouse: Warehouse, name: string): Promise<string[]> {
  const link = links.find((l) => l.name === name)
  if (!link) throw new Error(`unknown link: ${name}`)
  const { rows } = await warehouse.db.executeQuery<LinkRow>(link.query(warehouse.db).compile())
  return [
    ...new Set(rows.filter((r) => r.target).map((r) => `${r.party_id} ${r.target} ${r.claim_id}`.trim())),
  ].sort()
}
