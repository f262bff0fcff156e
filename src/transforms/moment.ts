/** A moment in UTC: a day in any shape that `day` reads, with its time. */
import { cheapFirst, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { type CalendarParameters, common, isoDay, offsetOf, readCalendar } from './calendar-text.ts'

const read = textFunction('read_moment', (text, options) => {
  const parameters = options ? (JSON.parse(options) as CalendarParameters) : {}
  const written = readCalendar(text, parameters)
  if (!written) return null
  const offset = written.offset ?? offsetOf(parameters.zone) ?? 0
  const micros = written.micros - offset * 60e6
  const days = Math.floor(micros / 86_400e6)
  const rest = micros - days * 86_400e6
  const midnight = new Date(`${isoDay(written)}T00:00:00Z`).getTime() + days * 86_400_000
  const at = new Date(midnight + Math.floor(rest / 1000))
  return `${at.toISOString().slice(0, 23)}${String(rest % 1000).padStart(3, '0')}`
})

export const moment = transform<CalendarParameters>({
  name: 'moment',
  meaning: {
    en: 'A moment in UTC: a day in any of the shapes of `day`, with its time; an offset is taken off, and without one the zone that the source declares holds (default UTC); a day alone is its midnight',
    zh: '协调世界时时刻：日期可为 day 的任何写法并带时间；有时区偏移则折算，无偏移按来源声明的时区（默认 UTC）；只有日期则取当日零点',
  },
  gives: 'TIMESTAMP',
  code: 'invalid_timestamp',
  sql: (text, parameters) => {
    const options = Object.keys(parameters).length > 0 ? JSON.stringify(parameters) : ''
    const dear = `try_cast(${read(text, options)} as timestamp)`
    if (offsetOf(parameters.zone)) return `case when ${text} is not null then ${dear} end`
    // Four digits of year, two of all else, and nothing behind that the strict cast would not refuse.
    const iso = `case when ${text} like '____-__-__ __:__:__' then try_cast(${text} as timestamp) end`
    return cheapFirst(text, iso, `coalesce(${common(text)}, ${dear})`)
  },
  examples: [
    { raw: '2024-03-09 14:05:00', value: '2024-03-09 14:05:00' },
    { raw: '2024/3/9 14:05', value: '2024-03-09 14:05:00' },
    { raw: '2024-03-09', value: '2024-03-09 00:00:00' },
    { raw: '2024-03-09T14:05:30.25Z', value: '2024-03-09 14:05:30.25' },
    { raw: '2024-03-09T14:05:00+08:00', value: '2024-03-09 06:05:00' },
    { raw: '2024-03-09 02:05', parameters: { zone: '+08:00' }, value: '2024-03-08 18:05:00' },
    { raw: '2024-03-09 02:05:00', parameters: { zone: '+08:00' }, value: '2024-03-08 18:05:00' },
    { raw: '2024年3月9日下午2时05分', value: '2024-03-09 14:05:00' },
    { raw: '民国113年3月9日 14:05', value: '2024-03-09 14:05:00' },
    { raw: '3/9/2024 2:05 PM', parameters: { order: 'mdy' }, value: '2024-03-09 14:05:00' },
    { raw: '3/9/2024 2:05 PM', value: null },
    { raw: '20240309140530', value: '2024-03-09 14:05:30' },
    { raw: '45360.5', value: '2024-03-09 12:00:00' },
    { raw: '２０２４－０３－０９　１４：０５', value: '2024-03-09 14:05:00' },
    { raw: '1709993100000', parameters: { epoch: 'milliseconds' }, value: '2024-03-09 14:05:00' },
    { raw: '2024-03-09 24:00:00', value: '2024-03-10 00:00:00' },
    { raw: '2024-03-09 25:00', value: null },
    { raw: '2025-02-29 10:00:00', value: null },
    { raw: '2024-03-09 10:00:00 soon', value: null },
    { raw: '', value: null },
  ],
})
