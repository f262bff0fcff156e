import { expect, test } from 'vitest'
import { isSeasonal, seasonalEffects, withoutGaps } from '../../../src/models/forecast/decompose.ts'
import { isAdmissible } from '../../../src/models/forecast/ets/admissible.ts'
import { ets } from '../../../src/models/forecast/ets/auto.ts'
import { fitEts } from '../../../src/models/forecast/ets/fit.ts'
import { criterion, derivatives, layoutOf, workFor } from '../../../src/models/forecast/ets/recursion.ts'
import { specsFor } from '../../../src/models/forecast/ets/spec.ts'
import { holtWinters, multiplicativeHoltWinters } from '../../../src/models/forecast/holt-winters.ts'
import { croston, sba, tsb } from '../../../src/models/forecast/intermittent.ts'
import { mstl } from '../../../src/models/forecast/mstl.ts'
import { sarima } from '../../../src/models/forecast/sarima/auto.ts'
import { fitArima } from '../../../src/models/forecast/sarima/fit.ts'
import { stl } from '../../../src/models/forecast/stl.ts'
import { dynamicTheta, theta } from '../../../src/models/forecast/theta.ts'
import { random } from '../../../src/util/random.ts'

const wave = (t: number) => Math.sin((2 * Math.PI * t) / 12)

function seasonal(months: number, seed: number, noise = 2): Float64Array {
  const rng = random(seed)
  return Float64Array.from({ length: months }, (_, t) => 100 + 0.5 * t + 20 * wave(t) + rng.normal(0, noise))
}

test('the derivatives of every smoothing model are those that differences give', () => {
  const y = seasonal(60, 1, 5)
  y[30] = Number.NaN
  for (const spec of [
    ...specsFor({ seasonal: true, positive: true }),
    { error: 'A', trend: 'Ad', season: 'M' } as const,
  ]) {
    const m = spec.season === 'N' ? 1 : 12
    const layout = layoutOf(spec, m)
    const work = workFor(layout.count, m)
    const z = new Float64Array(layout.count).fill(-0.7)
    z[layout.level] = 98
    if (layout.slope >= 0) z[layout.slope] = 0.4
    for (let i = 0; layout.season >= 0 && i < m - 1; i++)
      z[layout.season + i] = spec.season === 'M' ? 1 + 0.1 * wave(i) : 15 * wave(i)
    derivatives(y, z, spec, m, layout, work)
    const n = layout.count
    const exact = Array.from(
      { length: n },
      (_, i) =>
        (2 * work.gram[n * (n + 1) + i]) / work.squares +
        (spec.error === 'M' ? (2 * work.drift[i]) / work.seen : 0),
    )
    exact.forEach((slope, i) => {
      const apart = 1e-5 * Math.max(1, Math.abs(z[i]))
      const at = (d: number) =>
        criterion(
          y,
          z.map((v, j) => (i === j ? v + d : v)),
          spec,
          m,
          layout,
          workFor(n, m),
        )
      expect(Math.abs((at(apart) - at(-apart)) / (2 * apart) - slope)).toBeLessThan(
        1e-5 * Math.max(1, Math.abs(slope)),
      )
    })
  }
})

test('a fit finds the weight that a series was made with, and a plain one no worse than a search over all', () => {
  const rng = random(5)
  let level = 50
  const y = Float64Array.from({ length: 600 }, () => {
    const error = rng.normal(0, 1)
    const value = level + error
    level += 0.4 * error
    return value
  })
  const fit = fitEts(y, { error: 'A', trend: 'N', season: 'N' }, 1)
  expect(fit?.parameters.alpha).toBeGreaterThan(0.3)
  expect(fit?.parameters.alpha).toBeLessThan(0.5)
  expect(fit?.sigma).toBeCloseTo(1, 1)
  const spec = { error: 'A', trend: 'N', season: 'N' } as const
  const layout = layoutOf(spec, 1)
  const work = workFor(2, 1)
  let least = Number.POSITIVE_INFINITY
  for (let a = -4; a <= 4; a += 0.05)
    for (let start = 46; start < 54; start += 0.1)
      least = Math.min(least, criterion(y, Float64Array.of(a, start), spec, 1, layout, work))
  const found = fit?.fitted.reduce((sum, v, t) => sum + (y[t] - v) ** 2, 0) ?? 0
  expect(Math.log(found)).toBeLessThanOrEqual(least + 1e-4)
})

test('the family chooses seasons where there are some, and forecasts them', () => {
  const fit = ets.fit(seasonal(96, 6), 12)
  expect(fit.name).toMatch(/ETS\((A|M),.*,(A|M)\)/)
  fit.forecast(12).forEach((v, h) => {
    expect(Math.abs(v - (100 + 0.5 * (96 + h) + 20 * wave(96 + h)))).toBeLessThan(6)
  })
  const spread = fit.spread(12)
  expect(spread[11]).toBeGreaterThanOrEqual(spread[0])
  const negative = ets.fit(
    seasonal(96, 6).map((v) => v - 120),
    12,
  )
  expect(negative.name.startsWith('ETS(A,')).toBe(true)
  expect(
    ets
      .fit(Float64Array.of(1, 2, 3), 12)
      .forecast(2)
      .every(Number.isFinite),
  ).toBe(true)
})

