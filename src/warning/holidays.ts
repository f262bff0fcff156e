/** Holidays as known effects: how many working days of a week were public holidays, and what that does to a series. */
import { dayNumber } from './periods.ts'
import { periodsAfter, type WatchedSeries } from './series.ts'

export const DEFAULTS = {
  /** Counts that speak for no effect, so that few weeks learn little. */
  prior: 30,
  /** An effect of a whole week of holidays, at most and at least. */
  range: [0.2, 2],
  /** Weeks on either side that a holiday's week is held against. */
  neighbours: 3,
} as const

export type Country = 'CN' | 'AU'
export const COUNTRIES: readonly Country[] = ['CN', 'AU']

/** The country of a region code: six digits are Chinese. */
export const countryOf = (region: string): Country | null =>
  /^\d{6}$/.test(region) ? 'CN' : region.startsWith('AU-') ? 'AU' : null

/** Working days that are public holidays, by the Monday of their week, for the years asked for. */
export async function holidayWeeks(
  years: readonly number[],
): Promise<Readonly<Record<Country, ReadonlyMap<string, number>>>> {
  const { default: Holidays } = await import('date-holidays')
  const weeksOf = (country: Country) => {
    const calendar = new Holidays(country)
    const days = new Set(
      years.flatMap((year) =>
        calendar
          .getHolidays(year)
          .filter(({ type }) => type === 'public')
          .flatMap(({ date, start, end }) => {
            const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000))
            return Array.from({ length }, (_, i) => dayNumber(date.slice(0, 10)) + i)
          }),
      ),
    )
    const weeks = new Map<string, number>()
    for (const day of days) {
      // 1970-01-01 was a Thursday.
      const weekday = (day + 3) % 7
      if (weekday > 4) continue
      const monday = new Date((day - weekday) * 86_400_000).toISOString().slice(0, 10)
      weeks.set(monday, (weeks.get(monday) ?? 0) + 1)
    }
    return weeks
  }
  return { CN: weeksOf('CN'), AU: weeksOf('AU') }
}

/** The factor of a week in which every working day is a holiday, learned from one long series; 1 where nothing is known. */
export function holidayEffect(values: Float64Array, shares: Float64Array): number {
  let observed = 0
  let expected = 0
  let full = 0
  for (let i = 0; i < values.length; i++) {
    if (!(shares[i] > 0) || Number.isNaN(values[i])) continue
    let sum = 0
    let n = 0
    for (let j = Math.max(0, i - DEFAULTS.neighbours); j <= i + DEFAULTS.neighbours && j < values.length; j++)
      if (shares[j] === 0 && !Number.isNaN(values[j])) {
        sum += values[j]
        n++
      }
    if (n === 0) continue
    observed += values[i]
    expected += sum / n
    full += (sum / n) * shares[i]
  }
  // observed = expected + (effect - 1) * full, drawn towards no effect.
  const effect = full > 0 ? 1 + (observed - expected) / (full + DEFAULTS.prior) : 1
  return Math.max(DEFAULTS.range[0], Math.min(DEFAULTS.range[1], effect))
}

export interface Effects {
  /** Share of the working days of a week that are holidays, by country. */
  readonly shares: Readonly<Record<Country, ReadonlyMap<string, number>>>
  readonly factor: Readonly<Record<Country, number>>
  /** Share of the claims of each country in all. */
  readonly mix: Readonly<Record<Country, number>>
}

/** What holidays do to the claims of a week, learned from each country's regions; null without weekly series by region. */
export async function holidayEffects(watched: readonly WatchedSeries[]): Promise<Effects | null> {
  const regions = watched.filter(
    ({ signal, parts }) =>
      signal.period === 'week' && signal.kind === 'count' && parts.size === 1 && parts.has('region'),
  )
  if (regions.length === 0) return null
  const years = [...new Set(regions.flatMap(({ periods }) => periods.map((day) => Number(day.slice(0, 4)))))]
  const weeks = await holidayWeeks([...years, Math.max(...years) + 1])
  const shares = mapOf(
    (country) => new Map([...weeks[country]].map(([week, days]) => [week, days / WORKING_DAYS])),
  )
  const totals = mapOf(() => 0)
  const factor = mapOf((country) => {
    const own = regions.filter(({ parts }) => countryOf(parts.get('region') ?? '') === country)
    if (own.length === 0) return 1
    const first = [...own].sort((a, b) => (a.periods[0] < b.periods[0] ? -1 : 1))[0]
    const sum = new Map<string, number>(first.periods.map((day) => [day, 0]))
    for (const { periods, values } of own)
      periods.forEach((day, i) => {
        sum.set(day, (sum.get(day) ?? 0) + values[i])
        totals[country] += values[i]
      })
    return holidayEffect(
      Float64Array.from(sum.values()),
      Float64Array.from(sum.keys(), (day) => shares[country].get(day) ?? 0),
    )
  })
  const total = COUNTRIES.reduce((sum, country) => sum + totals[country], 0)
  return { shares, factor, mix: mapOf((country) => (total > 0 ? totals[country] / total : 0)) }
}

/** The factor of each week of a series, those ahead included; null where holidays do nothing to it. */
export function effectOf(effects: Effects | null, series: WatchedSeries): Float64Array | null {
  const { signal, parts, periods } = series
  if (!effects || signal.period !== 'week' || signal.kind === 'level') return null
  const country = countryOf(parts.get('region') ?? '')
  return Float64Array.from([...periods, ...periodsAfter(series, AHEAD)], (day) =>
    COUNTRIES.reduce((product, one) => {
      const weight = country ? (one === country ? 1 : 0) : effects.mix[one]
      return product + weight * (effects.factor[one] - 1) * (effects.shares[one].get(day) ?? 0)
    }, 1),
  )
}

const WORKING_DAYS = 5
/** Weeks ahead that a factor reaches over. */
const AHEAD = 8
const mapOf = <T>(of: (country: Country) => T): Record<Country, T> => ({ CN: of('CN'), AU: of('AU') })
