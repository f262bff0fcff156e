/** The interval of a share. Reference: Wilson (1927), "Probable inference, the law of succession, and statistical inference". */

const Z = 1.959963984540054

/** Wilson's 95 % interval of `hits` among `n`; 0 to 1 when nothing was seen. */
export function wilson(hits: number, n: number): { readonly low: number; readonly high: number } {
  if (n === 0) return { low: 0, high: 1 }
  const share = hits / n
  const base = 1 + (Z * Z) / n
  const middle = (share + (Z * Z) / (2 * n)) / base
  const half = (Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n))) / base
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}
