/** Poisson boosting of claim frequencies on the French motor policies, beside LightGBM, xgboost and scikit-learn. */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { BenchCase, Benchmark } from '../bench.ts'
import { config } from '../config.ts'
import { UserError } from '../errors.ts'
import type { FeatureMatrix, Labels } from '../model.ts'
import { trees } from '../models/trees/trees.ts'
import { poissonDeviance } from '../training/losses.ts'
import { VERSION } from '../version.ts'
import { openWarehouse } from '../warehouse/index.ts'
import { askPeer, installPeers, peersFolder, writeRows } from './peers/python.ts'

/** The same for everybody. */
const SETTING = {
  leaves: 31,
  learningRate: 0.1,
  minChildWeight: 5,
  minChildRows: 50,
  l2: 1,
  rowSample: 1,
  columnSample: 1,
  maxBins: 255,
} as const
const ROUNDS = 100
const PEERS = { lightgbm: 'LightGBM', xgboost: 'xgboost', hgb: 'scikit-learn HistGradientBoosting' } as const

/** Features of the published file as they stand; categories are numbered by name, from 1. */
const COLUMNS = {
  VehPower: 'VehPower',
  VehAge: 'VehAge',
  DrivAge: 'DrivAge',
  BonusMalus: 'BonusMalus',
  density: 'ln(Density)',
  Area: 'dense_rank() over (order by Area)',
  VehBrand: 'dense_rank() over (order by VehBrand)',
  VehGas: 'dense_rank() over (order by VehGas)',
  Region: 'dense_rank() over (order by Region)',
} as const
const CATEGORIES = ['VehBrand', 'VehGas', 'Region']

interface Rows {
  readonly x: FeatureMatrix
  readonly labels: Labels & { readonly exposure: Float64Array }
}

async function readPolicies(folder: string): Promise<Rows> {
  const warehouse = await openWarehouse({ path: ':memory:', mode: 'write', allowedDirectories: [folder] })
  try {
    const names = Object.keys(COLUMNS)
    const features = Object.entries(COLUMNS).map(([name, sql]) => `(${sql})::double as "${name}"`)
    const { columns, rows } = await warehouse.columns(
      `select ${features.join(', ')}, ClaimNb::double as claims, least(Exposure, 1)::double as exposure
       from '${join(folder, 'frequency.parquet')}' order by try_cast(IDpol as double)`,
      { ...Object.fromEntries(names.map((name) => [name, 'f64' as const])), claims: 'f64', exposure: 'f64' },
    )
    const column = (name: string) => (columns as unknown as Record<string, Float64Array>)[name]
    return {
      x: {
        names,
        rows,
        columns: names.map((name) => Float32Array.from(column(name))),
        categorical: names.map((name) => CATEGORIES.includes(name)),
      },
      labels: { y: column('claims'), exposure: column('exposure') },
    }
  } finally {
    await warehouse.close()
  }
}

/** Wall and processor time of one fit, and the deviance on the rows that it learned from. */
interface Timed {
  readonly seconds: number
  readonly processSeconds: number
  readonly deviance: number
}

async function fitOurs({ x, labels }: Rows, threads: number): Promise<Timed> {
  const [wall, cpu] = [performance.now(), process.cpuUsage()]
  const model = await trees({
    objective: 'poisson',
    rounds: ROUNDS,
    growth: 'leaf',
    maxDepth: 32,
    maxLeaves: SETTING.leaves,
    learningRate: SETTING.learningRate,
    minChildWeight: SETTING.minChildWeight,
    l2: SETTING.l2,
    maxBins: SETTING.maxBins,
  }).fit(x, labels, { seed: 1, threads })
  const { user, system } = process.cpuUsage(cpu)
  return {
    seconds: (performance.now() - wall) / 1000,
    processSeconds: (user + system) / 1e6,
    deviance: poissonDeviance(model.score(x), labels.y, labels.exposure),
  }
}

interface PeerAnswer {
  readonly found: readonly {
    readonly seconds: number
    readonly processSeconds: number
    readonly out: string
  }[]
  readonly versions: Readonly<Record<string, string>>
}

/** Gives a fit by the peer of that name, on rows that are written once. */
async function peerFits(python: string, folder: string, { x, labels }: Rows) {
  const rows = await writeRows(folder, 'policies', x, labels)
  return async (name: string, threads: number) => {
    const { found, versions } = await askPeer<PeerAnswer>(
      python,
      'rates.py',
      {
        objective: 'poisson',
        train: rows,
        test: rows,
        threads,
        seed: 1,
        timed: SETTING,
        rounds: ROUNDS,
        peers: [name],
        out: join(folder, 'policies'),
      },
      { folder, threads },
    )
    const [{ seconds, processSeconds, out }] = found
    const bytes = await readFile(out)
    const mean = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
    const timed: Timed = {
      seconds,
      processSeconds,
      deviance: poissonDeviance(mean, labels.y, labels.exposure),
    }
    return { timed, versions }
  }
}

const round = (x: number) => Number(x.toPrecision(4))

function caseOf(name: string, peerName: string, ours: Timed, peer: Timed): BenchCase {
  return {
    case: name,
    ours: round(ours.seconds),
    peer: round(peer.seconds),
    peer_name: peerName,
    ratio: round(ours.seconds / peer.seconds),
    unit: 's',
    figures: {
      ours_processor_s: round(ours.processSeconds),
      peer_processor_s: round(peer.processSeconds),
      processor_ratio: round(ours.processSeconds / peer.processSeconds),
      ours_deviance: Number(ours.deviance.toFixed(5)),
      peer_deviance: Number(peer.deviance.toFixed(5)),
    },
  }
}

export const frequency: Benchmark = {
  name: 'frequency',
  description: `Poisson boosting on 678,013 motor policies, ${ROUNDS} trees of ${SETTING.leaves} leaves, beside LightGBM, xgboost and scikit-learn`,
  async run(report) {
    const data = resolve(process.env.CLAIMSCOPE_DATA ?? '../shared/data', 'french-motor')
    if (!existsSync(data))
      throw new UserError(`missing data: ${data} [set CLAIMSCOPE_DATA to the folder that holds french-motor]`)
    const { home } = config()
    const python = await installPeers(peersFolder(home), report)
    const folder = await mkdtemp(join(tmpdir(), 'claimscope-frequency-'))
    try {
      report('reading the policies')
      const rows = await readPolicies(data)
      // Compilers and workers warm up on a part of the work.
      await trees({ objective: 'poisson', rounds: 5 }).fit(rows.x, rows.labels, { seed: 1, threads: 1 })
      const cases: BenchCase[] = []
      let versions: Readonly<Record<string, string>> = {}
      const fitPeer = python ? await peerFits(python, folder, rows) : undefined
      for (const threads of [1, 2]) {
        const plural = threads === 1 ? '1_thread' : `${threads}_threads`
        for (const [name, title] of Object.entries(PEERS)) {
          report(`${threads} thread(s): ours, then ${title}`)
          const ours = await fitOurs(rows, threads)
          if (!fitPeer) {
            cases.push({
              case: `alone_${plural}`,
              ours: round(ours.seconds),
              peer: null,
              peer_name: null,
              ratio: null,
              unit: 's',
              figures: { ours_deviance: Number(ours.deviance.toFixed(5)) },
            })
            break
          }
          const peer = await fitPeer(name, threads)
          versions = peer.versions
          cases.push(caseOf(`${name}_${plural}`, title, ours, peer.timed))
        }
      }
      return { name: 'frequency', versions: { claimscope: VERSION, ...versions }, cases }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
