import { date, flag, real, table, text, timestamp } from './table.ts'

/** Time series with their limits. */
export const signalPoint = table(
  'signal.point',
  'one row per signal, series and period',
  ['signal', 'series', 'period'],
  {
    signal: text('name on the shelf'),
    series: text('which sub-series: `all`, a line, a region'),
    period: date('first day of the week or month'),
    value: real('observed').optional(),
    expected: real('forecast before the fact').optional(),
    lower: real('lower limit').optional(),
    upper: real('upper limit').optional(),
    is_forecast: flag('lies in the future'),
  },
)

/** Points outside their limits. */
export const signalWarning = table(
  'signal.warning',
  'one row per point outside its limits',
  ['signal', 'series', 'period'],
  {
    signal: text('name on the shelf'),
    series: text('which sub-series'),
    period: date('first day of the period'),
    value: real('observed'),
    expected: real('forecast'),
    limit_value: real('limit that was crossed'),
    z: real('how far out, in standard deviations'),
    direction: text('up or down'),
    raised_at: timestamp('the run that raised it'),
  },
)
