/** Rings and the part of the graph around a node. */
import { z } from '@hono/zod-openapi'
import { NODE_KINDS } from '../../schema/words.ts'
import { claimSummary } from './claim.ts'
import { amount, line, moment, page, probability, text } from './common.ts'

export const ringSummary = z
  .object({
    ringId: z.string(),
    typology: z.string(),
    score: probability,
    memberCount: z.int(),
    claimCount: z.int(),
    line: line.nullable(),
    claimedAmount: amount,
    atStakeAmount: amount,
    firstAt: moment,
    lastAt: moment,
    /** Honest explanation that holds: family, employer, clinic, hail. */
    explanation: z.string().nullable(),
  })
  .openapi('RingSummary')
export type RingSummary = z.infer<typeof ringSummary>

export const ringPage = page(ringSummary).openapi('RingPage')
export type RingPage = z.infer<typeof ringPage>

export const graphNode = z
  .object({
    id: z.string(),
    kind: z.enum(NODE_KINDS),
    /** Masked. */
    label: z.string(),
    /** Edges in the whole graph. */
    degree: z.int(),
    centrality: z.number().nullable(),
    /** Probability of a claim, or the highest over an entity's claims; null when not scored. */
    risk: probability.nullable(),
  })
  .openapi('GraphNode')
export type GraphNode = z.infer<typeof graphNode>

export const graphEdge = z
  .object({
    source: z.string(),
    target: z.string(),
    link: z.string(),
    weight: z.number(),
    /** Claim that showed it; null when it comes from master data. */
    claimId: z.string().nullable(),
    knownAt: moment,
  })
  .openapi('GraphEdge')
export type GraphEdge = z.infer<typeof graphEdge>

/** `shown` of `total` nodes met: what lies beyond the budget is counted where it touches what is shown, and not followed. */
export const neighbourhood = z
  .object({ nodes: z.array(graphNode), edges: z.array(graphEdge), shown: z.int(), total: z.int() })
  .openapi('Neighbourhood')
export type Neighbourhood = z.infer<typeof neighbourhood>

export const ringMember = z.object({
  nodeId: z.string(),
  nodeKind: z.enum(NODE_KINDS),
  label: z.string(),
  centrality: z.number(),
  reason: z.string().nullable(),
  partyType: z.string().nullable(),
  roles: z.array(z.string()),
  claims: z.int(),
  claimedAmount: amount,
})
export type RingMember = z.infer<typeof ringMember>

export const timelineStep = z.object({
  at: moment,
  kind: z.string(),
  claimId: z.string(),
  text,
})
export type TimelineStep = z.infer<typeof timelineStep>

export const ringDetail = ringSummary
  .extend({
    reasons: z.array(z.object({ text, logOdds: z.number() })),
    members: z.array(ringMember),
    claims: z.array(claimSummary),
    timeline: z.array(timelineStep),
    graph: neighbourhood,
    alertId: z.string().nullable(),
    caveat: text,
  })
  .openapi('RingDetail')
export type RingDetail = z.infer<typeof ringDetail>
