/** Policies and their risk: the list, and one with its drivers and peers. */
import { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { unknown } from '../../errors.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { keyset, pageParameters, type Sort } from '../keyset.ts'
import { labelsOf } from '../labels.ts'
import { featureValues } from '../queries/features.ts'
import { holds, inLines } from '../queries/lines.ts'
import { policyCostOf } from '../queries/policy-cost.ts'
import { claimsOfPolicy, coveragesOf, peersOf } from '../queries/policy-detail.ts'
import { policyClaims, policySummaries } from '../queries/policy-summaries.ts'
import { scoreDetailOf } from '../queries/score-detail.ts'
import { line, policyDetail, policyPage } from '../schemas/index.ts'
import { id, q } from './parameters.ts'

const LOSS_RATIO = sql`coalesce(k.claimed_amount / nullif(y.premium_amount, 0)::double, -1)`

const SORTS = {
  probability: { key: sql`coalesce(r.probability, -1)`, type: 'number', direction: 'desc' },
  expected_cost: {
    key: sql`coalesce(r.expected_loss_amount, -1)::double`,
    type: 'number',
    direction: 'desc',
  },
  loss_ratio: { key: LOSS_RATIO, type: 'number', direction: 'desc' },
  claims: { key: sql`coalesce(k.claims, y.claim_count, 0)`, type: 'number', direction: 'desc' },
  claimed_amount: { key: sql`coalesce(k.claimed_amount, 0)`, type: 'number', direction: 'desc' },
  premium_amount: { key: sql`coalesce(y.premium_amount, -1)::double`, type: 'number', direction: 'desc' },
  policy_id: { key: sql`y.policy_id`, type: 'string', direction: 'asc' },
} as const satisfies Record<string, Sort>

const SORT_NAMES = Object.keys(SORTS) as [keyof typeof SORTS, ...(keyof typeof SORTS)[]]
const OVER_CLAIMS: ReadonlySet<string> = new Set(['loss_ratio', 'claims', 'claimed_amount'])

export const policyEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/policies',
    summary: 'Policies, the highest claim probability first',
    access: 'policies:read',
    query: z.strictObject({
      ...pageParameters,
      line: line.optional(),
      q,
      sort: z.enum(SORT_NAMES).default('probability'),
    }),
    response: policyPage,
    async handle({ query, user, view }) {
      let filtered = view.warehouse.db
        .selectFrom('core.policy as y')
        .leftJoin('score.risk as r', (join) =>
          join.onRef('r.entity_id', '=', 'y.policy_id').on('r.entity', '=', 'policy'),
        )
        .where(inLines('y.line', user.lines))
      if (query.line) filtered = filtered.where('y.line', '=', query.line)
      if (OVER_CLAIMS.has(query.sort)) {
        filtered = filtered.leftJoin(policyClaims.as('k'), (join) =>
          join.onRef('k.policy_id', '=', 'y.policy_id'),
        ) as unknown as typeof filtered
      }
      if (query.q) {
        filtered = filtered
          .leftJoin('core.party_identity as n', 'n.party_id', 'y.policyholder_id')
          .where(holds(['y.policy_id', 'y.product_type', 'n.name'], query.q)) as typeof filtered
      }
      const { ids, nextCursor, total } = await keyset(filtered, {
        id: sql`y.policy_id`,
        sorts: SORTS,
        sort: query.sort,
        limit: query.limit,
        cursor: query.cursor,
      })
      return { items: await policySummaries(view, ids, user.lines), nextCursor, total }
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/policies/{policyId}',
    summary: 'One policy with what drives its risk and how its peers do',
    access: 'policies:read',
    params: z.strictObject({ policyId: id }),
    response: policyDetail,
    async handle({ params: { policyId }, user, view, context }) {
      const [summary] = await policySummaries(view, [policyId], user.lines)
      if (!summary) throw unknown('policy', policyId)
      const labels = labelsOf(context.catalog)
      const [policy, coverages, claimList, score, features, cost] = await Promise.all([
        view.warehouse.db
          .selectFrom('core.policy')
          .select(['product_code', 'channel', 'deductible_amount'])
          .where('policy_id', '=', policyId)
          .executeTakeFirstOrThrow(),
        coveragesOf(view, policyId),
        claimsOfPolicy(view, policyId),
        scoreDetailOf(view, labels, 'policy', policyId),
        featureValues(view, labels, 'policy', policyId),
        policyCostOf(view, labels, policyId),
      ])
      const drivers = (score?.parts ?? [])
        .flatMap(({ reasons }) => reasons)
        .sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
      return {
        ...summary,
        productCode: policy.product_code,
        channel: policy.channel,
        deductibleAmount: policy.deductible_amount,
        coverages,
        drivers,
        peers: await peersOf(view, summary, score?.peerGroup ?? null),
        cost,
        claimList,
        features,
      }
    },
  }),
]
