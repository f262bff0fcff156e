/** Early warning: signals, their forecasts and the points that leave their limits. */
export type { Forecaster, ForecastOptions, ForecastResult } from './forecast.ts'
export { type WatchOptions, type WatchReport, watchSignals } from './watch.ts'
