/** The synthetic demo book: naive learning beside corrected learning where only investigated claims have outcomes, by its answer key. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { book } from '../../pipelines/insurer/index.ts'
import type {
  Contestant,
  EvaluatedMetric,
  Evaluation,
  EvaluationContext,
  EvaluationReport,
  Protocol,
} from '../evaluation.ts'
import { divided } from '../run/fit.ts'
import { DAY, knownOutcomes, rowsWhere, trainingRows } from '../run/known.ts'
import { marginsBy } from '../run/learn-fraud.ts'
import { readAnswerKey } from '../synthetic/answer-key.ts'
import { generateBook } from '../synthetic/index.ts'
import { bootstrap } from '../training/intervals.ts'
import { binaryMetrics } from '../training/metrics.ts'
import { gainMetrics, type RankingGain, rankingGain } from '../training/ranking-gain.ts'
import { VERSION } from '../version.ts'
import { type BookGround, withBookGround } from './book-ground.ts'
import { networkRemark } from './network-gain.ts'
import { byEveryMethod, type MethodResult } from './selective-methods.ts'

export const DEFAULTS = {
  /** Books, of the seed given and those after it. */
  books: 3,
  claims: 12_000,
  replicates: 200,
} as const

const MEASURES = [
  'roc_auc',
  'average_precision',
  'precision_at_100',
  'brier',
  'calibration_slope',
  'calibration_intercept',
] as const

interface Judged {
  readonly methods: MethodResult[]
  /** What the features of the network add to the main model. */
  readonly gain: RankingGain
  /** The truth of the test rows. */
  readonly y: Float64Array
  /** Training rows, and the share of fraud among those that are settled, by the key. */
  readonly train: number
  readonly share: number
}

const mean = (list: Float64Array): number => list.reduce((a, b) => a + b, 0) / Math.max(1, list.length)

/** Learns at the beginning of the test window with what was known then, and judges the window by the key. */
async function judgeBook(
  opened: BookGround,
  answerKeyDirectory: string,
  onMethod: (name: string) => void,
): Promise<Judged> {
  const { ground, warehouse, asOf, moments, groups } = opened
  const { task, featurized } = ground
  if (task.split.kind !== 'latest') throw new Error('the demo book is split by its latest claims')
  const key = await readAnswerKey(answerKeyDirectory)
  const truth = (row: number) => (key.claims.get(featurized.entityIds[row])?.isFraud ? 1 : 0)
  const testFrom = asOf.getTime() - task.split.testDays * DAY
  const late = rowsWhere(moments.length, (row) => moments[row] >= testFrom)
  const tested = new Set(Array.from(late, (row) => groups[row]))
  const known = await knownOutcomes(warehouse, task, featurized, new Date(testFrom))
  const training = trainingRows(task, { moments, groups, tested }, known, testFrom, task.split.purgeDays)
  const test = late.filter((row) => key.claims.has(featurized.entityIds[row]))
  const methods = await byEveryMethod(
    ground,
    training,
    test,
    Float64Array.from(training.rows, truth),
    onMethod,
  )
  const settled = training.rows.filter((_, i) => training.settled[i] === 1)
  const y = Float64Array.from(test, truth)
  onMethod('with and without the network')
  const names = divided(featurized, task)
  const together = await marginsBy(ground, [...names.model, ...names.network], training, test)
  const alone = await marginsBy(ground, names.model, training, test)
  return {
    methods,
    gain: rankingGain(together, alone, y, { seed: ground.seed, replicates: DEFAULTS.replicates }),
    y,
    train: training.rows.length,
    share: mean(Float64Array.from(settled, truth)),
  }
}

/** Measures against the truth, and how far the AUC and the average precision lie above the naive score's on the same drawn rows. */
function measure(
  probability: Float64Array,
  naive: Float64Array,
  y: Float64Array,
  seed: number,
): Record<string, EvaluatedMetric> {
  const { replicates } = DEFAULTS
  const all = binaryMetrics(probability, y, { seed, top: [100], replicates })
  const gain = rankingGain(probability, naive, y, { seed, replicates })
  const [brier] = bootstrap(
    y.length,
    [
      (times) => {
        let [sum, total] = [0, 0]
        for (let i = 0; i < times.length; i++) {
          sum += times[i] * ((probability[i] - y[i]) ** 2 - (naive[i] - y[i]) ** 2)
          total += times[i]
        }
        return sum / total
      },
    ],
    { seed, replicates },
  )
  return {
    ...Object.fromEntries(MEASURES.map((name) => [name, all[name]])),
    roc_auc_above_naive: gain.roc_auc,
    average_precision_above_naive: gain.average_precision,
    brier_above_naive: brier,
  }
}

