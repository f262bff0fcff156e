/** The car claims: learned from 1994-95 and judged on 1996, and five stratified folds of all years. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { book } from '../../pipelines/carclaims/index.ts'
import type { Task } from '../book.ts'
import { UserError } from '../errors.ts'
import type { Evaluation, EvaluationContext, EvaluationReport } from '../evaluation.ts'
import { select, takeRows } from '../model.ts'
import { divided } from '../run/fit.ts'
import { knownOutcomes, rowsWhere } from '../run/known.ts'
import { foldSplit, foldSplits, stratifiedFolds } from '../training/split.ts'
import { VERSION } from '../version.ts'
import { withBookGround } from './book-ground.ts'
import { ownScore } from './own-score.ts'
import { CANDIDATES, contest, type Parting, standings, type Table } from './tabular.ts'

const FOLDS = 5
/** Part of a fold's training rows that settings are judged on: one in so many. */
const HELD = 4

/** 1994 teaches and 1995 judges the settings; 1996 is looked at once. */
function byYear(moments: Float64Array): Parting {
  const year = (row: number) => new Date(moments[row]).getUTCFullYear()
  const of = (wanted: (year: number) => boolean) => rowsWhere(moments.length, (row) => wanted(year(row)))
  return {
    name: 'train 1994-95, test 1996',
    parts: [
      {
        train: of((y) => y < 1996),
        validate: [{ train: of((y) => y === 1994), test: of((y) => y === 1995) }],
        test: of((y) => y === 1996),
      },
    ],
    tuned: 'learned from 1994 and judged by AUC on 1995',
  }
}

/** Stratified folds; within each fold's training rows a stratified quarter judges the settings. */
function byFold(y: Float64Array, seed: number): Parting {
  const parts = foldSplits(stratifiedFolds(y, FOLDS, seed)).map(({ train, test }) => {
    const inner = foldSplit(
      stratifiedFolds(
        Float64Array.from(train, (row) => y[row]),
        HELD,
        seed,
      ),
      0,
    )
    const rows = (list: Int32Array) => Int32Array.from(list, (i) => train[i])
    return { train, validate: [{ train: rows(inner.train), test: rows(inner.test) }], test }
  })
  return {
    name: `stratified ${FOLDS}-fold, out of fold`,
    parts,
    tuned: `in each fold anew, judged by AUC on a stratified quarter of the fold's training rows`,
  }
}

async function evaluate(context: EvaluationContext): Promise<EvaluationReport> {
  const { dataDirectory, home, seed, onProgress } = context
  if (!dataDirectory) throw new UserError('missing option: --data [the folder that holds carclaims.csv]')
  const folder = await mkdtemp(join(tmpdir(), 'claimscope-carclaims-'))
  try {
    return await withBookGround(book, { home, dataDirectory, seed, onProgress }, async (opened) => {
      const { ground, warehouse, asOf, moments } = opened
      const { featurized, task } = ground
      const { y: outcomes } = await knownOutcomes(warehouse, task, featurized, asOf)
      const rows = rowsWhere(outcomes.length, (row) => !Number.isNaN(outcomes[row]))
      if (rows.length !== outcomes.length) throw new Error('every car claim has an outcome, these have not')
      const table: Table = {
        x: takeRows(select(featurized.matrix, divided(featurized, task).model), rows),
        y: outcomes,
      }
      const [year, fold] = [byYear(moments), byFold(outcomes, seed)]
      const folded: Task = { ...task, split: { kind: 'folds', folds: FOLDS } }
      const options = { seed, python: context.python, folder, onProgress }
      const first = await contest(table, year, ownScore(opened, ground, outcomes), options)
      const second = await contest(
        table,
        fold,
        ownScore(opened, { ...ground, task: folded }, outcomes),
        options,
      )
      const protocols = [first.protocol, second.protocol]
      return {
        book: book.name,
        seed,
        versions: { claimscope: VERSION, ...first.versions },
        protocols,
        metrics: first.protocol.contestants[0].metrics,
        remarks: [
          `All contestants read the same ${table.x.names.length} features of the same rows (age, gender and marital status are measured and never used) and try ${CANDIDATES} settings, the first of them the library's own defaults, ours the task's.`,
          'Intervals are 95 %: DeLong for the AUC, bootstrap for the others.',
          ...protocols.flatMap(standings),
        ],
      }
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const carclaims: Evaluation = {
  book: 'carclaims',
  description:
    'Fraud in car claims beside xgboost, LightGBM, CatBoost and scikit-learn: 1996 by 1994-95, and five folds',
  needsData: true,
  run: evaluate,
}
