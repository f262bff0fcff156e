/** Clerical review of pairs, blind; the match line that verdicts teach; linkage as a whole. */
import { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { UserError } from '../../errors.ts'
import {
  agreements,
  type LinkageThreshold,
  type LinkageVerdict,
  reviewOrder,
  THRESHOLD_LEDGER,
  VERDICT_LEDGER,
  verdictsInForce,
} from '../../linkage/index.ts'
import { DOUBTS } from '../../schema/linkage.ts'
import { may } from '../../security/index.ts'
import { ledger } from '../../warehouse/index.ts'
import type { ApiContext } from '../context.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { keyset, pageOf, pageParameters, type Sort } from '../keyset.ts'
import { linkageOf, linkageWarnings } from '../queries/linkage.ts'
import { reviewThreshold } from '../queries/review-line.ts'
import { findDrawn, reviewDraw, reviewedPairs, reviewPairs, shuffledFor } from '../queries/reviews.ts'
import {
  acceptThresholdBody,
  linkage,
  linkageWarningPage,
  type Reviewer,
  type ReviewThreshold,
  reviewedPage,
  reviewedPair,
  reviewQueue,
  reviewSummary,
  reviewThreshold as reviewThresholdShape,
  verdictBody,
} from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

const verdictsOf = (context: ApiContext, view: View) =>
  ledger<LinkageVerdict>(context.home, view.manifest.book, VERDICT_LEDGER)
const thresholdsOf = (context: ApiContext, view: View) =>
  ledger<LinkageThreshold>(context.home, view.manifest.book, THRESHOLD_LEDGER)

const pairOf = ({ partyIdL, partyIdR }: { partyIdL: string; partyIdR: string }) =>
  `${partyIdL}\u0000${partyIdR}`

const WARNING_SORTS = {
  weakest: { key: sql`coalesce(d.match_weight, d.density * 100)`, type: 'number', direction: 'asc' },
} as const satisfies Record<string, Sort>

/** A reviewer's verdicts, counted. */
function reviewersOf(verdicts: readonly LinkageVerdict[]): Reviewer[] {
  const names = [...new Set(verdicts.map((verdict) => verdict.reviewer))].sort()
  return names.map((username) => {
    const own = verdicts.filter((verdict) => verdict.reviewer === username)
    const count = (word: LinkageVerdict['verdict']) => own.filter(({ verdict }) => verdict === word).length
    const controls = own.filter(({ stratum }) => stratum === 'clear_same' || stratum === 'clear_different')
    return {
      username,
      verdicts: own.length,
      same: count('same'),
      different: count('different'),
      cannotTell: count('cannot_tell'),
      controls: controls.length,
      controlsRight: controls.filter(
        ({ stratum, verdict }) => verdict === (stratum === 'clear_same' ? 'same' : 'different'),
      ).length,
    }
  })
}

async function thresholdFor(context: ApiContext, view: View, mayAccept: boolean) {
  const [verdicts, accepted] = await Promise.all([
    verdictsOf(context, view).read(),
    thresholdsOf(context, view).read(),
  ])
  return reviewThreshold(view, verdicts, accepted, mayAccept)
}

const shown = ({ learned: _, ...answer }: Awaited<ReturnType<typeof thresholdFor>>): ReviewThreshold => answer

export const reviewEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/reviews',
    summary: 'The next pairs to judge, without their score, in an order that says nothing of them',
    access: 'reviews:work',
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(50).default(10) }),
    response: reviewQueue,
    async handle({ query, user, view, context, pseudonyms }) {
      const [draw, verdicts] = await Promise.all([reviewDraw(view), verdictsOf(context, view).read()])
      const own = new Set(verdicts.filter(({ reviewer }) => reviewer === user.username).map(pairOf))
      const open = reviewOrder(draw.pairs, shuffledFor(user.username)).filter(
        (pair) => !own.has(pairOf(pair)),
      )
      return {
        snapshot: view.manifest.id,
        items: await reviewPairs(view, pseudonyms, open.slice(0, query.limit)),
        total: draw.pairs.length,
        judged: draw.pairs.length - open.length,
      }
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/reviews/{reviewId}/verdict',
    summary: 'Judge a pair; its weights are uncovered in the answer',
    access: 'reviews:work',
    params: z.strictObject({ reviewId: z.string().min(1).max(1000) }),
    body: verdictBody,
    response: reviewedPair,
    async handle({ params, body, user, view, context, pseudonyms, at }) {
      const pair = findDrawn(await reviewDraw(view), pseudonyms, params.reviewId)
      const verdict: LinkageVerdict = {
        partyIdL: pair.partyIdL,
        partyIdR: pair.partyIdR,
        verdict: body.verdict,
        reviewer: user.username,
        at: at.toISOString(),
        snapshot: view.manifest.id,
        matchWeight: pair.matchWeight,
        stratum: pair.stratum,
        inclusion: pair.inclusion,
        note: body.note ?? null,
      }
      await context.operations.audit.record({
        at,
        actor: user.username,
        action: 'review.verdict',
        subject: params.reviewId,
        detail: {
          verdict: body.verdict,
          parties: [pair.partyIdL, pair.partyIdR],
          snapshot: view.manifest.id,
        },
      })
      await verdictsOf(context, view).append([verdict])
      const [answer] = await reviewedPairs(view, pseudonyms, [verdict])
      return answer
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/reviews/verdicts',
    summary: 'Your own verdicts, the latest first',
    access: 'reviews:work',
    query: z.strictObject(pageParameters),
    response: reviewedPage,
    async handle({ query, user, view, context, pseudonyms }) {
      const all = verdictsInForce(await verdictsOf(context, view).read())
      const page = pageOf(
        all.filter(({ reviewer }) => reviewer === user.username),
        { id: pairOf, key: ({ at }) => at, direction: 'desc', sort: 'at', ...query, cursor: query.cursor },
      )
      return { ...page, items: await reviewedPairs(view, pseudonyms, page.items) }
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/reviews/summary',
    summary: 'Who has judged how much, and how far reviewers agree beyond chance',
    access: 'reviews:work',
    response: reviewSummary,
    async handle({ view, context }) {
      const verdicts = verdictsInForce(await verdictsOf(context, view).read())
      return {
        verdicts: verdicts.length,
        pairs: new Set(verdicts.map(pairOf)).size,
        reviewers: reviewersOf(verdicts),
        agreement: agreements(verdicts).map((one) => ({
          ...one,
          reviewers: [...one.reviewers] as [string, string],
        })),
      }
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/reviews/threshold',
    summary: 'What each match line would mean, by the model and by verdicts, and which one they teach',
    access: 'reviews:work',
    response: reviewThresholdShape,
    async handle({ user, view, context }) {
      return shown(await thresholdFor(context, view, may(user, 'reviews:accept')))
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/reviews/threshold',
    summary: 'Accept a match line; the next run links with it',
    access: 'reviews:accept',
    body: acceptThresholdBody,
    response: reviewThresholdShape,
    async handle({ body, user, view, context, at }) {
      if (body.snapshot !== view.manifest.id)
        throw new UserError(
          `invalid snapshot: ${JSON.stringify(body.snapshot)} [another is served by now; read the curve again]`,
          409,
        )
      const before = await thresholdFor(context, view, true)
      const point = before.learned.points.find(({ weight }) => weight <= body.matchWeight + 1e-9)
      const entry: LinkageThreshold = {
        matchWeight: body.matchWeight,
        matchProbability: 1 / (1 + 2 ** -body.matchWeight),
        precision: point?.precision ?? null,
        low: point?.low ?? null,
        high: point?.high ?? null,
        verdicts: point?.verdicts ?? 0,
        acceptedBy: user.username,
        at: at.toISOString(),
        snapshot: view.manifest.id,
        note: body.note,
      }
      await context.operations.audit.record({
        at,
        actor: user.username,
        action: 'review.accept_line',
        subject: view.manifest.book,
        detail: {
          matchWeight: body.matchWeight,
          before: before.next.matchWeight,
          snapshot: view.manifest.id,
          note: body.note,
        },
      })
      await thresholdsOf(context, view).append([entry])
      return shown(await thresholdFor(context, view, true))
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/linkage',
    summary: 'Linkage as a whole: how many are who, and what other lines would mean',
    access: 'reviews:work',
    response: linkage,
    handle: ({ view }) => linkageOf(view),
  }),
  endpoint({
    method: 'get',
    path: '/v1/linkage/warnings',
    summary: 'Entities that deserve a look, those that hang by the weakest thread first',
    access: 'reviews:work',
    query: z.strictObject({ ...pageParameters, kind: z.enum(DOUBTS).optional() }),
    response: linkageWarningPage,
    async handle({ query, view }) {
      let filtered = view.warehouse.db.selectFrom('core.entity_doubt as d')
      if (query.kind) filtered = filtered.where('d.kind', '=', query.kind)
      const { ids, nextCursor, total } = await keyset(filtered, {
        id: sql`concat_ws('|', d.kind, d.entity_id, d.party_id_l, d.party_id_r)`,
        sorts: WARNING_SORTS,
        sort: 'weakest',
        limit: query.limit,
        cursor: query.cursor,
      })
      return { items: await linkageWarnings(view, ids), nextCursor, total }
    },
  }),
]
