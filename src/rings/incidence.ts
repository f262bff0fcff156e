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

const DEFAULTS = {
  /** Rows of so many entries are sorted in place. */
  short: 24,
} as const

/**
 * Groups pairs by their left side, each row in rising order of its items. A pair that is told twice stands once, with the values of
 * both joined bit by bit; pairs with a negative side are left out. Values are below 256.
 */
export function relation(
  rows: number,
  left: Int32Array,
  right: Int32Array,
  values: Int32Array = new Int32Array(left.length),
): Incidence {
  const offsets = new Int32Array(rows + 1)
  for (let i = 0; i < left.length; i++) if (left[i] >= 0 && right[i] >= 0) offsets[left[i] + 1]++
  for (let r = 0; r < rows; r++) offsets[r + 1] += offsets[r]
  const at = offsets.slice(0, rows)
  const items = new Int32Array(offsets[rows])
  const joined = new Int32Array(offsets[rows])
  for (let i = 0; i < left.length; i++) {
    if (left[i] < 0 || right[i] < 0) continue
    const place = at[left[i]]++
    items[place] = right[i]
    joined[place] = values[i]
  }
  let kept = 0
  for (let r = 0; r < rows; r++) {
    const [from, to] = [offsets[r], at[r]]
    offsets[r] = kept
    sortRow(items, joined, from, to)
    for (let k = from; k < to; k++) {
      if (kept > offsets[r] && items[kept - 1] === items[k]) joined[kept - 1] |= joined[k]
      else {
        items[kept] = items[k]
        joined[kept++] = joined[k]
      }
    }
  }
  offsets[rows] = kept
  return { offsets, items: items.slice(0, kept), values: joined.slice(0, kept) }
}

/** Sorts the entries of a row by item. */
function sortRow(items: Int32Array, values: Int32Array, from: number, to: number): void {
  if (to - from > DEFAULTS.short) {
    const keys = Float64Array.from({ length: to - from }, (_, k) => 256 * items[from + k] + values[from + k])
    keys.sort().forEach((key, k) => {
      items[from + k] = Math.floor(key / 256)
      values[from + k] = key % 256
    })
    return
  }
  for (let k = from + 1; k < to; k++) {
    const [item, value] = [items[k], values[k]]
    let place = k
    for (; place > from && items[place - 1] > item; place--) {
      items[place] = items[place - 1]
      values[place] = values[place - 1]
    }
    items[place] = item
    values[place] = value
  }
}

/** The relation read from its other side, each row in rising order. */
export function transposed(table: Incidence, rows: number): Incidence {
  const offsets = new Int32Array(rows + 1)
  for (let i = 0; i < table.items.length; i++) offsets[table.items[i] + 1]++
  for (let r = 0; r < rows; r++) offsets[r + 1] += offsets[r]
  const at = offsets.slice(0, rows)
  const items = new Int32Array(table.items.length)
  const values = new Int32Array(table.items.length)
  for (let row = 0; row + 1 < table.offsets.length; row++)
    for (let i = table.offsets[row]; i < table.offsets[row + 1]; i++) {
      const place = at[table.items[i]]++
      items[place] = row
      values[place] = table.values[i]
    }
  return { offsets, items, values }
}

/** The items of a row. */
export const rowOf = (table: Incidence, row: number): Int32Array =>
  table.items.subarray(table.offsets[row], table.offsets[row + 1])

/** How many items a row has. */
export const sizeOf = (table: Incidence, row: number): number => table.offsets[row + 1] - table.offsets[row]
