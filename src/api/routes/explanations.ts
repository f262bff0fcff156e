/** Explanations of models and claims, computed from the snapshot when somebody asks. */
import { z } from '@hono/zod-openapi'
import { unknown } from '../../errors.ts'
import { describeFeature } from '../../featurization/index.ts'
import { explainClaim } from '../../run/explain-claim.ts'
import { explainKept } from '../../run/explain-model.ts'
import { readScorer } from '../../run/keep.ts'
import { modelFiles } from '../../run/model-files.ts'
import type { Entity } from '../../schema/words.ts'
import type { Text } from '../../util/text.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { type Labels, labelsOf } from '../labels.ts'
import { inLines } from '../queries/lines.ts'
import { claimExplanation, modelExplanation } from '../schemas/index.ts'
import { id } from './parameters.ts'

/** A value as people read it, in both languages. */
function shownIn(labels: Labels, entity: Entity, name: string, value: number): Text {
  const meta = labels.feature(entity, name)
  const plain = String(Math.round(value * 100) / 100)
  return meta
    ? { en: describeFeature(meta, value, 'en'), zh: describeFeature(meta, value, 'zh') }
    : { en: plain, zh: plain }
}

export const explanationEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/models/{modelId}/explanation',
    summary: 'What moves a model: importance, dependence and accumulated effects over the snapshot',
    access: 'models:read',
    params: z.strictObject({ modelId: id }),
    response: modelExplanation,
    async handle({ params, view, context }) {
      const { modelId } = params
      const files = modelFiles(context.home, view.manifest.book)
      if (!(await files.all()).includes(modelId)) throw unknown('model', modelId)
      const labels = labelsOf(context.catalog)
      return view.once(`explanation of model ${modelId}`, async () => {
        const { model } = await files.load(modelId)
        const { entity, rows, importances, features } = await explainKept(
          view.warehouse,
          model,
          context.catalog.views,
        )
        const named = (name: string) => ({ name, label: labels.label(entity, name) })
        return {
          ...{ modelId, entity, rows },
          importances: importances.map(({ name, importance }) => ({ ...named(name), importance })),
          features: features.map(({ name, importance, partner, points, curve, categories }) => ({
            ...named(name),
            unit: labels.feature(entity, name)?.unit ?? '',
            importance,
            partner: partner === null ? null : named(partner),
            points: points.map(([value, part, colour]): [number | null, number, number | null] => [
              value,
              part,
              colour,
            ]),
            curve: curve && {
              values: [...curve.values],
              effects: [...curve.effects],
              rows: [...curve.rows],
              missing: curve.missing,
            },
            categories:
              categories?.map(({ code, rows: count, effect }) => ({
                shown: shownIn(labels, entity, name, code),
                rows: count,
                effect,
              })) ?? null,
          })),
        }
      })
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/claims/{claimId}/explanation',
    summary: 'Which indicators of a claim count together, and what would bring its score under the threshold',
    access: 'claims:read',
    params: z.strictObject({ claimId: id }),
    response: claimExplanation,
    async handle({ params, user, view, context }) {
      const { claimId } = params
      const claim = await view.warehouse.db
        .selectFrom('core.claim as c')
        .innerJoin('score.risk as r', (join) =>
          join.onRef('r.entity_id', '=', 'c.claim_id').on('r.entity', '=', 'claim'),
        )
        .select('r.model_id')
        .where('c.claim_id', '=', claimId)
        .where(inLines('c.line', user.lines))
        .executeTakeFirst()
      const modelId = claim?.model_id
      if (!modelId) throw unknown('score of claim', claimId)
      const { views, rules } = context.catalog
      const kept = await view.once(`scorer ${modelId}`, () =>
        readScorer(context.home, view.manifest.book, modelId, { entity: 'claim', views, rules }),
      )
      const { probability, pairs, whatIf } = await explainClaim(view.warehouse, kept, views, claimId)
      const labels = labelsOf(context.catalog)
      const valued = (name: string, value: number) => ({
        name,
        label: labels.label('claim', name),
        shown: shownIn(labels, 'claim', name, value),
      })
      return {
        modelId,
        probability,
        pairs: pairs.map(({ features: [a, b], values: [x, y], logOdds }) => ({
          indicators: [valued(a, x), valued(b, y)] as [ReturnType<typeof valued>, ReturnType<typeof valued>],
          logOdds,
        })),
        whatIf: whatIf && {
          ...whatIf,
          changes: whatIf.changes.map(({ feature, from, to }) => ({
            name: feature,
            label: labels.label('claim', feature),
            from: shownIn(labels, 'claim', feature, from),
            to: shownIn(labels, 'claim', feature, to),
          })),
        },
      }
    },
  }),
]
