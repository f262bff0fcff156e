/** Logarithm of the gamma function. Reference: Stirling's series after a shift to 10 and more, relative error below 1e-13. */
export function logGamma(x: number): number {
  let shift = 1
  let at = x
  for (; at < 10; at++) shift *= at
  const r = 1 / (at * at)
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / at
  return (at - 0.5) * Math.log(at) - at + 0.9189385332046727 + series - Math.log(shift)
}
