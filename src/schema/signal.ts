import { date, flag, integer, real, table, text, timestamp } from './table.ts'

/** Time series that are watched. */
export const signalSeries = table('signal.series', 'one row per signal and series', ['signal', 'series'], {
  signal: text('name on the shelf'),
  series: text('which sub-series: `all`, a line, a region; parts joined by a colon'),
  parent: text('the series of the same signal that this one is a part of').optional(),
  points: integer('periods observed'),
  model: text('what forecasts it'),
  mase: real('error of its forecasts in trials, in units of the naive seasonal forecast').optional(),
  is_reconciled: flag('its forecasts add up to those of its parent'),
})

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

/** Episodes in which a series left its limits. */
export const signalWarning = table(
  'signal.warning',
  'one row per episode outside the limits',
  ['signal', 'series', 'started'],
  {
    signal: text('name on the shelf'),
    series: text('which sub-series'),
    started: date('first day of the first period outside'),
    since: date('first day of the period from which on the level is another one'),
    period: date('first day of the period farthest out'),
    last: date('first day of the last period outside'),
    ended: date('first day of the quiet periods after it; NULL while it lasts').optional(),
    periods: integer('periods outside'),
    value: real('observed in the period farthest out'),
    expected: real('expected there'),
    limit_value: real('limit that was crossed there'),
    z: real('how far out at most, in standard deviations'),
    direction: text('up or down'),
    observed_total: real('observed from `since` to `last`'),
    expected_total: real('expected from `since` to `last`'),
    ratio: real('observed over expected'),
    ratio_low: real('lower end of its 95 % interval'),
    ratio_high: real('upper end of its 95 % interval'),
    p: real('probability of the farthest period by chance'),
    q: real('share of false warnings among those believed at least as much'),
    part_of: text('the wider series, `signal/series`, whose episode this one is a part of').optional(),
    compared_from: date('first day of what the expectation was learned from'),
    model: text('what the expectation was made by'),
    mase: real('error of the series in trials').optional(),
    summary: text('what moved, by how much, since when, in a sentence'),
    summary_zh: text('the same in Chinese'),
    raised_at: timestamp('the run that raised it'),
  },
)

/** Sub-series that explain an episode. */
export const signalDriver = table(
  'signal.driver',
  'one row per episode and sub-series that moved with it',
  ['signal', 'series', 'started', 'dimension', 'member'],
  {
    signal: text('name on the shelf'),
    series: text('which sub-series left its limits'),
    started: date('first day of the episode'),
    dimension: text('what the sub-series part it by: line, region, peril, product'),
    member: text('which one; `other` for what no series holds'),
    observed: real('observed over the episode'),
    expected: real('expected over the episode'),
    excess: real('observed less expected'),
    share: real('share of the excess of the episode'),
  },
)
