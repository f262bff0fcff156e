/** Splink on DuckDB as a peer: installed into a folder of its own, given our standardised records, rules and comparisons. */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { LinkageModel } from '../../linkage/index.ts'

const run = promisify(execFile)

export const SPLINK = {
  version: '5.0.0',
  /** Random pairs that u is estimated from, and pairs of each training block: Splink's defaults and a cap on large blocks. */
  uPairs: 1e6,
  emPairs: 1e6,
  /** Splink has no caps. It gets the rules that we cap at no less than this: every one that it can carry, or only those without a cap of their own. */
  choices: [
    { name: 'every rule that it can carry', leastCap: 32 },
    { name: 'the rules without a cap of their own', leastCap: Infinity },
  ],
  /** The choice that is faster is the peer, unless it costs more F1 than this. */
  f1Tolerance: 0.0005,
  /** The first is the line of our own entities; the others show whether another would serve it better. */
  thresholds: [0.95, 0.99, 0.999, 0.9999, 0.999999],
} as const

/** The rules that are capped no lower than `leastCap`. */
const rulesFrom = (model: LinkageModel, leastCap: number) =>
  model.rules.filter(({ largestBlock }) => largestBlock === undefined || largestBlock >= leastCap)

/** What the script says of itself. */
interface SplinkResult {
  readonly splink: string
  readonly duckdb: string
  readonly python: string
  readonly seconds: number
  readonly steps: Readonly<Record<string, number>>
  readonly kept_pairs: number
  readonly peak_mb: number
}

const splinkNames = (sql: string) => sql.replace(/\b([lr])\.(\w+)/g, '"$2_$1"')
const side = (sql: string, name: 'l' | 'r') => sql.replace(/\bs\./g, `${name}.`)

/**
 * The model in Splink's words. Splink has no caps: rules with a low one of their own are left out, because without it they bring
 * more pairs than it could compare; the others it gets in full.
 */
function settingsOf(model: LinkageModel, leastCap: number) {
  return {
    rules: rulesFrom(model, leastCap).map((rule) =>
      rule.key.map((part) => `${side(part, 'l')} = ${side(part, 'r')}`).join(' and '),
    ),
    deterministic: [
      'l.id_number = r.id_number',
      'l.family_latin = r.family_latin and l.given_latin = r.given_latin and l.birth_date = r.birth_date',
    ],
    // Whatever one block leaves out because it blocks on it, the other estimates.
    training: ['l.birth_date = r.birth_date', 'l.id_number = r.id_number'],
    comparisons: model.comparisons.map((c) => ({
      name: c.name,
      column: c.column,
      frequency: c.frequency ? c.frequency.replace('_share', '') : null,
      levels: c.levels.map((level) => ({ name: level.name, sql: splinkNames(level.sql) })),
    })),
  }
}

/** Runs Splink over a Parquet file of records; the clusters at each threshold, as party_id to cluster. */
export async function linkWithSplink(
  python: string,
  model: LinkageModel,
  options: {
    readonly records: string
    readonly folder: string
    readonly threads: number
    readonly memoryMb: number
    readonly leastCap: number
  },
): Promise<{
  readonly result: SplinkResult
  readonly clusters: Map<number, Map<string, string>>
  readonly rules: number
}> {
  const { folder } = options
  const job = join(folder, 'splink.json')
  await writeFile(
    job,
    JSON.stringify({
      ...settingsOf(model, options.leastCap),
      records: options.records,
      clusters: folder,
      threads: options.threads,
      memory_mb: options.memoryMb,
      u_pairs: SPLINK.uPairs,
      em_pairs: SPLINK.emPairs,
      thresholds: SPLINK.thresholds,
    }),
  )
  const { stdout } = await run(python, [join(import.meta.dirname, 'splink_link.py'), job], {
    maxBuffer: 1 << 26,
  })
  const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as SplinkResult
  const clusters = new Map<number, Map<string, string>>()
  for (const threshold of SPLINK.thresholds) {
    const text = await readFile(join(folder, `clusters-${threshold}.csv`), 'utf8')
    clusters.set(
      threshold,
      new Map(
        text
          .trim()
          .split('\n')
          .map((line) => line.split(',') as [string, string]),
      ),
    )
  }
  return { result, clusters, rules: rulesFrom(model, options.leastCap).length }
}
