/** Solves a small symmetric positive system in place, as least squares inside a fit needs thousands of times. */

/**
 * Solves `(a + damping diag(a)) x = b` for a row-major symmetric `a` of order `n` (stride `stride`, lower triangle read),
 * through `factor` (n x n). False when the system is not positive.
 */
export function solveDamped(
  a: Float64Array,
  stride: number,
  n: number,
  damping: number,
  b: Float64Array,
  factor: Float64Array,
  x: Float64Array,
): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * stride + j]
      if (i === j) sum += damping * sum + 1e-12
      for (let k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k]
      if (i === j) {
        if (!(sum > 0)) return false
        factor[i * n + i] = Math.sqrt(sum)
      } else factor[i * n + j] = sum / factor[j * n + j]
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = b[i]
    for (let k = 0; k < i; k++) sum -= factor[i * n + k] * x[k]
    x[i] = sum / factor[i * n + i]
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i]
    for (let k = i + 1; k < n; k++) sum -= factor[k * n + i] * x[k]
    x[i] = sum / factor[i * n + i]
  }
  return true
}
