/** A grid over points: which cell each lies in, and which cells lie within a reach of another. */
import { invalid } from '../../errors.ts'

export interface CellGrid {
  /** Rows, cell after cell. */
  readonly order: Int32Array
  /** Where each cell begins in `order`; one more entry than cells. */
  readonly starts: Int32Array
  /** Cells that hold a point. */
  readonly cells: number
  /** Coordinates in the order of `order`, point after point. */
  readonly points: Float64Array
  /** Later cells that hold a point and may have one within the reach of a cell's: from `aroundStarts[cell]` in `around`. */
  readonly around: Int32Array
  readonly aroundStarts: Int32Array
}

/** Most dimensions; the cells around one grow with a power of them. */
const MAX_DIMENSIONS = 4

/** Puts points into cells of the given side; `reach` is how far neighbours may be. Cells are in the order of their coordinates. */
export function cellGrid(columns: readonly Float64Array[], side: number, reach: number): CellGrid {
  const d = columns.length
  const n = columns[0].length
  if (d < 1 || d > MAX_DIMENSIONS) throw invalid('dimensions', d, `1 to ${MAX_DIMENSIONS}`)
  const steps = columns.map((column) => {
    let low = Number.POSITIVE_INFINITY
    for (let i = 0; i < n; i++) {
      if (!Number.isFinite(column[i])) throw invalid('coordinate', column[i], `row ${i}: a finite number`)
      if (column[i] < low) low = column[i]
    }
    return Int32Array.from(column, (v) => Math.floor((v - low) / side))
  })
  // Rows of cells along the last dimension: all coordinates but that one.
  const rowIndex = keyIndex(n, d - 1)
  const key = new Int32Array(d)
  const rowOf = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < d - 1; k++) key[k] = steps[k][i]
    rowOf[i] = rowIndex.put(key)
  }
  const last = steps[d - 1]
  const order = Int32Array.from({ length: n }, (_, i) => i)
  order.sort((a, b) => rowOf[a] - rowOf[b] || last[a] - last[b] || a - b)

  const starts = new Int32Array(n + 1)
  const lastOf = new Int32Array(n)
  const rows = rowIndex.size()
  const rowStarts = new Int32Array(rows + 1)
  const points = new Float64Array(n * d)
  let cells = 0
  for (let p = 0; p < n; p++) {
    const i = order[p]
    const before = order[p - 1]
    if (p === 0 || rowOf[i] !== rowOf[before] || last[i] !== last[before]) {
      starts[cells] = p
      lastOf[cells] = last[i]
      cells++
      rowStarts[rowOf[i] + 1] = cells
    }
    for (let k = 0; k < d; k++) points[p * d + k] = columns[k][i]
  }
  starts[cells] = n
  const { around, aroundStarts } = neighbours({ rows, rowStarts, lastOf, cells }, rowIndex, reach / side, d)
  return { order, starts: starts.slice(0, cells + 1), cells, points, around, aroundStarts }
}

interface Rows {
  readonly rows: number
  readonly rowStarts: Int32Array
  readonly lastOf: Int32Array
  readonly cells: number
}

/** Pairs of cells, each named once at the earlier one: rows around a row are looked up, then walked side by side. */
function neighbours(
  { rows, rowStarts, lastOf, cells }: Rows,
  index: ReturnType<typeof keyIndex>,
  reach: number,
  d: number,
) {
  const offsets = offsetsWithin(d - 1, reach)
  const key = new Int32Array(d)
  const beside = new Int32Array(offsets.length)
  const spans = new Int32Array(offsets.length)
  const at = new Int32Array(offsets.length)
  const aroundStarts = new Int32Array(cells + 1)
  let around = new Int32Array(8 * cells)
  let count = 0
  for (let row = 0; row < rows; row++) {
    let found = 0
    for (const { steps, span } of offsets) {
      for (let k = 0; k < d - 1; k++) key[k] = index.keys[row * (d - 1) + k] + steps[k]
      const other = index.get(key)
      if (other < row) continue
      beside[found] = other
      spans[found] = span
      at[found++] = rowStarts[other]
    }
    for (let cell = rowStarts[row]; cell < rowStarts[row + 1]; cell++) {
      aroundStarts[cell] = count
      for (let k = 0; k < found; k++) {
        const end = rowStarts[beside[k] + 1]
        let other = at[k]
        while (other < end && lastOf[other] < lastOf[cell] - spans[k]) other++
        at[k] = other
        for (; other < end && lastOf[other] <= lastOf[cell] + spans[k]; other++) {
          if (other <= cell) continue
          if (count === around.length) {
            const larger = new Int32Array(2 * count)
            larger.set(around)
            around = larger
          }
          around[count++] = other
        }
      }
    }
  }
  aroundStarts[cells] = count
  return { around, aroundStarts }
}

/** Steps to rows that may hold points within `reach` sides, and how far along such a row. */
function offsetsWithin(
  d: number,
  reach: number,
): { readonly steps: readonly number[]; readonly span: number }[] {
  const most = Math.ceil(reach)
  let offsets: number[][] = [[]]
  for (let k = 0; k < d; k++)
    offsets = offsets.flatMap((o) => Array.from({ length: 2 * most + 1 }, (_, s) => [...o, s - most]))
  // Between cells that are s steps apart lie s - 1 whole sides.
  const squared = (o: readonly number[]) => o.reduce((sum, s) => sum + Math.max(0, Math.abs(s) - 1) ** 2, 0)
  return offsets
    .filter((o) => squared(o) <= reach ** 2)
    .map((steps) => ({ steps, span: Math.floor(Math.sqrt(reach ** 2 - squared(steps))) + 1 }))
}

/** Numbers keys of `d` whole coordinates as they come, by an open hash table. */
function keyIndex(n: number, d: number) {
  let slots = 16
  while (slots < 2 * n) slots *= 2
  const mask = slots - 1
  const table = new Int32Array(slots).fill(-1)
  const keys = new Int32Array(n * d)
  let size = 0
  /** The slot of a key, or the empty one where it belongs. */
  const find = (key: Int32Array): number => {
    let h = 0x9e3779b9
    for (let k = 0; k < d; k++) {
      h = Math.imul(h ^ key[k], 0x85ebca6b)
      h ^= h >>> 15
    }
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      const row = table[slot]
      if (row < 0) return slot
      let same = true
      for (let k = 0, at = row * d; k < d; k++, at++)
        if (keys[at] !== key[k]) {
          same = false
          break
        }
      if (same) return slot
    }
  }
  return {
    keys,
    size: () => size,
    /** Number of a key, -1 when it is not there. */
    get: (key: Int32Array): number => table[find(key)],
    put(key: Int32Array): number {
      const slot = find(key)
      if (table[slot] >= 0) return table[slot]
      for (let k = 0; k < d; k++) keys[size * d + k] = key[k]
      table[slot] = size
      return size++
    },
  }
}
