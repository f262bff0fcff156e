/** Who is who among a million people with known duplicates, beside Splink; and the ten thousand of the next night. */
import { fork } from 'node:child_process'
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchCase, Benchmark } from '../bench.ts'
import { config } from '../config.ts'
import {
  evaluatePairs,
  exportRecords,
  type LinkReport,
  models,
  type PairwiseScore,
} from '../linkage/index.ts'
import { openWarehouse } from '../warehouse/index.ts'
import { installPeers, peersFolder } from './peers/python.ts'
import { linkWithSplink, SPLINK } from './peers/splink.ts'
import { addPeople, truthOf } from './people.ts'

const DEFAULTS = {
  people: 1_000_000,
  nightly: 10_000,
  /** Smaller books, to see that time grows with the people. */
  growth: [250_000, 500_000],
  memoryMb: 3072,
  seed: 1,
} as const

type Linked = Omit<LinkReport, 'byRule'> & { readonly peakMb: number }

/** Links the file in a process of its own, so that its time and memory are its own. */
function link(path: string, threads: number): Promise<Linked> {
  return new Promise((resolve, reject) => {
    const child = fork(
      join(import.meta.dirname, 'link-people.ts'),
      [path, String(threads), String(DEFAULTS.memoryMb)],
      { execArgv: ['--import', import.meta.resolve('tsx')] },
    )
    let linked: Linked | undefined
    child.on('message', (message) => {
      linked = message as Linked
    })
    child.on('error', reject)
    child.on('exit', (code) =>
      linked && code === 0 ? resolve(linked) : reject(new Error(`link-people ended with ${code}`)),
    )
  })
}

/** Makes or adds to a file of people. */
async function write(path: string, from: number, to: number): Promise<void> {
  const warehouse = await openWarehouse({ path, mode: 'write' })
  await addPeople(warehouse, from, to, DEFAULTS.seed)
  await warehouse.execute('checkpoint')
  await warehouse.close()
}

async function judge(path: string, people: number): Promise<PairwiseScore> {
  const warehouse = await openWarehouse({ path, mode: 'read' })
  try {
    const { columns } = await warehouse.columns('select party_id, entity_id from core.entity', {
      party_id: 'string',
      entity_id: 'string',
    })
    const found = new Map(columns.party_id.map((id, i) => [String(id), String(columns.entity_id[i])]))
    return evaluatePairs(found, truthOf(people, DEFAULTS.seed))
  } finally {
    await warehouse.close()
  }
}

const digits = (x: number, n = 4) => Number(x.toPrecision(n))

const figures = (linked: Linked, score: PairwiseScore) => ({
  f1: digits(score.f1, 5),
  precision: digits(score.precision, 5),
  recall: digits(score.recall, 5),
  true_pairs: score.truePairs,
  pairs: linked.pairs,
  matches: linked.matches,
  entities: linked.entities,
  peak_mb: linked.peakMb,
})

const alone = (name: string, linked: Linked, score: PairwiseScore): BenchCase => ({
  case: name,
  ours: digits(linked.seconds),
  peer: null,
  peer_name: null,
  ratio: null,
  unit: 's',
  figures: figures(linked, score),
})

