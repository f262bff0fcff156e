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
    if (values) kept[place] = values[i]
  }
  return { offsets, items, values: kept }
}

/**
 * Groups pairs by their left side, each row in rising order of its items. A pair that is told twice stands once, with the values of
 * both joined bit by bit; pairs with a negative side are left out.
 */
export function relation(
  rows: number,
  columns: number,
  left: Int32Array,
  right: Int32Array,
  values?: ArrayLike<number>,
): Incidence {
  // By the right side first, so that every row is filled in its order.
  const order = new Int32Array(left.length)
  const ends = new Int32Array(columns + 1)
  for (let i = 0; i < left.length; i++) if (left[i] >= 0 && right[i] >= 0) ends[right[i]]++
  for (let c = 1; c <= columns; c++) ends[c] += ends[c - 1]
  const kept = columns > 0 ? ends[columns - 1] : 0
  for (let i = left.length - 1; i >= 0; i--) if (left[i] >= 0 && right[i] >= 0) order[--ends[right[i]]] = i
  const last = new Int32Array(rows).fill(-1)
  const offsets = new Int32Array(rows + 1)
  for (let k = 0; k < kept; k++) {
    const i = order[k]
    if (last[left[i]] === right[i]) continue
    last[left[i]] = right[i]
    offsets[left[i] + 1]++
  }
  for (let r = 0; r < rows; r++) offsets[r + 1] += offsets[r]
  const items = new Int32Array(offsets[rows])
  const joined = new Int32Array(offsets[rows])
  const at = offsets.slice(0, rows)
  last.fill(-1)
  for (let k = 0; k < kept; k++) {
    const i = order[k]
    const row = left[i]
    if (last[row] !== right[i]) {
      last[row] = right[i]
      items[at[row]++] = right[i]
    }
    if (values) joined[at[row] - 1] |= values[i]
  }
  return { offsets, items, values: joined }
}

/** The relation read from its other side, each row in rising order. */
export function transposed(table: Incidence, rows: number): Incidence {
  const left = new Int32Array(table.items.length)
  for (let row = 0; row + 1 < table.offsets.length; row++)
    left.fill(row, table.offsets[row], table.offsets[row + 1])
  return incidence(rows, table.items, left, table.values)
}

/** The items of a row. */
export const rowOf = (table: Incidence, row: number): Int32Array =>
  table.items.subarray(table.offsets[row], table.offsets[row + 1])

/** How many items a row has. */
export const sizeOf = (table: Incidence, row: number): number => table.offsets[row + 1] - table.offsets[row]
