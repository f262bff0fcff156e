import { expect, test } from 'vitest'
import type { FittedModel } from '../../src/model.ts'
import { elasticNet } from '../../src/models/linear/elastic-net.ts'
import { FittedLinear, gammaRegression, logistic, tweedieRegression } from '../../src/models/linear/linear.ts'
import { meanLoss } from '../../src/models/objective.ts'
import { random } from '../../src/util/random.ts'
import { reference } from './linear-reference.ts'

/** Intercept and coefficients by feature, 0 for columns that were taken out. */
function coefficientsOf(model: FittedModel): number[] {
  if (!(model instanceof FittedLinear)) throw new Error('not linear')
  const out = model.features.map(() => 0)
  model.design.forEach(({ feature }, j) => {
    out[feature] = model.coefficients[j]
  })
  return [model.bias, ...out]
}

const close = (found: readonly number[], expected: readonly number[], within: number) =>
  found.forEach((v, j) => {
    expect(Math.abs(v - expected[j]), `coefficient ${j}: ${v}, expected ${expected[j]}`).toBeLessThan(within)
  })

// scikit-learn 1.9.1, LogisticRegression(solver='saga', tol=1e-12) on standardised columns; its C is 1 / (l1 + l2).
test.each([
  [0.05, 0.5, [-0.2213124769, 0.1713837524, 0.2711367539, 0, 0.4930073101, 0, 0]],
  [0.05, 1, [-0.21392631, 0.0090340171, 0.3083223539, 0, 0.41160004194, 0, 0]],
  [
    1,
    0.5,
    [-0.2439871547, 0.2123313440219, 0.4724096167, 0.0201273114, 0.7867929618, -0.1669388942, -0.07587307684],
  ],
])('coefficients under C = %d and an absolute share of %d are those of SAGA', async (c, mix, expected) => {
  const { x, binary } = reference()
  const model = await logistic({ l1: mix / c, l2: (1 - mix) / c }).fit(x, { y: binary })
  close(coefficientsOf(model), expected, 1e-5)
  if (!(model instanceof FittedLinear)) throw new Error('not linear')
  expect(model.design).toHaveLength(expected.slice(1).filter((v) => v !== 0).length)
})

// scikit-learn 1.9.1, GammaRegressor(alpha=0.1) and TweedieRegressor(power=1.5, alpha=0.1) with exposure as weight of the rate.
test('Gamma and Tweedie coefficients are those of scikit-learn', async () => {
  const { x, amount, often0, exposure } = reference()
  const gamma = await gammaRegression({ l2: 0.1 * x.rows }).fit(x, { y: amount })
  close(
    coefficientsOf(gamma),
    [
      5.826662970914684, 0.1992454115193565, 0.08541668689173913, -0.045792650096411196, 0.1972553160195962,
      0.010133254199134752, -0.025022444871046205,
    ],
    1e-6,
  )
  const tweedie = await tweedieRegression({ l2: 0.1 * exposure.reduce((a, b) => a + b, 0) }).fit(x, {
    y: often0,
    exposure,
  })
  close(
    coefficientsOf(tweedie),
    [
      5.463734438220325, 0.2509668480485618, 0.09317123737423064, -0.055417410564632286, 0.12116750448446038,
      0.0061250905764081275, -0.07164135151603516,
    ],
    1e-6,
  )
})

/** Three columns that matter and forty that do not. */
function sparse(rows: number, seed: number) {
  const rng = random(seed)
  const columns = Array.from({ length: 43 }, () => Float32Array.from({ length: rows }, () => rng.normal()))
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const margin = 1.2 * columns[0][i] - 0.9 * columns[1][i] + 0.7 * columns[2][i] - 1
    return rng.chance(1 / (1 + Math.exp(-margin))) ? 1 : 0
  })
  return { x: { names: columns.map((_, j) => `c${j}`), rows, columns }, labels: { y } }
}

test('cross-validation takes out what does not matter and loses less on new rows than no choice', async () => {
  const { x, labels } = sparse(400, 11)
  const other = sparse(5000, 12)
  const net = await elasticNet({ mix: 1, choose: 'sparse' }).fit(x, labels, { seed: 3 })
  const kept = coefficientsOf(net)
    .slice(1)
    .flatMap((v, j) => (v === 0 ? [] : [j]))
  expect(kept.slice(0, 3)).toEqual([0, 1, 2])
  expect(kept.length).toBeLessThan(12)
  const best = await elasticNet().fit(x, labels, { seed: 3 })
  const plain = await logistic({ l2: 0.01 }).fit(x, labels)
  const loss = (model: FittedModel) => meanLoss(model.margin(other.x), other.labels, 'binary')
  expect(loss(best)).toBeLessThan(loss(plain) - 0.02)
})

test('the same seed gives the same model, and counts and amounts have a path too', async () => {
  const { x, amount, often0, exposure } = reference()
  for (const [objective, labels] of [
    ['gamma', { y: amount }],
    ['tweedie', { y: often0, exposure }],
    ['poisson', { y: often0.map((v) => Math.ceil(v / 300)), exposure }],
    ['squared', { y: amount }],
  ] as const) {
    const model = elasticNet({ objective, penalties: 10 })
    const [a, b] = [await model.fit(x, labels, { seed: 5 }), await model.fit(x, labels, { seed: 5 })]
    expect(JSON.stringify(a)).toBe(JSON.stringify(b))
    expect(meanLoss(a.margin(x), labels, objective)).toBeLessThan(
      meanLoss(new Float64Array(x.rows).fill(a.explain(x, Int32Array.of(0)).bias), labels, objective),
    )
  }
})

test('settings without a meaning are refused', () => {
  expect(() => elasticNet({ mix: 0 })).toThrow('invalid elastic net mix: 0')
  expect(() => elasticNet({ power: 2 })).toThrow('invalid linear parameter power: 2')
  expect(() => elasticNet({ folds: 1 })).toThrow('invalid elastic net path')
})
