/** Gauss-Legendre quadrature on [0, 1]: `n` points integrate polynomials up to degree 2n - 1 without error. */

export interface Quadrature {
  readonly points: Float64Array
  readonly weights: Float64Array
}

const known = new Map<number, Quadrature>()

/** Points and weights, by Newton's method on the Legendre polynomial. */
export function quadrature(n: number): Quadrature {
  const found = known.get(n)
  if (found) return found
  const points = new Float64Array(n)
  const weights = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let slope = 1
    for (let step = 0; step < 100; step++) {
      let [p, before] = [1, 0]
      for (let k = 1; k <= n; k++) [p, before] = [((2 * k - 1) * x * p - (k - 1) * before) / k, p]
      slope = (n * (x * p - before)) / (x * x - 1)
      const move = p / slope
      x -= move
      if (Math.abs(move) < 1e-16) break
    }
    points[i] = (1 - x) / 2
    weights[i] = 1 / ((1 - x * x) * slope * slope)
  }
  const made = { points, weights }
  known.set(n, made)
  return made
}
