/** Forecasts of 1,000 monthly series beside statsforecast's, on one thread each: time, and error on the held-out year. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchCase, Benchmark } from '../bench.ts'
import { config } from '../config.ts'
import { scaledError, scaleOf, symmetricError } from '../models/forecast/accuracy.ts'
import { automatic } from '../models/forecast/automatic.ts'
import { ets } from '../models/forecast/ets/auto.ts'
import { fitEts } from '../models/forecast/ets/fit.ts'
import { holtWinters } from '../models/forecast/holt-winters.ts'
import { dynamicTheta } from '../models/forecast/theta.ts'
import { median } from '../util/median.ts'
import { random } from '../util/random.ts'
import { askPeer, installPeers, peersFolder } from './peers/python.ts'

export const DEFAULTS = {
  series: 1000,
  /** Series for what takes long. */
  few: 100,
  months: 120,
  horizon: 12,
  seed: 20,
  rounds: 3,
} as const

const SEASON = 12

interface Way {
  readonly name: string
  /** The peer's model; null for what has none. */
  readonly peer: string | null
  readonly series: number
  readonly forecast: (known: Float64Array) => Float64Array
}

const WAYS: readonly Way[] = [
  {
    name: 'holt_winters',
    peer: 'HoltWinters',
    series: DEFAULTS.series,
    forecast: (known) => holtWinters.fit(known, SEASON).forecast(DEFAULTS.horizon),
  },
  {
    name: 'ets_aaa',
    peer: 'ETS(A,A,A)',
    series: DEFAULTS.series,
    forecast: (known) => {
      const fit = fitEts(known, { error: 'A', trend: 'A', season: 'A' }, SEASON)
      if (!fit) throw new Error('invalid series: no ETS(A,A,A)')
      return fit.forecast(DEFAULTS.horizon)
    },
  },
  {
    name: 'theta',
    peer: 'AutoTheta',
    series: DEFAULTS.series,
    forecast: (known) => dynamicTheta.fit(known, SEASON).forecast(DEFAULTS.horizon),
  },
  {
    name: 'auto_ets',
    peer: 'AutoETS',
    series: DEFAULTS.few,
    forecast: (known) => ets.fit(known, SEASON).forecast(DEFAULTS.horizon),
  },
  {
    name: 'combined',
    peer: null,
    series: DEFAULTS.few,
    forecast: (known) => automatic(known, { season: SEASON, horizon: DEFAULTS.horizon }).forecast,
  },
]

interface Series {
  readonly known: Float64Array
  readonly later: Float64Array
}

/** Monthly series with a level that wanders, a slope that bends and a season that moves; one in two grows with its level. */
function invent(): readonly Series[] {
  const rng = random(DEFAULTS.seed)
  return Array.from({ length: DEFAULTS.series }, () => {
    const [alpha, beta, gamma] = [0.05 + 0.4 * rng.next(), 0.02 * rng.next(), 0.15 * rng.next()]
    const multiplied = rng.chance(0.5)
    const noise = 1 + 4 * rng.next()
    const height = 15 * rng.next()
    const phase = 2 * Math.PI * rng.next()
    const season = Array.from(
      { length: SEASON },
      (_, i) => height * Math.sin((2 * Math.PI * i) / SEASON + phase) + 2 * rng.normal(),
    )
    let [level, slope] = [120, 0.3 * rng.normal()]
    const values = Float64Array.from({ length: DEFAULTS.months + DEFAULTS.horizon }, (_, t) => {
      const error = noise * rng.normal()
      const value = level + slope + season[t % SEASON] + error
      level += slope + alpha * error
      slope += beta * error
      season[t % SEASON] += gamma * error
      return multiplied ? 40 * Math.exp(value / 120) : value
    })
    return { known: values.subarray(0, DEFAULTS.months), later: values.subarray(DEFAULTS.months) }
  })
}

interface Timed {
  readonly seconds: number
  readonly cpu: number
  readonly forecasts: readonly Float64Array[]
}

