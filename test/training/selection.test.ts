import { expect, test } from 'vitest'
import { aucInterval } from '../../src/training/intervals.ts'
import { fitSelection, referralColumns } from '../../src/training/selection.ts'
import {
  assumedZero,
  doublyRobust,
  inversePropensity,
  positiveUnlabelled,
  propensity,
} from '../../src/training/selective.ts'
import { smallLogistic, smallProbabilities } from '../../src/training/small-logistic.ts'
import { stratifiedFolds } from '../../src/training/split.ts'
import { random } from '../../src/util/random.ts'

const logistic = (m: number) => 1 / (1 + Math.exp(-m))

/** Rows whose outcome hangs on two pieces of evidence, and whose being looked at hangs on the first, and on the outcome by `scent`. */
function world(scent: number, rows = 12_000) {
  const rng = random(5)
  const face = Float64Array.from({ length: rows }, () => rng.normal())
  const shadow = Float64Array.from({ length: rows }, () => rng.normal())
  const truth = Float64Array.from(face, (a, i) =>
    rng.chance(logistic(-3 + 0.6 * a + 1.5 * shadow[i])) ? 1 : 0,
  )
  const y = Float64Array.from(truth, (t, i) =>
    rng.chance(logistic(-2.2 + 0.7 * face[i] + scent * t)) ? t : Number.NaN,
  )
  return { face, shadow, truth, y, share: truth.reduce((a, b) => a + b, 0) / rows }
}

const mean = (list: Float64Array) => list.reduce((a, b) => a + b, 0) / list.length

test('the regression finds the coefficients that made the labels, also from shares', () => {
  const rng = random(3)
  const a = Float64Array.from({ length: 20_000 }, () => rng.normal())
  const b = Float64Array.from({ length: 20_000 }, () => rng.normal())
  const chance = a.map((v, i) => logistic(-1 + 0.8 * v - 0.5 * b[i]))
  const y = chance.map((p) => (rng.chance(p) ? 1 : 0))
  const weight = new Float64Array(20_000).fill(1)
  const theta = smallLogistic([a, b], y, weight)
  for (const [j, wanted] of [-1, 0.8, -0.5].entries()) expect(Math.abs(theta[j] - wanted)).toBeLessThan(0.07)
  const exact = smallLogistic([a, b], chance, weight, { l2: 0 })
  for (const [j, wanted] of [-1, 0.8, -0.5].entries()) expect(exact[j]).toBeCloseTo(wanted, 5)
  expect(() => smallLogistic([a], new Float64Array(0), weight)).toThrow('invalid logistic rows')
})

test('the choice and the outcome are learned together: share, scent and chances come near the truth', () => {
  const { face, shadow, truth, y, share } = world(1.6)
  const found = fitSelection(
    { y, referral: [face], settled: new Uint8Array(y.length).fill(1) },
    ({ one, zero }) => {
      const weight = one.map((w, i) => w + zero[i])
      const theta = smallLogistic([face, shadow], one, weight, { tolerance: 1e-4 })
      return smallProbabilities([face, shadow], theta, y.length)
    },
  )
  expect(found.iterations).toBeLessThan(100)
  expect(Math.abs(found.scent - 1.6)).toBeLessThan(0.45)
  expect(Math.abs(mean(found.counted.one) - share)).toBeLessThan(0.15 * share)
  // Taken for genuine, or taken as those that were looked at, the same rows are far from it.
  const naive = mean(assumedZero(y, 1).one)
  expect(naive).toBeLessThan(0.6 * share)
  const looked = y.filter((label) => !Number.isNaN(label))
  expect(mean(looked)).toBeGreaterThan(1.5 * share)
  expect(aucInterval(found.outcome, truth).value).toBeGreaterThan(0.8)
})

test('inverse propensity and doubly robust weights undo a choice that hangs on the face alone', () => {
  const { face, shadow, truth, y, share } = world(0)
  const seen = y.map((label) => (Number.isNaN(label) ? 0 : 1))
  const chance = propensity([face], seen, stratifiedFolds(seen, 4, 1))
  const shareOf = ({ one, zero }: { one: Float64Array; zero: Float64Array }) =>
    mean(one) / (mean(one) + mean(zero))
  expect(Math.abs(shareOf(inversePropensity(y, chance)) - share)).toBeLessThan(0.2 * share)
  // A poor model of the outcome (the share among those looked at, for everybody) is put right by the propensity.
  const imputed = new Float64Array(y.length).fill(mean(y.filter((label) => !Number.isNaN(label))))
  const robust = doublyRobust(y, chance, imputed)
  expect(Math.abs(shareOf(robust) - share)).toBeLessThan(0.2 * share)
  const theta = smallLogistic([face, shadow], robust.one, new Float64Array(y.length).fill(1))
  expect(aucInterval(smallProbabilities([face, shadow], theta, y.length), truth).value).toBeGreaterThan(0.8)
})

test('unknown rows count as ones by the share of ones that is found', () => {
  // Half of the ones are found, whichever they are; the model of found ones is right.
  const rng = random(8)
  const isOne = Float64Array.from({ length: 4000 }, (_, i) => (i < 1000 ? 1 : 0))
  const y = isOne.map((one) => (one === 1 && rng.chance(0.5) ? 1 : Number.NaN))
  const found = isOne.map((one) => (one === 1 ? 0.5 : 0))
  const { one, zero, c } = positiveUnlabelled(y, found)
  expect(c).toBeCloseTo(0.5, 5)
  expect(mean(one)).toBeCloseTo(0.25, 2)
  expect(one.every((w, i) => Math.abs(w + zero[i] - 1) < 1e-12)).toBe(true)
  expect(() => positiveUnlabelled(y.fill(Number.NaN), found)).toThrow('invalid positive outcomes')
})

test('referral columns are of one scale, without gaps, and constant ones are gone', () => {
  const columns = referralColumns([
    Float32Array.of(100, 1000, Number.NaN, 100_000),
    Float32Array.of(1, 1, 1, 1),
    Float32Array.of(0, 1, 0, 1),
  ])
  expect(columns).toHaveLength(2)
  expect(columns[0][2]).toBe(0)
  expect(Math.abs(mean(columns[1]))).toBeLessThan(1e-12)
})
