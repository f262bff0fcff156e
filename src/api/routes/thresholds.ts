/** Thresholds: those in force, a trial of others on the snapshot, and a change that raises at once. */
import { z } from '@hono/zod-openapi'
import type { AlertCandidate } from '../../alert.ts'
import { UserError, unknown } from '../../errors.ts'
import type { Principal } from '../../security/index.ts'
import { parseThresholds, SUBJECTS, thresholdHash } from '../../thresholds/index.ts'
import type { ApiContext } from '../context.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { compareCandidates } from '../queries/threshold-trial.ts'
import {
  thresholdChange,
  thresholdChangeBody,
  thresholds,
  thresholdTrial,
  thresholdVersions,
  trialBody,
} from '../schemas/index.ts'

const stored = z.record(z.string(), z.unknown())

async function activeOf({ operations }: ApiContext) {
  const active = await operations.thresholds.active()
  if (!active) throw unknown('thresholds', 'active')
  return active
}

/** Thresholds hold for the whole book: only who sees all of it tries and changes them. */
function trialOf({ trial }: ApiContext, user: Principal) {
  if (user.lines)
    throw new UserError(
      'invalid user: thresholds are of the whole book [ask somebody who sees all lines]',
      403,
    )
  if (!trial) throw new UserError('missing trial: this server does not change thresholds', 409)
  return trial
}

const raises = (candidates: readonly AlertCandidate[]) => candidates.filter(({ detail }) => !detail.isOld)

export const thresholdEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/thresholds',
    summary: 'The thresholds in force',
    access: 'thresholds:read',
    response: thresholds,
    async handle({ context }) {
      const active = await activeOf(context)
      return {
        version: active.version,
        createdAt: active.createdAt.toISOString(),
        author: active.author,
        reason: active.reason,
        content: stored.parse(active.content),
      }
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/thresholds/versions',
    summary: 'Thresholds that were in force, the latest first',
    access: 'thresholds:read',
    response: thresholdVersions,
    async handle({ context: { operations } }) {
      const [versions, activations] = await Promise.all([
        operations.thresholds.list(),
        operations.thresholds.activations(),
      ])
      const known = new Map(versions.map((one) => [one.version, one]))
      return {
        versions: activations.flatMap(({ version, activatedAt, activatedBy }, i) => {
          const one = known.get(version)
          return one
            ? [
                {
                  version,
                  reason: one.reason,
                  activatedAt: activatedAt.toISOString(),
                  activatedBy,
                  isActive: i === 0,
                  content: stored.parse(one.content),
                },
              ]
            : []
        }),
      }
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/thresholds/trial',
    summary: 'What other thresholds would raise from the present snapshot; nothing is changed',
    access: 'thresholds:change',
    body: trialBody,
    response: thresholdTrial,
    async handle({ context, view, user, body }) {
      const trial = trialOf(context, user)
      const active = await activeOf(context)
      const set = parseThresholds(body.content)
      const [now, then, open] = await Promise.all([
        trial.candidates(parseThresholds(active.content), view),
        trial.candidates(set, view),
        Promise.all(
          SUBJECTS.map(async (subject) => {
            const { found, total } = await trial.open(subject, view)
            return { subject, total, found: [...found] }
          }),
        ),
      ])
      return { ...compareCandidates(raises(now), raises(then)), open }
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/thresholds',
    summary: 'Put other thresholds in force, and raise alerts under them at once',
    access: 'thresholds:change',
    body: thresholdChangeBody,
    response: thresholdChange,
    async handle({ context, view, user, body: { content, parent, reason }, at }) {
      const trial = trialOf(context, user)
      const store = context.operations.thresholds
      const active = await activeOf(context)
      if (active.version !== parent)
        throw new UserError(
          `invalid parent: ${JSON.stringify(parent)} [${active.version} has come into force since; look at it first]`,
          409,
        )
      const set = parseThresholds(content)
      const contentHash = thresholdHash(set)
      if (contentHash === active.contentHash)
        throw new UserError('invalid thresholds: they are those in force', 422)
      const by = { actor: user.username, at }
      const { version } = await store.propose({ content: set, contentHash, reason, parent }, by)
      await store.activate(version, by)
      const { raised, updated, below = 0 } = await trial.raise(view, at)
      return { version, raised, updated, below }
    },
  }),
]
