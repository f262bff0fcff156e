/**
 * Calibration of margins: Platt's line in log-odds, or a monotone curve by isotonic regression.
 *
 * Fit on rows that the model has not seen (out-of-fold margins), never on its training rows.
 *
 * Reference: Platt (1999), "Probabilistic outputs for support vector machines"; Zadrozny and Elkan (2002).
 */
import { invalid } from '../errors.ts'

/** Maps a model's margin to a calibrated log-odds; never lowers where the margin rises. */
export type Calibration =
  | { readonly kind: 'platt'; readonly slope: number; readonly intercept: number }
  | { readonly kind: 'isotonic'; readonly margin: readonly number[]; readonly logOdds: readonly number[] }

const DEFAULTS = { iterations: 50, tolerance: 1e-10 }

/** Calibrated log-odds of margins. */
export function calibrated(calibration: Calibration, margin: Float64Array): Float64Array {
  if (calibration.kind === 'platt') return margin.map((m) => calibration.intercept + calibration.slope * m)
  const { margin: knots, logOdds } = calibration
  return margin.map((m) => interpolate(knots, logOdds, m))
}

/** A line fitted by logistic regression on the margin; the slope is kept from falling below 0. */
export function fitPlatt(margin: Float64Array, y: Float64Array): Calibration {
  const { slope, intercept } = logisticLine(margin, smoothedTargets(y))
  if (slope > 0) return { kind: 'platt', slope, intercept }
  const share = smoothedTargets(y).reduce((a, b) => a + b, 0) / y.length
  return { kind: 'platt', slope: 0, intercept: Math.log(share / (1 - share)) }
}

/** A monotone curve through pooled blocks, straight between their centres and level outside. */
export function fitIsotonic(margin: Float64Array, y: Float64Array): Calibration {
  if (margin.length === 0) throw invalid('calibration rows', 0, 'at least one')
  const order = Int32Array.from(margin, (_, i) => i).sort((a, b) => margin[a] - margin[b] || a - b)
  const blocks: { events: number; rows: number; sum: number }[] = []
  for (let i = 0; i < order.length; ) {
    const block = { events: 0, rows: 0, sum: 0 }
    for (const m = margin[order[i]]; i < order.length && margin[order[i]] === m; i++) {
      block.events += y[order[i]]
      block.rows++
      block.sum += m
    }
    blocks.push(block)
    // Pool adjacent violators.
    while (blocks.length > 1) {
      const [a, b] = [blocks[blocks.length - 2], blocks[blocks.length - 1]]
      if (a.events * b.rows < b.events * a.rows) break
      blocks.splice(-2, 2, { events: a.events + b.events, rows: a.rows + b.rows, sum: a.sum + b.sum })
    }
  }
  // A half event on both sides keeps certain blocks finite; it may not turn the order.
  const logOdds = blocks.map(({ events, rows }) => Math.log((events + 0.5) / (rows - events + 0.5)))
  for (let i = 1; i < logOdds.length; i++) logOdds[i] = Math.max(logOdds[i], logOdds[i - 1])
  return { kind: 'isotonic', margin: blocks.map(({ sum, rows }) => sum / rows), logOdds }
}

/** Slope and intercept of a logistic regression of labels (0 to 1) on one variable, with standard errors. */
export function logisticLine(
  x: Float64Array,
  y: Float64Array,
): { slope: number; intercept: number; slopeError: number; interceptError: number } {
  let line = { intercept: 0, slope: 0 }
  let loss = lineLoss(x, y, line)
  let [h00, h01, h11] = [1, 0, 1]
  for (let step = 0; step < DEFAULTS.iterations; step++) {
    let [g0, g1] = [0, 0]
    ;[h00, h01, h11] = [1e-9, 0, 1e-9]
    for (let i = 0; i < x.length; i++) {
      const p = 1 / (1 + Math.exp(-(line.intercept + line.slope * x[i])))
      const w = p * (1 - p)
      g0 += y[i] - p
      g1 += (y[i] - p) * x[i]
      h00 += w
      h01 += w * x[i]
      h11 += w * x[i] * x[i]
    }
    const det = h00 * h11 - h01 * h01
    if (!(det > 0)) break
    const [d0, d1] = [(h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det]
    // Newton overshoots where most rows are certain: halve until the loss falls.
    let moved = false
    for (let scale = 1; scale > 1e-6 && !moved; scale /= 2) {
      const next = { intercept: line.intercept + scale * d0, slope: line.slope + scale * d1 }
      const nextLoss = lineLoss(x, y, next)
      if (!(nextLoss < loss)) continue
      moved = true
      line = next
      loss = nextLoss
    }
    if (!moved || Math.max(Math.abs(d0), Math.abs(d1)) < DEFAULTS.tolerance) break
  }
  const det = h00 * h11 - h01 * h01
  return { ...line, slopeError: Math.sqrt(h00 / det), interceptError: Math.sqrt(h11 / det) }
}

function lineLoss(
  x: Float64Array,
  y: Float64Array,
  { intercept, slope }: { intercept: number; slope: number },
): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) {
    const m = intercept + slope * x[i]
    sum += Math.max(m, 0) + Math.log1p(Math.exp(-Math.abs(m))) - y[i] * m
  }
  return sum
}

/** Platt's targets: a little inside 0 and 1, so that a separated sample has a finite answer. */
function smoothedTargets(y: Float64Array): Float64Array {
  const positives = y.reduce((a, b) => a + b, 0)
  const negatives = y.length - positives
  return y.map((label) => (label === 1 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2)))
}

function interpolate(knots: readonly number[], values: readonly number[], m: number): number {
  const last = knots.length - 1
  if (!(m > knots[0])) return values[0]
  if (m >= knots[last]) return values[last]
  let [low, high] = [0, last]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (knots[middle] <= m) low = middle
    else high = middle
  }
  const share = (m - knots[low]) / (knots[high] - knots[low])
  return values[low] + share * (values[high] - values[low])
}
