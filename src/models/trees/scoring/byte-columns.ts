/** Values as bytes: every threshold of a forest becomes a position among the column's thresholds, every category a code. */
import { type Forest, goesLeft } from '../forest.ts'

/** Most thresholds behind one byte: 254 and 255 are needed for "all go left" and for missing values. */
const MOST_CUTS = 253
/** Room for thresholds in the kernel's memory; the rest is Infinity, so that a search may look beyond the last. */
const CUTS_ROOM = 512
/** Buckets that tell where the search begins: as few as hold one cut each at most, if so many do. */
const BUCKETS = [512, 1024, 2048, 4096] as const
const MOST_BUCKETS = 4096
/** Bytes of one category table. */
export const TABLE_BYTES = 256

/** Where the search for a value begins: in its bucket, evenly along the line or by the leading bits of floats. */
export interface Buckets {
  readonly isByLine: boolean
  /** Least threshold and buckets a unit; or the first bucket and the bits that it leaves out. */
  readonly from: number
  readonly scale: number
  /** Thresholds below each bucket. */
  readonly hints: Uint8Array
  /** Steps of the search that finish what a hint began. */
  readonly steps: number
}

/** How one column of values becomes bytes. A slot is a column of bytes; -1 where none is needed. */
export interface Encoder {
  readonly feature: number
  /** Codes below this have a byte; 0 for numbers. */
  readonly categories: number
  /** Thresholds, ascending, padded with Infinity. */
  readonly cuts: Float32Array
  readonly buckets: Buckets
  /** Bytes with missing values lowest, and highest. */
  readonly low: number
  readonly high: number
}

/** What every node of a forest asks of the bytes. */
export interface ByteColumns {
  readonly encoders: readonly Encoder[]
  readonly slots: number
  /** For an inner node: its column of bytes; a row goes right where its byte is >= `limit`. */
  readonly slot: Int32Array
  readonly limit: Uint8Array
  /** For a node by category: which table says who goes right (1) by the byte of its column; -1 for numbers. */
  readonly table: Int32Array
  readonly tables: Uint8Array
}

/** The bytes of a forest's columns; null where a column holds numbers and categories, or too many categories. */
export function byteColumns(forest: Forest, width: number): ByteColumns | null {
  const { feature, threshold, missingLeft, categoryWords } = forest
  const cuts = Array.from({ length: width }, () => new Set<number>())
  const categories = new Int32Array(width)
  const isNumber = new Uint8Array(width)
  let byCategory = 0
  for (let node = 0; node < feature.length; node++) {
    const f = feature[node]
    if (f < 0) continue
    if (categoryWords[node] > 0) {
      byCategory++
      categories[f] = Math.max(categories[f], categoryWords[node] * 32)
    } else {
      isNumber[f] = 1
      // Adding 0 makes one of the two zeros.
      if (Number.isFinite(threshold[node])) cuts[f].add(threshold[node] + 0)
    }
  }
  for (let f = 0; f < width; f++)
    if (categories[f] > MOST_CUTS || (categories[f] > 0 && isNumber[f] === 1)) return null

  const encoders: Encoder[] = []
  let slots = 0
  const slotOf = new Map<string, number>()
  const take = (key: string): number => {
    const known = slotOf.get(key)
    if (known !== undefined) return known
    slotOf.set(key, slots)
    return slots++
  }
  const sorted = cuts.map((set) => Float32Array.from(set).sort())
  const slot = new Int32Array(feature.length).fill(-1)
  const limit = new Uint8Array(feature.length)
  const table = new Int32Array(feature.length).fill(-1)
  const tables = new Uint8Array(byCategory * TABLE_BYTES)
  let nextTable = 0
  for (let node = 0; node < feature.length; node++) {
    const f = feature[node]
    if (f < 0) continue
    if (categoryWords[node] > 0) {
      slot[node] = take(`${f} codes`)
      table[node] = nextTable++
      const at = table[node] * TABLE_BYTES
      tables[at] = goesLeft(forest, node, Number.NaN) ? 0 : 1
      for (let code = 0; code < categories[f]; code++)
        tables[at + code + 1] = goesLeft(forest, node, code) ? 0 : 1
      continue
    }
    const t = threshold[node] + 0
    const isLow = missingLeft[node] === 1
    const place = Number.isFinite(t) ? placeOf(sorted[f], t) : 0
    const chunk = Math.floor(place / MOST_CUTS)
    slot[node] = take(`${f} ${chunk} ${isLow ? 'low' : 'high'}`)
    if (t === Number.NEGATIVE_INFINITY) limit[node] = isLow ? 1 : 0
    else if (t === Number.POSITIVE_INFINITY) limit[node] = isLow ? MOST_CUTS + 2 : MOST_CUTS + 1
    else limit[node] = (place % MOST_CUTS) + (isLow ? 2 : 1)
  }
  for (let f = 0; f < width; f++) {
    const codes = slotOf.get(`${f} codes`)
    if (codes !== undefined) encoders.push(byCode(f, categories[f], codes))
    for (let chunk = 0; isNumber[f] === 1 && chunk * MOST_CUTS <= sorted[f].length; chunk++) {
      const [low, high] = ['low', 'high'].map((side) => slotOf.get(`${f} ${chunk} ${side}`) ?? -1)
      if (low < 0 && high < 0) continue
      encoders.push(byNumber(f, sorted[f].subarray(chunk * MOST_CUTS, (chunk + 1) * MOST_CUTS), low, high))
    }
  }
  return { encoders, slots, slot, limit, table, tables }
}

