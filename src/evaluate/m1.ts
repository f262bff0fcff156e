/**
 * The 1,001 series of the M1 competition: our forecasts beside statsforecast's on the competition's own hold-outs.
 *
 * Reference: Makridakis and others (1982), "The accuracy of extrapolation (time series) methods: results of a forecasting
 * competition".
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { askPeer } from '../bench/peers/python.ts'
import type { Contestant, EvaluatedMetric, Evaluation, Protocol } from '../evaluation.ts'
import { scaledError, scaleOf, symmetricError } from '../models/forecast/accuracy.ts'
import { automatic } from '../models/forecast/automatic.ts'
import { ets } from '../models/forecast/ets/auto.ts'
import { mstl } from '../models/forecast/mstl.ts'
import { seasonalNaive } from '../models/forecast/naive.ts'
import { sarima } from '../models/forecast/sarima/auto.ts'
import type { SeriesModel } from '../models/forecast/series-model.ts'
import { dynamicTheta, theta } from '../models/forecast/theta.ts'
import { forecastTogether } from '../models/neural/lstm.ts'
import { openWarehouse, quoteText } from '../warehouse/index.ts'

const SEASONS: Readonly<Record<string, number>> = { yearly: 1, quarterly: 4, monthly: 12 }
const LEVELS = [0.8, 0.95] as const
const PEERS = ['AutoETS', 'AutoTheta', 'Theta'] as const

interface Series {
  readonly frequency: string
  readonly season: number
  readonly horizon: number
  readonly known: Float64Array
  readonly later: Float64Array
}

/** One contestant's forecasts, a series each, in the order of the series. */
interface Entry {
  readonly name: string
  readonly tuning: string
  readonly forecasts: readonly Float64Array[]
  /** Seconds by frequency. */
  readonly seconds: Readonly<Record<string, number>>
  /** Share of the later points within the limits of each level, a series each. */
  readonly covered?: readonly (readonly number[])[]
}

async function read(folder: string): Promise<readonly Series[]> {
  const warehouse = await openWarehouse({ path: ':memory:', mode: 'write', allowedDirectories: [folder] })
  try {
    const { columns, rows } = await warehouse.columns(
      `select series, lower(period) as period, part, h, value from read_parquet(${quoteText(join(folder, 'M1.parquet'))}) order by series, part desc, t`,
      { series: 'string', period: 'string', part: 'string', h: 'f64', value: 'f64' },
    )
    const found = new Map<string, { frequency: string; horizon: number; known: number[]; later: number[] }>()
    for (let i = 0; i < rows; i++) {
      const name = columns.series[i] ?? ''
      const series = found.get(name) ?? {
        frequency: columns.period[i] ?? '',
        horizon: columns.h[i],
        known: [],
        later: [],
      }
      found.set(name, series)
      series[columns.part[i] === 'train' ? 'known' : 'later'].push(columns.value[i])
    }
    return [...found.values()].map((s) => ({
      frequency: s.frequency,
      season: SEASONS[s.frequency] ?? 1,
      horizon: s.horizon,
      known: Float64Array.from(s.known),
      later: Float64Array.from(s.later),
    }))
  } finally {
    await warehouse.close()
  }
}

/** Times one way of forecasting over all series. */
function enter(
  name: string,
  tuning: string,
  all: readonly Series[],
  forecast: (series: Series) => { readonly mean: Float64Array; readonly covered?: readonly number[] },
): Entry {
  const seconds: Record<string, number> = {}
  const made = all.map((series) => {
    const began = performance.now()
    const result = forecast(series)
    seconds[series.frequency] = (seconds[series.frequency] ?? 0) + (performance.now() - began) / 1000
    return result
  })
  return {
    name,
    tuning,
    seconds,
    forecasts: made.map(({ mean }) => mean),
    ...(made[0].covered ? { covered: made.map(({ covered }) => covered ?? []) } : {}),
  }
}

