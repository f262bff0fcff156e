/** The contract of a series model: fitted on values in time order, it says what it expected and what it expects next. */

/** A model that was fitted on one series. */
export interface FittedSeries {
  /** What was fitted, as a forecaster would write it: `ETS(A,Ad,A)`, `ARIMA(0,1,1)(0,1,1)[12]`. */
  readonly name: string
  /** One-step forecast of every given point from the points before it; NaN where there is none. */
  readonly fitted: Float64Array
  /** Standard deviation of a one-step error, in the unit of the values. */
  readonly sigma: number
  readonly parameters: Readonly<Record<string, number>>
  /** Akaike's criterion for small samples, comparable within one family only. */
  readonly aicc?: number
  /** The next `horizon` points. */
  readonly forecast: (horizon: number) => Float64Array
  /** Standard deviation of the error of each of the next `horizon` points, as the model sees it. */
  readonly spread: (horizon: number) => Float64Array
  /** The same form fitted on other values of the series, without the search for the form; null where it does not fit them. */
  readonly refit?: (values: Float64Array) => FittedSeries | null
}

/** A way of fitting a series. */
export interface SeriesModel {
  readonly name: string
  /** Points that it needs at the least. */
  readonly least: (season: number) => number
  /**
   * Fits `values`, oldest first, one a period; NaN is a gap. `season` is the number of points in a season, 1 for none.
   * Deterministic.
   */
  readonly fit: (values: Float64Array, season: number) => FittedSeries
}

/** Root of the mean square of what is there; 0 when nothing is. */
export function rootMeanSquare(errors: Float64Array, parameters = 0): number {
  let [sum, n] = [0, 0]
  for (const e of errors)
    if (e - e === 0) {
      sum += e * e
      n++
    }
  // However many parameters there are, half of the points stay.
  return n > 0 ? Math.sqrt(sum / Math.max(1, n - Math.min(parameters, n / 2))) : 0
}
