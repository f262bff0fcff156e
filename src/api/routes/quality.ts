/** How good the data are. */
import { type Endpoint, endpoint } from '../endpoint.ts'
import { qualityOf } from '../queries/quality.ts'
import { quality } from '../schemas/index.ts'

export const qualityEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/quality',
    summary: 'Scores of every source over its loads, what failed its checks, what was set aside',
    access: 'quality:read',
    response: quality,
    handle: async ({ view, context }) => qualityOf(view, context),
  }),
]
