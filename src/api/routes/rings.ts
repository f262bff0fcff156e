/** Suspected rings: the list, one in full, how it grew, and two side by side. */
import { z } from '@hono/zod-openapi'
import { type SqlBool, sql } from 'kysely'
import { typologies } from '../../rings/index.ts'
import { RING_CHANGES } from '../../schema/words.ts'
import { may, type Principal } from '../../security/index.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { keyset, pageParameters, type Sort } from '../keyset.ts'
import { holds, inLines } from '../queries/lines.ts'
import { ringCompareOf } from '../queries/ring-compare.ts'
import { ringDetailOf } from '../queries/ring-detail.ts'
import { ringGrowthOf } from '../queries/ring-growth.ts'
import { ringSummaries } from '../queries/ring-summaries.ts'
import { memberIsSeen, ringsAsSeen } from '../queries/seen-rings.ts'
import { line, ringCompareAnswer, ringDetail, ringPage, ringTimeline } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { id, q } from './parameters.ts'

const SORTS = {
  score: { key: sql`r.score`, type: 'number', direction: 'desc' },
  /** Rings that were not tested come last. */
  p_value: { key: sql`coalesce(r.p_value, 2)`, type: 'number', direction: 'asc' },
  at_stake_amount: { key: sql`r.at_stake_amount::double`, type: 'number', direction: 'desc' },
  claimed_amount: { key: sql`r.claimed_amount::double`, type: 'number', direction: 'desc' },
  paid_amount: { key: sql`coalesce(r.paid_amount, -1)::double`, type: 'number', direction: 'desc' },
  member_count: { key: sql`r.member_count`, type: 'number', direction: 'desc' },
  claim_count: { key: sql`r.claim_count`, type: 'number', direction: 'desc' },
  first_at: { key: sql`epoch_us(r.first_at)`, type: 'number', direction: 'desc' },
  last_at: { key: sql`epoch_us(r.last_at)`, type: 'number', direction: 'desc' },
} as const satisfies Record<string, Sort>
const SORT_NAMES = Object.keys(SORTS) as [keyof typeof SORTS, ...(keyof typeof SORTS)[]]

const TYPOLOGIES = typologies.map(({ id }) => id) as [string, ...string[]]

const share = z.coerce.number().min(0).max(1)

export const ringEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/rings',
    summary: 'Suspected rings, the most suspicious first',
    access: 'rings:read',
    query: z.strictObject({
      ...pageParameters,
      line: line.optional(),
      typology: z.enum(TYPOLOGIES).optional(),
      change: z.enum(RING_CHANGES).optional(),
      /** Whether an honest explanation holds. */
      explained: z.enum(['yes', 'no', 'any']).default('any'),
      /** Only rings that chance gives at most so often; rings that were not tested are left out. */
      maxP: share.optional(),
      minScore: share.optional(),
      /** Part of a member's name, or a whole identifier of a party or claim; for those who may uncover them a whole number too. */
      member: q,
      sort: z.enum(SORT_NAMES).default('score'),
    }),
    response: ringPage,
    async handle({ query, user, view }) {
      let filtered = view.warehouse.db.selectFrom(await ringsAsSeen(view, user.lines))
      if (query.line) filtered = filtered.where('r.line', '=', query.line)
      if (query.typology) filtered = filtered.where('r.typology', '=', query.typology)
      if (query.change) filtered = filtered.where('r.change', '=', query.change)
      if (query.explained === 'yes') filtered = filtered.where('r.explanation', 'is not', null)
      // Of a ring that is seen in part nobody is told whether one holds.
      if (query.explained === 'no')
        filtered = filtered.where('r.explanation', 'is', null).where('r.is_whole', '=', true)
      if (query.maxP !== undefined) filtered = filtered.where('r.p_value', '<=', query.maxP)
      if (query.minScore !== undefined) filtered = filtered.where('r.score', '>=', query.minScore)
      if (query.member) filtered = filtered.where(await hasMember(view, user, query.member))
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
    path: '/v1/rings/compare',
    summary: 'Two rings side by side: what they share, their figures, and what ties them',
    access: 'rings:read',
    query: z.strictObject({ left: id, right: id }),
    response: ringCompareAnswer,
    handle: ({ query, user, view, pseudonyms }) =>
      ringCompareOf(view, pseudonyms, user, query.left, query.right),
  }),
  endpoint({
    method: 'get',
    path: '/v1/rings/{ringId}',
    summary: 'One ring: members, claims, money, what was checked, evidence as a graph',
    access: 'rings:read',
    params: z.strictObject({ ringId: id }),
    response: ringDetail,
    handle: ({ params, user, view, context, pseudonyms }) =>
      ringDetailOf(view, context, pseudonyms, user, params.ringId),
  }),
  endpoint({
    method: 'get',
    path: '/v1/rings/{ringId}/timeline',
    summary: 'How a ring grew, step by step, with the nodes that each step concerns',
    access: 'rings:read',
    params: z.strictObject({ ringId: id }),
    response: ringTimeline,
    handle: ({ params, user, view, context, pseudonyms }) =>
      ringGrowthOf(view, context.catalog.links, pseudonyms, user, params.ringId),
  }),
]

/** True for rings with a member of that name or identifier. */
async function hasMember(view: View, user: Principal, text: string) {
  const whole = may(user, 'identities:reveal')
    ? sql<SqlBool>`(m.node_kind not in ('entity', 'claim') and substr(m.node_id, instr(m.node_id, ':') + 1) = ${text})`
    : sql<SqlBool>`false`
  return sql<SqlBool>`exists (
    select 1 from graph.ring_member m
    left join graph.node n on n.node_id = m.node_id
    left join core.claim c on m.node_kind = 'claim' and c.claim_id = substr(m.node_id, 7)
    where m.ring_id = r.ring_id and ${inLines('c.line', user.lines)} and ${await memberIsSeen(view, user.lines)} and (
      (m.node_kind = 'entity' and ${holds(['n.label'], text)})
      or m.node_id in (${`entity:${text}`}, ${`claim:${text}`}) or ${whole}))`
}
