/** The chi-square distribution, by the incomplete gamma function. Reference: Numerical Recipes, section 6.2. */

const DEFAULTS = { iterations: 500, precision: 1e-12 } as const

/** Logarithm of the gamma function, for positive arguments. Reference: Lanczos, g = 7, 9 coefficients. */
function logGamma(x: number): number {
  const coefficients = [
    0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
    12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ]
  const t = x + 6.5
  const sum = coefficients.slice(1).reduce((total, c, i) => total + c / (x + i), coefficients[0])
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Upper tail of the chi-square distribution with `d` degrees of freedom. */
export function chiSquareTail(value: number, d: number): number {
  if (!(value > 0)) return 1
  const a = d / 2
  const x = value / 2
  const front = Math.exp(-x + a * Math.log(x) - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < DEFAULTS.iterations && Math.abs(term) > Math.abs(sum) * DEFAULTS.precision; n++) {
      term *= x / (a + n)
      sum += term
    }
    return Math.max(0, 1 - sum * front)
  }
  let b = x + 1 - a
  let c = 1e300
  let fraction = 1 / b
  let h = fraction
  for (let i = 1; i < DEFAULTS.iterations; i++) {
    const an = -i * (i - a)
    b += 2
    fraction = 1 / (an * fraction + b)
    c = b + an / c
    const step = fraction * c
    h *= step
    if (Math.abs(step - 1) < DEFAULTS.precision) break
  }
  return Math.min(1, front * h)
}

/** The value whose upper tail is `p`, by bisection. */
export function chiSquareQuantile(p: number, d: number): number {
  let low = 0
  let high = Math.max(1, d)
  while (chiSquareTail(high, d) > p && high < 1e9) high *= 2
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2
    if (chiSquareTail(middle, d) > p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
