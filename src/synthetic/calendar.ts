/** Days and minutes as whole numbers, and their texts. Wall-clock time of the book; no zones. */

/** Days from 1970-01-01 to an ISO day. */
export const dayOf = (iso: string): number => Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000)

/** First day on which a loss can fall. */
export const FIRST_DAY = dayOf('2023-07-01')
/** Last day that the book has seen. */
export const LAST_DAY = dayOf('2026-06-30')
/** Minutes of a day. */
export const DAY = 1440
/** The end of the book, in minutes: nothing later is known. */
export const END = LAST_DAY * DAY + DAY - 1

const clock = Array.from(
  { length: DAY },
  (_, m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}:00`,
)

const ORIGIN = dayOf('1900-01-01')
const days: string[] = []
const years = new Uint16Array(dayOf('2040-01-01') - ORIGIN)
const months = new Uint8Array(years.length)
for (let i = 0; i < years.length; i++) {
  const date = new Date((i + ORIGIN) * 86_400_000)
  years[i] = date.getUTCFullYear()
  months[i] = date.getUTCMonth()
  days.push('')
}

/** `YYYY-MM-DD`, from 1900 to 2039. */
export const isoDay = (day: number): string =>
  (days[day - ORIGIN] ||= new Date(day * 86_400_000).toISOString().slice(0, 10))

/** `YYYY-MM-DD HH:MM:00`. */
export const isoMinute = (minute: number): string =>
  `${isoDay(Math.floor(minute / DAY))} ${clock[minute % DAY]}`

/** Year of a day. */
export const yearOf = (day: number): number => years[day - ORIGIN]
/** Month of a day, 0 to 11. */
export const monthOf = (day: number): number => months[day - ORIGIN]
/** Day of the week, 0 is Monday. */
export const weekdayOf = (day: number): number => (day + 3) % 7
