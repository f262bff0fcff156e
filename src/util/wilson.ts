/** The interval of a share. Reference: Wilson (1927), "Probable inference, the law of succession, and statistical inference". */

const Z = 1.959963984540054

/**
 * Wilson's 95 % interval of a share seen among `n`, which may be an effective size; 0 to 1 when nothing was seen, the share itself
 * when n is infinite. It always holds the share.
 */
export function wilson(share: number, n: number): { readonly low: number; readonly high: number } {
  if (n === 0) return { low: 0, high: 1 }
  if (n === Infinity) return { low: share, high: share }
  const base = 1 + (Z * Z) / n
  const middle = (share + (Z * Z) / (2 * n)) / base
  const half = (Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n))) / base
  return {
    low: Math.max(0, Math.min(share, middle - half)),
    high: Math.min(1, Math.max(share, middle + half)),
  }
}
