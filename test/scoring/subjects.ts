/** A small book for tests: features with a known risk, real models fitted on it, two rules. */

import { type FeatureMatrix, select } from '../../src/model.ts'
import { fitIsolationForest } from '../../src/models/isolation-forest.ts'
import { trees } from '../../src/models/trees/trees.ts'
import { type Rule, rule } from '../../src/rule.ts'
import { logistic } from '../../src/score.ts'
import type { ScoringModels, Subjects } from '../../src/scoring/index.ts'
import { random } from '../../src/util/random.ts'

const early = rule({
  id: 'early_claim',
  title: { en: 'Early claim', zh: '早期出险' },
  entity: 'claim',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.8,
  reads: ['policy_age_days'],
  when: (f) => f.policy_age_days < 30,
  reason: (f) => ({ en: `${f.policy_age_days} days`, zh: `${f.policy_age_days} 天` }),
  runbook: { en: 'look', zh: '看' },
  falsePositives: ['bad luck'],
  references: [],
  hits: [{ title: 'day 3', features: { policy_age_days: 3 } }],
  misses: [{ title: 'day 300', features: { policy_age_days: 300 } }],
})
const autoOnly: Rule = { ...early, id: 'early_auto_claim', line: 'auto', weight: 0.5 }
const unread: Rule = { ...early, id: 'reads_more', reads: ['policy_age_days', 'not_there'] }
const trial: Rule = { ...early, id: 'on_trial', status: 'experimental' }
export const rules: readonly Rule[] = [early, autoOnly, unread, trial]

const NAMES = ['policy_age_days', 'claimed_ratio', 'claims_24m', 'shared_phones', 'ring_score']

export function book(rows: number, seed = 3) {
  const rng = random(seed)
  const columns = NAMES.map(() => new Float32Array(rows))
  const y = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    columns[0][i] = rng.int(0, 400)
    columns[1][i] = rng.chance(0.1) ? Number.NaN : rng.next()
    columns[2][i] = rng.int(0, 5)
    columns[3][i] = rng.chance(0.1) ? rng.int(1, 6) : 0
    columns[4][i] = columns[3][i] > 2 ? rng.next() : 0
    const margin =
      -3 +
      (columns[0][i] < 30 ? 1.5 : 0) +
      2 * (columns[1][i] || 0) +
      0.3 * columns[2][i] +
      0.6 * columns[3][i]
    y[i] = rng.chance(logistic(margin)) ? 1 : 0
  }
  const matrix: FeatureMatrix = { names: NAMES, rows, columns }
  const lines = Array.from({ length: rows }, (_, i) => ['auto', 'health', null][i % 3])
  const peerGroups = Array.from({ length: rows }, (_, i) => ['auto/1', 'health/1', null][i % 3])
  const subjects: Subjects = { entity: 'claim', matrix, lines, peerGroups }
  return { subjects, y }
}

export async function models({ matrix }: Subjects, y: Float64Array): Promise<ScoringModels> {
  const own = ['policy_age_days', 'claimed_ratio', 'claims_24m']
  const network = ['shared_phones', 'ring_score']
  return {
    model: await trees({ objective: 'binary', rounds: 30, maxDepth: 3 }).fit(select(matrix, own), { y }),
    network: await trees({ objective: 'binary', rounds: 10, maxDepth: 2 }).fit(select(matrix, network), {
      y,
    }),
    anomaly: fitIsolationForest(select(matrix, own), { trees: 20 }),
  }
}
