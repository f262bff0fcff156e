/** Reasons and scores of the same trees, beside xgboost on one thread: processor seconds, and how far the values differ. */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchCase, Benchmark } from '../bench.ts'
import { config } from '../config.ts'
import type { FeatureMatrix, Labels } from '../model.ts'
import type { Forest } from '../models/trees/forest.ts'
import { treeInteractions } from '../models/trees/interactions.ts'
import { addScores, scorerOf } from '../models/trees/scorer.ts'
import { treeShap } from '../models/trees/shap.ts'
import { trees } from '../models/trees/trees.ts'
import { median } from '../util/median.ts'
import { random } from '../util/random.ts'
import { askPeer, installPeers, peersFolder, type WrittenRows, writeRows } from './peers/python.ts'
import { xgboostForest } from './peers/xgboost-forest.ts'

const DEFAULTS = {
  rows: 100_000,
  width: 40,
  trees: 100,
  depth: 6,
  seed: 1,
  rounds: 3,
  contributions: 10_000,
  /** The peer explains fewer rows in the same time. */
  peerContributions: 2000,
  interactions: 40,
} as const

/** Made-up rows: numbers with gaps, interactions among the first six. */
function madeUp(): { readonly x: FeatureMatrix; readonly labels: Labels } {
  const { rows, width, seed } = DEFAULTS
  const rng = random(seed)
  const names = Array.from({ length: width }, (_, j) => `f${j}`)
  const columns = names.map(() => Float32Array.from({ length: rows }, () => rng.normal()))
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const [a, b, c, d, e, f] = columns.map((column) => column[i])
    const margin = a + b * c - 0.7 * (d > 0.5 ? 1 : 0) + 0.5 * Math.sin(2 * e) + 0.4 * f * a - 2
    return rng.chance(1 / (1 + Math.exp(-margin))) ? 1 : 0
  })
  for (const column of columns) for (let i = 0; i < rows; i++) if (rng.chance(0.02)) column[i] = Number.NaN
  return { x: { names, rows, columns }, labels: { y } }
}

const digits = (x: number) => Number(x.toPrecision(4))

