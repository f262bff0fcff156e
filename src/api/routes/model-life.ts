/** The life of models: cards, comparisons, drift, proposals and who decided on them, files to take away. */
import { z } from '@hono/zod-openapi'
import { UserError } from '../../errors.ts'
import { cardMarkdown } from '../../run/card-text.ts'
import type { ModelLife } from '../../run/model-life.ts'
import { may } from '../../security/index.ts'
import type { ApiContext } from '../context.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { driftOf, proposalFor, tasksLife } from '../queries/model-life.ts'
import { asOfBook } from '../queries/snapshot-facts.ts'
import {
  decideBody,
  featureDrift,
  modelCard,
  modelComparison,
  modelProposal,
  modelsLife,
  proposeBody,
  rollbackBody,
  rolledBack,
} from '../schemas/index.ts'

function lifeOf({ life }: ApiContext): ModelLife {
  if (!life) throw new UserError('missing models: this server knows of none', 404)
  return life
}

const modelId = z.object({ modelId: z.string().min(1).max(128) })
const proposalId = z.object({ proposalId: z.string().min(1).max(64) })

export const modelLifeEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/models/life',
    summary: 'What serves each task, what is on trial, drift, how scores turned out, proposals',
    access: 'models:read',
    response: modelsLife,
    async handle({ context, view, user }) {
      const proposals = await context.operations.promotions.list(view.manifest.book)
      return {
        tasks: context.life ? await tasksLife(view, context.life) : [],
        proposals: proposals.map((one) => proposalFor(one, user.username, may(user, 'models:promote'))),
      }
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/models/drift',
    summary: "How far a task's features have moved from what its champion learned from",
    access: 'models:read',
    query: z.strictObject({
      task: z.string().min(1).max(100),
      /** `*` for the whole book. */
      line: z.string().min(1).max(40).default('*'),
    }),
    response: z.array(featureDrift),
    handle: ({ view, context, query: { task, line } }) => driftOf(view, context.catalog, task, line),
  }),
  endpoint({
    method: 'post',
    path: '/v1/models/rollback',
    summary: 'Put the champion before back, at once',
    access: 'models:promote',
    body: rollbackBody,
    response: rolledBack,
    async handle({ context, body: { task, reason }, user, at }) {
      const { task: _, ...done } = await lifeOf(context).rollback(
        context.operations.promotions,
        task,
        reason,
        { actor: user.username, at },
      )
      return done
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/models/{modelId}',
    summary: 'The card of a model',
    access: 'models:read',
    params: modelId,
    response: modelCard,
    handle: async ({ context, params }) => modelCard.parse(await lifeOf(context).card(params.modelId)),
  }),
  endpoint({
    method: 'get',
    path: '/v1/models/{modelId}/card.md',
    summary: 'The card of a model as Markdown',
    access: 'models:read',
    params: modelId,
    query: z.strictObject({ language: z.enum(['en', 'zh']).default('en') }),
    response: z.string(),
    handle: async ({ context, params, query, http }) =>
      http.body(cardMarkdown(await lifeOf(context).card(params.modelId), query.language), 200, {
        'content-type': 'text/markdown; charset=utf-8',
        'content-disposition': `attachment; filename="${params.modelId}.md"`,
      }),
  }),
  endpoint({
    method: 'get',
    path: '/v1/models/{modelId}/compare',
    summary: 'A model held against the champion on the same rows, with paired intervals',
    access: 'models:read',
    params: modelId,
    query: z.strictObject({ with: z.string().min(1).max(128).optional() }),
    response: modelComparison,
    handle: async ({ context, view, params, query }) =>
      lifeOf(context).compare(view.warehouse, params.modelId, await asOfBook(view), query.with),
  }),
  endpoint({
    method: 'get',
    path: '/v1/models/{modelId}/model.onnx',
    summary: 'The main model as an ONNX file',
    access: 'models:export',
    params: modelId,
    response: z.string(),
    async handle({ context, params, http, user, at }) {
      const bytes = await lifeOf(context).onnx(params.modelId)
      await context.operations.audit.record({
        at,
        actor: user.username,
        action: 'model.export',
        subject: params.modelId,
        detail: { format: 'onnx', bytes: bytes.length },
      })
      return http.body(bytes.slice().buffer, 200, {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${params.modelId}.onnx"`,
      })
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/models/{modelId}/propose',
    summary: 'Propose that a model takes the place of the champion',
    access: 'models:promote',
    params: modelId,
    body: proposeBody,
    response: modelProposal,
    async handle({ context, view, params, body, user, at }) {
      const proposal = await lifeOf(context).propose(
        context.operations.promotions,
        view.warehouse,
        await asOfBook(view),
        params.modelId,
        body.reason,
        { actor: user.username, at },
      )
      return proposalFor(proposal, user.username, true)
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/model-proposals/{proposalId}/approve',
    summary: 'Let a proposed model score; not by whoever proposed it',
    access: 'models:promote',
    params: proposalId,
    body: decideBody,
    response: modelProposal,
    async handle({ context, params, body, user, at }) {
      const decided = await lifeOf(context).approve(
        context.operations.promotions,
        params.proposalId,
        body.note,
        { actor: user.username, at },
      )
      return proposalFor(decided, user.username, true)
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/model-proposals/{proposalId}/reject',
    summary: 'Reject a proposal, or withdraw one of your own',
    access: 'models:promote',
    params: proposalId,
    body: decideBody,
    response: modelProposal,
    async handle({ context, params, body, user, at }) {
      const by = { actor: user.username, at }
      const decided = await context.operations.promotions.reject(params.proposalId, body.note, by)
      return proposalFor(decided, user.username, true)
    },
  }),
]
