/** Claims: the list, one in full, its score, and the scoring of a claim that is not in the warehouse. */
import { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { unknown } from '../../errors.ts'
import { BANDS } from '../../schema/words.ts'
import { displayScore } from '../../score.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { keyset, pageParameters, type Sort } from '../keyset.ts'
import { labelsOf } from '../labels.ts'
import { claimDetailOf } from '../queries/claim-detail.ts'
import { claimSummaries, lastEvent } from '../queries/claim-summaries.ts'
import { holds, inLines } from '../queries/lines.ts'
import { reasonOf, scoreDetailOf } from '../queries/score-detail.ts'
import {
  CLAIM_STATUSES,
  claimDetail,
  claimPage,
  line,
  liveScore,
  scoreBody,
  scoreDetail,
  scoreRequest,
} from '../schemas/index.ts'
import { id, q } from './parameters.ts'

const SORTS = {
  probability: { key: sql`coalesce(r.probability, -1)`, type: 'number', direction: 'desc' },
  expected_loss: {
    key: sql`coalesce(r.expected_loss_amount, -1)::double`,
    type: 'number',
    direction: 'desc',
  },
  claimed_amount: { key: sql`coalesce(c.claimed_amount, -1)::double`, type: 'number', direction: 'desc' },
  loss_date: { key: sql`epoch_us(c.loss_at)`, type: 'number', direction: 'desc' },
  reported_at: { key: sql`epoch_us(c.reported_at)`, type: 'number', direction: 'desc' },
  claim_id: { key: sql`c.claim_id`, type: 'string', direction: 'asc' },
} as const satisfies Record<string, Sort>

const params = z.strictObject({ claimId: id })

export const claimEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/claims',
    summary: 'Claims, the highest probability first',
    access: 'claims:read',
    query: z.strictObject({
      ...pageParameters,
      line: line.optional(),
      band: z.enum(BANDS).optional(),
      status: z.enum(CLAIM_STATUSES).optional(),
      q,
      sort: z
        .enum(Object.keys(SORTS) as [keyof typeof SORTS, ...(keyof typeof SORTS)[]])
        .default('probability'),
    }),
    response: claimPage,
    async handle({ query, user, view }) {
      let filtered = view.warehouse.db
        .selectFrom('core.claim as c')
        .leftJoin('score.risk as r', (join) =>
          join.onRef('r.entity_id', '=', 'c.claim_id').on('r.entity', '=', 'claim'),
        )
        .where(inLines('c.line', user.lines))
      if (query.line) filtered = filtered.where('c.line', '=', query.line)
      if (query.band) filtered = filtered.where('r.band', '=', query.band)
      if (query.q) {
        const found = holds(['c.claim_id', 'c.policy_id', 'c.peril', 'c.place', 'n.name'], query.q)
        filtered = filtered
          .leftJoin('core.party_identity as n', 'n.party_id', 'c.claimant_id')
          .where(found) as typeof filtered
      }
      if (query.status) {
        const step = view.warehouse.db
          .selectFrom('core.claim_event')
          .select(['claim_id', lastEvent.as('status')])
          .groupBy('claim_id')
          .as('step')
        filtered = filtered
          .leftJoin(step, 'step.claim_id', 'c.claim_id')
          .where(sql<boolean>`coalesce(step.status, 'open') = ${query.status}`) as typeof filtered
      }
      const { ids, nextCursor, total } = await keyset(filtered, {
        id: sql`c.claim_id`,
        sorts: SORTS,
        sort: query.sort,
        limit: query.limit,
        cursor: query.cursor,
      })
      return { items: await claimSummaries(view, ids, user.lines), nextCursor, total }
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/claims/{claimId}',
    summary: 'One claim with everything known of it',
    access: 'claims:read',
    params,
    response: claimDetail,
    handle: ({ params, user, view, context }) => claimDetailOf(view, context, user, params.claimId),
  }),
  endpoint({
    method: 'get',
    path: '/v1/claims/{claimId}/score',
    summary: 'The score of a claim with its parts and reasons',
    access: 'claims:read',
    params,
    response: scoreDetail,
    async handle({ params, user, view, context }) {
      const claim = await view.warehouse.db
        .selectFrom('core.claim')
        .select('claim_id')
        .where('claim_id', '=', params.claimId)
        .where(inLines('line', user.lines))
        .executeTakeFirst()
      const score = claim && (await scoreDetailOf(view, labelsOf(context.catalog), 'claim', params.claimId))
      if (!score) throw unknown(claim ? 'score of claim' : 'claim', params.claimId)
      return score
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/claims/score',
    summary: 'Score a claim that is not in the warehouse, with the same definitions',
    access: 'claims:score',
    body: scoreBody,
    response: liveScore,
    async handle({ body, view, context }) {
      const labels = labelsOf(context.catalog)
      const result = await context.scorer(scoreRequest(body), view)
      const { score } = result
      return {
        probability: score.probability,
        logOdds: score.logOdds,
        display: displayScore(score.probability),
        band: score.band,
        asOf: score.asOf.toISOString(),
        modelId: result.modelId,
        peerGroup: result.peerGroup,
        expectedLossAmount: result.expectedLossAmount,
        parts: score.parts.map(({ part, logOdds, reasons }) => ({
          part,
          logOdds,
          reasons: reasons.map((reason) => reasonOf(labels, 'claim', reason)),
        })),
        rules: result.rules.map(({ id: ruleId, reason }) => {
          const rule = labels.rule(ruleId)
          const title = labels.label('claim', ruleId)
          return {
            id: ruleId,
            title,
            reason,
            severity: rule?.severity ?? 'low',
            runbook: rule?.runbook ?? title,
            falsePositives: [...(rule?.falsePositives ?? [])],
          }
        }),
      }
    },
  }),
]
