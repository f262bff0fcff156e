/** The reasons of some scores in words, to be read by people who know the business. */
import type { EvaluatedReasons } from '../evaluation.ts'
import type { Ground } from '../run/fit.ts'
import { explainRows, rowsOf, type Scorer, scoreRows } from '../scoring/index.ts'

export const DEFAULTS = { reasons: 6 } as const

/** The highest scores of `test` with their strongest reasons over all parts. */
export function highestReasons(
  ground: Ground,
  scorer: Scorer,
  test: Int32Array,
  outcomes: Float64Array,
  count: number,
): EvaluatedReasons[] {
  const { featurized, rules } = ground
  const subjects = rowsOf(ground.subjects, test)
  const scored = scoreRows(scorer, subjects)
  const order = Int32Array.from(test.keys()).sort((a, b) => scored.logOdds[b] - scored.logOdds[a] || a - b)
  const chosen = order.subarray(0, count)
  const meanings = new Map(featurized.matrix.names.map((name, i) => [name, featurized.metas[i].meaning.en]))
  for (const rule of rules) meanings.set(rule.id, rule.title.en)
  return explainRows(scorer, subjects, scored, chosen).map((parts, k) => {
    const row = test[chosen[k]]
    const strongest = (['rules', 'model', 'anomaly', 'network'] as const)
      .flatMap((part) => parts[part])
      .filter(({ name }) => meanings.has(name))
      .sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
      .slice(0, DEFAULTS.reasons)
    return {
      subject: featurized.entityIds[row],
      probability: scored.probability[chosen[k]],
      outcome: outcomes[row] === 1 ? 'fraud' : 'cleared',
      reasons: strongest.map(({ name, value, peerValue, logOdds }) => ({
        name,
        meaning: meanings.get(name) ?? name,
        value,
        peerValue: Number.isNaN(peerValue) ? null : peerValue,
        logOdds,
      })),
    }
  })
}
