/**
 * Classical decomposition, the test whether there is a season at all, and gaps filled in.
 *
 * References: Kendall and Stuart (1983), "The Advanced Theory of Statistics", vol. 3; the test is the one of Assimakopoulos and
 * Nikolopoulos (2000), "The theta model".
 */

export type SeasonKind = 'additive' | 'multiplicative'

const DEFAULTS = {
  /** Standard errors that the seasonal autocorrelation must exceed: one in ten by chance. */
  certainty: 1.645,
  /** Cycles that a season needs to be seen in. */
  cycles: 2,
} as const

/** Gaps filled from the same place in the cycle when there is a season, else from the neighbours on a straight line. */
export function withoutGaps(values: Float64Array, season: number): Float64Array {
  if (!values.some((v) => v - v !== 0)) return values
  const out = values.slice()
  const line = values.slice()
  let before = -1
  for (let t = 0; t <= values.length; t++) {
    if (t < values.length && values[t] - values[t] !== 0) continue
    for (let k = before + 1; k < t; k++)
      line[k] =
        before < 0
          ? t < values.length
            ? values[t]
            : 0
          : t < values.length
            ? values[before] + ((values[t] - values[before]) * (k - before)) / (t - before)
            : values[before]
    before = t
  }
  const useSeason = season > 1 && values.length >= DEFAULTS.cycles * season
  for (let t = 0; t < out.length; t++) {
    if (values[t] - values[t] === 0) continue
    const same: number[] = []
    if (useSeason)
      for (let k = t % season; k < out.length; k += season)
        if (values[k] - values[k] === 0) same.push(values[k] - centre(line, k, season))
    out[t] = useSeason && same.length > 0 ? centre(line, t, season) + median(same) : line[t]
  }
  return out
}

const median = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1]

function centre(line: Float64Array, t: number, season: number): number {
  const from = Math.max(0, Math.min(line.length - season, t - (season >> 1)))
  let sum = 0
  for (let k = from; k < from + season; k++) sum += line[k]
  return sum / season
}

/** Whether the autocorrelation at the season's lag stands out of what the shorter lags explain. */
export function isSeasonal(values: Float64Array, season: number): boolean {
  const n = values.length
  if (season < 2 || n < Math.max(DEFAULTS.cycles * season + 1, 6)) return false
  const mean = values.reduce((a, b) => a + b, 0) / n
  let total = 0
  for (const v of values) total += (v - mean) ** 2
  if (!(total > 0)) return false
  const correlation = (lag: number) => {
    let sum = 0
    for (let t = lag; t < n; t++) sum += (values[t] - mean) * (values[t - lag] - mean)
    return sum / total
  }
  let squares = 0
  for (let lag = 1; lag < season; lag++) squares += correlation(lag) ** 2
  return Math.abs(correlation(season)) > DEFAULTS.certainty * Math.sqrt((1 + 2 * squares) / n)
}

/** Centred moving average over one cycle; NaN where it does not reach. */
export function movingAverage(values: Float64Array, season: number): Float64Array {
  const out = new Float64Array(values.length).fill(Number.NaN)
  const half = season >> 1
  for (let t = half; t < values.length - half; t++) {
    let sum = 0
    if (season % 2 === 1) for (let k = -half; k <= half; k++) sum += values[t + k]
    else {
      sum = (values[t - half] + values[t + half]) / 2
      for (let k = 1 - half; k < half; k++) sum += values[t + k]
    }
    out[t] = sum / season
  }
  return out
}

/** Seasonal effects, the first point's first: summing to 0 when additive, averaging 1 when multiplicative. */
export function seasonalEffects(values: Float64Array, season: number, kind: SeasonKind): Float64Array {
  const trend = movingAverage(values, season)
  const sums = new Float64Array(season)
  const counts = new Float64Array(season)
  for (let t = 0; t < values.length; t++) {
    const ratio = kind === 'additive' ? values[t] - trend[t] : values[t] / trend[t]
    if (ratio - ratio !== 0) continue
    sums[t % season] += ratio
    counts[t % season]++
  }
  const none = kind === 'additive' ? 0 : 1
  const raw = sums.map((sum, i) => (counts[i] > 0 ? sum / counts[i] : none))
  const mean = raw.reduce((a, b) => a + b, 0) / season
  return kind === 'additive' ? raw.map((v) => v - mean) : raw.map((v) => (mean !== 0 ? v / mean : 1))
}

/** Takes seasonal effects out of a series. */
export function adjusted(values: Float64Array, effects: Float64Array, kind: SeasonKind): Float64Array {
  const m = effects.length
  return values.map((v, t) => (kind === 'additive' ? v - effects[t % m] : v / effects[t % m]))
}

/** Intercept and slope of the straight line through a series, over points 0, 1, 2, ...; NaN is passed over. */
export function straightLine(values: Float64Array): { readonly intercept: number; readonly slope: number } {
  let [n, st, sy] = [0, 0, 0]
  values.forEach((v, t) => {
    if (v - v !== 0) return
    n++
    st += t
    sy += v
  })
  if (n === 0) return { intercept: 0, slope: 0 }
  const [mt, my] = [st / n, sy / n]
  let [up, down] = [0, 0]
  values.forEach((v, t) => {
    if (v - v !== 0) return
    up += (t - mt) * (v - my)
    down += (t - mt) ** 2
  })
  const slope = down > 0 ? up / down : 0
  return { intercept: my - slope * mt, slope }
}
