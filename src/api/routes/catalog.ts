/** What is on the shelves, which thresholds are in force. */
import { z } from '@hono/zod-openapi'
import { unknown } from '../../errors.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { catalogDocument } from '../queries/catalog-document.ts'
import { catalog, thresholds } from '../schemas/index.ts'

export const catalogEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/catalog',
    summary: 'Sources, features, rules, links and signals',
    access: 'catalog:read',
    response: catalog,
    handle: async ({ context }) => catalogDocument(context.catalog),
  }),
  endpoint({
    method: 'get',
    path: '/v1/thresholds',
    summary: 'The thresholds in force',
    access: 'thresholds:read',
    response: thresholds,
    async handle({ context }) {
      const active = await context.operations.thresholds.active()
      if (!active) throw unknown('thresholds', 'active')
      return {
        version: active.version,
        createdAt: active.createdAt.toISOString(),
        author: active.author,
        reason: active.reason,
        content: z.record(z.string(), z.unknown()).parse(active.content),
      }
    },
  }),
]