function placeOf(sorted: Float32Array, value: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

const byCode = (feature: number, categories: number, low: number): Encoder => ({
  ...{ feature, categories, low, high: -1 },
  cuts: new Float32Array(0),
  buckets: { isByLine: true, from: 0, scale: 0, hints: new Uint8Array(0), steps: 0 },
})

function byNumber(feature: number, sorted: Float32Array, low: number, high: number): Encoder {
  const cuts = new Float32Array(CUTS_ROOM).fill(Number.POSITIVE_INFINITY)
  cuts.set(sorted)
  const byLine = BUCKETS.map((count) => alongLine(sorted, count))
  const best = [...byLine, byBits(sorted)].reduce((a, b) => (b.steps < a.steps ? b : a))
  return { feature, categories: 0, cuts, buckets: best, low, high }
}

const { fround } = Math

/** Buckets of equal width; the kernel reckons with the same roundings. */
function alongLine(sorted: Float32Array, count: number): Buckets {
  const from = sorted.length > 0 ? sorted[0] : 0
  const scale = fround(count / fround(sorted[sorted.length - 1] - from))
  if (!(scale < Number.POSITIVE_INFINITY)) return bucketsOf(true, from, 0, new Int32Array(sorted.length))
  // Sums beside 2^23 are rounded to whole numbers.
  const places = Int32Array.from(sorted, (cut) => {
    const along = Math.min(count - 1, fround(fround(cut - from) * scale))
    return fround(along + 2 ** 23) - 2 ** 23
  })
  return bucketsOf(true, from, scale, places)
}

/** Buckets by the bits of a float32 as an integer that sorts like it, the last ones left out. */
function byBits(sorted: Float32Array): Buckets {
  // A cut at 0 belongs to the bucket of -0, so that both zeros find it.
  const keys = sorted.map((cut) => (cut === 0 ? -0 : cut))
  const bits = new Int32Array(keys.buffer).map((bit) => bit ^ ((bit >> 31) & 0x7fffffff))
  let shift = 0
  while ((bits[bits.length - 1] >> shift) - (bits[0] >> shift) >= MOST_BUCKETS) shift++
  const from = bits.length > 0 ? bits[0] >> shift : 0
  return bucketsOf(
    false,
    from,
    shift,
    bits.map((bit) => (bit >> shift) - from),
  )
}

/** Buckets where the thresholds lie at `places`, ascending. */
function bucketsOf(isByLine: boolean, from: number, scale: number, places: Int32Array): Buckets {
  const hints = new Uint8Array(places.length > 0 ? places[places.length - 1] + 1 : 1)
  let [most, below] = [0, 0]
  for (let bucket = 0; bucket < hints.length; bucket++) {
    hints[bucket] = below
    const before = below
    while (places[below] === bucket) below++
    most = Math.max(most, below - before)
  }
  return { isByLine, from, scale, hints, steps: Math.ceil(Math.log2(most + 1)) }
}
