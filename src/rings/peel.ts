/**
 * Peels a relation of rows and households: households with one tie and rows with one household are taken away until none is left. The
 * rest is where everybody meets others in two rows at least, whatever the order of the peeling.
 *
 * Each side keeps the exclusive or of what it is tied to, by which its last tie is known without a list of them.
 */

export interface Peeled {
  /** Ties that are left of each household, none or at least two. */
  readonly ties: Int32Array
  /** Households that are left in each row, none or at least two. */
  readonly size: Int32Array
}

/**
 * Row r ties the households `homes[offsets[r]]` up to `homes[offsets[r + 1] - 1]`, numbers below `people`, each once. Only entries with
 * a 1 in `isTie` count, when it is given.
 */
export function peel(offsets: Int32Array, homes: Int32Array, people: number, isTie?: Uint8Array): Peeled {
  const rows = offsets.length - 1
  const ties = new Int32Array(people)
  const rowLeft = new Int32Array(people)
  const size = new Int32Array(rows)
  const homeLeft = new Int32Array(rows)
  for (let row = 0; row < rows; row++)
    for (let i = offsets[row]; i < offsets[row + 1]; i++) {
      if (isTie?.[i] === 0) continue
      const home = homes[i]
      ties[home]++
      rowLeft[home] ^= row
      size[row]++
      homeLeft[row] ^= home
    }
  /** Takes away a row with one household, and gives this. */
  const drop = (row: number): number => {
    const home = homeLeft[row]
    size[row] = 0
    rowLeft[home] ^= row
    ties[home]--
    return home
  }
  for (let row = 0; row < rows; row++) if (size[row] === 1) drop(row)
  const stack = new Int32Array(people)
  let top = 0
  for (let home = 0; home < people; home++) if (ties[home] === 1) stack[top++] = home
  while (top > 0) {
    const home = stack[--top]
    if (ties[home] !== 1) continue
    const row = rowLeft[home]
    ties[home] = 0
    homeLeft[row] ^= home
    if (--size[row] > 1) continue
    const other = drop(row)
    if (ties[other] === 1) stack[top++] = other
  }
  return { ties, size }
}
