/** Suspected rings, and the part of the graph around a node. */
import { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { unknown } from '../../errors.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { keyset, pageParameters, type Sort } from '../keyset.ts'
import { inLines } from '../queries/lines.ts'
import { neighbourhoodOf } from '../queries/neighbourhood.ts'
import { ringDetailOf } from '../queries/ring-detail.ts'
import { ringSummaries } from '../queries/ring-summaries.ts'
import { line, neighbourhood, ringDetail, ringPage } from '../schemas/index.ts'
import { id } from './parameters.ts'

const SORTS = {
  score: { key: sql`r.score`, type: 'number', direction: 'desc' },
  at_stake_amount: { key: sql`r.at_stake_amount::double`, type: 'number', direction: 'desc' },
  claimed_amount: { key: sql`r.claimed_amount::double`, type: 'number', direction: 'desc' },
  member_count: { key: sql`r.member_count`, type: 'number', direction: 'desc' },
  last_at: { key: sql`epoch_us(r.last_at)`, type: 'number', direction: 'desc' },
} as const satisfies Record<string, Sort>
const SORT_NAMES = Object.keys(SORTS) as [keyof typeof SORTS, ...(keyof typeof SORTS)[]]

export const ringEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/rings',
    summary: 'Suspected rings, the most suspicious first',
    access: 'rings:read',
    query: z.strictObject({
      ...pageParameters,
      line: line.optional(),
      typology: z.string().min(1).max(100).optional(),
      sort: z.enum(SORT_NAMES).default('score'),
    }),
    response: ringPage,
    async handle({ query, user, view }) {
      let filtered = view.warehouse.db.selectFrom('graph.ring as r').where(inLines('r.line', user.lines))
      if (query.line) filtered = filtered.where('r.line', '=', query.line)
      if (query.typology) filtered = filtered.where('r.typology', '=', query.typology)
      const { ids, nextCursor, total } = await keyset(filtered, {
        id: sql`r.ring_id`,
        sorts: SORTS,
        sort: query.sort,
        limit: query.limit,
        cursor: query.cursor,
      })
      return { items: await ringSummaries(view, ids, user.lines), nextCursor, total }
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/rings/{ringId}',
    summary: 'One ring: members, claims, timeline, evidence as a graph',
    access: 'rings:read',
    params: z.strictObject({ ringId: id }),
    response: ringDetail,
    handle: ({ params, user, view, context, pseudonyms }) =>
      ringDetailOf(view, context, pseudonyms, user, params.ringId),
  }),
  endpoint({
    method: 'get',
    path: '/v1/neighbourhood',
    summary: 'The graph around a node, the strongest evidence first',
    access: 'rings:read',
    query: z.strictObject({
      node: z.string().min(1).max(600),
      depth: z.coerce.number().int().min(1).max(4).default(2),
      /** Nodes at most. */
      budget: z.coerce.number().int().min(1).max(500).default(150),
    }),
    response: neighbourhood,
    async handle({ query, user, view, pseudonyms }) {
      const nodeId = pseudonyms.open(query.node)
      const found = nodeId && (await neighbourhoodOf(view, pseudonyms, user, { ...query, node: nodeId }))
      if (!found) throw unknown('node', query.node)
      return found
    },
  }),
]
