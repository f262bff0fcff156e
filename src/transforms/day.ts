/** A day: eight shapes and more, none of them guessed. */
import { cheapFirst, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { type CalendarParameters, common, isoDay, readCalendar } from './calendar-text.ts'

const read = textFunction('read_day', (text, options) => {
  const written = readCalendar(text, options ? (JSON.parse(options) as CalendarParameters) : {})
  return written ? isoDay(written) : null
})

export const day = transform<CalendarParameters>({
  name: 'day',
  meaning: {
    en: 'A day of the calendar, as written there: ISO, 2024/3/9, 20240309, 09.03.2024, 2024年3月9日, 民国113年3月9日, 9 Mar 2024, an Excel serial, with or without a time; 3/9/2024 only when the source says which comes first',
    zh: '日历日期（按原文所在地）：ISO、2024/3/9、20240309、09.03.2024、2024年3月9日、民国113年3月9日、9 Mar 2024、Excel 序列号，可带时间；3/9/2024 仅在来源声明顺序时接受',
  },
  gives: 'DATE',
  code: 'invalid_date',
  sql: (text, parameters) => {
    const options = Object.keys(parameters).length > 0 ? JSON.stringify(parameters) : ''
    // What DuckDB writes back as it came is an ISO day and nothing else.
    const iso = `case when cast(try_cast(${text} as date) as varchar) = ${text} then try_cast(${text} as date) end`
    const dear = `try_cast(${read(text, options)} as date)`
    return cheapFirst(text, iso, `coalesce(cast(${common(text)} as date), ${dear})`)
  },
  examples: [
    { raw: '2024-03-09', value: '2024-03-09' },
    { raw: '2024/3/9', value: '2024-03-09' },
    { raw: '20240309', value: '2024-03-09' },
    { raw: '09.03.2024', value: '2024-03-09' },
    { raw: '2024年3月9日', value: '2024-03-09' },
    { raw: '二〇二四年三月九日', value: '2024-03-09' },
    { raw: '民国113年3月9日', value: '2024-03-09' },
    { raw: '中華民國元年1月1日', value: '1912-01-01' },
    { raw: '民国0年1月1日', value: null },
    { raw: '113/03/09', parameters: { calendar: 'roc' }, value: '2024-03-09' },
    { raw: '1130309', parameters: { calendar: 'roc' }, value: '2024-03-09' },
    { raw: '113/03/09', value: null },
    { raw: '45360', value: '2024-03-09' },
    { raw: '２０２４－０３－０９', value: '2024-03-09' },
    { raw: ' 2024-3-9 ', value: '2024-03-09' },
    { raw: '9 Mar 2024', value: '2024-03-09' },
    { raw: 'March 9, 2024', value: '2024-03-09' },
    { raw: '2024-03-09T23:30:00-08:00', value: '2024-03-09' },
    { raw: '2024/3/9 14:05', value: '2024-03-09' },
    { raw: '2024/3/9 1:00+08', value: '2024-03-09' },
    { raw: '2024-03-09T23:30:00Z', value: '2024-03-09' },
    { raw: '2024-03-09 23:30:00', value: '2024-03-09' },
    { raw: '3/9/2024', value: null },
    { raw: '3/9/2024', parameters: { order: 'mdy' }, value: '2024-03-09' },
    { raw: '3/9/2024', parameters: { order: 'dmy' }, value: '2024-09-03' },
    { raw: '25/12/2024', value: '2024-12-25' },
    { raw: '25/12/2024', parameters: { order: 'mdy' }, value: null },
    { raw: '1709942400', parameters: { epoch: 'seconds' }, value: '2024-03-09' },
    { raw: '2025-02-29', value: null },
    { raw: '2024-13-01', value: null },
    { raw: '0000-00-00', value: null },
    { raw: '2024-01-02x', value: null },
    { raw: '24-3-9', value: null },
    { raw: 'n/a', value: null },
    { raw: '', value: null },
  ],
})
