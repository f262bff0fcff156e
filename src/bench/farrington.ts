/** Farrington's flexible limits for every week of many series, beside the same fits week by week with statsmodels. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchCase, Benchmark } from '../bench.ts'
import { config } from '../config.ts'
import { FARRINGTON_FLEXIBLE, type FarringtonOptions, farrington } from '../models/surveillance/farrington.ts'
import { type SimulatedSeries, simulate } from '../models/surveillance/simulate.ts'
import { median } from '../util/median.ts'
import { random } from '../util/random.ts'
import { askPeer, installPeers, peersFolder } from './peers/python.ts'

const DEFAULTS = { seed: 1, rounds: 3, sample: 400 } as const

const CASES: readonly { readonly name: string; readonly options: FarringtonOptions }[] = [
  { name: 'two_years_of_levels', options: FARRINGTON_FLEXIBLE },
  {
    name: 'four_years_with_slope',
    options: { ...FARRINGTON_FLEXIBLE, years: 4, trendProbability: 0.05 },
  },
]

interface PeerResult {
  readonly seconds: number
  readonly uppers: readonly (number | null)[]
  readonly statsmodels: string
  readonly scipy: string
  readonly python: string
}

/** Judges the last `weeks` of all series; the number of judgements and the processor time a judgement, seconds. */
function ours(series: readonly SimulatedSeries[], options: FarringtonOptions) {
  const judge = farrington(options)
  let judged = 0
  let alarms = 0
  const began = process.cpuUsage()
  for (const { counts } of series)
    for (let at = judge.history; at < counts.length; at++) {
      if (judge.judge(counts, at).alarm) alarms++
      judged++
    }
  const { user, system } = process.cpuUsage(began)
  return { judged, alarms, each: (user + system) / 1e6 / judged }
}

const digits = (x: number) => Number(x.toPrecision(4))

export const farringtonLimits: Benchmark = {
  name: 'farrington',
  description:
    'limits of weekly counts (Farrington flexible) for every week of 336 simulated series, beside statsmodels on a sample of the same weeks',
  async run(report) {
    const { home } = config()
    const folder = join(home, 'work', `bench-farrington-${process.pid}`)
    await mkdir(folder, { recursive: true })
    const versions: Record<string, string> = { node: process.version }
    try {
      const python = await installPeers(peersFolder(home), report)
      const series = simulate(DEFAULTS.seed)
      const cases: BenchCase[] = []
      for (const { name, options } of CASES) {
        ours(series, options)
        const own: number[] = []
        const theirs: number[] = []
        let last = ours(series, options)
        let peer: PeerResult | undefined
        const sample = sampleOf(series, farrington(options).history)
        for (let round = 0; round < DEFAULTS.rounds; round++) {
          report(`${name}: round ${round + 1} of ${DEFAULTS.rounds}`)
          last = ours(series, options)
          own.push(last.each)
          if (!python) continue
          peer = await askPeer<PeerResult>(
            python,
            'farrington.py',
            { options, counts: series.map(({ counts }) => [...counts]), sample },
            { folder },
          )
          theirs.push(peer.seconds / sample.length)
        }
        const mine = median(own)
        if (peer)
          Object.assign(versions, { statsmodels: peer.statsmodels, scipy: peer.scipy, python: peer.python })
        cases.push({
          case: name,
          ours: digits(mine * 1e6),
          peer: peer ? digits(median(theirs) * 1e6) : null,
          peer_name: peer
            ? `statsmodels ${peer.statsmodels}, the same design, weights and limit, on ${sample.length} of the weeks`
            : null,
          ratio: peer ? digits(mine / median(theirs)) : null,
          unit: 'microseconds of processor time a week',
          figures: {
            weeks: last.judged,
            alarms: last.alarms,
            weeks_per_second: Math.round(1 / mine),
            ...(peer ? compare(series, options, sample, peer.uppers) : {}),
          },
        })
      }
      return { name: 'farrington', versions, cases }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** Weeks as pairs of series and index. */
function sampleOf(series: readonly SimulatedSeries[], history: number): [number, number][] {
  const rng = random(DEFAULTS.seed)
  return Array.from({ length: DEFAULTS.sample }, () => {
    const which = rng.int(0, series.length - 1)
    return [which, rng.int(history, series[which].counts.length - 1)]
  })
}

/** How well the upper bounds of the sample agree. */
function compare(
  series: readonly SimulatedSeries[],
  options: FarringtonOptions,
  sample: readonly (readonly [number, number])[],
  uppers: readonly (number | null)[],
) {
  const judge = farrington(options)
  let bounds = 0
  let equal = 0
  sample.forEach(([which, at], i) => {
    const { upper } = judge.judge(series[which].counts, at)
    const theirs = uppers[i]
    if (Number.isNaN(upper) && theirs === null) return
    bounds++
    if (upper === theirs) equal++
  })
  return { bounds, equal_bounds: equal }
}
