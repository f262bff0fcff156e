/** Episodes with what explains them, as callers see them. */
import { sql } from 'kysely'
import { BUILT_IN, signalSeverity } from '../../thresholds/index.ts'
import type { Warehouse } from '../../warehouse/index.ts'
import type { ApiCatalog } from '../context.ts'
import type { SignalWarning, Warning } from '../schemas/index.ts'

/** Periods of a series shown beside its episode. */
const SPARK = 60

interface Place {
  readonly signal: string
  readonly series: string
}

const keyOf = ({ signal, series }: Place) => `${signal}\n${series}`

/** Episodes of one series, or of all; with the place of each. */
async function episodesOf({ db }: Warehouse, of?: Place) {
  const episodes = db.selectFrom('signal.warning').selectAll()
  const drivers = db.selectFrom('signal.driver').selectAll()
  const [rows, parts] = await Promise.all([
    (of ? episodes.where('signal', '=', of.signal).where('series', '=', of.series) : episodes)
      .orderBy('started')
      .execute(),
    (of ? drivers.where('signal', '=', of.signal).where('series', '=', of.series) : drivers)
      .orderBy('share', 'desc')
      .execute(),
  ])
  return rows.map((row) => ({
    place: { signal: row.signal, series: row.series },
    raisedAt: row.raised_at,
    episode: {
      started: row.started,
      since: row.since,
      period: row.period,
      last: row.last,
      ended: row.ended,
      periods: row.periods,
      value: row.value,
      expected: row.expected,
      limit: row.limit_value,
      z: row.z,
      direction: row.direction,
      severity: signalSeverity(BUILT_IN.set, row.z),
      observedTotal: row.observed_total,
      expectedTotal: row.expected_total,
      ratio: { value: row.ratio, low: row.ratio_low, high: row.ratio_high },
      p: row.p,
      q: row.q,
      partOf: row.part_of,
      comparedFrom: row.compared_from,
      model: row.model,
      mase: row.mase,
      summary: { en: row.summary, zh: row.summary_zh },
      drivers: parts
        .filter(
          (part) => part.signal === row.signal && part.series === row.series && part.started === row.started,
        )
        .map(({ dimension, member, observed, expected, excess, share }) => ({
          dimension,
          member,
          observed,
          expected,
          excess,
          share,
        })),
    } satisfies SignalWarning,
  }))
}

/** Episodes of one series. */
export const warningsOfSeries = async (warehouse: Warehouse, of: Place): Promise<SignalWarning[]> =>
  (await episodesOf(warehouse, of)).map(({ episode }) => episode)

/** All episodes with the series around them. */
export async function allWarnings(warehouse: Warehouse, catalog: ApiCatalog): Promise<Warning[]> {
  const signals = new Map(catalog.signals.map((signal) => [signal.name, signal]))
  const [episodes, sparks] = await Promise.all([episodesOf(warehouse), sparksOf(warehouse)])
  return episodes.map(({ place, raisedAt, episode }) => {
    const signal = signals.get(place.signal)
    const points = sparks.get(keyOf(place)) ?? []
    return {
      ...place,
      ...episode,
      title: signal?.title ?? { en: place.signal, zh: place.signal },
      unit: signal?.unit ?? '',
      every: signal?.period ?? 'week',
      spark: points.slice(-SPARK),
      raisedAt: raisedAt.toISOString(),
    }
  })
}

async function sparksOf({ db }: Warehouse) {
  const { rows } = await sql<Place & { period: string; value: number | null; expected: number | null }>`
    select p.signal, p.series, p.period, p.value, p.expected from signal.point as p
    where not p.is_forecast and (p.signal, p.series) in (select (signal, series) from signal.warning)
    order by p.signal, p.series, p.period`.execute(db)
  const found = new Map<string, { period: string; value: number | null; expected: number | null }[]>()
  for (const { period, value, expected, ...place } of rows) {
    const list = found.get(keyOf(place))
    const point = { period, value, expected }
    if (list) list.push(point)
    else found.set(keyOf(place), [point])
  }
  return found
}
