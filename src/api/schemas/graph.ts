/** The graph as a person sees it: nodes, evidence, what lies around a node, and how two hang together. */
import { z } from '@hono/zod-openapi'
import { NODE_KINDS, PARTY_TYPES, ROLES } from '../../schema/words.ts'
import { amount, moment, probability } from './common.ts'

export const graphNode = z
  .object({
    /** Sealed where it would tell a number or an address; hand it back as it is. */
    id: z.string(),
    kind: z.enum(NODE_KINDS),
    /** Masked. */
    label: z.string(),
    /** Edges in the whole graph that the user may see. */
    degree: z.int(),
    centrality: z.number().nullable(),
    /** Probability of a claim, or the highest over an entity's claims; null when not scored. */
    risk: probability.nullable(),
    partyType: z.enum(PARTY_TYPES).nullable(),
    /** What an entity does in its claims; empty for everything else. */
    roles: z.array(z.enum(ROLES)),
    /** Claimed by a claim, or by all claims that an entity takes part in; null for things. */
    amount: amount.nullable(),
    /** Steps from the node that was asked for; null where nothing was. */
    distance: z.int().nullable(),
    community: z.int().nullable(),
    /** Its part of the graph falls apart without it. */
    isCut: z.boolean().nullable(),
    /** Nearness to known fraud at the book's moment, over what chance gives it; null when not measured. */
    suspicion: z.number().nullable(),
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

/** A node with too many neighbours to follow all of them. */
export const cappedHub = z.object({
  id: z.string(),
  kind: z.enum(NODE_KINDS),
  label: z.string(),
  neighbours: z.int(),
  /** Those that were followed, the most strongly tied. */
  followed: z.int(),
})
export type CappedHub = z.infer<typeof cappedHub>

/** `shown` of `total` nodes within reach, the strongest ties first; what the user may not see is not counted. */
export const neighbourhood = z
  .object({
    nodes: z.array(graphNode),
    edges: z.array(graphEdge),
    shown: z.int(),
    total: z.int(),
    /** False when there are more than `total`: behind capped hubs, or too many to count. */
    isTotalExact: z.boolean(),
    /** Evidence between the nodes shown; `edges` holds the strongest of it. */
    totalEdges: z.int(),
    /** By distance 1, 2, ...: nodes that could be reached from those shown before, and nodes shown. */
    layers: z.array(z.object({ distance: z.int(), reached: z.int(), shown: z.int() })),
    capped: z.array(cappedHub),
  })
  .openapi('Neighbourhood')
export type Neighbourhood = z.infer<typeof neighbourhood>

/** One chain of evidence: `nodes[i]` and `nodes[i + 1]` are tied by `steps[i]`. */
export const evidencePath = z.object({
  nodes: z.array(graphNode),
  steps: z.array(z.object({ source: z.string(), target: z.string(), evidence: z.array(graphEdge) })),
  /** Product of the weights of its ties, 0 to 1. */
  strength: z.number(),
})
export type EvidencePath = z.infer<typeof evidencePath>

export const pathAnswer = z
  .object({
    from: graphNode,
    to: graphNode,
    /** Short and strong chains first, no two through mostly the same nodes, a very long one alone; empty when the two do not hang together. */
    paths: z.array(evidencePath),
    /** False when ties of very common nodes were left aside: there may be more chains. */
    isComplete: z.boolean(),
  })
  .openapi('PathAnswer')
export type PathAnswer = z.infer<typeof pathAnswer>

export const revealNodesBody = z
  .strictObject({
    nodes: z.array(z.string().min(1).max(600)).min(1).max(200),
    /** Why; kept in the audit. */
    purpose: z.string().trim().min(8).max(500),
  })
  .openapi('RevealNodesBody')
export type RevealNodesBody = z.infer<typeof revealNodesBody>

/** Labels in full, in the order asked for. */
export const revealedNodes = z
  .object({ items: z.array(z.object({ id: z.string(), kind: z.enum(NODE_KINDS), label: z.string() })) })
  .openapi('RevealedNodes')
export type RevealedNodes = z.infer<typeof revealedNodes>
