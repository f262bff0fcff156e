/** Parties: people and organisations, their sensitive columns masked. */
import { z } from '@hono/zod-openapi'
import { PARTY_TYPES, ROLES } from '../../schema/words.ts'
import { ringRef } from './claim.ts'
import { amount, band, day, line, moment, page, probability, text } from './common.ts'
import { featureValue } from './feature.ts'

export const partySummary = z
  .object({
    partyId: z.string(),
    entityId: z.string(),
    partyType: z.enum(PARTY_TYPES),
    name: z.string().nullable(),
    regionCode: z.string().nullable(),
    /** Claims that the entity takes part in. */
    claims: z.int(),
  })
  .openapi('PartySummary')
export type PartySummary = z.infer<typeof partySummary>

export const partyPage = page(partySummary).openapi('PartyPage')
export type PartyPage = z.infer<typeof partyPage>

/** A party that linkage holds to be the same, and why. */
export const sameParty = z.object({
  partyId: z.string(),
  name: z.string().nullable(),
  matchWeight: z.number().nullable(),
  matchProbability: probability.nullable(),
  waterfall: z.array(z.object({ comparison: z.string(), level: z.string(), weight: z.number() })),
})
export type SameParty = z.infer<typeof sameParty>

/** A name on a watch list that may mean the party, and why. A resemblance, not an identity. */
export const listing = z.object({
  entryId: z.string(),
  list: z.string(),
  name: z.string().nullable(),
  reason: z.string().nullable(),
  listedAt: moment,
  delistedDate: day.nullable(),
  probability,
  matchWeight: z.number(),
  waterfall: z.array(z.object({ comparison: text, level: text, weight: z.number() })),
})
export type Listing = z.infer<typeof listing>

export const partyClaim = z.object({
  claimId: z.string(),
  role: z.enum(ROLES),
  line,
  lossDate: day,
  reportedAt: moment,
  peril: z.string().nullable(),
  claimedAmount: amount.nullable(),
  probability: probability.nullable(),
  band: band.nullable(),
})
export type PartyClaim = z.infer<typeof partyClaim>

export const partyPolicy = z.object({
  policyId: z.string(),
  line,
  productType: z.string().nullable(),
  inceptionDate: day.nullable(),
  expiryDate: day.nullable(),
  premiumAmount: amount.nullable(),
})
export type PartyPolicy = z.infer<typeof partyPolicy>

/** Masked: last characters only, the address its region only. */
export const identity = z.object({
  idNumber: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  bankAccount: z.string().nullable(),
  address: z.string().nullable(),
})
export type Identity = z.infer<typeof identity>

export const partyDetail = partySummary
  .extend({
    gender: z.string().nullable(),
    /** Whole years at the book's as-of. */
    age: z.int().nullable(),
    occupation: z.string().nullable(),
    education: z.string().nullable(),
    maritalStatus: z.string().nullable(),
    specialty: z.string().nullable(),
    identity,
    same: z.array(sameParty),
    listings: z.array(listing),
    claimList: z.array(partyClaim),
    policies: z.array(partyPolicy),
    rings: z.array(ringRef),
    features: z.array(featureValue),
  })
  .openapi('PartyDetail')
export type PartyDetail = z.infer<typeof partyDetail>