interface PeerAnswer {
  readonly versions: Readonly<Record<string, string>>
  readonly models: Readonly<
    Record<
      string,
      Readonly<
        Record<string, { readonly seconds: number; readonly cpu: number; readonly forecasts: number[][] }>
      >
    >
  >
}

const round = (x: number) => Number(x.toPrecision(4))
const middle = (list: readonly Timed[], of: (t: Timed) => number) => median(list.map(of))

export const forecast: Benchmark = {
  name: 'forecast',
  description: `forecasts of ${DEFAULTS.series.toLocaleString('en')} monthly series of ${DEFAULTS.months} months (${DEFAULTS.few} where models are chosen), one thread, beside statsforecast (what numba compiles at first use is not counted); R's forecast 8.20 once took 5.0 s for Holt-Winters and 57.6 s for ETS(A,A,A) on a machine like ours and is not run here`,
  async run(report) {
    const { home } = config()
    const invented = invent()
    const python = await installPeers(peersFolder(home), report)
    const folder = join(home, 'work', `bench-forecast-${process.pid}`)
    await mkdir(folder, { recursive: true })
    const versions: Record<string, string> = { node: process.version, threads: '1' }
    const ours = (way: Way, all: readonly Series[]): Timed => {
      for (const { known } of all.slice(0, 20)) way.forecast(known)
      const [began, cpu] = [performance.now(), process.cpuUsage()]
      const forecasts = all.map(({ known }) => way.forecast(known))
      const { user, system } = process.cpuUsage(cpu)
      return { seconds: (performance.now() - began) / 1000, cpu: (user + system) / 1e6, forecasts }
    }
    const theirs = async (model: string, path: string, all: readonly Series[]): Promise<Timed> => {
      const groups = [
        {
          name: 'monthly',
          season: SEASON,
          horizon: DEFAULTS.horizon,
          series: all.map(({ known }) => [...known]),
        },
      ]
      const answer = await askPeer<PeerAnswer>(path, 'forecast.py', { models: [model], groups }, { folder })
      Object.assign(versions, answer.versions)
      const { seconds, cpu, forecasts } = answer.models[model].monthly
      return { seconds, cpu, forecasts: forecasts.map((list) => Float64Array.from(list)) }
    }
    const errors = (prefix: string, all: readonly Series[], forecasts: readonly Float64Array[]) => {
      const mean = (of: (i: number) => number) => all.reduce((sum, _, i) => sum + of(i), 0) / all.length
      return {
        [`${prefix}smape`]: round(mean((i) => symmetricError(all[i].later, forecasts[i]))),
        [`${prefix}mase`]: round(
          mean((i) => scaledError(all[i].later, forecasts[i], scaleOf(all[i].known, SEASON))),
        ),
      }
    }
    try {
      const cases: BenchCase[] = []
      for (const way of WAYS) {
        const all = invented.slice(0, way.series)
        const [mine, peer]: [Timed[], Timed[]] = [[], []]
        for (let k = 0; k < DEFAULTS.rounds; k++) {
          report(`${way.name}, round ${k + 1}`)
          mine.push(ours(way, all))
          if (python && way.peer) peer.push(await theirs(way.peer, python, all))
        }
        const seconds = middle(mine, (t) => t.seconds)
        const cpu = middle(mine, (t) => t.cpu)
        const other =
          peer.length > 0
            ? { seconds: middle(peer, (t) => t.seconds), cpu: middle(peer, (t) => t.cpu) }
            : null
        cases.push({
          case: way.name,
          ours: round(seconds),
          peer: other ? round(other.seconds) : null,
          peer_name: other ? `statsforecast ${versions.statsforecast} ${way.peer}` : null,
          ratio: other ? round(seconds / other.seconds) : null,
          unit: 's',
          figures: {
            series: way.series,
            ...errors('', all, mine[0].forecasts),
            cpu_s: round(cpu),
            ...(other
              ? {
                  ...errors('peer_', all, peer[0].forecasts),
                  peer_cpu_s: round(other.cpu),
                  cpu_ratio: round(cpu / other.cpu),
                }
              : {}),
          },
        })
      }
      return { name: 'forecast', versions, cases }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
