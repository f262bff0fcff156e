/** Which right-hand items belong to each left-hand one: rows in typed arrays. */

export interface Incidence {
  readonly offsets: Int32Array
  readonly items: Int32Array
  /** A number for each entry; 0 when none was given. */
  readonly values: Int32Array
}

/** Groups pairs by their left side; within a row the order of the pairs is kept. */
export function incidence(
  rows: number,
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  values?: ArrayLike<number>,
): Incidence {
  const offsets = new Int32Array(rows + 1)
  for (let i = 0; i < left.length; i++) offsets[left[i] + 1]++
  for (let r = 0; r < rows; r++) offsets[r + 1] += offsets[r]
  const at = offsets.slice(0, rows)
  const items = new Int32Array(left.length)
  const kept = new Int32Array(left.length)
  for (let i = 0; i < left.length; i++) {
    const place = at[left[i]]++
    items[place] = right[i]
    kept[place] = values ? values[i] : 0
  }
  return { offsets, items, values: kept }
}

/** The items of a row. */
export const rowOf = (table: Incidence, row: number): Int32Array =>
  table.items.subarray(table.offsets[row], table.offsets[row + 1])

/** How many items a row has. */
export const sizeOf = (table: Incidence, row: number): number => table.offsets[row + 1] - table.offsets[row]
