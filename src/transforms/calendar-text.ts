/** Days and times as people and systems write them, read without guessing. */
import { chineseDigits, chineseInteger, fold } from './fold.ts'

/** How a column writes its days, where that cannot be seen from the text. */
export interface CalendarParameters extends Readonly<Record<string, unknown>> {
  /** Order of `3/9/2024`. Without it such a day is read only when one of the numbers can be no month. */
  readonly order?: 'dmy' | 'mdy'
  /** `roc`: years of the Republic of China, `113/03/09` and `1130309`. Default the common era. */
  readonly calendar?: 'roc'
  /** A count of `seconds` or `milliseconds` since 1970 instead of a calendar's day. */
  readonly epoch?: 'seconds' | 'milliseconds'
  /** Offset of times that name none: `+08:00`. Default UTC. */
  readonly zone?: string
}

/** A day and, when it was written, the time on it: microseconds after midnight, and the offset in minutes. */
export interface Written {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly micros: number
  readonly offset: number | undefined
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const NUMERAL = '[〇零一二三四五六七八九十]'
/** Excel counts days from the last day of 1899, and believes in 29 February 1900; days before 1954 are not taken for serials. */
const SERIAL = { zero: Date.UTC(1899, 11, 30), first: 20000, last: 73050 } as const

/** Reads a day with or without a time; undefined for what is no day, does not exist, or can be read in two ways. */
export function readCalendar(raw: string, parameters: CalendarParameters): Written | undefined {
  const text = fold(raw)
  if (parameters.epoch) return fromEpoch(text, parameters.epoch)
  const parts = splitTime(text)
  if (!parts) return fromSerial(text)
  const day = readDay(parts.day, parameters)
  if (!day || !exists(day.year, day.month, day.day)) return undefined
  return { ...day, micros: parts.micros, offset: parts.offset }
}

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

function readDay(text: string, { order, calendar }: CalendarParameters): Day | undefined {
  const era = calendar === 'roc' ? 1911 : 0
  const ymd = (year: number, month: string | number, day: string | number): Day => ({
    year,
    month: Number(month),
    day: Number(day),
  })
  const year = (digits: string) => Number(digits) + (digits.length < 4 ? era : 0)
  let m: RegExpExecArray | null
  if (
    (m =
      /^(?:中華民國|中华民国|民國|民国)\s?([1-9]\d{0,2}|元)\s?[年/.-]\s?(\d{1,2})\s?[月/.-]\s?(\d{1,2})\s?日?$/.exec(
        text,
      ))
  )
    return ymd((m[1] === '元' ? 1 : Number(m[1])) + 1911, m[2], m[3])
  if ((m = /^(\d{4}|\d{2,3})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号號]?$/.exec(text)))
    return m[1].length === 4 || era ? ymd(year(m[1]), m[2], m[3]) : undefined
  if ((m = new RegExp(`^(${NUMERAL}{4})年(${NUMERAL}{1,2})月(${NUMERAL}{1,3})[日号號]?$`).exec(text)))
    return ymd(chineseDigits(m[1]) ?? 0, chineseInteger(m[2]) ?? 0, chineseInteger(m[3]) ?? 0)
  if ((m = /^(\d{4}|\d{3})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text)))
    return m[1].length === 4 || era ? ymd(year(m[1]), m[3], m[4]) : undefined
  if ((m = /^(\d{4})(\d\d)(\d\d)$/.exec(text))) return ymd(Number(m[1]), m[2], m[3])
  if (era && (m = /^(\d{2,3})(\d\d)(\d\d)$/.exec(text))) return ymd(Number(m[1]) + era, m[2], m[3])
  if ((m = /^(\d{1,2})([-/. ])(\p{L}{3,9})\.?,?\2(\d{4})$/u.exec(text))) return named(m[4], m[3], m[1])
  if ((m = /^(\p{L}{3,9})\.? (\d{1,2}),? (\d{4})$/u.exec(text))) return named(m[3], m[1], m[2])
  if ((m = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(text))) {
    const [first, second] = [Number(m[1]), Number(m[3])]
    // A dot is how the countries write that put the day first.
    const kind =
      order ?? (m[2] === '.' || first > 12 ? 'dmy' : second > 12 || first === second ? 'mdy' : undefined)
    if (kind === 'dmy') return ymd(Number(m[4]), second, first)
    return kind === 'mdy' ? ymd(Number(m[4]), first, second) : undefined
  }
  return undefined
}

