/** Rates and amounts learned by ours and by the Python peers on the same rows, with the same settings to choose from. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { askPeer, type WrittenRows, writeRows } from '../bench/peers/python.ts'
import { type FeatureMatrix, type Labels, type Objective, takeLabels, takeRows } from '../model.ts'
import { meanLoss } from '../models/objective.ts'
import { trees } from '../models/trees/trees.ts'
import { holdout } from '../training/split.ts'

/** What every contestant chooses from; names as in `rates.py`, which says what each peer calls them. */
export interface Setting {
  readonly leaves: number
  readonly learningRate: number
  readonly minChildWeight: number
  readonly minChildRows: number
  readonly l2: number
  readonly rowSample: number
  readonly columnSample: number
  readonly maxBins: number
}

const BASE: Setting = {
  leaves: 31,
  learningRate: 0.1,
  minChildWeight: 5,
  minChildRows: 50,
  l2: 1,
  rowSample: 1,
  columnSample: 1,
  maxBins: 255,
}

export const DEFAULTS = {
  /** Rows that settings are tuned on, and rows that judge them. */
  tuneRows: 200_000,
  judgeShare: 0.4,
  /** Share of the training rows that says when to stop. */
  stopShare: 0.15,
  rounds: 400,
  patience: 30,
  /** Ours is the mean of so many fits, each stopped on another part of the training rows. */
  bag: 3,
  /** The chosen setting is fitted this much slower on all training rows. */
  slower: 2,
  settings: [
    BASE,
    { ...BASE, leaves: 16 },
    { ...BASE, leaves: 63, minChildWeight: 20, minChildRows: 200 },
    { ...BASE, columnSample: 0.6, minChildWeight: 20, minChildRows: 200, l2: 10 },
  ] as readonly Setting[],
} as const

/** The rows of one contest, parted once for everybody. */
export interface Contest {
  readonly objective: Extract<Objective, 'poisson' | 'gamma'>
  readonly train: Rows
  readonly test: Rows
  /** Within the training rows: to tune on, to judge settings, to learn from, to stop. */
  readonly part: Rows
  readonly valid: Rows
  readonly learn: Rows
  readonly stop: Rows
  /** The last two parted anew, by number. */
  readonly again: (k: number) => { readonly learn: Rows; readonly stop: Rows }
}

export interface Rows {
  readonly x: FeatureMatrix
  readonly labels: Labels
}

const take = ({ x, labels }: Rows, rows: Int32Array): Rows => ({
  x: takeRows(x, rows),
  labels: takeLabels(labels, rows),
})

/** Parts the training rows, by seed. */
export function contest(objective: Contest['objective'], train: Rows, test: Rows, seed: number): Contest {
  // Amounts are all different: only counts are shared out by their value.
  const same = (rows: Rows) => (objective === 'poisson' ? rows.labels.y : new Float64Array(rows.x.rows))
  const share = Math.min(0.9, DEFAULTS.tuneRows / train.x.rows)
  const sample = take(train, holdout(same(train), share, seed).test)
  const judged = holdout(same(sample), DEFAULTS.judgeShare, seed)
  const stopped = (of: number) => holdout(same(train), DEFAULTS.stopShare, of)
  const first = stopped(seed)
  return {
    objective,
    train,
    test,
    part: take(sample, judged.train),
    valid: take(sample, judged.test),
    learn: take(train, first.train),
    stop: take(train, first.test),
    again: (k) => {
      const parts = stopped(seed + k)
      return { learn: take(train, parts.train), stop: take(train, parts.test) }
    },
  }
}

export interface Entry {
  readonly name: string
  /** Rate a unit of exposure, or mean amount, of every test row. */
  readonly mean: Float64Array
  readonly seconds: number
  readonly tuning: string
}

const TUNED = `tuned over ${DEFAULTS.settings.length} settings on a sample of the training rows, then fitted at half the learning rate on 85 % of them, stopped on the other 15 %`

