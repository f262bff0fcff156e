/** Rings: in a list, in full, as they grew, side by side, and on their way out of the house. */
import { z } from '@hono/zod-openapi'
import { NODE_KINDS, RING_CHANGES, RING_ORIGINS } from '../../schema/words.ts'
import { claimSummary } from './claim.ts'
import { amount, line, moment, page, probability, text } from './common.ts'
import { evidencePath, graphNode, neighbourhood } from './graph.ts'

export const ringSummary = z
  .object({
    ringId: z.string(),
    typology: z.string(),
    score: probability,
    /**
     * It also rests on claims or ties outside the lines of the user. The score counts them; all figures are those of the part that he
     * may see, and p-value, change, explanation, reasons, checks and origins, which were found over the whole, are withheld.
     */
    isPartial: z.boolean(),
    /** How often a book rewired at random shows such a group; null when not tested or withheld. */
    pValue: probability.nullable(),
    /** Since the snapshot before; null when it was not compared or is withheld. */
    change: z.enum(RING_CHANGES).nullable(),
    memberCount: z.int(),
    /** Claims that the user may see; the amounts are theirs. */
    claimCount: z.int(),
    line: line.nullable(),
    claimedAmount: amount,
    /** Claimed and not yet paid. */
    atStakeAmount: amount,
    paidAmount: amount.nullable(),
    firstAt: moment,
    lastAt: moment,
    /** Honest explanation that holds: family, employer, clinic, hail; null also when it is withheld. */
    explanation: z.string().nullable(),
    /** Claims by month of the loss, from the first to the last, at most the last 36 months. */
    months: z.array(z.int()),
  })
  .openapi('RingSummary')
export type RingSummary = z.infer<typeof ringSummary>

export const ringPage = page(ringSummary).openapi('RingPage')
export type RingPage = z.infer<typeof ringPage>

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

/** An honest explanation that was checked. */
export const ringCheck = z.object({ id: z.string(), holds: z.boolean(), text })
export type RingCheck = z.infer<typeof ringCheck>

/** A ring of the snapshot before that shares members with this one. */
export const ringOrigin = z.object({
  fromRingId: z.string(),
  /** Entities in both. */
  shared: z.int(),
  joined: z.int(),
  gone: z.int(),
})
export type RingOrigin = z.infer<typeof ringOrigin>

/** Money that went from a claim of the ring to a person and an account. */
export const moneyStep = z.object({
  claimId: z.string(),
  /** Who was paid; null when the payment names nobody. */
  payee: z.object({ nodeId: z.string(), label: z.string(), isMember: z.boolean() }).nullable(),
  /** Null when the payment names no account. */
  account: z.object({ nodeId: z.string(), label: z.string(), isMember: z.boolean() }).nullable(),
  amount,
  payments: z.int(),
  firstAt: moment,
  lastAt: moment,
})
export type MoneyStep = z.infer<typeof moneyStep>

export const moneyFlow = z.object({
  /** Paid on the ring's claims, all steps together. */
  paidAmount: amount,
  /** The largest first. */
  steps: z.array(moneyStep),
  shown: z.int(),
  total: z.int(),
})
export type MoneyFlow = z.infer<typeof moneyFlow>

/** One figure of the ring beside the same figure of those it is compared with. */
export const ringComparison = z.object({
  id: z.string(),
  text,
  unit: z.enum(['share', 'amount', 'days', 'count', 'probability']),
  value: z.number().nullable(),
  peers: z.number().nullable(),
})
export type RingComparison = z.infer<typeof ringComparison>

export const ringDetail = ringSummary
  .extend({
    /** Runbook of its typology. */
    title: text.nullable(),
    runbook: text.nullable(),
    /** What brought it up: a way of looking for groups, or the pattern of its typology; null when the snapshot does not tell. */
    foundBy: z.object({ id: z.enum(RING_ORIGINS), text }).nullable(),
    reasons: z.array(z.object({ text, logOdds: z.number() })),
    /** Empty when the snapshot was made before checks were kept. */
    checks: z.array(ringCheck),
    origins: z.array(ringOrigin),
    members: z.array(ringMember),
    claims: z.array(claimSummary),
    timeline: z.array(timelineStep),
    graph: neighbourhood,
    moneyFlow,
    /** With whom it is compared, in words. */
    comparedWith: text,
    comparisons: z.array(ringComparison),
    alertId: z.string().nullable(),
    /** The case on this ring that was worked on last; null without one, and for those who may not read cases. */
    caseId: z.string().nullable(),
    caveat: text,
  })
  .openapi('RingDetail')
export type RingDetail = z.infer<typeof ringDetail>

export const GROWTH_KINDS = [
  'inception',
  'loss',
  'reported',
  'paid',
  'evidence',
  'joined',
  'outcome',
] as const

/** One thing that happened; a scrubber shows `nodes` from then on. */
export const growthStep = z.object({
  at: moment,
  kind: z.enum(GROWTH_KINDS),
  /** Null where no claim is concerned. */
  claimId: z.string().nullable(),
  /** Nodes that it concerns; those that were not concerned before appear with it. */
  nodes: z.array(z.string()),
  /** Name of the link, for evidence. */
  link: z.string().nullable(),
  amount: amount.nullable(),
  text,
})
export type GrowthStep = z.infer<typeof growthStep>

export const ringTimeline = z
  .object({
    ringId: z.string(),
    from: moment.nullable(),
    to: moment.nullable(),
    /** Oldest first. */
    steps: z.array(growthStep),
    shown: z.int(),
    total: z.int(),
    /** Moment from which on a node belongs to the picture. */
    appears: z.array(z.object({ nodeId: z.string(), at: moment })),
  })
  .openapi('RingTimeline')
export type RingTimeline = z.infer<typeof ringTimeline>

export const ringCompareAnswer = z
  .object({
    left: ringSummary,
    right: ringSummary,
    /** What both have. */
    shared: z.object({
      members: z.array(graphNode),
      providers: z.array(graphNode),
      things: z.array(graphNode),
      claims: z.array(claimSummary),
    }),
    /** Entities of both over entities of either, 0 to 1. */
    overlap: z.number(),
    figures: z.array(
      z.object({
        id: z.string(),
        text,
        unit: z.enum(['share', 'amount', 'days', 'count', 'probability']),
        left: z.number().nullable(),
        right: z.number().nullable(),
      }),
    ),
    /**
     * Chains between a member of the one and a member of the other, short and strong ones first, no two through mostly the same nodes;
     * empty when nothing ties them.
     */
    paths: z.array(evidencePath),
    /** Chains found between their most central members, those told included. */
    pathsFound: z.int(),
  })
  .openapi('RingCompareAnswer')
export type RingCompareAnswer = z.infer<typeof ringCompareAnswer>

export const EXPORT_FORMATS = ['graphml', 'gexf', 'csv', 'pdf'] as const

export const ringExportBody = z
  .strictObject({
    format: z.enum(EXPORT_FORMATS),
    /** Why; kept in the audit. */
    purpose: z.string().trim().min(8).max(500),
    /** Names and numbers in full; needs the permission to uncover identities. */
    isRevealed: z.boolean().default(false),
    /** Language of the report. */
    language: z.enum(['en', 'zh']).default('en'),
    /** Case whose notes and marks the report tells of. */
    caseId: z.string().min(1).max(100).optional(),
  })
  .openapi('RingExportBody')
export type RingExportBody = z.input<typeof ringExportBody>
export type RingExport = z.output<typeof ringExportBody>
