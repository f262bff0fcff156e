/** Providers beside their peers: hospitals, physicians, repairers, adjusters, agents, lawyers. */
import { z } from '@hono/zod-openapi'
import { unknown } from '../../errors.ts'
import { PROVIDER_ROLES } from '../../schema/words.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { pageOf, pageParameters } from '../keyset.ts'
import { labelsOf } from '../labels.ts'
import { providerDetailOf } from '../queries/provider-detail.ts'
import { providersOf } from '../queries/provider-summaries.ts'
import { type ProviderSummary, providerDetail, providerPage } from '../schemas/index.ts'
import { id, q } from './parameters.ts'

const SORTS = {
  score: (row: ProviderSummary) => row.score ?? -1,
  claims: (row: ProviderSummary) => row.claims,
  claimed_amount: (row: ProviderSummary) => row.claimedAmount,
  amount_ratio: (row: ProviderSummary) => row.amountRatio ?? -1,
  confirmed_fraud: (row: ProviderSummary) => row.confirmedFraud,
  ring_count: (row: ProviderSummary) => row.ringCount,
}
const SORT_NAMES = Object.keys(SORTS) as [keyof typeof SORTS, ...(keyof typeof SORTS)[]]

export const providerEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/providers',
    summary: 'Providers, the highest score first',
    access: 'providers:read',
    query: z.strictObject({
      ...pageParameters,
      type: z.enum(PROVIDER_ROLES).optional(),
      q,
      sort: z.enum(SORT_NAMES).default('score'),
    }),
    response: providerPage,
    async handle({ query, user, view }) {
      const text = query.q?.toLowerCase()
      const rows = (await providersOf(view, user.lines)).filter(
        (row) =>
          (query.type === undefined || row.providerType === query.type) &&
          (text === undefined ||
            row.partyId.toLowerCase().includes(text) ||
            row.name?.toLowerCase().includes(text)),
      )
      return pageOf(rows, {
        id: (row) => row.partyId,
        key: SORTS[query.sort],
        direction: 'desc',
        sort: query.sort,
        limit: query.limit,
        cursor: query.cursor,
      })
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/providers/{partyId}',
    summary: 'One provider: its claims, billing, findings and rings',
    access: 'providers:read',
    params: z.strictObject({ partyId: id }),
    response: providerDetail,
    async handle({ params, user, view, context }) {
      const summary = (await providersOf(view, user.lines)).find((row) => row.partyId === params.partyId)
      if (!summary) throw unknown('provider', params.partyId)
      return providerDetailOf(view, labelsOf(context.catalog), user, summary)
    },
  }),
]
