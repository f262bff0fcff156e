/** Whole-book ring detection on invented books of claims with planted rings: graph, rings, time, memory and what was found. */
import { fork } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchCase, Benchmark } from '../bench.ts'
import { config } from '../config.ts'
import { ringRecall } from '../rings/index.ts'
import { openWarehouse } from '../warehouse/index.ts'
import { makeClaimsBook, PLANTED, type PlantedKind, peopleOf, plantedRings } from './claims-book.ts'
import type { Alone } from './find-rings-alone.ts'

const DEFAULTS = {
  /** Claims; smaller books show how time grows. */
  claims: [500_000, 1_000_000, 5_000_000],
  seed: 1,
  /** DuckDB's share of the memory; the arrays of graph and rings come on top. */
  memoryMb: 2500,
} as const

/** Graph and rings of the file in a process of its own. */
function find(path: string, threads: number): Promise<Alone> {
  return new Promise((resolve, reject) => {
    const child = fork(
      join(import.meta.dirname, 'find-rings-alone.ts'),
      [path, String(threads), String(DEFAULTS.memoryMb)],
      { execArgv: ['--max-old-space-size=4096', '--import', import.meta.resolve('tsx')] },
    )
    let found: Alone | undefined
    child.on('message', (message) => {
      found = message as Alone
    })
    child.on('error', reject)
    child.on('exit', (code) =>
      found && code === 0 ? resolve(found) : reject(new Error(`find-rings-alone ended with ${code}`)),
    )
  })
}

/** Reported rings without an honest explanation, held against the planted ones. */
async function judge(path: string, claims: number) {
  const warehouse = await openWarehouse({ path, mode: 'read' })
  try {
    const members = await warehouse.db
      .selectFrom('graph.ring_member as m')
      .innerJoin('graph.ring as r', 'r.ring_id', 'm.ring_id')
      .where('m.node_kind', '=', 'entity')
      .where('r.explanation', 'is', null)
      .select(['m.ring_id', 'm.node_id', 'r.score'])
      .execute()
    const reported = new Map<string, { ring_id: string; score: number; members: string[] }>()
    for (const { ring_id, node_id, score } of members) {
      const ring = reported.get(ring_id) ?? { ring_id, score, members: [] }
      ring.members.push(node_id.slice('entity:'.length))
      reported.set(ring_id, ring)
    }
    const planted = Object.entries(plantedRings(claims)).flatMap(([kind, count]) =>
      Array.from({ length: count }, (_, ring) => ({
        ring_id: `${kind}${ring}`,
        typology: kind,
        members: peopleOf(kind as PlantedKind, ring),
      })),
    )
    return { ...ringRecall(planted, [...reported.values()]), reported: reported.size }
  } finally {
    await warehouse.close()
  }
}

const digits = (x: number) => Number(x.toPrecision(4))

async function measure(folder: string, claims: number, threads: number): Promise<BenchCase> {
  const path = join(folder, `claims-${claims}.duckdb`)
  const warehouse = await openWarehouse({ path, mode: 'write', threads, memoryMb: DEFAULTS.memoryMb })
  await makeClaimsBook(warehouse, claims, DEFAULTS.seed)
  await warehouse.execute('checkpoint')
  await warehouse.close()
  const found = await find(path, threads)
  const { byTypology, ...judged } = await judge(path, claims)
  await rm(path)
  const byKind = Object.keys(PLANTED).flatMap((kind) => {
    const { planted, found: hits } = byTypology[kind] ?? { planted: 0, found: 0 }
    return [
      [`${kind}_planted`, planted],
      [`${kind}_found`, hits],
    ]
  })
  return {
    case: `rings_${claims >= 1_000_000 ? `${claims / 1_000_000}m` : `${claims / 1000}k`}_claims`,
    ours: digits(found.graphSeconds + found.ringSeconds),
    peer: null,
    peer_name: null,
    ratio: null,
    unit: 's',
    figures: {
      graph_seconds: digits(found.graphSeconds),
      ring_seconds: digits(found.ringSeconds),
      graph_cpu_seconds: digits(found.graphCpu),
      ring_cpu_seconds: digits(found.ringCpu),
      peak_mb: found.peakMb,
      nodes: found.nodes,
      edges: found.edges,
      rewired_books: found.rewiredBooks,
      planted: judged.planted,
      found: judged.found,
      reported: judged.reported,
      false_rings: judged.falseRings,
      ...Object.fromEntries(byKind),
    },
  }
}

export const rings: Benchmark = {
  name: 'rings',
  description:
    'graph and rings of whole books of 0.5, 1 and 5 million claims with planted rings: seconds, peak memory, rings found; no other open system joins link analysis to claims, so there is no peer',
  async run(report) {
    const { home, threads } = config()
    const folder = join(home, 'work', `bench-rings-${process.pid}`)
    await mkdir(folder, { recursive: true })
    try {
      const cases: BenchCase[] = []
      for (const claims of DEFAULTS.claims) {
        report(`rings of ${claims.toLocaleString('en')} claims`)
        cases.push(await measure(folder, claims, threads))
      }
      return { name: 'rings', versions: { node: process.version, threads: String(threads) }, cases }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
