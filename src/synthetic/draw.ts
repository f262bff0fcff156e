/** Random numbers that depend on a seed, an index and a field only, so that nobody needs to be remembered. */

/** Mixes three integers into 32 bits (the finalizer of MurmurHash3). */
export function mix(seed: number, index: number, field: number): number {
  let h =
    Math.imul(seed ^ Math.imul(index, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(field + 0x7f4a7c15, 0xc2b2ae35)
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  h ^= h >>> 16
  return h >>> 0
}

/** Uniform in [0, 1). */
export const unit = (seed: number, index: number, field: number): number =>
  mix(seed, index, field) / 4294967296

/** One element, all equally likely. */
export const choose = <T>(items: readonly T[], u: number): T => items[Math.floor(u * items.length)] as T

/** Running totals of weights, for {@link chooseBy}. */
export function cumulative(weights: readonly number[]): Float64Array {
  const totals = new Float64Array(weights.length)
  let total = 0
  for (let i = 0; i < weights.length; i++) totals[i] = total += weights[i]
  return totals
}

/** Position that a uniform number falls on, in proportion to the weights. */
export function chooseBy(totals: Float64Array, u: number): number {
  const at = u * totals[totals.length - 1]
  let low = 0
  let high = totals.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (totals[middle] > at) high = middle
    else low = middle + 1
  }
  return low
}

/** Standard normal from two uniform numbers (Box-Muller). */
export const normal = (u: number, v: number): number =>
  Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v)
