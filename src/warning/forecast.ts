/** The forecaster that warnings are made with, as it is handed in. */

export interface ForecastOptions {
  /** Points in a season. */
  readonly season: number
  /** Steps ahead. */
  readonly horizon: number
  /** Probability between the limits. */
  readonly level: number
  /** How many of the last points are judged by a model that has not seen them. */
  readonly judge: number
  readonly counts: boolean
}

export interface Judged {
  readonly index: number
  readonly value: number
  readonly expected: number
  readonly lower: number
  readonly upper: number
  readonly z: number
  /** Probability of a value as high or higher. */
  readonly p: number
  readonly outside: 'above' | 'below' | 'inside'
}

export interface ForecastResult {
  /** Which model, or combination of models, in a forecaster's words. */
  readonly model?: string
  /** How far off it was in trials on the past, in units of the naive seasonal forecast's error; NaN without trials. */
  readonly mase?: number
  readonly fitted: Float64Array
  readonly fittedLower: Float64Array
  readonly fittedUpper: Float64Array
  readonly forecast: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly judged: readonly Judged[]
}

export type Forecaster = (values: Float64Array, options: ForecastOptions) => ForecastResult
