/** Parties: the list, and one with all that belongs to the same entity. */
import { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { PARTY_TYPES } from '../../schema/words.ts'
import { may } from '../../security/index.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { keyset, pageParameters, type Sort } from '../keyset.ts'
import { labelsOf } from '../labels.ts'
import { holds } from '../queries/lines.ts'
import { partyDetailOf } from '../queries/party-detail.ts'
import { partySummaries } from '../queries/party-summaries.ts'
import { partyDetail, partyPage } from '../schemas/index.ts'
import { id, q } from './parameters.ts'

const SORTS = {
  party_id: { key: sql`p.party_id`, type: 'string', direction: 'asc' },
} as const satisfies Record<string, Sort>

export const partyEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/parties',
    summary:
      'Parties; a whole phone, identity or account number also finds them for those who may uncover it',
    access: 'parties:read',
    query: z.strictObject({ ...pageParameters, q, type: z.enum(PARTY_TYPES).optional() }),
    response: partyPage,
    async handle({ query, user, view }) {
      let filtered = view.warehouse.db
        .selectFrom('core.party as p')
        .leftJoin('core.party_identity as n', 'n.party_id', 'p.party_id')
      if (query.type) filtered = filtered.where('p.party_type', '=', query.type)
      if (query.q) {
        const text = holds(['p.party_id', 'n.name', 'n.name_latin'], query.q)
        const whole = sql<boolean>`${query.q} in (n.phone, n.id_number, n.bank_account, n.email)`
        filtered = filtered.where(
          may(user, 'identities:reveal') ? sql<boolean>`(${text} or coalesce(${whole}, false))` : text,
        )
      }
      const { ids, nextCursor, total } = await keyset(filtered, {
        id: sql`p.party_id`,
        sorts: SORTS,
        sort: 'party_id',
        limit: query.limit,
        cursor: query.cursor,
      })
      return { items: await partySummaries(view, ids, user.lines), nextCursor, total }
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/parties/{partyId}',
    summary: 'One party: who else it is, its claims, policies and rings',
    access: 'parties:read',
    params: z.strictObject({ partyId: id }),
    response: partyDetail,
    handle: ({ params, user, view, context }) =>
      partyDetailOf(view, labelsOf(context.catalog), user, params.partyId),
  }),
]
