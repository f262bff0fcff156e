import type { Warehouse } from '../../src/warehouse/index.ts'

/** All edges of a book, in one order whatever order they were written in. */
export const edges = (w: Warehouse) =>
  w.db
    .selectFrom('graph.edge')
    .selectAll()
    .orderBy('link')
    .orderBy('source_id')
    .orderBy('target_id')
    .orderBy('claim_id')
    .execute()