const boosted = (objective: Objective, s: Setting, rounds: number) =>
  trees({
    objective,
    rounds,
    growth: 'leaf',
    maxDepth: 32,
    maxLeaves: s.leaves,
    learningRate: s.learningRate,
    minChildWeight: s.minChildWeight,
    l2: s.l2,
    rowSample: s.rowSample,
    columnSample: s.columnSample,
    maxBins: s.maxBins,
    patience: DEFAULTS.patience,
  })

/** Our boosting, tuned as the peers are. */
export async function ours(of: Contest, seed: number): Promise<Entry> {
  const began = performance.now()
  let best: { readonly loss: number; readonly setting: Setting } | undefined
  for (const setting of DEFAULTS.settings) {
    const model = await boosted(of.objective, setting, DEFAULTS.rounds).fit(of.part.x, of.part.labels, {
      seed,
      validation: of.valid,
    })
    const loss = meanLoss(model.margin(of.valid.x), of.valid.labels, of.objective)
    if (!best || loss < best.loss) best = { loss, setting }
  }
  const { setting } = best as { readonly setting: Setting }
  const slow = { ...setting, learningRate: setting.learningRate / DEFAULTS.slower }
  const margins: Float64Array[] = []
  for (let k = 0; k < DEFAULTS.bag; k++) {
    const { learn, stop } = k === 0 ? of : of.again(k)
    const model = await boosted(of.objective, slow, DEFAULTS.rounds * DEFAULTS.slower).fit(
      learn.x,
      learn.labels,
      {
        seed: seed + k,
        validation: stop,
      },
    )
    margins.push(model.margin(of.test.x))
  }
  return {
    name: 'claimscope',
    mean: margins[0].map((_, i) => Math.exp(margins.reduce((sum, m) => sum + m[i], 0) / margins.length)),
    seconds: (performance.now() - began) / 1000,
    tuning: `${TUNED}, ${DEFAULTS.bag} times with other parts, margins averaged; ${describe(slow)}`,
  }
}

const describe = ({ leaves, learningRate, minChildWeight, l2, columnSample }: Setting) =>
  `${leaves} leaves, learning rate ${learningRate}, child weight ${minChildWeight}, l2 ${l2}, columns ${columnSample}`

interface PeerAnswer {
  readonly found: readonly {
    readonly name: string
    readonly setting: Setting | null
    readonly rounds: number
    readonly seconds: number
    readonly out: string
  }[]
  readonly versions: Readonly<Record<string, string>>
}

const NAMES: Readonly<Record<string, string>> = {
  lightgbm: 'lightgbm',
  xgboost: 'xgboost',
  hgb: 'scikit-learn boosting',
  linear: 'scikit-learn regression',
}

/** The same contest by the peers; `linear` asks for scikit-learn's regression too. */
export async function peers(
  python: string,
  of: Contest,
  {
    folder,
    seed,
    threads,
    names,
  }: { folder: string; seed: number; threads: number; names: readonly string[] },
): Promise<{ readonly entries: readonly Entry[]; readonly versions: Readonly<Record<string, string>> }> {
  const written: Record<string, WrittenRows> = {}
  for (const [name, rows] of Object.entries({
    train: of.learn,
    whole: of.train,
    test: of.test,
    part: of.part,
    valid: of.valid,
    stop: of.stop,
  }))
    written[name] = await writeRows(folder, `${of.objective}-${name}`, rows.x, rows.labels)
  const answer = await askPeer<PeerAnswer>(
    python,
    'rates.py',
    {
      ...written,
      objective: of.objective,
      threads,
      seed,
      rounds: DEFAULTS.rounds,
      slower: DEFAULTS.slower,
      settings: DEFAULTS.settings,
      peers: names,
      linear: true,
      out: join(folder, of.objective),
    },
    { folder, threads },
  )
  const entries = await Promise.all(
    answer.found.map(async ({ name, setting, seconds, out }) => {
      const bytes = await readFile(out)
      const mean = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
      const tuning = setting
        ? `${TUNED}; ${describe(setting)}`
        : 'numbers in ten bins and as they are, categories one-hot, on all training rows'
      return { name: NAMES[name] ?? name, mean, seconds, tuning }
    }),
  )
  return { entries, versions: answer.versions }
}
