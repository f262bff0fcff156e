/** How good the data are. */
import { z } from '@hono/zod-openapi'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { qualityOf, qualitySourceOf } from '../queries/quality.ts'
import { quality, qualitySourceDetail } from '../schemas/index.ts'
import { id } from './parameters.ts'

export const qualityEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/quality',
    summary: 'Scores of every source over its loads, what failed its checks, what was set aside',
    access: 'quality:read',
    response: quality,
    handle: async ({ view, context }) => qualityOf(view, context),
  }),
  endpoint({
    method: 'get',
    path: '/v1/quality/source',
    summary: 'One source over its loads, with the columns of one load and how they drifted',
    access: 'quality:read',
    query: z.strictObject({ name: id, batch: id.optional() }),
    response: qualitySourceDetail,
    handle: async ({ view, context, query }) => qualitySourceOf(view, context, query.name, query.batch),
  }),
]
