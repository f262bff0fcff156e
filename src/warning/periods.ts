/** Weeks and months as days, and series without holes. */

const DAY = 86_400_000

/** The first days of the periods after `from`: the next Monday, or the first of the next month. */
export function nextPeriod(period: 'week' | 'month', day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (period === 'week') return isoDay(date.getTime() + 7 * DAY)
  return isoDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1))
}

/** The last period that was over at `asOf`. */
export function lastWhole(period: 'week' | 'month', asOf: Date): string {
  const midnight = Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth(), asOf.getUTCDate())
  if (period === 'month') return isoDay(Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth() - 1, 1))
  const sinceMonday = (asOf.getUTCDay() + 6) % 7
  return isoDay(midnight - (sinceMonday + 7) * DAY)
}

const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10)

/** Days since 1970. */
export const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY

/** Values from the first row to `last`, one a period; what is missing becomes `hole`. */
export function withoutHoles(
  rows: readonly { readonly period: string; readonly value: number }[],
  period: 'week' | 'month',
  last: string,
  hole: number,
): { readonly periods: string[]; readonly values: Float64Array } {
  const known = new Map(rows.map((row) => [row.period, row.value]))
  const periods: string[] = []
  const first = rows.map((row) => row.period).sort()[0] ?? ''
  for (let day = first; day !== '' && day <= last; day = nextPeriod(period, day)) periods.push(day)
  return { periods, values: Float64Array.from(periods, (day) => known.get(day) ?? hole) }
}
