/** Stage score: the scores of a whole book, with their parts and reasons. */
import type { Band } from '../schema/words.ts'
import { scoreRows, writeScores as writeScorer } from '../scoring/index.ts'
import { BUILT_IN, bandOf } from '../thresholds/index.ts'
import type { RunContext } from './context.ts'
import type { Learned } from './learn.ts'
import { writeRates } from './score-rates.ts'

export interface ScoreReport {
  readonly task: string
  readonly scored: number
  readonly bands: Readonly<Record<string, number>>
}

/** Columns of the feature matrix that say what is at stake, by entity. */
const STAKE: Readonly<Record<string, string>> = {
  claim: 'claimed_amount',
  provider: 'claimed_amount',
  policy: 'sum_insured_amount',
}

export async function writeScores(context: RunContext, learned: readonly Learned[]): Promise<ScoreReport[]> {
  const reports: ScoreReport[] = []
  for (const one of learned) {
    const { task, subjects, featurized, scorer, modelId } = one
    context.onProgress({
      stage: `score ${task.entity}`,
      done: 0,
      total: featurized.matrix.rows,
      unit: 'rows',
    })
    const band = (probability: number): Band => bandOf(BUILT_IN.set, probability)
    if (!scorer) {
      reports.push({ task: task.name, ...(await writeRates(context, one)) })
      continue
    }
    const scored = scoreRows(scorer, subjects)
    const stake = featurized.matrix.names.indexOf(STAKE[task.entity])
    await writeScorer(context.warehouse, scorer, subjects, scored, {
      entityIds: featurized.entityIds,
      asOf: featurized.asOf,
      atStakeAmount:
        stake < 0
          ? new Float64Array(featurized.matrix.rows)
          : Float64Array.from(featurized.matrix.columns[stake]),
      modelId,
      band,
    })
    const bands: Record<string, number> = {}
    scored.probability.forEach((p) => {
      const name = band(p)
      bands[name] = (bands[name] ?? 0) + 1
    })
    reports.push({ task: task.name, scored: scored.probability.length, bands })
  }
  return reports
}
