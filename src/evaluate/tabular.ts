/**
 * A contest of classifiers on the rows of a book: all get the same rows, the same features, as many settings to try and the same
 * calibration; whoever tunes sees training rows alone.
 */
import { availableParallelism } from 'node:os'
import { askPeer, writeRows } from '../bench/peers/python.ts'
import type { Space } from '../book.ts'
import type { Contestant, EvaluatedMetric, Protocol } from '../evaluation.ts'
import { type FeatureMatrix, takeRows } from '../model.ts'
import { logistic as logisticRegression } from '../models/linear/linear.ts'
import { logistic } from '../score.ts'
import { calibrated, fitPlatt } from '../training/calibrate.ts'
import { binaryMetrics } from '../training/metrics.ts'
import type { Split } from '../training/split.ts'
import type { OnProgress } from '../util/progress.ts'

/** Settings that each contestant tries for each part. */
export const CANDIDATES = 12

/** What may be tried of our trees where a task does not say. */
export const TREE_SPACE: Space = {
  rounds: { from: 50, to: 300, whole: true },
  learningRate: { from: 0.02, to: 0.2, scale: 'log' },
  maxDepth: { from: 3, to: 6, whole: true },
  l2: { from: 1, to: 30, scale: 'log' },
  minChildWeight: { from: 1, to: 10, scale: 'log' },
  rowSample: { from: 0.6, to: 1 },
  columnSample: { from: 0.5, to: 1 },
}

/** The peers, as `tabular.py` names them. */
const PEERS = [
  'xgboost',
  'LightGBM',
  'CatBoost',
  'scikit-learn boosting',
  'scikit-learn forest',
  'scikit-learn logistic',
] as const

/** The measures that count. */
export const MEASURES = [
  'roc_auc',
  'average_precision',
  'precision_at_100',
  'brier',
  'calibration_slope',
] as const

/** One fit: rows of the table. */
export interface Part {
  readonly train: Int32Array
  /** Within the training rows: what settings are learned from and judged on. */
  readonly validate: readonly Split[]
  readonly test: Int32Array
}

/** A way of parting the rows; the tests of its parts are judged together. */
export interface Parting {
  readonly name: string
  readonly parts: readonly Part[]
  /** How settings were judged, in words: `tuned on 1994, judged on 1995`. */
  readonly tuned: string
}

export interface Table {
  /** What every contestant reads. */
  readonly x: FeatureMatrix
  readonly y: Float64Array
}

/** Probabilities of a part's test rows, and what was chosen, in words. */
export type Own = (part: Part) => Promise<{ readonly probability: Float64Array; readonly chosen: string }>

interface ContestOptions {
  readonly seed: number
  readonly python: string | undefined
  /** Folder for the rows that the peers read. */
  readonly folder: string
  readonly onProgress: OnProgress
}

/** Probabilities of all test rows by one contestant. */
interface Entry {
  readonly name: string
  readonly tuning: string
  readonly seconds: number
  readonly probability: Float64Array
}

interface PeerAnswer {
  readonly versions: Readonly<Record<string, string>>
  readonly answers: readonly {
    readonly name: string
    readonly parts: readonly {
      readonly setting: Readonly<Record<string, number>>
      readonly judged: readonly number[]
      readonly margin: readonly number[]
      readonly seconds: number
    }[]
  }[]
}

export interface Contest {
  readonly protocol: Protocol
  readonly versions: Readonly<Record<string, string>>
}

/** Holds the contest on one parting of the rows. */
export async function contest(
  table: Table,
  parting: Parting,
  own: Own,
  options: ContestOptions,
): Promise<Contest> {
  const { seed, python, folder, onProgress } = options
  const entries: Entry[] = []
  const total = 2 + (python ? PEERS.length : 0)
  const report = (name: string) =>
    onProgress({ stage: `${parting.name}: ${name}`, done: entries.length, total })
  report('claimscope')
  entries.push(await ours(parting, own))
  report('baselines')
  entries.push(await linear(table, parting, seed), prior(table, parting))
  let versions: Readonly<Record<string, string>> = {}
  if (python) {
    const rows = await writeRows(folder, 'tabular', table.x, { y: table.y })
    const parts = parting.parts.map(({ train, validate, test }) => ({
      train: [...train],
      validate: validate.map((split) => ({ train: [...split.train], test: [...split.test] })),
      test: [...test],
    }))
    for (const name of PEERS) {
      report(name)
      const threads = availableParallelism()
      const answer = await askPeer<PeerAnswer>(
        python,
        'tabular.py',
        { rows, parts, contestants: [name], candidates: CANDIDATES, seed, threads },
        { folder, threads },
      )
      versions = { ...versions, ...answer.versions }
      entries.push(...answer.answers.map((one) => peer(table, parting, one)))
    }
  }
  const y = testLabels(table, parting)
  const contestants = entries.map(
    ({ name, tuning, seconds, probability }): Contestant => ({
      name,
      tuning,
      seconds,
      metrics: measure(probability, y, seed, name === 'prior'),
    }),
  )
  const train = parting.parts.reduce((sum, part) => sum + part.train.length, 0) / parting.parts.length
  return {
    protocol: { name: parting.name, rows: { train: Math.round(train), test: y.length }, contestants },
    versions,
  }
}

