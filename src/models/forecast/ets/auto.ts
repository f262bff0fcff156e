/**
 * The member of the exponential smoothing family with the best AICc.
 *
 * Reference: Hyndman and Khandakar (2008), "Automatic time series forecasting: the forecast package for R".
 */
import { mean } from '../naive.ts'
import type { FittedSeries, SeriesModel } from '../series-model.ts'
import { fitEts } from './fit.ts'
import { specsFor } from './spec.ts'

/** Longer cycles have too many start states to be found one by one. */
const LONGEST_SEASON = 24

export const ets: SeriesModel = {
  name: 'ETS',
  least: () => 3,
  fit: (values, season) => autoEts(values, season) ?? mean.fit(values, season),
}

/** Fits the family and keeps the best; null where not even the simplest can be fitted. */
function autoEts(values: Float64Array, season: number): FittedSeries | null {
  const seasonal = season > 1 && season <= LONGEST_SEASON && values.length > 2 * season
  const positive = values.every((v) => v - v !== 0 || v > 0)
  let best: FittedSeries | null = null
  for (const spec of specsFor({ seasonal, positive })) {
    const fitted = fitEts(values, spec, season)
    if (fitted && (best === null || (fitted.aicc ?? 0) < (best.aicc ?? 0))) best = fitted
  }
  return best
}