test('Theta follows the line half way, dynamic Theta as far as it pays', () => {
  const line = Float64Array.from({ length: 40 }, (_, t) => 10 + 3 * t)
  // Smoothing takes up the level, so that the rest of the way is half of the slope.
  expect(theta.fit(line, 1).forecast(2)[1] - theta.fit(line, 1).forecast(2)[0]).toBeCloseTo(1.5, 1)
  expect(dynamicTheta.fit(line, 1).forecast(1)[0]).toBeCloseTo(130, 0)
  const forecast = dynamicTheta.fit(seasonal(96, 7), 12).forecast(12)
  forecast.forEach((v, h) => {
    expect(Math.abs(v - (100 + 0.5 * (96 + h) + 20 * wave(96 + h)))).toBeLessThan(8)
  })
})

test('Holt-Winters and MSTL carry level, trend and season on', () => {
  for (const model of [holtWinters, multiplicativeHoltWinters, mstl]) {
    const forecast = model.fit(seasonal(96, 8, 1), 12).forecast(12)
    forecast.forEach((v, h) => {
      expect(Math.abs(v - (100 + 0.5 * (96 + h) + 20 * wave(96 + h)))).toBeLessThan(7)
    })
  }
})

test('MSTL sees no season in noise', () => {
  const rng = random(9)
  const noise = Float64Array.from({ length: 160 }, () => rng.normal(50, 5))
  const forecast = mstl.fit(noise, 52).forecast(52)
  expect(Math.max(...forecast) - Math.min(...forecast)).toBeLessThan(6)
})

test('the parts of a series add up to it', () => {
  const values = seasonal(84, 10)
  const { trend, season, rest } = stl(values, 12)
  values.forEach((v, t) => {
    expect(trend[t] + season[t] + rest[t]).toBeCloseTo(v, 9)
  })
  expect(Math.abs(season[27] - 20 * wave(27))).toBeLessThan(3)
})

test('orders that made a series fit it, and the search finds an autoregression', () => {
  const rng = random(11)
  const y = new Float64Array(400)
  for (let t = 1; t < 400; t++) y[t] = 0.7 * y[t - 1] + rng.normal(0, 1)
  const orders = { p: 1, d: 0, q: 0, P: 0, D: 0, Q: 0, constant: true }
  const fit = fitArima(y, orders, 1)
  expect(Math.abs((fit?.parameters.ar1 ?? 0) - 0.7)).toBeLessThan(0.1)
  expect(Math.abs((fit?.sigma ?? 0) - 1)).toBeLessThan(0.1)
  expect(fit?.spread(3)[2]).toBeGreaterThan(1.1 * (fit?.sigma ?? 0))
  expect(sarima.fit(y, 1).name).toMatch(/ARIMA\([1-3],0,/)
  const airline = sarima.fit(seasonal(120, 12), 12)
  expect(airline.name).toContain('[12]')
  airline.forecast(12).forEach((v, h) => {
    expect(Math.abs(v - (100 + 0.5 * (120 + h) + 20 * wave(120 + h)))).toBeLessThan(8)
  })
})

test('a moving average is found too', () => {
  const rng = random(13)
  let before = 0
  const y = Float64Array.from({ length: 500 }, () => {
    const error = rng.normal(0, 1)
    const value = error + 0.6 * before
    before = error
    return value
  })
  const fit = fitArima(y, { p: 0, d: 0, q: 1, P: 0, D: 0, Q: 0, constant: false }, 1)
  expect(Math.abs((fit?.parameters.ma1 ?? 0) - 0.6)).toBeLessThan(0.1)
  expect(fit?.forecast(3)[2]).toBeCloseTo(0, 9)
})

test('rare demands: as much as comes in a while', () => {
  const values = Float64Array.from({ length: 80 }, (_, t) => (t % 4 === 3 ? 8 : 0))
  expect(croston.fit(values, 1).forecast(1)[0]).toBeCloseTo(2, 1)
  expect(sba.fit(values, 1).forecast(1)[0]).toBeLessThan(2)
  expect(tsb.fit(values, 1).forecast(1)[0]).toBeCloseTo(2, 0)
  const faded = Float64Array.from({ length: 80 }, (_, t) => (t < 40 && t % 4 === 3 ? 8 : 0))
  expect(tsb.fit(faded, 1).forecast(1)[0]).toBeLessThan(croston.fit(faded, 1).forecast(1)[0])
  expect(croston.fit(new Float64Array(9), 1).forecast(1)[0]).toBe(0)
})

test('seasons are told from noise, and gaps are filled from their place in the cycle', () => {
  const rng = random(14)
  expect(isSeasonal(seasonal(60, 15), 12)).toBe(true)
  expect(
    isSeasonal(
      Float64Array.from({ length: 60 }, () => rng.normal(0, 1)),
      12,
    ),
  ).toBe(false)
  const effects = seasonalEffects(seasonal(60, 16), 12, 'additive')
  expect(effects.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9)
  const whole = seasonal(60, 17, 0)
  const holed = whole.slice()
  holed[30] = Number.NaN
  expect(Math.abs(withoutGaps(holed, 12)[30] - whole[30])).toBeLessThan(4)
})

test('weights under which old errors never fade are told from those under which they do', () => {
  const plain = { beta: 0, gamma: 0, phi: 0 }
  expect(isAdmissible({ ...plain, alpha: 0.3 }, 1)).toBe(true)
  expect(isAdmissible({ ...plain, alpha: 1.9 }, 1)).toBe(true)
  expect(isAdmissible({ ...plain, alpha: 2.1 }, 1)).toBe(false)
  expect(isAdmissible({ alpha: 0.3, beta: 0.1, gamma: 0.1, phi: 1 }, 12)).toBe(true)
  expect(isAdmissible({ alpha: 0.36, beta: 0.36, gamma: 0.63, phi: 1 }, 12)).toBe(false)
})
