/** Associations: items that stand together in claims more often than chance would have it. */
import { z } from '@hono/zod-openapi'
import { amount, line, moment, page, probability } from './common.ts'

export const associationItem = z
  .object({
    /** `diagnosis`, `procedure`, `drug`, `part`, `labour`, `cause`, `provider`, ... */
    kind: z.string(),
    code: z.string(),
    /** In words; names of people are masked. */
    label: z.string().nullable(),
  })
  .openapi('AssociationItem')
export type AssociationItem = z.infer<typeof associationItem>

export const association = z
  .object({
    ruleId: z.string(),
    /** Which claims are baskets: `treatment` or `repair`. */
    kind: z.string(),
    line: line,
    antecedent: z.array(associationItem).min(1),
    consequent: associationItem,
    providerId: z.string().nullable(),
    /** Claims looked at, with the antecedent, with the consequent, with both, and with both by chance. */
    baskets: z.int(),
    antecedentCount: z.int(),
    consequentCount: z.int(),
    count: z.int(),
    expected: z.number(),
    support: probability,
    confidence: probability,
    lift: z.number(),
    leverage: z.number(),
    pValue: probability,
    /** After all the patterns that were tried (Holm). */
    adjustedPValue: probability,
    /** Expected share of false ones among those at least this strong (Benjamini-Hochberg). */
    qValue: probability,
    tested: z.int(),
    /** In the later claims, which were kept back; null when there were none. */
    heldCount: z.int().nullable(),
    heldLift: z.number().nullable(),
    heldPValue: probability.nullable(),
    isConfirmed: z.boolean().nullable(),
    claimedAmount: amount,
    firstAt: moment,
    lastAt: moment,
  })
  .openapi('Association')
export type Association = z.infer<typeof association>

export const associationPage = page(association).openapi('AssociationPage')
export type AssociationPage = z.infer<typeof associationPage>

/** Orders of the list; every one the most remarkable first. */
export const ASSOCIATION_SORTS = [
  'significance',
  'lift',
  'leverage',
  'support',
  'confidence',
  'count',
  'claimed_amount',
  'last_at',
] as const
export type AssociationSort = (typeof ASSOCIATION_SORTS)[number]