/** Mean over books with the interval of a mean of independent measurements. */
function meanOf(list: readonly EvaluatedMetric[]): EvaluatedMetric {
  const n = list.length
  const mean = (of: (m: EvaluatedMetric) => number) => list.reduce((sum, m) => sum + of(m), 0) / n
  const reach = (of: (m: EvaluatedMetric) => number) =>
    Math.sqrt(list.reduce((sum, m) => sum + of(m) ** 2, 0)) / n
  const value = mean((m) => m.value)
  return {
    value,
    low: value - reach((m) => m.value - m.low),
    high: value + reach((m) => m.high - m.value),
  }
}

function overBooks(protocols: readonly Protocol[]): Protocol {
  const [first] = protocols
  const total = (of: (p: Protocol) => number) => protocols.reduce((sum, p) => sum + of(p), 0)
  return {
    name: `mean of ${protocols.length} books`,
    rows: { train: total((p) => p.rows.train), test: total((p) => p.rows.test) },
    contestants: first.contestants.map(({ name, tuning, metrics }, c) => ({
      name,
      tuning,
      seconds: total((p) => p.contestants[c].seconds),
      metrics: Object.fromEntries(
        Object.keys(metrics).map((m) => [m, meanOf(protocols.map((p) => p.contestants[c].metrics[m]))]),
      ),
    })),
  }
}

async function evaluate({ home, seed, onProgress }: EvaluationContext): Promise<EvaluationReport> {
  const folder = await mkdtemp(join(tmpdir(), 'claimscope-insurer-'))
  try {
    const protocols: Protocol[] = []
    const shares: string[] = []
    const gains: RankingGain[] = []
    for (let b = 0; b < DEFAULTS.books; b++) {
      const own = seed + b
      const directory = join(folder, String(own))
      const answerKeyDirectory = join(folder, `${own}-key`)
      onProgress({ stage: `book ${own}: made`, done: b, total: DEFAULTS.books })
      await generateBook({ directory, answerKeyDirectory, seed: own, claims: DEFAULTS.claims })
      const { methods, gain, y, train, share } = await withBookGround(
        book,
        { home, dataDirectory: directory, seed: own, onProgress },
        (opened) =>
          judgeBook(opened, answerKeyDirectory, (name) =>
            onProgress({ stage: `book ${own}: ${name}`, done: b, total: DEFAULTS.books }),
          ),
      )
      gains.push(gain)
      const naive = methods[0].probability
      const percent = (value: number) => `${(100 * value).toFixed(1)} %`
      const estimated = methods.find((one) => one.share !== undefined)?.share
      if (estimated !== undefined)
        shares.push(
          `Book of seed ${own}: fraud in the settled claims that were learned from is ${percent(estimated)} by the correction and ${percent(share)} by the key; in the test window it is ${percent(mean(y))}.`,
        )
      protocols.push({
        name: `book of seed ${own}`,
        rows: { train, test: y.length },
        contestants: methods.map(
          ({ name, how, seconds, probability }): Contestant => ({
            name,
            tuning: how,
            seconds,
            metrics: measure(probability, naive, y, own),
          }),
        ),
      })
      await rm(directory, { recursive: true, force: true })
    }
    const together = overBooks(protocols)
    const ours = together.contestants.find(({ name }) => name === 'claimscope')
    const gained = gainMetrics('network_gain', {
      roc_auc: meanOf(gains.map((gain) => gain.roc_auc)),
      average_precision: meanOf(gains.map((gain) => gain.average_precision)),
    })
    return {
      book: book.name,
      seed,
      versions: { claimscope: VERSION },
      protocols: [together, ...protocols],
      metrics: { ...ours?.metrics, ...gained },
      remarks: [
        'The books are synthetic. Nothing that was learned has seen the answer key, except where it says so; test windows are the last months of each book, whoever claims in them is not learned from.',
        "The run's own correction is chosen by its reason, not by the key: whoever chose what to investigate had the claim before them and not the ties over years of claims, so these tell the outcome apart from the choice. Inverse propensity and doubly robust weights take the choice to depend on the claim's face alone, and positive-unlabelled weights on nothing at all, which an investigator with a nose does not.",
        ...shares,
        networkRemark(gained),
        'Where fraud is rarer in the test window than in the months before, every method expects too much of it, even one that learned from the key.',
      ],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const insurer: Evaluation = {
  book: 'insurer',
  description:
    'Fraud in synthetic books where only investigated claims have outcomes: naive learning beside corrected, by the answer key',
  needsData: false,
  run: evaluate,
}
