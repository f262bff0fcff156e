/** Associations: which items stand together in claims, and how much more often than chance would have it. */
import { z } from '@hono/zod-openapi'
import { LINES } from '../../schema/words.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { pageOf, pageParameters } from '../keyset.ts'
import { associationsOf } from '../queries/associations.ts'
import {
  ASSOCIATION_SORTS,
  type Association,
  type AssociationSort,
  associationPage,
} from '../schemas/index.ts'
import { id, q } from './parameters.ts'

const SORTS: Readonly<Record<AssociationSort, (row: Association) => number | string>> = {
  // Many lie below what a double can tell from 0: those go by their lift.
  significance: (row) => -Math.log10(Math.max(row.pValue, 1e-300)) * 1e6 + Math.min(row.lift, 1e5),
  lift: (row) => row.lift,
  leverage: (row) => row.leverage,
  support: (row) => row.support,
  confidence: (row) => row.confidence,
  count: (row) => row.count,
  claimed_amount: (row) => row.claimedAmount,
  last_at: (row) => row.lastAt,
}

const has = (row: Association, test: (item: Association['consequent']) => boolean) =>
  test(row.consequent) || row.antecedent.some(test)

export const associationEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/associations',
    summary: 'Items that stand together in claims beyond chance, the most significant first',
    access: 'associations:read',
    query: z.strictObject({
      ...pageParameters,
      kind: z.string().min(1).max(100).optional(),
      line: z.enum(LINES).optional(),
      /** A code that stands on either side. */
      code: z.string().min(1).max(200).optional(),
      provider: id.optional(),
      confirmed: z.enum(['true', 'false']).optional(),
      min_lift: z.coerce.number().min(0).optional(),
      min_count: z.coerce.number().int().min(1).optional(),
      max_q: z.coerce.number().min(0).max(1).optional(),
      q,
      sort: z.enum(ASSOCIATION_SORTS).default('significance'),
    }),
    response: associationPage,
    async handle({ query, user, view }) {
      const text = query.q?.toLowerCase()
      const rows = (await associationsOf(view)).filter(
        (row) =>
          (user.lines === null || user.lines.includes(row.line)) &&
          (query.kind === undefined || row.kind === query.kind) &&
          (query.line === undefined || row.line === query.line) &&
          (query.provider === undefined || row.providerId === query.provider) &&
          (query.code === undefined || has(row, (item) => item.code === query.code)) &&
          (query.confirmed === undefined || String(row.isConfirmed === true) === query.confirmed) &&
          row.lift >= (query.min_lift ?? 0) &&
          row.count >= (query.min_count ?? 0) &&
          row.qValue <= (query.max_q ?? 1) &&
          (text === undefined ||
            has(
              row,
              (item) =>
                item.code.toLowerCase().includes(text) || item.label?.toLowerCase().includes(text) === true,
            )),
      )
      return pageOf(rows, {
        id: (row) => row.ruleId,
        key: SORTS[query.sort],
        direction: 'desc',
        sort: query.sort,
        limit: query.limit,
        cursor: query.cursor,
      })
    },
  }),
]
