/** A small seeded set on which other packages' regressions were computed once, to hold ours to. */
import type { FeatureMatrix } from '../../src/model.ts'
import { random } from '../../src/util/random.ts'

export interface ReferenceSet {
  readonly x: FeatureMatrix
  readonly binary: Float64Array
  readonly amount: Float64Array
  readonly often0: Float64Array
  readonly exposure: Float64Array
}

const ROWS = 300

/** Six numbers, two of them nearly one; labels of three kinds drawn from some of them. */
export function reference(): ReferenceSet {
  const rng = random(2024)
  const columns = Array.from({ length: 6 }, () => new Float32Array(ROWS))
  const out = { binary: [0], amount: [0], often0: [0], exposure: [0] }
  for (let i = 0; i < ROWS; i++) {
    const shared = rng.normal()
    const values = [shared + 0.3 * rng.normal(), shared + 0.3 * rng.normal()]
    while (values.length < 6) values.push(rng.normal(values.length, 1 + values.length))
    values.forEach((v, j) => {
      columns[j][i] = v
    })
    const risk = 0.8 * columns[0][i] + 0.2 * (columns[3][i] - 3) - 0.5
    out.exposure[i] = 0.2 + rng.next()
    out.binary[i] = rng.chance(1 / (1 + Math.exp(-risk))) ? 1 : 0
    out.amount[i] = Math.exp(6 + 0.3 * risk) * (0.2 + 1.6 * rng.next())
    out.often0[i] = rng.chance(0.6 * Math.exp(-out.exposure[i])) ? 0 : out.amount[i] * out.exposure[i]
  }
  return {
    x: { names: columns.map((_, j) => `c${j}`), rows: ROWS, columns },
    binary: Float64Array.from(out.binary),
    amount: Float64Array.from(out.amount),
    often0: Float64Array.from(out.often0),
    exposure: Float64Array.from(out.exposure),
  }
}
