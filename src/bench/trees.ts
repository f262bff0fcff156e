/** Boosted trees beside xgboost and LightGBM: time to fit on one thread and two, time to score, ranking and memory of both. */
import { join } from 'node:path'
import type { BenchCase, Benchmark } from '../bench.ts'
import { config } from '../config.ts'
import { installPeers, peersFolder } from './peers/python.ts'
import { figuresOf, TreeRuns, type TreeSide } from './tree-runs.ts'

const DEFAULTS = {
  rows: 200_000,
  width: 40,
  trees: 100,
  depth: 6,
  /** Besides the bin for missing values. */
  maxBins: 255,
  seed: 1,
  rounds: 3,
} as const

const digits = (x: number) => Number(x.toPrecision(4))

export const trees: Benchmark = {
  name: 'trees',
  description: `boosted trees: ${DEFAULTS.trees} of depth ${DEFAULTS.depth}, 256 bins, ${DEFAULTS.rows.toLocaleString('en')} made-up rows x ${DEFAULTS.width}, beside xgboost and LightGBM`,
  async run(report) {
    const { home } = config()
    const python = await installPeers(peersFolder(home), report)
    const versions: Record<string, string> = { node: process.version }
    const folder = join(home, 'work', `bench-trees-${process.pid}`)
    return TreeRuns.with(folder, python, DEFAULTS, async (runs) => {
      const cases: BenchCase[] = []
      let score: { ours: TreeSide; peer: TreeSide | undefined } | undefined
      for (const threads of [1, 2]) {
        for (const library of ['xgboost', 'lightgbm'] as const) {
          report(`${library}, ${threads} thread${threads === 1 ? '' : 's'}`)
          const job = { what: 'boosted', minRows: 1, columnShare: 1, threads, ...DEFAULTS } as const
          const sides = await runs.compare(DEFAULTS.rounds, job, library)
          const { ours, peer } = sides
          if (threads === 1 && library === 'xgboost') score = sides
          if (peer) versions[library] = peer.version
          cases.push({
            case: `${library}_${threads}_thread${threads === 1 ? '' : 's'}`,
            ours: digits(ours.fit),
            peer: peer ? digits(peer.fit) : null,
            peer_name: peer
              ? `${library} ${peer.version}: rows into its own data set and ${DEFAULTS.trees} rounds; the same rate, L2 penalty, least child weight, and 0 as the margin to start from`
              : null,
            ratio: peer ? digits(ours.fit / peer.fit) : null,
            unit: 's, bins included',
            figures: figuresOf(ours, peer),
          })
        }
      }
      if (score) {
        const { ours, peer } = score
        cases.push({
          case: 'score',
          ours: digits(ours.score),
          peer: peer ? digits(peer.score) : null,
          peer_name: peer
            ? `xgboost ${peer.version}, the faster of inplace_predict and predict on a DMatrix made before`
            : null,
          ratio: peer ? digits(ours.score / peer.score) : null,
          unit: 's, 1 thread',
          figures: {
            rows_per_second: Math.round(DEFAULTS.rows / ours.score),
            ...(peer
              ? {
                  peer_rows_per_second: Math.round(DEFAULTS.rows / peer.score),
                  times_faster: digits(peer.score / ours.score),
                }
              : {}),
          },
        })
      }
      return { name: 'trees', versions, cases }
    })
  },
}
