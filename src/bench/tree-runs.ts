/** Fits of trees in processes of their own, ours and the peers', by turns on the same rows. */

import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { averagePrecision, rank, rocAuc } from '../training/ranking.ts'
import { median } from '../util/median.ts'
import { madeRows } from './made-rows.ts'
import { askPeer, type WrittenRows, writeRows } from './peers/python.ts'

const run = promisify(execFile)

/** What a process is told; trees.py and grow-trees.ts read the same file. */
export interface TreeJob {
  readonly what: 'boosted' | 'random_forest' | 'extra_trees'
  readonly library: 'claimscope' | 'xgboost' | 'lightgbm' | 'scikit-learn'
  readonly train: WrittenRows
  readonly test: WrittenRows
  readonly trees: number
  readonly depth: number
  readonly minRows: number
  readonly columnShare: number
  readonly maxBins: number
  readonly threads: number
  readonly seed: number
  /** Where margins (or, of forests, scores) of the test rows are written: f64. */
  readonly out: string
}

/** What a process answers: seconds of the fit (binning included) and of scoring all test rows, and its peak memory after the fit. */
export interface TreeRun {
  readonly fit: number
  /** Processor seconds of the fit, all threads together. */
  readonly cpu: number
  readonly peak_mb: number
  readonly score: number
  readonly version: string
}

/** Medians of a side's runs, and how well its last one ranks. */
export interface TreeSide extends TreeRun {
  readonly auc: number
  readonly ap: number
}

export class TreeRuns {
  readonly #folder: string
  readonly #python: string | undefined
  readonly #y: Float64Array
  readonly train: WrittenRows
  readonly test: WrittenRows

  private constructor(
    folder: string,
    python: string | undefined,
    train: WrittenRows,
    test: WrittenRows,
    y: Float64Array,
  ) {
    this.#folder = folder
    this.#python = python
    this.train = train
    this.test = test
    this.#y = y
  }

  /** Makes training rows and as many test rows, works with them, and cleans up. */
  static async with<T>(
    folder: string,
    python: string | undefined,
    { rows, width, seed }: { readonly rows: number; readonly width: number; readonly seed: number },
    work: (runs: TreeRuns) => Promise<T>,
  ): Promise<T> {
    await mkdir(folder, { recursive: true })
    try {
      const train = madeRows(rows, width, seed)
      const test = madeRows(rows, width, seed + 1)
      const runs = new TreeRuns(
        folder,
        python,
        await writeRows(folder, 'train', train.x, train.labels),
        await writeRows(folder, 'test', test.x, test.labels),
        test.labels.y,
      )
      return await work(runs)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** Ours and the peer's fits by turns; the peer is undefined without Python. */
  async compare(
    rounds: number,
    job: Omit<TreeJob, 'train' | 'test' | 'library' | 'out'>,
    peer: TreeJob['library'],
  ): Promise<{ readonly ours: TreeSide; readonly peer: TreeSide | undefined }> {
    const ours: TreeRun[] = []
    const theirs: TreeRun[] = []
    const jobOf = (library: TreeJob['library']): TreeJob => ({
      ...job,
      library,
      train: this.train,
      test: this.test,
      out: join(this.#folder, `${library}.f64`),
    })
    for (let round = 0; round < rounds; round++) {
      ours.push(await this.#grow(jobOf('claimscope')))
      if (!this.#python) continue
      const { folder, threads } = { folder: this.#folder, threads: job.threads }
      theirs.push(await askPeer<TreeRun>(this.#python, 'trees.py', { ...jobOf(peer) }, { folder, threads }))
    }
    return {
      ours: await this.#side(ours, 'claimscope'),
      peer: this.#python ? await this.#side(theirs, peer) : undefined,
    }
  }

  async #grow(job: TreeJob): Promise<TreeRun> {
    const path = join(this.#folder, 'job.json')
    await writeFile(path, JSON.stringify(job))
    const loader = import.meta.resolve('tsx')
    const { stdout } = await run(process.execPath, [
      '--import',
      loader,
      join(import.meta.dirname, 'grow-trees.ts'),
      path,
    ])
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as TreeRun
  }

  async #side(runs: readonly TreeRun[], library: string): Promise<TreeSide> {
    const bytes = await readFile(join(this.#folder, `${library}.f64`))
    const margins = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    const ranked = rank(margins, this.#y)
    return {
      fit: median(runs.map((r) => r.fit)),
      cpu: median(runs.map((r) => r.cpu)),
      score: median(runs.map((r) => r.score)),
      peak_mb: median(runs.map((r) => r.peak_mb)),
      version: runs[0].version,
      auc: rocAuc(ranked),
      ap: averagePrecision(ranked),
    }
  }
}

const digits = (x: number, n = 4) => Number(x.toPrecision(n))

/** What both sides of a comparison came to, as figures of a case. */
export function figuresOf(ours: TreeSide, peer: TreeSide | undefined): Record<string, number> {
  const of = (side: TreeSide, prefix: string) => ({
    [`${prefix}auc`]: digits(side.auc, 5),
    [`${prefix}average_precision`]: digits(side.ap, 5),
    [`${prefix}processor_s`]: digits(side.cpu),
    [`${prefix}peak_mb`]: side.peak_mb,
  })
  return {
    ...of(ours, ''),
    ...(peer
      ? {
          ...of(peer, 'peer_'),
          auc_difference: Number((ours.auc - peer.auc).toFixed(5)),
          average_precision_difference: Number((ours.ap - peer.ap).toFixed(5)),
          processor_ratio: digits(ours.cpu / peer.cpu),
        }
      : {}),
  }
}