/** Processor seconds of the process, threads of the engine included. */
function processor(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** Ours and the peer by turns: medians of seconds a row. */
async function byTurns(ours: () => number, peer: (() => Promise<number>) | undefined) {
  const times: { ours: number[]; peer: number[] } = { ours: [], peer: [] }
  // Once to warm caches and compilers.
  ours()
  for (let round = 0; round < DEFAULTS.rounds; round++) {
    times.ours.push(ours())
    if (peer) times.peer.push(await peer())
  }
  return { ours: median(times.ours), peer: peer ? median(times.peer) : null }
}

function caseOf(
  name: string,
  { ours, peer }: { ours: number; peer: number | null },
  peerName: string,
  figures: Record<string, number>,
): BenchCase {
  return {
    case: name,
    ours: digits(ours * 1e6),
    peer: peer === null ? null : digits(peer * 1e6),
    peer_name: peer === null ? null : peerName,
    ratio: peer === null ? null : digits(ours / peer),
    unit: 'processor microseconds a row',
    figures: {
      rows_per_second: Math.round(1 / ours),
      ...(peer ? { times_faster: digits(peer / ours) } : {}),
      ...figures,
    },
  }
}

async function floats(path: string): Promise<Float32Array> {
  const bytes = await readFile(path)
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
}

/** The peer's side: one process a question, its own clock around the work alone. */
class Peer {
  readonly name: string
  readonly #python: string
  readonly #folder: string
  readonly #rows: WrittenRows

  constructor(python: string, folder: string, rows: WrittenRows, version: string) {
    this.name = `xgboost ${version}, 1 thread`
    this.#python = python
    this.#folder = folder
    this.#rows = rows
  }

  async seconds(action: string, count: number, repeats: number): Promise<number> {
    const { seconds } = await askPeer<{ seconds: number }>(
      this.#python,
      'shap_peer.py',
      {
        ...{ action, rows: this.#rows, count, repeats },
        model: join(this.#folder, 'model.json'),
        out: this.out(action),
      },
      { folder: this.#folder },
    )
    return seconds / count
  }

  out(action: string): string {
    return join(this.#folder, `${action}.f32`)
  }
}

/** Largest difference of what both sides gave; the peer appends the bias to every row. */
function differences(
  forest: Forest,
  base: number,
  columns: readonly Float32Array[],
  theirs: Float32Array,
): Record<string, number> {
  const width = columns.length
  const count = theirs.length / (width + 1)
  const rows = Int32Array.from({ length: count }, (_, i) => i)
  const { bias, parts } = treeShap(forest, columns, rows)
  const margin = new Float64Array(columns[0].length).fill(base)
  const scorer = scorerOf(forest, width)
  if (scorer) addScores(scorer, columns, margin)
  let [most, sum] = [0, 0]
  for (let i = 0; i < count; i++) {
    let total = base + bias
    for (let j = 0; j < width; j++) {
      most = Math.max(most, Math.abs(parts[j][i] - theirs[i * (width + 1) + j]))
      total += parts[j][i]
    }
    most = Math.max(most, Math.abs(base + bias - theirs[i * (width + 1) + width]))
    sum = Math.max(sum, Math.abs(total - margin[i]))
  }
  return { max_difference: digits(most), max_sum_error: digits(sum) }
}

function interactionDifference(
  forest: Forest,
  columns: readonly Float32Array[],
  theirs: Float32Array,
): Record<string, number> {
  const width = columns.length
  const side = width + 1
  let most = 0
  for (let i = 0; i < theirs.length / (side * side); i++) {
    const matrix = treeInteractions(forest, columns, i)
    for (let j = 0; j < width; j++)
      for (let k = 0; k < width; k++)
        most = Math.max(most, Math.abs(matrix[j * width + k] - theirs[(i * side + j) * side + k]))
  }
  return { max_difference: digits(most) }
}

export const shap: Benchmark = {
  name: 'shap',
  description: `exact reasons, interactions and scores of the same ${DEFAULTS.trees} trees of depth ${DEFAULTS.depth} over ${DEFAULTS.width} columns, beside xgboost`,
  async run(report) {
    const { home } = config()
    const folder = join(home, 'work', `bench-shap-${process.pid}`)
    await mkdir(folder, { recursive: true })
    const versions: Record<string, string> = { node: process.version }
    try {
      report('making rows')
      const { x, labels } = madeUp()
      const { columns } = x
      const python = await installPeers(peersFolder(home), report)
      let peer: Peer | undefined
      let forest: Forest
      let base = 0
      if (python) {
        report('boosting with xgboost')
        const rows = await writeRows(folder, 'rows', x, labels)
        const model = join(folder, 'model.json')
        const about = await askPeer<{ xgboost: string; python: string }>(
          python,
          'shap_peer.py',
          { action: 'train', rows, model, trees: DEFAULTS.trees, depth: DEFAULTS.depth },
          { folder },
        )
        Object.assign(versions, about)
        ;({ forest, base } = await xgboostForest(model))
        peer = new Peer(python, folder, rows, about.xgboost)
      } else {
        report('boosting')
        const fitted = await trees({ rounds: DEFAULTS.trees, maxDepth: DEFAULTS.depth }).fit(x, labels)
        ;({ forest, base } = fitted as unknown as { forest: Forest; base: number })
      }
      const peerName = peer?.name ?? ''
      const ask = (action: string, count: number, repeats: number) =>
        peer ? () => (peer as Peer).seconds(action, count, repeats) : undefined

      report('timing reasons')
      const all = Int32Array.from({ length: DEFAULTS.contributions }, (_, i) => i)
      const few = all.subarray(0, 200)
      const tables = await byTurns(
        () => processor(() => treeShap(forest, columns, all)) / all.length,
        ask('contributions', DEFAULTS.peerContributions, 1),
      )
      const recursion = processor(() => treeShap(forest, columns, few)) / few.length
      const difference = peer
        ? differences(forest, base, columns, await floats(peer.out('contributions')))
        : {}
      report('timing interactions')
      const together = await byTurns(
        () =>
          processor(() => {
            for (let i = 0; i < DEFAULTS.interactions; i++) treeInteractions(forest, columns, i)
          }) / DEFAULTS.interactions,
        ask('interactions', DEFAULTS.interactions, 1),
      )
      const interaction = peer
        ? interactionDifference(forest, columns, await floats(peer.out('interactions')))
        : {}
      report('timing scores')
      const scorer = scorerOf(forest, columns.length)
      const margin = new Float64Array(x.rows)
      const scores = await byTurns(
        () =>
          processor(() => {
            margin.fill(base)
            if (scorer) addScores(scorer, columns, margin)
          }) / x.rows,
        ask('margin', x.rows, 3),
      )
      const scored: Record<string, number> = {}
      if (peer) {
        const theirs = await floats(peer.out('margin'))
        scored.max_difference = digits(
          margin.reduce((most, m, i) => Math.max(most, Math.abs(m - theirs[i])), 0),
        )
      }
      return {
        name: 'shap',
        versions,
        cases: [
          caseOf('contributions', tables, peerName, {
            ...difference,
            few_rows_per_second: Math.round(1 / recursion),
          }),
          caseOf('interactions', together, peerName, interaction),
          caseOf('score', scores, peerName, scored),
        ],
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
