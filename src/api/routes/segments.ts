/** Segments: who is alike, and claims that come in bursts. */
import { z } from '@hono/zod-openapi'
import { unknown } from '../../errors.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { pageOf, pageParameters } from '../keyset.ts'
import { burstMembers, burstsOf, peerGroupsOf } from '../queries/segments.ts'
import {
  BURST_SORTS,
  type Burst,
  type BurstSort,
  burstDetail,
  burstPage,
  line,
  peerGroups,
  SEGMENT_ENTITIES,
} from '../schemas/index.ts'
import { id } from './parameters.ts'

const SORTS: Readonly<Record<BurstSort, (row: Burst) => number | string>> = {
  // Many are equally sure: those go by how far they exceed what was expected.
  strength: (row) => -row.qValue * 1e6 + row.claims * Math.log(row.claims / row.expected),
  claims: (row) => row.claims,
  claimed_amount: (row) => row.claimedAmount,
  last_at: (row) => row.toAt,
  lift: (row) => row.lift ?? 0,
}

const sees = (lines: readonly string[] | null, row: Burst): boolean =>
  lines === null || row.line === null || lines.includes(row.line)

export const segmentEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/segments/peer-groups',
    summary: 'Groups of entities that are alike, the largest first, and why they are so many',
    access: 'associations:read',
    query: z.strictObject({ entity: z.enum(SEGMENT_ENTITIES).default('claim') }),
    response: peerGroups,
    handle: ({ query, user, view }) => peerGroupsOf(view, query.entity, user.lines),
  }),
  endpoint({
    method: 'get',
    path: '/v1/segments/bursts',
    summary: 'Claims that lie closer together in place and time than chance has them, the strongest first',
    access: 'associations:read',
    query: z.strictObject({
      ...pageParameters,
      kind: z.enum(['place', 'provider']).optional(),
      line: line.optional(),
      /** Whether most of the claims are for perils of the weather. */
      weather: z.enum(['true', 'false']).optional(),
      provider: id.optional(),
      max_q: z.coerce.number().min(0).max(1).optional(),
      sort: z.enum(BURST_SORTS).default('strength'),
    }),
    response: burstPage,
    async handle({ query, user, view }) {
      const rows = (await burstsOf(view)).filter(
        (row) =>
          sees(user.lines, row) &&
          (query.kind === undefined || row.kind === query.kind) &&
          (query.line === undefined || row.line === query.line) &&
          (query.weather === undefined || String(row.isWeather) === query.weather) &&
          (query.provider === undefined || row.providerId === query.provider) &&
          row.qValue <= (query.max_q ?? 1),
      )
      return pageOf(rows, {
        id: (row) => row.burstId,
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
    path: '/v1/segments/bursts/{burstId}',
    summary: 'One burst with its claims',
    access: 'associations:read',
    params: z.strictObject({ burstId: id }),
    response: burstDetail,
    async handle({ params, user, view }) {
      const found = (await burstsOf(view)).find((row) => row.burstId === params.burstId)
      if (!found || !sees(user.lines, found)) throw unknown('burst', params.burstId)
      return { ...found, members: await burstMembers(view, found.burstId) }
    },
  }),
]