export const linkage: Benchmark = {
  name: 'linkage',
  description: `who is who among ${DEFAULTS.people.toLocaleString('en')} people, 30 % of them duplicates with slips, beside Splink ${SPLINK.version} on the same records; then ${DEFAULTS.nightly.toLocaleString('en')} new ones`,
  async run(report) {
    const { home, threads } = config()
    const work = join(home, 'work')
    const folder = join(work, `bench-linkage-${process.pid}`)
    await mkdir(folder, { recursive: true })
    const versions: Record<string, string> = { node: process.version, threads: String(threads) }
    try {
      const cases: BenchCase[] = []
      const path = join(folder, 'people.duckdb')
      report('inventing people')
      await write(path, 0, DEFAULTS.people)
      const python = await installPeers(peersFolder(home), report)
      const records = join(folder, 'records.parquet')
      if (python) {
        report('standardising for Splink')
        const copy = join(folder, 'copy.duckdb')
        await copyFile(path, copy)
        const warehouse = await openWarehouse({ path: copy, mode: 'write', allowedDirectories: [folder] })
        await exportRecords(warehouse, models[0], records)
        await warehouse.close()
        await rm(copy)
      }
      report('linking')
      const linked = await link(path, threads)
      const score = await judge(path, DEFAULTS.people)
      const ours = alone('link_1m', linked, score)
      if (python) {
        const truth = truthOf(DEFAULTS.people, DEFAULTS.seed)
        const tried = []
        for (const choice of SPLINK.choices) {
          report(`linking with Splink: ${choice.name}`)
          const { leastCap } = choice
          const { result, clusters, rules } = await linkWithSplink(python, models[0], {
            records,
            folder,
            threads,
            memoryMb: DEFAULTS.memoryMb,
            leastCap,
          })
          const scores = SPLINK.thresholds.map((line) =>
            evaluatePairs(clusters.get(line) ?? new Map(), truth),
          )
          const best = Math.max(...scores.map((s) => s.f1))
          const bestLine = SPLINK.thresholds[scores.findIndex((s) => s.f1 === best)]
          tried.push({ choice, result, rules, score: scores[0], best, bestLine })
        }
        const highest = Math.max(...tried.map(({ best }) => best))
        const [peer, ...others] = tried.sort(
          (a, b) =>
            Number(a.best < highest - SPLINK.f1Tolerance) - Number(b.best < highest - SPLINK.f1Tolerance) ||
            a.result.seconds - b.result.seconds,
        )
        const { result } = peer
        versions.splink = result.splink
        versions.splink_duckdb = result.duckdb
        versions.python = result.python
        cases.push({
          ...ours,
          peer: digits(linked.standardiseSeconds + result.seconds),
          peer_name: `Splink ${result.splink} on DuckDB ${result.duckdb}: records standardised for it in the time that we take, ${peer.choice.name} (${peer.rules} of our ${models[0].rules.length}), uncapped, our comparisons; u from ${SPLINK.uPairs} random pairs, EM on two blocks of at most ${SPLINK.emPairs} pairs, line 0.95`,
          ratio: digits(linked.seconds / (linked.standardiseSeconds + result.seconds)),
          figures: {
            ...ours.figures,
            // Both need records in one form, which Splink leaves to whoever uses it: the same time counts for both.
            standardise_s: digits(linked.standardiseSeconds),
            peer_without_standardising_s: result.seconds,
            peer_f1: digits(peer.score.f1, 5),
            peer_precision: digits(peer.score.precision, 5),
            peer_recall: digits(peer.score.recall, 5),
            peer_best_f1: digits(peer.best, 5),
            peer_best_line: peer.bestLine,
            peer_peak_mb: result.peak_mb,
            ...Object.fromEntries(
              Object.entries(result.steps).map(([step, seconds]) => [`peer_${step}_s`, seconds]),
            ),
            ...Object.fromEntries(
              others.flatMap((other) => [
                [`peer_with_${other.rules}_rules_without_standardising_s`, other.result.seconds],
                [`peer_with_${other.rules}_rules_f1`, digits(other.score.f1, 5)],
                [`peer_with_${other.rules}_rules_best_f1`, digits(other.best, 5)],
              ]),
            ),
          },
        })
      } else cases.push(ours)
      report('the next night')
      await write(path, DEFAULTS.people, DEFAULTS.people + DEFAULTS.nightly)
      const nightly = await link(path, threads)
      if (nightly.mode !== 'incremental') throw new Error(`invalid mode: ${nightly.mode}`)
      cases.push(alone('nightly_10k', nightly, await judge(path, DEFAULTS.people + DEFAULTS.nightly)))
      report('a night without news')
      cases.push(
        alone('nightly_0', await link(path, threads), await judge(path, DEFAULTS.people + DEFAULTS.nightly)),
      )
      for (const people of DEFAULTS.growth) {
        report(`linking ${people}`)
        const smaller = join(folder, `people-${people}.duckdb`)
        await write(smaller, 0, people)
        cases.push(
          alone(`link_${people / 1000}k`, await link(smaller, threads), await judge(smaller, people)),
        )
        await rm(smaller)
      }
      const warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
      versions.duckdb = (await warehouse.columns('select version() as v', { v: 'string' })).columns.v.join('')
      await warehouse.close()
      return { name: 'linkage', versions, cases }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