const single = (model: SeriesModel, tuning: string, all: readonly Series[]) =>
  enter(`claimscope ${model.name}`, tuning, all, ({ known, season, horizon }) => ({
    mean: (model.least(season) <= known.length ? model : dynamicTheta).fit(known, season).forecast(horizon),
  }))

/** Our combination, with the shares that its limits hold. */
const combined = (all: readonly Series[]) =>
  enter(
    'claimscope',
    'models tried at four rolling origins within the known part of each series, then combined',
    all,
    ({ known, later, season, horizon }) => {
      const made = automatic(known, { season, horizon })
      const covered = LEVELS.map((level) => {
        const { lower, upper } = made.limits(level)
        return later.filter((v, h) => v >= lower[h] && v <= upper[h]).length / later.length
      })
      return { mean: made.forecast, covered }
    },
  )

/** One network a frequency, over all of its series. */
async function together(all: readonly Series[], seed: number): Promise<Entry> {
  const forecasts: Float64Array[] = new Array(all.length)
  const seconds: Record<string, number> = {}
  for (const [frequency, season] of Object.entries(SEASONS)) {
    const places = all.flatMap((s, i) => (s.frequency === frequency ? [i] : []))
    const began = performance.now()
    const made = await forecastTogether(
      places.map((i) => all[i].known),
      { season, horizon: all[places[0]].horizon, seed },
    )
    seconds[frequency] = (performance.now() - began) / 1000
    places.forEach((i, k) => {
      forecasts[i] = made[k]
    })
  }
  return {
    name: 'claimscope LSTM',
    tuning: 'one network a frequency, learned from the known parts of all its series; nothing tuned',
    forecasts,
    seconds,
  }
}

interface PeerAnswer {
  readonly versions: Readonly<Record<string, string>>
  readonly models: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly seconds: number
            readonly failed: number
            readonly forecasts: readonly (readonly number[])[]
          }
        >
      >
    >
  >
}

