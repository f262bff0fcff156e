/** Expected costs on policies whose frequency and severity are known: parts add up, sums balance, probabilities come true. */
import { expect, test } from 'vitest'
import type { FeatureMatrix } from '../../src/model.ts'
import { trees } from '../../src/models/trees/trees.ts'
import { type CostRows, costSums, fitCost, takeCostRows } from '../../src/run/fit-cost.ts'
import { TARIFF } from '../../src/run/underwriting-recipes.ts'
import {
  atLeastOne,
  costsOf,
  explainCosts,
  fitDispersion,
  partsOfCosts,
} from '../../src/underwriting/index.ts'
import { random } from '../../src/util/random.ts'

/** Policies of two lines: frequency rises with `age`, severity with `value`; one claim in ten of line b is large. */
function policies(count: number, seed: number): CostRows {
  const rng = random(seed)
  const age = Float32Array.from({ length: count }, () => rng.next())
  const value = Float32Array.from({ length: count }, () => rng.next())
  const lines = Array.from({ length: count }, () => (rng.next() < 0.5 ? 'a' : 'b'))
  const exposure = Float64Array.from({ length: count }, () => 0.2 + 0.8 * rng.next())
  const rows: number[] = []
  const amounts: number[] = []
  const claims = Float64Array.from(age, (a, i) => {
    // Gamma-mixed: the same expected number, in clusters.
    const mixed = -Math.log(1 - rng.next())
    const mean = exposure[i] * 0.4 * Math.exp(1.2 * a) * mixed
    let n = 0
    let moment = -Math.log(1 - rng.next())
    while (moment < mean) {
      n++
      moment -= Math.log(1 - rng.next())
    }
    for (let k = 0; k < n; k++) {
      rows.push(i)
      const large = lines[i] === 'b' && rng.next() < 0.02 ? 20 : 1
      amounts.push(-Math.log(1 - rng.next()) * 1000 * Math.exp(value[i]) * large)
    }
    return n
  })
  const x: FeatureMatrix = { names: ['age', 'value'], rows: count, columns: [age, value] }
  return {
    rate: x,
    severity: x,
    lines,
    claims,
    exposure,
    amounts: { row: Int32Array.from(rows), amount: Float64Array.from(amounts) },
  }
}

const recipes = {
  rate: trees({ objective: 'poisson', rounds: 60, maxDepth: 3 }),
  severity: trees({ objective: 'gamma', rounds: 40, maxDepth: 2, minChildWeight: 20 }),
}
const seen = policies(6000, 1)
const unseen = policies(6000, 2)
const sum = (list: Float64Array) => list.reduce((a, b) => a + b, 0)

test('parts and reasons add up to the logarithm of the expected cost', async () => {
  for (const used of [recipes, TARIFF]) {
    const model = await fitCost(
      takeCostRows(
        seen,
        Int32Array.from({ length: 2000 }, (_, i) => i),
      ),
      used,
      1,
    )
    const costs = costsOf(model, unseen, unseen.lines, unseen.exposure)
    const parts = partsOfCosts(model, unseen, unseen.lines, unseen.exposure, costs)
    const rows = Int32Array.of(0, 17, 4000)
    const reasons = explainCosts(model, unseen, rows)
    rows.forEach((row, i) => {
      const total = Object.values(parts).reduce((all, part) => all + part[row], 0)
      expect(Math.abs(total - Math.log(costs.cost[row]))).toBeLessThan(1e-9)
      for (const part of ['frequency', 'severity'] as const) {
        const own = reasons[i].filter((reason) => reason.part === part)
        const whole = own.reduce((all, { logEffect }) => all + logEffect, 0)
        expect(Math.abs(whole - parts[part][row]), part).toBeLessThan(1e-9)
      }
      expect(costs.cost[row]).toBeCloseTo(costs.claims[row] * costs.severity[row], 6)
    })
  }
})

test('what is expected of each line is what happened, and unseen policies claim as often as said', async () => {
  const model = await fitCost(seen, recipes, 1)
  const own = costsOf(model, seen, seen.lines, seen.exposure)
  expect(sum(own.claims) / sum(seen.claims)).toBeCloseTo(1, 6)
  for (const line of ['a', 'b']) {
    const of = (list: Float64Array) => sum(list.filter((_, i) => seen.lines[i] === line))
    expect(of(own.claims) / of(seen.claims), line).toBeCloseTo(1, 2)
    expect(Math.abs(of(own.cost) / of(costSums(seen)) - 1), line).toBeLessThan(0.05)
  }
  expect(model.file.lines.b.load).toBeGreaterThan(model.file.lines.a.load)
  const other = costsOf(model, unseen, unseen.lines, unseen.exposure)
  const claimed = unseen.claims.filter((n) => n > 0).length
  expect(Math.abs(sum(other.probability) / claimed - 1)).toBeLessThan(0.06)
  // Poisson would promise too many policies with a claim.
  expect(sum(other.claims.map((n) => atLeastOne(n, 0))) / claimed).toBeGreaterThan(1.08)
  const deciles = [...other.probability.keys()].sort((a, b) => other.probability[a] - other.probability[b])
  for (const part of [deciles.slice(0, 2000), deciles.slice(2000, 4000), deciles.slice(4000)]) {
    const expected = part.reduce((all, i) => all + other.probability[i], 0)
    const observed = part.filter((i) => unseen.claims[i] > 0).length
    expect(Math.abs(observed / expected - 1)).toBeLessThan(0.12)
  }
})

test('a model that says too much is believed less', async () => {
  const noisy = {
    ...recipes,
    rate: trees({ objective: 'poisson', rounds: 150, maxDepth: 6, learningRate: 0.3, l2: 0 }),
  }
  const few = takeCostRows(
    seen,
    Int32Array.from({ length: 1500 }, (_, i) => i),
  )
  const { belief } = await fitCost(few, noisy, 1)
  const calm = await fitCost(few, TARIFF, 1)
  expect(belief.rate.slope).toBeLessThan(0.6)
  expect(calm.belief.rate.slope).toBeGreaterThan(0.8)
})

test('with few amounts every claim of a line costs the same', async () => {
  const few = takeCostRows(
    seen,
    Int32Array.from({ length: 150 }, (_, i) => i),
  )
  const model = await fitCost(few, recipes, 1)
  expect(model.severity).toBeNull()
  const costs = costsOf(model, few, few.lines, few.exposure)
  expect(new Set(costs.severity.map((amount) => Math.round(amount))).size).toBe(2)
  expect(sum(costs.cost)).toBeGreaterThan(0)
})

test('dispersion is 0 for counts that come by chance alone', () => {
  const expected = new Float64Array(2000).fill(0.2)
  const rng = random(3)
  const poisson = expected.map((mean) => (rng.next() < Math.exp(-mean) ? 0 : 1))
  expect(fitDispersion(expected, poisson)).toBeLessThan(0.5)
  expect(
    fitDispersion(
      expected,
      expected.map((_, i) => (i % 10 === 0 ? 2 : 0)),
    ),
  ).toBeGreaterThan(2)
})
