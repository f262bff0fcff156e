/** Random forest and extremely randomised trees beside scikit-learn's on the same rows: time to fit and score, ranking, memory. */
import { join } from 'node:path'
import type { BenchCase, Benchmark } from '../bench.ts'
import { config } from '../config.ts'
import { installPeers, peersFolder } from './peers/python.ts'
import { figuresOf, TreeRuns } from './tree-runs.ts'

const DEFAULTS = {
  rows: 100_000,
  width: 40,
  trees: 50,
  depth: 20,
  minRows: 5,
  /** Of the columns, drawn for every node: the square root of 40 as scikit-learn rounds it. */
  columnShare: 6 / 40,
  maxBins: 255,
  threads: 1,
  seed: 1,
  rounds: 1,
} as const

const digits = (x: number) => Number(x.toPrecision(4))

export const forest: Benchmark = {
  name: 'forest',
  description: `random forest and extremely randomised trees: ${DEFAULTS.trees} of depth ${DEFAULTS.depth}, ${DEFAULTS.rows.toLocaleString('en')} made-up rows x ${DEFAULTS.width}, beside scikit-learn on one thread`,
  async run(report) {
    const { home } = config()
    const python = await installPeers(peersFolder(home), report)
    const versions: Record<string, string> = { node: process.version }
    const folder = join(home, 'work', `bench-forest-${process.pid}`)
    return TreeRuns.with(folder, python, DEFAULTS, async (runs) => {
      const cases: BenchCase[] = []
      for (const what of ['random_forest', 'extra_trees'] as const) {
        report(what)
        const { ours, peer } = await runs.compare(DEFAULTS.rounds, { what, ...DEFAULTS }, 'scikit-learn')
        if (peer) versions['scikit-learn'] = peer.version
        cases.push({
          case: what,
          ours: digits(ours.fit),
          peer: peer ? digits(peer.fit) : null,
          peer_name: peer
            ? `scikit-learn ${peer.version}: the same depth, least rows in a leaf and columns a node; it cuts between all values, we at ${DEFAULTS.maxBins} bins`
            : null,
          ratio: peer ? digits(ours.fit / peer.fit) : null,
          unit: 's',
          figures: {
            ...figuresOf(ours, peer),
            score_s: digits(ours.score),
            ...(peer ? { peer_score_s: digits(peer.score) } : {}),
          },
        })
      }
      return { name: 'forest', versions, cases }
    })
  },
}
