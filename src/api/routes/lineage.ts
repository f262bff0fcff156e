/** Where values come from: of a feature, of a row. */
import { z } from '@hono/zod-openapi'
import { ENTITIES } from '../../schema/words.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { labelsOf } from '../labels.ts'
import { featureLineageOf, rowLineageOf } from '../queries/lineage.ts'
import { featureLineage, rowLineage } from '../schemas/index.ts'
import { id } from './parameters.ts'

export const lineageEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/lineage/features/{entity}/{entityId}/{feature}',
    summary:
      "The rows that a feature's value rests on, what it is without each, and where they were loaded from",
    access: 'lineage:read',
    params: z.strictObject({ entity: z.enum(ENTITIES), entityId: id, feature: id }),
    response: featureLineage,
    handle: async ({ params: { entity, entityId, feature }, view, context, user, pseudonyms }) =>
      featureLineageOf(
        { view, context, user, pseudonyms },
        labelsOf(context.catalog),
        entity,
        entityId,
        feature,
      ),
  }),
  endpoint({
    method: 'get',
    path: '/v1/lineage/row',
    summary: 'One row of a table, back to its file, line and bytes, column by column',
    access: 'lineage:read',
    query: z.strictObject({ table: id, key: z.string().min(1).max(2000) }),
    response: rowLineage,
    handle: async ({ query: { table, key }, view, context, user, pseudonyms }) =>
      rowLineageOf({ view, context, user, pseudonyms }, table, key),
  }),
]
