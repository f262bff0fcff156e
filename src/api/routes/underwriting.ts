/** Underwriting: applications, the review of the book at renewal, and the charts of the portfolio. */
import { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { UserError } from '../../errors.ts'
import { seesLine } from '../../security/index.ts'
import type { Text } from '../../util/text.ts'
import type { ApplicationResult } from '../context.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { keyset, pageParameters, type Sort } from '../keyset.ts'
import { labelsOf } from '../labels.ts'
import { applicationWordsOf } from '../queries/application-words.ts'
import { holds, inLines } from '../queries/lines.ts'
import { against, costReasonOf, partsInWords } from '../queries/policy-cost.ts'
import { portfolioOf } from '../queries/portfolio.ts'
import { lineLevels, renewalsOf } from '../queries/renewals.ts'
import { asOfBook } from '../queries/snapshot-facts.ts'
import {
  applicationBody,
  applicationRequest,
  applicationScore,
  applicationWords,
  line,
  portfolio,
  reviewPage,
} from '../schemas/index.ts'
import { q } from './parameters.ts'

/** Indicated over present premium, as a logarithm: half the price is as far from right as twice the price. */
const CHANGE = sql`ln(c.expected_cost_amount::double / l.ratio / c.premium_amount::double)`

const SORTS = {
  underpriced: { key: CHANGE, type: 'number', direction: 'desc' },
  overpriced: { key: CHANGE, type: 'number', direction: 'asc' },
  expected_cost: { key: sql`c.expected_cost_amount::double`, type: 'number', direction: 'desc' },
  missing_premium: {
    key: sql`c.expected_cost_amount::double / l.ratio - c.premium_amount::double`,
    type: 'number',
    direction: 'desc',
  },
  expiry_date: { key: sql`epoch_us(y.expiry_date)`, type: 'number', direction: 'asc' },
} as const satisfies Record<string, Sort>

/** The answer in words. */
function summaryOf(result: ApplicationResult, change: number | null): Text {
  const percent = (value: number) => `${(value * 100).toFixed(value < 0.1 ? 1 : 0)} %`
  const times = result.peers && result.expectedCost / (result.peers.expectedCost || Number.NaN)
  const ratio = times !== null && Number.isFinite(times) ? times : null
  return {
    en: [
      `One claim or more in the term with a probability of ${percent(result.claimProbability)}.`,
      ratio === null ? '' : `The expected cost is ${ratio.toFixed(2)} times the median of its peers.`,
      change === null
        ? ''
        : change >= 0
          ? `At the level of its line the premium would be ${percent(change)} higher.`
          : `At the level of its line the premium would be ${percent(-change)} lower.`,
    ]
      .filter(Boolean)
      .join(' '),
    zh: [
      `保险期间内出险概率为${percent(result.claimProbability)}。`,
      ratio === null ? '' : `预计成本为同类保单中位数的${ratio.toFixed(2)}倍。`,
      change === null
        ? ''
        : change >= 0
          ? `按本险种水平，保费应上调${percent(change)}。`
          : `按本险种水平，保费可下调${percent(-change)}。`,
    ].join(''),
  }
}

export const underwritingEndpoints: Endpoint[] = [
  endpoint({
    method: 'post',
    path: '/v1/applications/score',
    summary:
      'What a policy that is applied for is expected to cost, with the definitions that score the book',
    access: 'applications:score',
    body: applicationBody,
    response: applicationScore,
    async handle({ body, user, view, context }) {
      const request = applicationRequest(body)
      if (!seesLine(user, request.policy.line))
        throw new UserError(
          `invalid line: ${JSON.stringify(request.policy.line)} [not among your lines]`,
          403,
        )
      if (!context.underwriter) throw new UserError('missing model: this server scores no applications', 409)
      const labels = labelsOf(context.catalog)
      const result = await context.underwriter(request, view)
      const premium = request.policy.premium_amount ?? null
      const priced = against(result.expectedCost, premium, result.lineLossRatio)
      return {
        policyId: request.policy.policy_id,
        line: request.policy.line,
        asOf: result.asOf.toISOString(),
        modelId: result.modelId,
        band: result.band,
        termYears: result.termYears,
        frequency: result.frequency,
        expectedClaims: result.expectedClaims,
        claimProbability: result.claimProbability,
        severityAmount: result.severityAmount,
        expectedCost: result.expectedCost,
        ...priced,
        parts: partsInWords(result.parts),
        reasons: result.reasons.map((reason) => costReasonOf(labels, reason)),
        peers: result.peers && { group: result.peerGroup, ...result.peers },
        summary: summaryOf(result, priced.indicatedChange),
      }
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/applications/words',
    summary: 'The words that an application may use: those that the models know and the book bears',
    access: 'applications:score',
    response: applicationWords,
    handle: ({ view, context }) => applicationWordsOf(view, context.catalog.views),
  }),
  endpoint({
    method: 'get',
    path: '/v1/underwriting/review',
    summary: 'Policies in force that renew soon, held against their premium, the most underpriced first',
    access: 'policies:read',
    query: z.strictObject({
      ...pageParameters,
      line: line.optional(),
      q,
      /** Renewal within so many days of the book's moment. */
      days: z.coerce.number().int().min(1).max(366).default(90),
      /** Least distance of the indicated from the present premium, as a share. */
      change: z.coerce.number().min(0).max(10).default(0),
      sort: z
        .enum(Object.keys(SORTS) as [keyof typeof SORTS, ...(keyof typeof SORTS)[]])
        .default('underpriced'),
    }),
    response: reviewPage,
    async handle({ query, user, view, context }) {
      const asOf = await asOfBook(view)
      let filtered = view.warehouse.db
        .selectFrom('score.policy_cost as c')
        .innerJoin('core.policy as y', 'y.policy_id', 'c.policy_id')
        .innerJoin(lineLevels.as('l'), (join) => join.onRef('l.line', '=', 'c.line'))
        .where(inLines('y.line', user.lines))
        .where('c.premium_amount', '>', 0)
        .where(
          sql<boolean>`y.expiry_date between ${asOf}::date and ${asOf}::date + ${sql.lit(query.days)}::integer`,
        )
      if (query.line) filtered = filtered.where('y.line', '=', query.line)
      if (query.change > 0)
        filtered = filtered.where(
          sql<boolean>`abs(c.expected_cost_amount::double / l.ratio / c.premium_amount::double - 1) >= ${query.change}`,
        )
      if (query.q)
        filtered = filtered.where(holds(['y.policy_id', 'y.product_type', 'y.region_code'], query.q))
      const { ids, nextCursor, total } = await keyset(filtered, {
        id: sql`c.policy_id`,
        sorts: SORTS,
        sort: query.sort,
        limit: query.limit,
        cursor: query.cursor,
      })
      return {
        items: await renewalsOf(view, labelsOf(context.catalog), ids, user.lines),
        nextCursor,
        total,
      }
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/underwriting/portfolio',
    summary:
      'Lift, Lorenz, double lift and tenths of the expected cost on held-out policies, beside the present tariff',
    access: 'policies:read',
    query: z.strictObject({ line: line.optional() }),
    response: portfolio.nullable(),
    handle: ({ query, user, view }) => portfolioOf(view, query.line ?? null, user.lines),
  }),
]
