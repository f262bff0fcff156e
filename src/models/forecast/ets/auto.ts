/**
 * The member of the exponential smoothing family with the best AICc.
 *
 * Reference: Hyndman and Khandakar (2008), "Automatic time series forecasting: the forecast package for R".
 */
import { mean } from '../naive.ts'
import type { FittedSeries, SeriesModel } from '../series-model.ts'
import { isAdmissible } from './admissible.ts'
import { fitEts } from './fit.ts'
import { type EtsSpec, specsFor } from './spec.ts'

/** Longer cycles have too many start states to be found one by one. */
export const LONGEST_SEASON = 24

export const ets: SeriesModel = {
  name: 'ETS',
  least: () => 3,
  fit: (values, season) => autoEts(values, season) ?? mean.fit(values, season),
}

const SHORTLIST = 3

const aiccOf = (fit: FittedSeries) => fit.aicc ?? Number.POSITIVE_INFINITY
const better = (a: FittedSeries, b: FittedSeries | null) => (b !== null && aiccOf(b) < aiccOf(a) ? b : a)

const weightsOf = ({ parameters: { alpha, beta = 0, gamma = 0, slope, phi } }: FittedSeries) => ({
  alpha,
  beta,
  gamma,
  phi: slope === undefined ? 0 : (phi ?? 1),
})

/** Fits the family and keeps the best that forgets its start; null where not even the simplest can be fitted. */
function autoEts(values: Float64Array, season: number): FittedSeries | null {
  const seasonal = season > 1 && season <= LONGEST_SEASON && values.length > 2 * season
  const positive = values.every((v) => v - v !== 0 || v > 0)
  const forgets = (fit: FittedSeries | null, spec: EtsSpec): fit is FittedSeries =>
    fit !== null && isAdmissible(weightsOf(fit), spec.season === 'N' ? 1 : season)
  const rough: { readonly spec: EtsSpec; readonly fit: FittedSeries }[] = []
  for (const spec of specsFor({ seasonal, positive })) {
    const fit = fitEts(values, spec, season, 1)
    if (forgets(fit, spec)) rough.push({ spec, fit })
  }
  // One descent tells most of them apart; those that are left are looked at twice.
  return rough
    .sort((a, b) => aiccOf(a.fit) - aiccOf(b.fit))
    .slice(0, SHORTLIST)
    .map(({ spec, fit }) => {
      const again = fitEts(values, spec, season)
      return forgets(again, spec) ? better(fit, again) : fit
    })
    .reduce<FittedSeries | null>((best, fit) => better(fit, best), null)
}