function named(year: string, month: string, day: string): Day | undefined {
  const number = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1
  const names =
    /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/i
  return number > 0 && names.test(month) ? { year: Number(year), month: number, day: Number(day) } : undefined
}

/** Whether the calendar has that day. */
function exists(year: number, month: number, day: number): boolean {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= (month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31)
}

const CLOCK =
  /^(.*?)(?:[ T]|(?<=[日号號]))\s?(上午|下午|凌晨|早上|晚上|中午)?\s?(\d{1,2})(?::|时|時|点|點)\s?(?:(\d{1,2})(?:(?::|分)\s?(?:(\d{1,2})(?:\.(\d{1,9}))?秒?)?)?)?\s?(am|pm|a\.m\.|p\.m\.)?\s?(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?$/i
const COMPACT = /^(\d{8})T?(\d\d)(\d\d)(\d\d)?(z)?$/i

/** Takes the time off; undefined for a number that only a serial can be. */
function splitTime(text: string): { day: string; micros: number; offset: number | undefined } | undefined {
  if (/^\d{5}(\.\d+)?$/.test(text)) return undefined
  const compact = COMPACT.exec(text)
  const m = compact ? undefined : CLOCK.exec(text)
  if (!compact && !m) return { day: text, micros: 0, offset: undefined }
  let hours = Number(compact ? compact[2] : m?.[3])
  const minutes = Number((compact ? compact[3] : m?.[4]) ?? 0)
  const seconds = Number((compact ? compact[4] : m?.[5]) ?? 0)
  const half = `${m?.[2] ?? ''}${m?.[7] ?? ''}`.toLowerCase()
  if (half) {
    if (hours < (m?.[7] ? 1 : 0) || hours > 12) return { day: '', micros: 0, offset: undefined }
    const isLate = /^(下午|晚上|p)/.test(half)
    if (half === '中午') hours = hours < 11 ? hours + 12 : hours
    else hours = isLate ? (hours % 12) + 12 : hours % 12
  }
  const isMidnight = hours === 24 && minutes === 0 && seconds === 0
  if ((hours > 23 && !isMidnight) || minutes > 59 || seconds > 59)
    return { day: '', micros: 0, offset: undefined }
  const fraction = Number((m?.[6] ?? '').padEnd(6, '0').slice(0, 6))
  return {
    day: compact ? compact[1] : (m?.[1] ?? '').trim(),
    micros: ((hours * 60 + minutes) * 60 + seconds) * 1e6 + fraction,
    offset: offsetOf(compact ? compact[5] : m?.[8]),
  }
}

/** Minutes east of Greenwich; undefined when none is named. */
export function offsetOf(zone: string | undefined): number | undefined {
  if (!zone) return undefined
  const m = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  return m ? (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3] ?? 0)) : 0
}

function fromSerial(text: string): Written | undefined {
  const value = Number(text)
  if (value < SERIAL.first || value > SERIAL.last) return undefined
  const days = Math.floor(value)
  // Excel keeps times as shares of a day in a double: good to the millisecond, not beyond.
  return fromMillis(SERIAL.zero + days * 86_400_000 + Math.round((value - days) * 86_400_000))
}

function fromEpoch(text: string, unit: 'seconds' | 'milliseconds'): Written | undefined {
  if (!/^-?\d{1,14}(\.\d+)?$/.test(text)) return undefined
  const written = fromMillis(Math.round(Number(text) * (unit === 'seconds' ? 1000 : 1)))
  return written && { ...written, offset: 0 }
}

function fromMillis(millis: number): Written | undefined {
  const at = new Date(millis)
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1 || at.getUTCFullYear() > 9999) return undefined
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    micros: (millis - Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate())) * 1000,
    offset: undefined,
  }
}

/** `YYYY-MM-DD`. */
export function isoDay({ year, month, day }: Day): string {
  const pad = (n: number, width: number) => String(n).padStart(width, '0')
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

/**
 * SQL that reads the commonest writings beside a bare ISO day as a moment: `2024-03-09 14:05:00`, `2024-03-09T14:05:00Z`, `2024/3/9`,
 * `2024/3/9 14:05`; NULL for any other. Offsets are left to the whole rule: a cast would move the day.
 */
export const common = (text: string) =>
  `case when ${text} like '____-__-__ __:__:__' or ${text} like '____-__-__T__:__:__%Z'
    or (${text} like '____/_%/_%' and strlen(${text}) <= 16 and not contains(${text}, '-') and not contains(${text}, '+'))
    then try_cast(${text} as timestamp) end`
