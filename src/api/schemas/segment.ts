/** Segments: peer groups, and bursts of claims. */
import { z } from '@hono/zod-openapi'
import { amount, line, moment, page, probability, text } from './common.ts'

const outcomes = {
  /** Members whose outcome was known at the moment, and confirmed fraud among them. */
  known: z.int(),
  frauds: z.int(),
  fraudShare: probability.nullable(),
  /** Share of fraud among the known ones against that of all known ones, with its 95 % interval. */
  lift: z.number().nullable(),
  liftLow: z.number().nullable(),
  liftHigh: z.number().nullable(),
}

export const SEGMENT_ENTITIES = ['claim', 'policy', 'provider'] as const

export const peerGroup = z
  .object({
    /** Number from the largest. */
    group: z.string(),
    members: z.int(),
    share: probability,
    title: text,
    /** Means that differ most from everybody's; `z` is how far, in standard deviations. */
    profile: z.array(
      z.object({
        name: z.string(),
        label: text,
        mean: z.number().nullable(),
        usual: z.number().nullable(),
        z: z.number(),
      }),
    ),
    lines: z.array(z.object({ line, members: z.int() })),
    ...outcomes,
  })
  .openapi('PeerGroup')
export type PeerGroup = z.infer<typeof peerGroup>

/** Whom one entity is compared with, and how it stands among them. */
export const peerPlace = z
  .object({
    /** Number from the largest. */
    group: z.string(),
    title: text,
    members: z.int(),
    share: probability,
    /** How unusual its distance from the middle of the group is: standard deviations of the logarithm. */
    z: z.number(),
    /** The indicator that adds most to that distance. */
    oddest: z.object({ name: z.string(), label: text }),
  })
  .openapi('PeerPlace')
export type PeerPlace = z.infer<typeof peerPlace>

export const peerGroups = z
  .object({
    entity: z.enum(SEGMENT_ENTITIES),
    groups: z.array(peerGroup),
    /** What spoke for each number of groups. */
    choices: z.array(
      z.object({ groups: z.int(), silhouette: z.number(), stability: z.number(), isChosen: z.boolean() }),
    ),
    asOf: moment.nullable(),
  })
  .openapi('PeerGroups')
export type PeerGroups = z.infer<typeof peerGroups>

export const burst = z
  .object({
    burstId: z.string(),
    kind: z.enum(['place', 'provider']),
    line: line.nullable(),
    peril: z.string().nullable(),
    providerId: z.string().nullable(),
    /** Masked where it is a person's. */
    providerName: z.string().nullable(),
    role: z.string().nullable(),
    regionCode: z.string().nullable(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    radiusKm: z.number().nullable(),
    fromAt: moment,
    toAt: moment,
    claims: z.int(),
    /** Claims that place and season would bring by themselves. */
    expected: z.number(),
    pValue: probability,
    /** Expected share of false ones among the bursts at least this strong. */
    qValue: probability,
    shuffles: z.int(),
    isWeather: z.boolean(),
    claimants: z.int(),
    claimedAmount: amount,
    ...outcomes,
  })
  .openapi('Burst')
export type Burst = z.infer<typeof burst>

export const burstPage = page(burst).openapi('BurstPage')

export const burstDetail = burst
  .extend({
    members: z.array(
      z.object({
        claimId: z.string(),
        lossAt: moment,
        distanceKm: z.number().nullable(),
        claimedAmount: amount.nullable(),
        probability: probability.nullable(),
      }),
    ),
  })
  .openapi('BurstDetail')
export type BurstDetail = z.infer<typeof burstDetail>

/** Orders of the list of bursts; the most remarkable first. */
export const BURST_SORTS = ['strength', 'claims', 'claimed_amount', 'last_at', 'lift'] as const
export type BurstSort = (typeof BURST_SORTS)[number]
