/** Density clusters of 100,000 points in the plane and in space, label for label beside scikit-learn's DBSCAN. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BenchCase, type Benchmark, timed } from '../bench.ts'
import { config } from '../config.ts'
import { densityClusters } from '../models/clusters/density.ts'
import { median } from '../util/median.ts'
import { random } from '../util/random.ts'
import { askPeer, installPeers, peersFolder } from './peers/python.ts'

const DEFAULTS = { seed: 3, rows: 100_000, rounds: 3 } as const

const CASES = [
  { name: 'plane', dimensions: 2, radius: 0.4, minPoints: 8 },
  { name: 'space_sparse', dimensions: 3, radius: 1, minPoints: 6 },
  { name: 'space_dense', dimensions: 3, radius: 3, minPoints: 30 },
] as const

/** Half the points around 200 middles, half anywhere. */
function pointsOf(dimensions: number): Float64Array[] {
  const rng = random(DEFAULTS.seed)
  const side = 100
  const middles = Array.from({ length: 200 }, () =>
    Array.from({ length: dimensions }, () => rng.next() * side),
  )
  const columns = Array.from({ length: dimensions }, () => new Float64Array(DEFAULTS.rows))
  for (let i = 0; i < DEFAULTS.rows; i++) {
    const middle = rng.chance(0.5) ? rng.pick(middles) : undefined
    columns.forEach((column, k) => {
      column[i] = middle ? middle[k] + rng.normal(0, 0.5) : rng.next() * side
    })
  }
  return columns
}

export const density: Benchmark = {
  name: 'density',
  description: "density clusters of 100,000 points in two and three dimensions, beside scikit-learn's DBSCAN",
  async run(report) {
    const { home } = config()
    const folder = join(home, 'work', `bench-density-${process.pid}`)
    await mkdir(folder, { recursive: true })
    const versions: Record<string, string> = { node: process.version }
    try {
      const python = await installPeers(peersFolder(home), report)
      const cases: BenchCase[] = []
      for (const { name, dimensions, radius, minPoints } of CASES) {
        report(`density: ${name}`)
        const columns = pointsOf(dimensions)
        const [points, labels] = [join(folder, 'points.f64'), join(folder, 'labels.i32')]
        await writeFile(
          points,
          columns.map((column) => Buffer.from(column.buffer)),
        )
        const job = { points, labels, dimensions, rows: DEFAULTS.rows, radius, min_points: minPoints }
        const times = { ours: [] as number[], peer: [] as number[] }
        let found = densityClusters(columns, { radius, minPoints })
        for (let round = 0; round < DEFAULTS.rounds; round++) {
          const began = performance.now()
          found = densityClusters(columns, { radius, minPoints })
          times.ours.push((performance.now() - began) / 1000)
          if (!python) continue
          const peer = await askPeer<{ seconds: number; version: string }>(python, 'density.py', job, {
            folder,
          })
          times.peer.push(peer.seconds)
          versions['scikit-learn'] = peer.version
        }
        const clusters = found.reduce((most, label) => Math.max(most, label + 1), 0)
        const ours = median(times.ours)
        if (!python) {
          cases.push({
            case: name,
            ours,
            peer: null,
            peer_name: null,
            ratio: null,
            unit: 's',
            figures: { clusters },
          })
          continue
        }
        const bytes = await readFile(labels)
        const theirs = new Int32Array(bytes.buffer, bytes.byteOffset, DEFAULTS.rows)
        const differing = found.reduce((sum, label, i) => sum + (label === theirs[i] ? 0 : 1), 0)
        cases.push({
          ...timed(name, { ours, peer: median(times.peer) }, 'scikit-learn DBSCAN'),
          figures: { clusters, labels_that_differ: differing },
        })
      }
      return { name: 'density', versions, cases }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