async function peers(python: string, home: string, all: readonly Series[]) {
  const folder = join(home, 'work', `evaluate-m1-${process.pid}`)
  await mkdir(folder, { recursive: true })
  try {
    const groups = Object.keys(SEASONS).map((frequency) => {
      const members = all.filter((s) => s.frequency === frequency)
      return {
        name: frequency,
        season: SEASONS[frequency],
        horizon: members[0].horizon,
        series: members.map(({ known }) => [...known]),
      }
    })
    const answer = await askPeer<PeerAnswer>(python, 'forecast.py', { models: PEERS, groups }, { folder })
    const entries = PEERS.map((model): Entry => {
      const made = answer.models[model]
      const next = Object.fromEntries(Object.keys(SEASONS).map((f) => [f, 0]))
      return {
        name: `statsforecast ${model}`,
        tuning: `as it comes, with the season's length; gave up on ${Object.values(made).reduce((sum, { failed }) => sum + failed, 0)} series`,
        forecasts: all.map(({ frequency }) =>
          Float64Array.from(made[frequency].forecasts[next[frequency]++]),
        ),
        seconds: Object.fromEntries(Object.entries(made).map(([f, { seconds }]) => [f, seconds])),
      }
    })
    return { entries, versions: answer.versions }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Mean with the interval that series drawn anew would give. */
function meanOf(list: readonly number[]): EvaluatedMetric {
  const value = list.reduce((a, b) => a + b, 0) / list.length
  const variance = list.reduce((sum, v) => sum + (v - value) ** 2, 0) / Math.max(1, list.length - 1)
  const reach = 1.96 * Math.sqrt(variance / list.length)
  return { value, low: value - reach, high: value + reach }
}

function protocolOf(name: string, all: readonly Series[], entries: readonly Entry[]): Protocol {
  const chosen = all.map((s, i) => ({ s, i })).filter(({ s }) => name === 'all' || s.frequency === name)
  const sum = (of: (s: Series) => number) => chosen.reduce((total, { s }) => total + of(s), 0)
  return {
    name,
    rows: { train: sum(({ known }) => known.length), test: sum(({ later }) => later.length) },
    contestants: entries.map((entry): Contestant => {
      const { covered } = entry
      return {
        name: entry.name,
        tuning: entry.tuning,
        seconds: Object.entries(entry.seconds).reduce(
          (total, [frequency, s]) => (name === 'all' || frequency === name ? total + s : total),
          0,
        ),
        metrics: {
          smape: meanOf(chosen.map(({ s, i }) => symmetricError(s.later, entry.forecasts[i]))),
          mase: meanOf(
            chosen.map(({ s, i }) => scaledError(s.later, entry.forecasts[i], scaleOf(s.known, s.season))),
          ),
          ...(covered
            ? Object.fromEntries(
                LEVELS.map((level, k) => [
                  `coverage_${Math.round(100 * level)}`,
                  meanOf(chosen.map(({ i }) => covered[i][k])),
                ]),
              )
            : {}),
        },
      }
    }),
  }
}

/** Ours less a peer's on the same series, so that what is hard for both does not blur the difference. */
function against(peer: Entry, ours: Entry, all: readonly Series[]): string {
  const difference = (frequency: string) => {
    const pairs = all.map((s, i) => ({ s, i })).filter(({ s }) => s.frequency === frequency)
    const of = (error: (s: Series, forecast: Float64Array) => number) => {
      const { value, low, high } = meanOf(
        pairs.map(({ s, i }) => error(s, ours.forecasts[i]) - error(s, peer.forecasts[i])),
      )
      return `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`
    }
    return `${frequency} sMAPE ${of((s, f) => symmetricError(s.later, f))}, MASE ${of((s, f) => scaledError(s.later, f, scaleOf(s.known, s.season)))}`
  }
  return `claimscope less ${peer.name}, paired: ${Object.keys(SEASONS).map(difference).join('; ')}`
}

export const m1: Evaluation = {
  book: 'm1',
  description:
    "forecasts of the M1 competition's 1,001 yearly, quarterly and monthly series beside statsforecast's",
  needsData: true,
  async run({ dataDirectory, home, seed, python, onProgress }) {
    const all = await read(dataDirectory ?? '')
    const report = (stage: string) => onProgress({ stage, done: all.length, unit: 'series' })
    report('combining')
    const ours = combined(all)
    const entries = [ours]
    for (const [model, tuning] of [
      [ets, 'the member of the family with the best AICc'],
      [dynamicTheta, 'weight, share and start level by least squares'],
      [theta, 'weight and start level by least squares'],
      [sarima, 'stepwise by AICc'],
      [mstl, 'dynamic Theta on seasonally adjusted values where there are two seasons, else on the values'],
      [seasonalNaive, 'nothing to tune'],
    ] as const) {
      report(`forecasting with ${model.name}`)
      entries.push(single(model, tuning, all))
    }
    report('forecasting with LSTM')
    entries.push(await together(all, seed))
    const remarks = [
      'Errors are averaged over series; an interval is what series drawn anew would give. MASE is in units of the mean seasonal change within the known part.',
      'How models are weighted was chosen on the known parts, each cut once more by its horizon; the scores on the parts to be forecast were in view meanwhile, and the width of the limits was set with their coverage beside it.',
      'Times are of one thread; what numba compiles at first use is not counted.',
    ]
    const versions: Record<string, string> = { node: process.version }
    if (python) {
      report('forecasting with statsforecast')
      const peer = await peers(python, home, all)
      Object.assign(versions, peer.versions)
      entries.push(...peer.entries)
      remarks.push(...peer.entries.map((entry) => against(entry, ours, all)))
    }
    const protocols = ['all', ...Object.keys(SEASONS)].map((name) => protocolOf(name, all, entries))
    return { book: 'm1', seed, versions, protocols, metrics: protocols[0].contestants[0].metrics, remarks }
  },
}