const testLabels = ({ y }: Table, { parts }: Parting): Float64Array =>
  Float64Array.from(
    parts.flatMap(({ test }) => [...test]),
    (row) => y[row],
  )

function measure(
  probability: Float64Array,
  y: Float64Array,
  seed: number,
  isConstant: boolean,
): Record<string, EvaluatedMetric> {
  const all = binaryMetrics(probability, y, { seed, top: [100] })
  // One probability for everybody has no slope.
  const named = isConstant ? MEASURES.filter((name) => name !== 'calibration_slope') : MEASURES
  return Object.fromEntries(named.map((name) => [name, all[name]]))
}

async function ours(parting: Parting, own: Own): Promise<Entry> {
  const began = performance.now()
  const probability: number[] = []
  const chosen: string[] = []
  for (const part of parting.parts) {
    const found = await own(part)
    probability.push(...found.probability)
    chosen.push(found.chosen)
  }
  return {
    name: 'claimscope',
    tuning: `${CANDIDATES} settings, ${parting.tuned}, by successive halving; chosen: ${[...new Set(chosen)].join('; ')}`,
    seconds: (performance.now() - began) / 1000,
    probability: Float64Array.from(probability),
  }
}

/** Our own logistic regression, untuned: the baseline of every run. */
async function linear({ x, y }: Table, { parts }: Parting, seed: number): Promise<Entry> {
  const began = performance.now()
  const probability: number[] = []
  for (const { train, test } of parts) {
    const labels = { y: Float64Array.from(train, (row) => y[row]) }
    const fitted = await logisticRegression({ l2: 10 }).fit(takeRows(x, train), labels, { seed })
    probability.push(...fitted.score(takeRows(x, test)))
  }
  return {
    name: 'logistic',
    tuning: 'not tuned; ridge of 10 on standardised columns',
    seconds: (performance.now() - began) / 1000,
    probability: Float64Array.from(probability),
  }
}

/** The share of ones, for everybody. */
function prior({ y }: Table, { parts }: Parting): Entry {
  const probability = parts.flatMap(({ train, test }) => {
    const share = train.reduce((sum, row) => sum + y[row], 0) / train.length
    return Array.from(test, () => share)
  })
  return {
    name: 'prior',
    tuning: 'share of ones in the training rows',
    seconds: 0,
    probability: Float64Array.from(probability),
  }
}

/** A peer's margins, calibrated by a line in log-odds on the rows that its setting was judged on. */
function peer(
  { y }: Table,
  { parts, tuned }: Parting,
  { name, parts: found }: PeerAnswer['answers'][number],
): Entry {
  const probability = found.flatMap(({ judged, margin }, i) => {
    const labels = parts[i].validate.flatMap(({ test }) => Array.from(test, (row) => y[row]))
    const line = fitPlatt(Float64Array.from(judged), Float64Array.from(labels))
    return Array.from(calibrated(line, Float64Array.from(margin)), logistic)
  })
  const settings = [...new Set(found.map(({ setting }) => shown(setting)))]
  return {
    name,
    tuning: `${CANDIDATES} settings, ${tuned}, each on all of those rows; calibrated on the rows judged on; chosen: ${settings.join('; ')}`,
    seconds: found.reduce((sum, { seconds }) => sum + seconds, 0),
    probability: Float64Array.from(probability),
  }
}

/** A setting in few words. */
export const shown = (setting: Readonly<Record<string, unknown>>): string =>
  Object.entries(setting)
    .map(
      ([name, value]) =>
        `${name} ${typeof value === 'number' ? Number(value.toPrecision(3)) : String(value)}`,
    )
    .join(', ')

/** Whether lower is better (`brier`), nearer to one (`calibration_slope`) or higher. */
function loss(measure: string, value: number): number {
  if (measure === 'brier') return value
  return measure === 'calibration_slope' ? Math.abs(value - 1) : -value
}

/** Where ours stands on each measure: ahead of every peer, or with the best peer's value inside our interval, or behind. */
export function standings({ name, contestants }: Protocol): string[] {
  const mine = contestants.find((one) => one.name === 'claimscope')
  const others = contestants.filter((one) => !['claimscope', 'prior', 'logistic'].includes(one.name))
  if (!mine || others.length === 0) return []
  const figure = (value: number) => value.toFixed(4)
  return MEASURES.map((measure) => {
    const [best] = [...others].sort(
      (a, b) => loss(measure, a.metrics[measure].value) - loss(measure, b.metrics[measure].value),
    )
    const own = mine.metrics[measure]
    const theirs = best.metrics[measure].value
    const place =
      loss(measure, own.value) <= loss(measure, theirs)
        ? 'ahead of'
        : theirs >= own.low && theirs <= own.high
          ? 'within the interval of'
          : 'behind'
    return `${name}, ${measure}: ${figure(own.value)} [${figure(own.low)}, ${figure(own.high)}], ${place} the best peer (${best.name}, ${figure(theirs)})`
  })
}
