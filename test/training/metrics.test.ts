import { expect, test } from 'vitest'
import { aucInterval, bootstrap } from '../../src/training/intervals.ts'
import { brier, logLoss, poissonDeviance } from '../../src/training/losses.ts'
import { binaryMetrics, rateMetrics, reliability } from '../../src/training/metrics.ts'
import {
  averagePrecision,
  gini,
  hitsAt,
  liftAt,
  precisionAt,
  rank,
  recallAt,
  rocAuc,
} from '../../src/training/ranking.ts'
import { rankingGain } from '../../src/training/ranking-gain.ts'
import { normalQuantile } from '../../src/util/normal.ts'
import { random } from '../../src/util/random.ts'
import { aucByPairs } from '../models/sample-data.ts'

const f = (...values: number[]) => Float64Array.from(values)

/** Scores with ties that know something about the labels, and calibrated when `sharp` is 1. */
function scored(rows: number, seed: number, sharp = 1) {
  const rng = random(seed)
  const score = Float64Array.from({ length: rows }, () => Math.round(rng.next() * 50) / 60 + 0.05)
  const y = score.map((p) => (rng.chance(p) ? 1 : 0))
  const odds = (p: number) => Math.log(p / (1 - p))
  return { score: score.map((p) => 1 / (1 + Math.exp(-sharp * odds(p)))), y }
}

test('AUC equals the comparison of all pairs, ties included, and counts weights as rows', () => {
  const { score, y } = scored(300, 1)
  expect(rocAuc(rank(score, y))).toBeCloseTo(aucByPairs(score, y), 12)
  const ranked = rank(score, y)
  const times = Float64Array.from(score, (_, i) => i % 3)
  const rows = [...ranked.order].flatMap((row, i) => new Array<number>(i % 3).fill(row))
  const repeated = rank(
    Float64Array.from(rows, (r) => score[r]),
    Float64Array.from(rows, (r) => y[r]),
  )
  expect(rocAuc(ranked, times)).toBeCloseTo(rocAuc(repeated), 12)
  expect(averagePrecision(ranked, times)).toBeCloseTo(averagePrecision(repeated), 12)
})

test('hand-worked examples of the ranking measures', () => {
  const ranked = rank(f(0.9, 0.8, 0.7, 0.6, 0.5), f(1, 0, 1, 0, 0))
  expect(rocAuc(ranked)).toBeCloseTo(5 / 6)
  expect(averagePrecision(ranked)).toBeCloseTo((1 + 2 / 3) / 2)
  expect(precisionAt(ranked, 2)).toBe(0.5)
  expect(recallAt(ranked, 3)).toBe(1)
  expect(liftAt(ranked, 0.2)).toBe(2.5)
  // A tie over the border counts in proportion.
  expect(hitsAt(rank(f(1, 1, 1, 0), f(1, 1, 0, 0)), 1)).toBeCloseTo(2 / 3)
  expect(gini(f(3, 2, 1), f(2, 1, 0), f(1, 1, 1))).toBeCloseTo(1)
  expect(gini(f(1, 1, 1), f(2, 1, 0), f(1, 1, 1))).toBeCloseTo(0)
  expect(gini(f(1, 2, 3), f(2, 1, 0), f(1, 1, 1))).toBeCloseTo(-1)
})

test('hand-worked examples of the losses', () => {
  expect(brier(f(0.5, 0.2), f(1, 0))).toBeCloseTo((0.25 + 0.04) / 2)
  expect(logLoss(f(0.5, 0.2), f(1, 0))).toBeCloseTo(-(Math.log(0.5) + Math.log(0.8)) / 2)
  expect(logLoss(f(0), f(1))).toBeLessThan(40)
  // Rate 0.5 over 2 years expects 1 and sees 2; rate 1 over 1 year sees none.
  expect(poissonDeviance(f(0.5, 1), f(2, 0), f(2, 1))).toBeCloseTo((2 * (2 * Math.log(2) - 1) + 2) / 3)
})

