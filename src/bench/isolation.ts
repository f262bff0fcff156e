/** Isolation forest beside scikit-learn's: same rows, trees and samples; time to fit and to score, and who finds what was planted. */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchCase, Benchmark } from '../bench.ts'
import { config } from '../config.ts'
import type { FeatureMatrix } from '../model.ts'
import { type FittedIsolationForest, fitIsolationForest } from '../models/isolation-forest.ts'
import { aucInterval } from '../training/intervals.ts'
import { median } from '../util/median.ts'
import { random } from '../util/random.ts'
import { askPeer, installPeers, peersFolder, writeRows } from './peers/python.ts'

const DEFAULTS = {
  rows: 100_000,
  width: 20,
  /** Share of rows moved away from the crowd in a few columns. */
  planted: 0.01,
  trees: 100,
  sample: 256,
  seed: 1,
  rounds: 3,
} as const

interface PeerAnswer {
  readonly fit: number
  readonly score: number
  readonly scikit_learn: string
  readonly python: string
}

/** Made-up rows around two centres; the planted ones lie off in three columns each. */
function madeUp(): { readonly x: FeatureMatrix; readonly y: Float64Array } {
  const { rows, width, seed, planted } = DEFAULTS
  const rng = random(seed)
  const columns = Array.from({ length: width }, () => new Float32Array(rows))
  const y = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const centre = rng.chance(0.5) ? 2 : 0
    for (const column of columns) column[i] = centre + rng.normal()
    if (!rng.chance(planted)) continue
    y[i] = 1
    for (let k = 0; k < 3; k++)
      columns[rng.int(0, width - 1)][i] += (rng.chance(0.5) ? 1 : -1) * (2 + 2 * rng.next())
  }
  return { x: { names: columns.map((_, j) => `f${j}`), rows, columns }, y }
}

const digits = (x: number) => Number(x.toPrecision(4))

/** Processor seconds of the process, threads of the engine included. */
function processor(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** Spearman's rank correlation; ties are so rare here that their order does not matter. */
function rankCorrelation(a: Float64Array, b: Float64Array): number {
  const ranks = (values: Float64Array) => {
    const out = new Float64Array(values.length)
    Int32Array.from(values, (_, i) => i)
      .sort((i, j) => values[i] - values[j])
      .forEach((row, rank) => {
        out[row] = rank
      })
    return out
  }
  const [x, y] = [ranks(a), ranks(b)]
  const mean = (a.length - 1) / 2
  let [xy, xx] = [0, 0]
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - mean) * (y[i] - mean)
    xx += (x[i] - mean) ** 2
  }
  return xy / xx
}

export const isolation: Benchmark = {
  name: 'isolation',
  description: `isolation forest of ${DEFAULTS.trees} trees over ${DEFAULTS.rows.toLocaleString('en')} rows x ${DEFAULTS.width}, beside scikit-learn`,
  async run(report) {
    const { home } = config()
    const folder = join(home, 'work', `bench-isolation-${process.pid}`)
    await mkdir(folder, { recursive: true })
    const versions: Record<string, string> = { node: process.version }
    try {
      report('making rows')
      const { x, y } = madeUp()
      const python = await installPeers(peersFolder(home), report)
      const rows = await writeRows(folder, 'rows', x, { y })
      const out = join(folder, 'scores.f64')
      const ours: { fit: number[]; score: number[] } = { fit: [], score: [] }
      const peer: { fit: number[]; score: number[] } = { fit: [], score: [] }
      let anomaly: Float64Array = new Float64Array(0)
      let theirs: Float64Array | undefined
      report('timing')
      for (let round = -1; round < DEFAULTS.rounds; round++) {
        let forest: FittedIsolationForest | undefined
        const { trees, sample, seed } = DEFAULTS
        const fit = processor(() => {
          forest = fitIsolationForest(x, { trees, sample, seed })
        })
        const score = processor(() => {
          if (forest) anomaly = forest.anomaly(x)
        })
        const answer = python
          ? await askPeer<PeerAnswer>(
              python,
              'isolation_peer.py',
              { rows, trees, sample, seed, out },
              { folder },
            )
          : undefined
        // The first round warms caches and compilers and does not count.
        if (round < 0) continue
        ours.fit.push(fit)
        ours.score.push(score)
        if (!answer) continue
        peer.fit.push(answer.fit)
        peer.score.push(answer.score)
        versions.scikit_learn = answer.scikit_learn
        versions.python = answer.python
      }
      const quality: Record<string, number> = { auc: digits(aucInterval(anomaly, y).value ?? Number.NaN) }
      if (python) {
        const bytes = await readFile(out)
        theirs = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
        quality.peer_auc = digits(aucInterval(theirs, y).value ?? Number.NaN)
        quality.rank_correlation = digits(rankCorrelation(anomaly, theirs))
      }
      const caseOf = (name: 'fit' | 'score', figures: Record<string, number>): BenchCase => {
        const mine = median(ours[name])
        const other = python ? median(peer[name]) : null
        return {
          case: name,
          ours: digits(mine),
          peer: other === null ? null : digits(other),
          peer_name: other === null ? null : `scikit-learn ${versions.scikit_learn}, 1 thread`,
          ratio: other === null ? null : digits(mine / other),
          unit: 'processor seconds',
          figures,
        }
      }
      return {
        name: 'isolation',
        versions,
        cases: [caseOf('fit', {}), caseOf('score', quality)],
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
