/** The life of models: cards, comparisons, proposals, drift, how scores turned out. */
import { z } from '@hono/zod-openapi'
import { day, moment, text } from './common.ts'
import { metrics } from './model.ts'

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() })

const comparison = z.object({
  rows: z.int(),
  events: z.int(),
  measures: z.record(
    z.string(),
    z.object({ champion: z.number(), challenger: z.number(), difference: interval }),
  ),
  /** Probability of such a difference of AUC, or of the deviance of rates, by chance. */
  pValue: z.number(),
})
export type Comparison = z.infer<typeof comparison>

export const modelComparison = z
  .object({
    champion: z.string(),
    challenger: z.string(),
    /** On rows held out from both; null where too few outcomes are shared. */
    heldOut: comparison.nullable(),
    /** On rows that both scored before the outcome was known. */
    since: comparison.nullable(),
  })
  .openapi('ModelComparison')
export type ModelComparison = z.infer<typeof modelComparison>

export const modelProposal = z
  .object({
    proposalId: z.string(),
    task: z.string(),
    modelId: z.string(),
    championId: z.string().nullable(),
    reason: z.string(),
    comparison: modelComparison.nullable(),
    proposedBy: z.string(),
    proposedAt: moment,
    state: z.enum(['open', 'approved', 'rejected', 'withdrawn']),
    note: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: moment.nullable(),
    /** Whether the reader may approve it: not one of their own. */
    mayApprove: z.boolean(),
  })
  .openapi('ModelProposal')
export type ModelProposal = z.infer<typeof modelProposal>

const appointment = z.object({
  modelId: z.string(),
  before: z.string().nullable(),
  why: z.enum(['first', 'refresh', 'successor', 'promotion', 'rollback']),
  reason: z.string(),
  by: z.string(),
  at: moment,
})

/** How one quarter's scores turned out. */
const period = z.object({
  way: z.enum(['held_out', 'given']),
  period: z.string(),
  rows: z.int(),
  events: z.int(),
  expected: z.number(),
  rocAuc: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  brier: z.number(),
})
export type ModelPeriod = z.infer<typeof period>

export const taskLife = z
  .object({
    task: z.string(),
    title: text,
    entity: z.string(),
    champion: z.string().nullable(),
    /** What live scoring uses: the champion, unless its file is refused. */
    serving: z.string().nullable(),
    refused: z.array(z.object({ modelId: z.string(), reason: z.string() })),
    /** Model that scored this snapshot. */
    scoredBy: z.string().nullable(),
    challengers: z.array(z.string()),
    history: z.array(appointment),
    /** Rows that the newest challenger scored in the shadow. */
    shadow: z.object({ modelId: z.string(), rows: z.int() }).nullable(),
    checkup: z
      .object({
        modelId: z.string(),
        ageDays: z.number(),
        isDue: z.boolean(),
        reasons: z.array(z.object({ trigger: z.string(), text })),
      })
      .nullable(),
    drift: z.object({ features: z.int(), drifted: z.int() }),
    performance: z.array(period),
  })
  .openapi('TaskLife')
export type TaskLife = z.infer<typeof taskLife>

export const modelsLife = z
  .object({ tasks: z.array(taskLife), proposals: z.array(modelProposal) })
  .openapi('ModelsLife')
export type ModelsLife = z.infer<typeof modelsLife>

export const featureDrift = z
  .object({
    feature: z.string(),
    label: text,
    line: z.string(),
    referenceRows: z.int(),
    recentRows: z.int(),
    psi: z.number(),
    psiLimit: z.number(),
    ks: z.number(),
    ksLimit: z.number(),
    pValue: z.number(),
    isDrifted: z.boolean(),
  })
  .openapi('FeatureDrift')
export type FeatureDrift = z.infer<typeof featureDrift>

const groupCounts = z.object({
  group: z.string(),
  rows: z.int(),
  known: z.int(),
  events: z.number(),
  expected: z.number(),
  isSmall: z.boolean(),
})

/** Of yes or no. */
const chanceGroup = groupCounts.extend({ auc: interval.nullable(), flagged: interval })
export type ChanceGroup = z.infer<typeof chanceGroup>

/** Of counts over exposure. */
const rateGroup = groupCounts.extend({
  rates: z.object({
    /** Years. */
    exposure: z.number(),
    deviance: interval,
    /** Events over those expected. */
    ratio: interval,
    gini: interval.nullable(),
  }),
})
export type RateGroup = z.infer<typeof rateGroup>

const cardGroup = z.union([chanceGroup, rateGroup])
export type CardGroup = z.infer<typeof cardGroup>

export const modelCard = z
  .object({
    modelId: z.string(),
    task: z.string(),
    kind: z.string(),
    createdAt: z.string(),
    seed: z.number(),
    code: z.string(),
    recipe: z.string(),
    sha256: z.string(),
    isChampion: z.boolean(),
    training: z.object({
      snapshot: z.string(),
      rows: z.int(),
      events: z.number(),
      from: day.nullable(),
      until: day.nullable(),
    }),
    metrics,
    features: z.array(z.object({ name: z.string(), label: text, hash: z.string(), importance: z.number() })),
    card: z
      .object({
        title: text,
        entity: z.string(),
        objective: z.string(),
        heldOut: z
          .object({
            rows: z.int(),
            known: z.int(),
            events: z.number(),
            /** Years, of counts over exposure. */
            exposure: z.number().optional(),
            from: day,
            until: day,
          })
          .nullable(),
        dimensions: z.array(
          z.object({
            name: z.string(),
            label: text,
            isProtected: z.boolean(),
            isUsed: z.boolean(),
            groups: z.array(cardGroup),
          }),
        ),
        reliability: z.array(
          z.object({
            rows: z.int(),
            expected: z.number(),
            observed: z.number(),
            low: z.number(),
            high: z.number(),
          }),
        ),
        use: z.array(text),
        limits: z.array(text),
      })
      .nullable(),
  })
  .openapi('ModelCard')
export type ModelCard = z.infer<typeof modelCard>

export const proposeBody = z
  .strictObject({
    /** Why it should score; kept with the proposal. */
    reason: z.string().trim().min(8).max(500),
  })
  .openapi('ProposeModelBody')

export const decideBody = z
  .strictObject({ note: z.string().trim().max(500).default('') })
  .openapi('DecideModelBody')

export const rollbackBody = z
  .strictObject({ task: z.string().min(1).max(100), reason: z.string().trim().min(8).max(500) })
  .openapi('RollbackModelBody')

export const rolledBack = appointment.openapi('ModelAppointment')