test('the DeLong interval agrees with the bootstrap and shrinks with the rows', () => {
  const { score, y } = scored(600, 2)
  const exact = aucInterval(score, y)
  const ranked = rank(score, y)
  const [drawn] = bootstrap(600, [(times) => rocAuc(ranked, times)], { replicates: 1000 })
  expect(drawn.value).toBeCloseTo(exact.value, 12)
  expect(Math.abs(drawn.low - exact.low)).toBeLessThan(0.01)
  expect(Math.abs(drawn.high - exact.high)).toBeLessThan(0.01)
  const large = scored(6000, 3)
  const narrow = aucInterval(large.score, large.y)
  expect(narrow.high - narrow.low).toBeLessThan(0.45 * (exact.high - exact.low))
  expect(aucInterval(f(1, 2), f(0, 1))).toEqual({ value: 1, low: 0, high: 1 })
})

test('the report card holds every measure inside its interval, and repeats by seed', () => {
  const { score, y } = scored(800, 4)
  const metrics = binaryMetrics(score, y, { replicates: 200, top: [50, 5000] })
  expect(Object.keys(metrics).sort()).toEqual([
    'average_precision',
    'brier',
    'calibration_intercept',
    'calibration_slope',
    'gini',
    'lift_top_decile',
    'log_loss',
    'precision_at_50',
    'recall_at_50',
    'roc_auc',
  ])
  for (const { value, low, high } of Object.values(metrics)) {
    expect(low).toBeLessThanOrEqual(value)
    expect(high).toBeGreaterThanOrEqual(value)
    expect(high - low).toBeGreaterThan(0)
  }
  expect(metrics.brier.value).toBeCloseTo(brier(score, y), 12)
  expect(binaryMetrics(score, y, { replicates: 200, top: [50, 5000] })).toEqual(metrics)
  expect(() => binaryMetrics(score, new Float64Array(800))).toThrow('invalid labels')
})

test('the calibration slope tells a model that is too sure of itself', () => {
  const honest = binaryMetrics(...(Object.values(scored(5000, 5)) as [Float64Array, Float64Array]), {
    replicates: 2,
  })
  expect(honest.calibration_slope.low).toBeLessThan(1)
  expect(honest.calibration_slope.high).toBeGreaterThan(1)
  const loud = scored(5000, 5, 2)
  expect(binaryMetrics(loud.score, loud.y, { replicates: 2 }).calibration_slope.value).toBeCloseTo(0.5, 1)
})

test('rates: deviance beside that of the mean, expected against observed', () => {
  const rng = random(6)
  const exposure = Float64Array.from({ length: 3000 }, () => 0.2 + rng.next())
  const rate = Float64Array.from({ length: 3000 }, () => 0.05 + 0.4 * rng.next())
  const count = rate.map((r, i) => (rng.chance(1 - Math.exp(-r * exposure[i])) ? 1 : 0))
  const metrics = rateMetrics(rate, count, exposure, { replicates: 100 })
  expect(metrics.poisson_deviance.value).toBeCloseTo(poissonDeviance(rate, count, exposure), 12)
  expect(metrics.deviance_explained.low).toBeGreaterThan(0)
  expect(metrics.poisson_deviance.value).toBeLessThan(metrics.poisson_deviance_of_mean.value)
  const bins = reliability(rate, count, { exposure })
  expect(bins).toHaveLength(10)
  expect(bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(3000)
  expect(bins[9].expected).toBeGreaterThan(bins[0].expected * 3)
  expect(Math.abs(bins[9].observed - bins[9].expected)).toBeLessThan(0.12)
})

test('normal quantiles', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8)
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306, 8)
  expect(normalQuantile(0.5)).toBe(0)
})

test('a gain is that of two scores on the same drawn rows: nothing for the same order, surely above nothing for a sharper score', () => {
  const { score, y } = scored(1500, 7)
  const rng = random(3)
  const blurred = score.map((p) => p + rng.next())
  const gain = rankingGain(score, blurred, y, { replicates: 200 })
  expect(gain.roc_auc.value).toBeCloseTo(rocAuc(rank(score, y)) - rocAuc(rank(blurred, y)), 12)
  expect(gain.average_precision.value).toBeGreaterThan(0)
  expect(gain.roc_auc.low).toBeGreaterThan(0)
  const none = rankingGain(
    score.map((p) => 10 * p - 3),
    score,
    y,
    { replicates: 50 },
  )
  for (const { value, low, high } of Object.values(none)) expect([value, low, high]).toEqual([0, 0, 0])
})
