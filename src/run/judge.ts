/**
 * Judges a run on the synthetic book against its answer key. Nothing that was learned has seen the key; claims are judged in
 * the test window alone, each by the scorer that would have been in use before it.
 */

import { evaluatePairs } from '../linkage/index.ts'
import { logistic } from '../score.ts'
import { readAnswerKey } from '../synthetic/answer-key.ts'
import { aucInterval } from '../training/intervals.ts'
import { binaryMetrics } from '../training/metrics.ts'
import { exact, type Metric, type Metrics, type RunContext } from './context.ts'
import { judgeRings, type RingJudgement, ringMetrics } from './judge-rings.ts'
import { watchlistMetrics } from './judge-watchlist.ts'
import type { HeldOut, Learned } from './learn.ts'
import { networkGain } from './learn-fraud.ts'

/** Claims of the test window and the frauds among them; rings, planted and found. */
export interface JudgeReport {
  readonly claims: number
  readonly frauds: number
  /** How well each kind of fraud is told from honest claims: the whole follows from which kinds the window happens to hold. */
  readonly typologies: readonly {
    readonly typology: string
    readonly frauds: number
    readonly roc_auc: Metric
  }[]
  readonly rings: RingJudgement
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
  const of = (name: keyof Omit<HeldOut, 'rows' | 'naive' | 'withNetwork'>) =>
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
  const { withNetwork } = heldOut
  if (withNetwork) {
    const together = Float64Array.from(judged, (i) => withNetwork[i])
    put(metrics, networkGain(together, of('model'), y, seed))
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

  Object.assign(metrics, await watchlistMetrics(warehouse, key, truth))
  const rings = await judgeRings(warehouse, key, entityOf)
  Object.assign(metrics, ringMetrics(rings))
  const kinds = Array.from(judged, (i) => key.claims.get(featurized.entityIds[heldOut.rows[i]])?.typology)
  return {
    claims: y.length,
    frauds: y.reduce((a, b) => a + b, 0),
    typologies: byTypology(of('logOdds'), y, kinds),
    rings,
  }
}

/** Each kind of fraud against the honest claims alone. */
function byTypology(
  score: Float64Array,
  y: Float64Array,
  kinds: readonly (string | undefined)[],
): JudgeReport['typologies'] {
  return [...new Set(kinds)]
    .filter((kind) => kind !== undefined)
    .sort()
    .map((typology) => {
      const rows = Int32Array.from(kinds.keys()).filter((i) => y[i] === 0 || kinds[i] === typology)
      const truth = Float64Array.from(rows, (i) => y[i])
      return {
        typology,
        frauds: truth.reduce((a, b) => a + b, 0),
        roc_auc: aucInterval(
          Float64Array.from(rows, (i) => score[i]),
          truth,
        ),
      }
    })
}

function put(metrics: Metrics, found: Readonly<Record<string, Metrics[string]>>): void {
  for (const [name, metric] of Object.entries(found)) metrics[`key_${name}`] = metric
}
