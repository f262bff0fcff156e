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

const days = new Map<number, string>()
const clock = Array.from(
  { length: DAY },
  (_, m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`,
)

/** `YYYY-MM-DD`. */
export function isoDay(day: number): string {
  let text = days.get(day)
  if (text === undefined) {
    text = new Date(day * 86_400_000).toISOString().slice(0, 10)
    days.set(day, text)
  }
  return text
}

/** `YYYY-MM-DD HH:MM:00`. */
export const isoMinute = (minute: number): string =>
  `${isoDay(Math.floor(minute / DAY))} ${clock[minute % DAY]}:00`

/** Year of a day. */
export const yearOf = (day: number): number => Number(isoDay(day).slice(0, 4))
/** Month of a day, 0 to 11. */
export const monthOf = (day: number): number => Number(isoDay(day).slice(5, 7)) - 1
/** Day of the week, 0 is Monday. */
export const weekdayOf = (day: number): number => (day + 3) % 7
