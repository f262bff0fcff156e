import { expect, test } from 'vitest'
import { forecastTogether } from '../../../src/models/neural/lstm.ts'
import { tensorflow } from '../../../src/models/tensorflow.ts'
import { random } from '../../../src/util/random.ts'

/** Series that all rise by a fiftieth a step: what one cannot tell, forty do. */
function family(count: number, seed: number): Float64Array[] {
  const rng = random(seed)
  return Array.from({ length: count }, () => {
    const size = 10 + 1000 * rng.next()
    return Float64Array.from({ length: 24 }, (_, t) => size * 1.02 ** t * Math.exp(0.01 * rng.normal()))
  })
}

test('what a family of series has in common is learned, at every scale, and native memory is freed', async () => {
  const tf = await tensorflow()
  const before = tf.memory().numTensors
  const whole = family(40, 1)
  const known = whole.map((values) => values.subarray(0, 20))
  const options = { season: 1, horizon: 4, seed: 3, epochs: 40 }
  const made = await forecastTogether(known, options)
  expect(tf.memory().numTensors).toBe(before)
  const error = (of: (i: number, h: number) => number) =>
    whole.reduce(
      (sum, values, i) =>
        sum + values.subarray(20).reduce((s, v, h) => s + Math.abs(v - of(i, h)) / values[19], 0),
      0,
    )
  expect(error((i, h) => made[i][h])).toBeLessThan(0.6 * error((i) => known[i][19]))
  const once = { ...options, epochs: 1 }
  expect(await forecastTogether(known, once)).toEqual(await forecastTogether(known, once))
  await expect(forecastTogether([Float64Array.of(1, 2, 3)], options)).rejects.toThrow('invalid series: 1')
  expect(tf.memory().numTensors).toBe(before)
})
