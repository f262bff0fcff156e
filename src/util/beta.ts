/** The F distribution, by the incomplete beta function. Reference: Numerical Recipes, section 6.4, relative error below 3e-7. */

/** Logarithm of the gamma function, for positive arguments. Reference: Lanczos, 6 coefficients. */
function logGamma(x: number): number {
  const coefficients = [
    76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2,
    -0.5395239384953e-5,
  ]
  const t = x + 5.5
  const sum = coefficients.reduce((total, c, i) => total + c / (x + 1 + i), 1.000000000190015)
  return (x + 0.5) * Math.log(t) - t + Math.log((2.5066282746310007 * sum) / x)
}

/** The continued fraction of the incomplete beta function, by Lentz's method. */
function fraction(a: number, b: number, x: number): number {
  const tiny = 1e-300
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m <= 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 3e-7) break
  }
  return h
}

/** The regularised incomplete beta function, 0 to 1. */
function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x))
  return x < (a + 1) / (a + b + 2) ? (front * fraction(a, b, x)) / a : 1 - (front * fraction(b, a, 1 - x)) / b
}

/** Upper tail of the F distribution with `d1` and `d2` degrees of freedom. */
export function fTail(f: number, d1: number, d2: number): number {
  return f <= 0 ? 1 : incompleteBeta(d2 / 2, d1 / 2, d2 / (d2 + d1 * f))
}

/** The value whose upper tail is `p`, by bisection. */
export function fQuantile(p: number, d1: number, d2: number): number {
  let low = 0
  let high = 1
  while (fTail(high, d1, d2) > p && high < 1e12) high *= 2
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (fTail(middle, d1, d2) > p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
