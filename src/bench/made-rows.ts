/** Made-up rows for the benchmarks of trees: numbers with interactions, steps and waves among a few columns, and noise. */
import type { FeatureMatrix, Labels } from '../model.ts'
import { random } from '../util/random.ts'

export function madeRows(rows: number, width: number, seed: number): { x: FeatureMatrix; labels: Labels } {
  const rng = random(seed)
  const names = Array.from({ length: width }, (_, j) => `f${j}`)
  const columns = names.map(() => Float32Array.from({ length: rows }, () => rng.normal()))
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const [a, b, c, d, e, f, g] = columns.map((column) => column[i])
    const margin = a + b * c + Math.sin(2 * d) + (e > 0 ? f : 0) + 0.3 * g - 1
    return rng.chance(1 / (1 + Math.exp(-margin))) ? 1 : 0
  })
  return { x: { names, rows, columns }, labels: { y } }
}
