/** Our whole score as a contestant: tuned, stacked and calibrated on a part's training rows, as a run does it. */
import type { Ground } from '../run/fit.ts'
import { fitStacked } from '../run/fit.ts'
import type { TrainingRows } from '../run/known.ts'
import { tunedGround } from '../run/tune-task.ts'
import { rowsOf, type Scorer, scoreRows } from '../scoring/index.ts'
import { splitsAmong } from '../training/split.ts'
import type { BookGround } from './book-ground.ts'
import { type Own, shown } from './tabular.ts'

/** Rows of the matrix as training rows, oldest first, each with its known outcome. */
export function trainingOf(
  { moments, groups }: BookGround,
  outcomes: Float64Array,
  part: Int32Array,
): TrainingRows {
  const rows = Int32Array.from(part).sort((a, b) => moments[a] - moments[b] || a - b)
  return {
    rows,
    y: Float64Array.from(rows, (row) => outcomes[row]),
    weight: new Float64Array(rows.length).fill(1),
    known: new Uint8Array(rows.length).fill(1),
    settled: new Uint8Array(rows.length).fill(1),
    groups: Int32Array.from(rows, (row) => groups[row]),
    moments: Float64Array.from(rows, (row) => moments[row]),
  }
}

/** The score of `ground`'s task, learned from each part's training rows alone; `onScorer` is shown each scorer with its test rows. */
export function ownScore(
  opened: BookGround,
  ground: Ground,
  outcomes: Float64Array,
  onScorer?: (scorer: Scorer, test: Int32Array) => void,
): Own {
  return async ({ train, validate, test }) => {
    const training = trainingOf(opened, outcomes, train)
    const { ground: tuned, report } = await tunedGround(ground, training, {
      splits: splitsAmong(validate, training.rows),
    })
    const { scorer } = await fitStacked(tuned, training)
    onScorer?.(scorer, test)
    const { probability } = scoreRows(scorer, rowsOf(ground.subjects, test))
    return { probability, chosen: report ? shown(report.parameters) : "the task's own" }
  }
}
