/**
 * Judges a run on the synthetic book against its answer key. Nothing that was learned has seen the key; claims are judged in
 * the test window alone, each by the scorer that would have been in use before it.
 */

import { evaluatePairs } from '../linkage/index.ts'
import { ringRecall } from '../rings/index.ts'
import { logistic } from '../score.ts'
import { readAnswerKey } from '../synthetic/answer-key.ts'
import { aucInterval } from '../training/intervals.ts'
import { binaryMetrics } from '../training/metrics.ts'
import { exact, type Metrics, type RunContext } from './context.ts'
import type { HeldOut, Learned } from './learn.ts'

/** Shares of the test window's fraud that each typology had, and where it ranked. */
export interface JudgeReport {
  readonly claims: number
  readonly frauds: number
  readonly ringsByTypology: Readonly<Record<string, { readonly planted: number; readonly found: number }>>
  readonly falseRings: number
}

/** Measures of the naive score that are shown beside the score's. */
const BESIDE = [
  'roc_auc',
  'average_precision',
  'precision_at_100',
  'brier',
  'calibration_slope',
  'calibration_intercept',
]

export async function judge(
  context: RunContext,
  learned: readonly Learned[],
  directory: string,
): Promise<JudgeReport> {
  const { warehouse, metrics, seed } = context
  const key = await readAnswerKey(directory)
  const claims = learned.find((one) => one.heldOut && one.task.entity === 'claim')
  if (!claims?.heldOut) throw new Error('missing held-out scores: the claim task was not learned')
  const { heldOut, featurized } = claims
  const judged = Int32Array.from(heldOut.rows.keys()).filter((i) =>
    key.claims.has(featurized.entityIds[heldOut.rows[i]]),
  )
  const y = Float64Array.from(judged, (i) =>
    key.claims.get(featurized.entityIds[heldOut.rows[i]])?.isFraud ? 1 : 0,
  )
  const of = (name: keyof Omit<HeldOut, 'rows' | 'naive'>) =>
    Float64Array.from(judged, (i) => heldOut[name][i])
  put(metrics, binaryMetrics(of('logOdds').map(logistic), y, { seed, top: [50, 100] }))
  const { naive } = heldOut
  if (naive) {
    // Beside it, what taking everybody whom nobody looked at for honest would have given.
    const probability = Float64Array.from(judged, (i) => logistic(naive[i]))
    const measured = binaryMetrics(probability, y, { seed, top: [100], replicates: 200 })
    for (const name of BESIDE) if (measured[name]) metrics[`key_naive_${name}`] = measured[name]
  }
  for (const part of ['rules', 'model', 'network'] as const) {
    const score = of(part)
    metrics[`key_${part}_roc_auc`] = aucInterval(score, y)
    const { precision_at_100 } = binaryMetrics(score.map(logistic), y, { seed, top: [100], replicates: 200 })
    if (precision_at_100) metrics[`key_${part}_precision_at_100`] = precision_at_100
  }

  const entities = await warehouse.columns('select party_id, entity_id from core.entity', {
    party_id: 'string',
    entity_id: 'string',
  })
  const entityOf = new Map(
    entities.columns.party_id.map((id, i) => [String(id), String(entities.columns.entity_id[i])]),
  )
  const truth = new Map([...entityOf.keys()].map((id) => [id, key.duplicates.get(id) ?? id]))
  const pairs = evaluatePairs(entityOf, truth)
  metrics.linkage_precision = exact(pairs.precision)
  metrics.linkage_recall = exact(pairs.recall)
  metrics.linkage_f1 = exact(pairs.f1)

  const members = await warehouse.db
    .selectFrom('graph.ring_member as m')
    .innerJoin('graph.ring as r', 'r.ring_id', 'm.ring_id')
    .where('m.node_kind', '=', 'entity')
    .where('r.explanation', 'is', null)
    .select(['m.ring_id', 'm.node_id', 'r.score'])
    .execute()
  const reported = new Map<string, { ring_id: string; score: number; members: string[] }>()
  for (const { ring_id, node_id, score } of members) {
    const ring = reported.get(ring_id) ?? { ring_id, score, members: [] }
    ring.members.push(node_id.slice('entity:'.length))
    reported.set(ring_id, ring)
  }
  const planted = key.rings.map((ring) => ({
    ...ring,
    members: [...new Set(ring.members.map((id) => entityOf.get(id) ?? id))],
  }))
  const recall = ringRecall(planted, [...reported.values()])
  metrics.rings_planted = exact(recall.planted)
  metrics.rings_found = exact(recall.found)
  metrics.ring_recall = exact(recall.recall)
  metrics.rings_reported = exact(reported.size)
  metrics.ring_precision = exact(reported.size === 0 ? 1 : 1 - recall.falseRings / reported.size)
  return {
    claims: y.length,
    frauds: y.reduce((a, b) => a + b, 0),
    ringsByTypology: recall.byTypology,
    falseRings: recall.falseRings,
  }
}

function put(metrics: Metrics, found: Readonly<Record<string, Metrics[string]>>): void {
  for (const [name, metric] of Object.entries(found)) metrics[`key_${name}`] = metric
}
