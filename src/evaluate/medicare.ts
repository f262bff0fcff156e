/** The hospitals: fraud by five folds in which no hospital stands twice, with the reasons of ten of them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { book } from '../../pipelines/medicare/index.ts'
import type { Task } from '../book.ts'
import { UserError } from '../errors.ts'
import type {
  EvaluatedMetric,
  EvaluatedReasons,
  Evaluation,
  EvaluationContext,
  EvaluationReport,
} from '../evaluation.ts'
import { select } from '../model.ts'
import { divided } from '../run/fit.ts'
import { knownOutcomes } from '../run/known.ts'
import { marginsBy, networkGain } from '../run/learn-fraud.ts'
import { foldSplits, type Split, stratifiedGroupFolds } from '../training/split.ts'
import { VERSION } from '../version.ts'
import { type BookGround, withBookGround } from './book-ground.ts'
import { networkRemark } from './network-gain.ts'
import { ownScore, trainingOf } from './own-score.ts'
import { CANDIDATES, contest, type Parting, standings, TREE_SPACE } from './tabular.ts'
import { highestReasons } from './told-reasons.ts'

const FOLDS = 5
const INNER_FOLDS = 3
/** Hospitals of each fold whose reasons are told. */
const TOLD = 2

/** Folds in which every hospital is whole, and folds of the same kind within their training rows. */
function parting(y: Float64Array, groups: Int32Array, seed: number): Parting {
  const parts = foldSplits(stratifiedGroupFolds(y, groups, FOLDS, seed)).map(({ train, test }) => {
    const of = <T extends Float64Array | Int32Array>(list: T) => train.map((row) => list[row])
    const inner = stratifiedGroupFolds(
      Float64Array.from(train, (row) => y[row]),
      of(groups),
      INNER_FOLDS,
      seed,
    )
    const validate = foldSplits(inner).map((split) => ({
      train: split.train.map((i) => train[i]),
      test: split.test.map((i) => train[i]),
    }))
    return { train, validate, test }
  })
  return {
    name: `grouped ${FOLDS}-fold, out of fold`,
    parts,
    tuned: `in each fold anew, judged by mean AUC over ${INNER_FOLDS} grouped folds of its training rows`,
  }
}

/** What the network features add to the task's own model, each hospital judged by a model that had not seen it. */
async function networkGainOver(
  opened: BookGround,
  y: Float64Array,
  splits: readonly Split[],
): Promise<Readonly<Record<string, EvaluatedMetric>>> {
  const { ground } = opened
  const names = divided(ground.featurized, ground.task)
  const outOfFold = async (features: readonly string[]) => {
    const margin = new Float64Array(y.length)
    for (const { train, test } of splits) {
      const found = await marginsBy(ground, features, trainingOf(opened, y, train), test)
      test.forEach((row, i) => {
        margin[row] = found[i]
      })
    }
    return margin
  }
  const together = await outOfFold([...names.model, ...names.network])
  return networkGain(together, await outOfFold(names.model), y, ground.seed)
}

async function evaluate(context: EvaluationContext): Promise<EvaluationReport> {
  const { dataDirectory, home, seed, onProgress, python } = context
  if (!dataDirectory)
    throw new UserError('missing option: --data [the folder that holds the files of medicare]')
  const folder = await mkdtemp(join(tmpdir(), 'claimscope-medicare-'))
  try {
    return await withBookGround(book, { home, dataDirectory, seed, onProgress }, async (opened) => {
      const { warehouse, asOf, groups } = opened
      const task: Task = { ...opened.ground.task, tune: { space: TREE_SPACE, candidates: CANDIDATES } }
      const ground = { ...opened.ground, task }
      const { featurized } = ground
      const { y } = await knownOutcomes(warehouse, task, featurized, asOf)
      if (y.some(Number.isNaN)) throw new Error('every hospital has an outcome, these have not')
      const names = divided(featurized, task)
      const x = select(featurized.matrix, [...names.model, ...names.network])
      const reasons: EvaluatedReasons[] = []
      const own = ownScore(opened, ground, y, (scorer, test) => {
        reasons.push(...highestReasons(ground, scorer, test, y, TOLD))
      })
      const { protocol, versions } = await contest({ x, y }, parting(y, groups, seed), own, {
        seed,
        python,
        folder,
        onProgress,
      })
      onProgress({ stage: 'with and without the network', done: 0 })
      const gained = await networkGainOver(
        opened,
        y,
        foldSplits(stratifiedGroupFolds(y, groups, FOLDS, seed)),
      )
      return {
        book: book.name,
        seed,
        versions: { claimscope: VERSION, ...versions },
        protocols: [protocol],
        metrics: { ...protocol.contestants[0].metrics, ...gained },
        remarks: [
          `${new Set(groups).size} hospitals under ${y.length} numbers, ${y.reduce((a, b) => a + b, 0)} of them fraudulent; ${x.names.length} features, ${names.network.length} of them of the network. All contestants read all of them; ours learns the network's apart and adds rules and anomaly.`,
          'Intervals are 95 %: DeLong for the AUC, bootstrap for the others.',
          ...standings(protocol),
          networkRemark(gained),
        ],
        reasons,
      }
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const medicare: Evaluation = {
  book: 'medicare',
  description:
    'Fraud by hospitals in grouped folds beside xgboost, LightGBM, CatBoost and scikit-learn, with reasons told',
  needsData: true,
  run: evaluate,
}
