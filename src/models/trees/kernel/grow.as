// Tree growing as tasks over one memory: the thread that fits writes a list of tasks and runs them, and threads beside it take
// tasks from the same list. All sums that threads could add up in any order are whole numbers, so the result never depends on
// who did what. What each task does is written a second time in plain.ts, to the bit. Addresses and fields: see layout.ts.
// asc: --enable simd,threads,bulk-memory --sharedMemory --maximumMemory 65536

const TICKET: usize = 64
const DONE: usize = 72
const GENERATION: usize = 76
const STOP: usize = 80
const SLEEPERS: usize = 84
const WAITS: usize = 88
const L1: usize = 128
const L2: usize = 136
const MIN_WEIGHT: usize = 144
const MIN_GAIN: usize = 152
const MIN_ROWS: usize = 160
const G_SCALE: usize = 168
const H_SCALE: usize = 176
const POWER: usize = 184
const OBJECTIVE: usize = 192
const MARGIN: usize = 196
const LABEL: usize = 200
const WEIGHT: usize = 204
const EXPOSURE: usize = 208
const SLOPES: usize = 212
const PACKED: usize = 216
const STRIDE: usize = 220
const BY_ROW: usize = 224
const COLUMNS: usize = 228
const COLUMN_BYTES: usize = 232
const CUTS: usize = 236
const BINS_USED: usize = 240
const MONOTONE: usize = 244
const RANDOM_CUTS: usize = 248
const BLOCKS: usize = 252
const BLOCK_COUNT: usize = 256
const ONES: usize = 260
const TASKS: usize = 1024
const TASK_BYTES: usize = 64

// Rounds of an idle look at the list before the thread sleeps: some ten microseconds.
const SPINS: i32 = 12000
// Rows gathered at a time, so that a batch stays in the first-level cache.
const BATCH: usize = 256
// Rows that lie side by side are not gathered, and more of them stay near.
const WHOLE_BATCH: usize = 512
// Bytes of the sums of one column and of a block of eight.
const COLUMN_SUMS: usize = 2048
const BLOCK_SUMS: usize = 16384
const PATIENCE: i64 = 60_000_000_000

@inline
function address(at: usize): usize {
  return <usize>load<u32>(at)
}

// Adds a value to the sums of the eight bins in a word.
@inline
function addEight(word: u64, value: u64, sums: usize): void {
  let a = sums + ((<usize>word & 255) << 3)
  store<u64>(a, load<u64>(a) + value)
  a = sums + ((<usize>(word >> 8) & 255) << 3)
  store<u64>(a, load<u64>(a, 2048) + value, 2048)
  a = sums + ((<usize>(word >> 16) & 255) << 3)
  store<u64>(a, load<u64>(a, 4096) + value, 4096)
  a = sums + ((<usize>(word >> 24) & 255) << 3)
  store<u64>(a, load<u64>(a, 6144) + value, 6144)
  a = sums + ((<usize>(word >> 32) & 255) << 3)
  store<u64>(a, load<u64>(a, 8192) + value, 8192)
  a = sums + ((<usize>(word >> 40) & 255) << 3)
  store<u64>(a, load<u64>(a, 10240) + value, 10240)
  a = sums + ((<usize>(word >> 48) & 255) << 3)
  store<u64>(a, load<u64>(a, 12288) + value, 12288)
  a = sums + (<usize>(word >> 56) << 3)
  store<u64>(a, load<u64>(a, 14336) + value, 14336)
}

// Adds the words of a row at a stride, as many as there are values.
function addWords(words: usize, stride: usize, values: usize, end: usize, sums: usize): void {
  for (; values < end; values += 8, words += stride) addEight(load<u64>(words), load<u64>(values), sums)
}

// Keeps the looks at rows that are about to be copied.
let touched: u32 = 0

// The histogram of some rows, block by block. Rows 0 means rows `first`, `first` + 1, ...
function histogram(task: usize, scratch: usize): void {
  let rows = address(task + 4)
  let count = address(task + 8)
  let first = address(task + 12)
  let out = address(task + 16)
  let packed = address(task + 20)
  let blocks = address(BLOCKS)
  let blocksEnd = blocks + (address(BLOCK_COUNT) << 2)
  let stride = address(STRIDE)
  let byRow = address(BY_ROW)
  for (let b = blocks; b < blocksEnd; b += 4) memory.fill(out + <usize>load<u32>(b) * BLOCK_SUMS, 0, BLOCK_SUMS)
  if (rows == 0) {
    for (let from: usize = 0; from < count; from += WHOLE_BATCH) {
      let values = packed + ((first + from) << 3)
      let valuesEnd = values + (min(WHOLE_BATCH, count - from) << 3)
      let words = byRow + (first + from) * stride
      for (let b = blocks; b < blocksEnd; b += 4) {
        let block = <usize>load<u32>(b)
        addWords(words + (block << 3), stride, values, valuesEnd, out + block * BLOCK_SUMS)
      }
    }
    return
  }
  for (let from: usize = 0; from < count; from += BATCH) {
    let m = min(BATCH, count - from)
    let at = rows + (from << 2)
    let end = at + (m << 2)
    let to = scratch
    // A look at both ends of every row first: so short a loop has many of them on their way from memory at once.
    for (; at < end; at += 4, to += 8) {
      let row = <usize>load<u32>(at)
      store<u64>(to, load<u64>(packed + (row << 3)))
      let words = byRow + row * stride
      touched += load<u8>(words) + load<u8>(words + stride - 1)
    }
    at = rows + (from << 2)
    to = scratch
    for (; at < end; at += 4, to += 8) {
      let row = <usize>load<u32>(at)
      let words = byRow + row * stride
      let put = to + BATCH * 8
      for (let b = blocks; b < blocksEnd; b += 4, put += BATCH * 8)
        store<u64>(put, load<u64>(words + (<usize>load<u32>(b) << 3)))
    }
    let words = scratch + BATCH * 8
    for (let b = blocks; b < blocksEnd; b += 4, words += BATCH * 8)
      addWords(words, 8, scratch, scratch + (m << 3), out + <usize>load<u32>(b) * BLOCK_SUMS)
  }
}

// The histogram of some rows for a list of columns only, one after the other.
function histogramOfColumns(
  rows: usize,
  count: usize,
  list: usize,
  width: usize,
  packed: usize,
  out: usize,
  scratch: usize,
): void {
  let columns = address(COLUMNS)
  let columnBytes = address(COLUMN_BYTES)
  memory.fill(out, 0, width * COLUMN_SUMS)
  for (let from: usize = 0; from < count; from += BATCH) {
    let m = min(BATCH, count - from) << 2
    let at = rows + (from << 2)
    for (let i: usize = 0; i < m; i += 4)
      store<u64>(scratch + (i << 1), load<u64>(packed + (<usize>load<u32>(at + i) << 3)))
    for (let k: usize = 0; k < width; k++) {
      let column = columns + <usize>load<u32>(list + (k << 2)) * columnBytes
      let sums = out + k * COLUMN_SUMS
      for (let i: usize = 0; i < m; i += 4) {
        let a = sums + (<usize>load<u8>(column + <usize>load<u32>(at + i)) << 3)
        store<u64>(a, load<u64>(a) + load<u64>(scratch + (i << 1)))
      }
    }
  }
}

// Adds a histogram to another.
function addHistogram(task: usize): void {
  let blocks = address(BLOCKS)
  let end = blocks + (address(BLOCK_COUNT) << 2)
  for (let b = blocks; b < end; b += 4) {
    let to = address(task + 4) + <usize>load<u32>(b) * BLOCK_SUMS
    let from = address(task + 8) + <usize>load<u32>(b) * BLOCK_SUMS
    for (let k: usize = 0; k < BLOCK_SUMS; k += 16)
      v128.store(to + k, i64x2.add(v128.load(to + k), v128.load(from + k)))
  }
}

// Takes the histogram of a child from that of its parent, which leaves the other child's.
function subtract(whole: usize, part: usize): void {
  let blocks = address(BLOCKS)
  let end = blocks + (address(BLOCK_COUNT) << 2)
  for (let b = blocks; b < end; b += 4) {
    let to = whole + <usize>load<u32>(b) * BLOCK_SUMS
    let from = part + <usize>load<u32>(b) * BLOCK_SUMS
    for (let k: usize = 0; k < BLOCK_SUMS; k += 16)
      v128.store(to + k, i64x2.sub(v128.load(to + k), v128.load(from + k)))
  }
}

@inline
function shrink(g: f64, l1: f64): f64 {
  return g > l1 ? g - l1 : g < -l1 ? g + l1 : 0.0
}

// The state of a search: the best split so far. Each thread has its own.
let bestGain: f64 = 0
let bestColumn: i32 = -1
let bestBin: i32 = 0
let bestMissingLeft: i32 = 0
let bestLeft: i64 = 0

// Judges one way to part a node; true when no later bin can hold enough weight on its right.
@inline
function consider(left: i64, leftRows: i64, total: i64, rows: i64, column: i32, bin: i32, missing: i32): bool {
  let h = <f64>(<u32>left)
  let minWeight = load<f64>(MIN_WEIGHT)
  if (h < minWeight) return false
  let otherH = <f64>(<u32>total) - h
  if (otherH < minWeight) return true
  let minRows = <i64>load<f64>(MIN_ROWS)
  if (minRows > 1 && (leftRows < minRows || rows - leftRows < minRows)) return false
  let g = <f64>(left >> 32)
  let otherG = <f64>(total >> 32) - g
  let l1 = load<f64>(L1)
  if (l1 != 0) {
    g = shrink(g, l1)
    otherG = shrink(otherG, l1)
  }
  let l2 = load<f64>(L2)
  let a = h + l2
  let c = otherH + l2
  let numerator = g * g * c + otherG * otherG * a
  let denominator = a * c
  if (!(numerator > bestGain * denominator)) return false
  let monotone = <f64>load<i8>(address(MONOTONE) + column)
  if (monotone != 0 && (g * c - otherG * a) * monotone < 0) return false
  bestGain = numerator / denominator
  bestColumn = column
  bestBin = bin
  // Without missing values here, later ones follow the heavier side.
  bestMissingLeft = missing < 0 ? i32(h > otherH) : missing
  bestLeft = left
  return false
}

// The same without L1 penalty, counted rows and direction, whose numbers then stay in registers.
function scanPlainly(sums: usize, column: i32, total: i64, from: i64, end: i32, missing: i32): void {
  let minWeight = load<f64>(MIN_WEIGHT)
  let l2 = load<f64>(L2)
  let totalG = <f64>(total >> 32)
  let totalH = <f64>(<u32>total)
  let most = bestGain
  let left = from
  for (let k: i32 = 1; k < end; k++) {
    let value = load<i64>(sums + (<usize>k << 3))
    if (value == 0) continue
    left += value
    let h = <f64>(<u32>left)
    if (h < minWeight) continue
    let otherH = totalH - h
    if (otherH < minWeight) break
    let g = <f64>(left >> 32)
    let otherG = totalG - g
    let a = h + l2
    let c = otherH + l2
    let numerator = g * g * c + otherG * otherG * a
    let denominator = a * c
    if (!(numerator > most * denominator)) continue
    most = numerator / denominator
    bestGain = most
    bestColumn = column
    bestBin = k
    bestMissingLeft = missing < 0 ? i32(h > otherH) : missing
    bestLeft = left
  }
}

function scanColumn(sums: usize, counts: usize, column: i32, total: i64, rows: i64): void {
  let last = load<i32>(address(BINS_USED) + (<usize>column << 2)) - 1
  let missing = load<i64>(sums)
  let missingRows: i64 = counts == 0 ? 0 : load<i64>(counts)
  let isFull = missing == 0
  // Once with missing values on the right and, where there are any, once with them on the left.
  if (counts == 0 && load<f64>(L1) == 0 && load<i8>(address(MONOTONE) + column) == 0) {
    scanPlainly(sums, column, total, 0, last + i32(!isFull), isFull ? -1 : 0)
    if (!isFull) scanPlainly(sums, column, total, missing, last, 1)
    return
  }
  let sum: i64 = 0
  let count: i64 = 0
  for (let k: i32 = 1; k < last + i32(!isFull); k++) {
    let value = load<i64>(sums + (<usize>k << 3))
    if (value == 0) continue
    sum += value
    if (counts != 0) count += load<i64>(counts + (<usize>k << 3))
    if (consider(sum, count, total, rows, column, k, isFull ? -1 : 0)) break
  }
  if (isFull) return
  sum = missing
  count = missingRows
  for (let k: i32 = 1; k < last; k++) {
    let value = load<i64>(sums + (<usize>k << 3))
    if (value == 0) continue
    sum += value
    if (counts != 0) count += load<i64>(counts + (<usize>k << 3))
    if (consider(sum, count, total, rows, column, k, 1)) break
  }
}

// A number in [0, 1) that depends on the node and the column only.
@inline
function chance(seed: u32, column: u32): f64 {
  let x = seed ^ (column * 0x9e3779b1)
  x = (x ^ (x >> 16)) * 0x85ebca6b
  x = (x ^ (x >> 13)) * 0xc2b2ae35
  x = x ^ (x >> 16)
  return <f64>x / 4294967296.0
}

// One cut, drawn evenly between the least and the largest cut that part the rows.
function drawCut(sums: usize, counts: usize, column: i32, total: i64, rows: i64, seed: u32): void {
  let first: i32 = 1
  let last = load<i32>(address(BINS_USED) + (<usize>column << 2)) - 1
  if (last < 1) return
  while (first < last && load<i64>(sums + (<usize>first << 3)) == 0) first++
  while (last > first && load<i64>(sums + (<usize>last << 3)) == 0) last--
  let missing = load<i64>(sums)
  let bin = first
  if (first < last) {
    let cuts = address(CUTS) + (<usize>column << 10)
    let low = <f64>load<f32>(cuts + (<usize>(first - 1) << 2))
    let high = <f64>load<f32>(cuts + (<usize>(last - 2) << 2))
    let at = low + chance(seed, column) * (high - low)
    while (bin < last - 1 && <f64>load<f32>(cuts + (<usize>bin << 2)) <= at) bin++
  } else if (missing == 0) return
  let sum: i64 = 0
  let count: i64 = 0
  for (let k: i32 = 1; k <= bin; k++) {
    sum += load<i64>(sums + (<usize>k << 3))
    if (counts != 0) count += load<i64>(counts + (<usize>k << 3))
  }
  consider(sum, count, total, rows, column, bin, missing == 0 ? -1 : 0)
  if (missing == 0 || first == last) return
  if (counts != 0) count += load<i64>(counts)
  consider(sum + missing, count, total, rows, column, bin, 1)
}

// The best split of a node by a number. Its histogram is there, or is its parent's and a sibling's is taken from it, or, where
// `rows` are given, is made for the listed columns only and lies in their order.
function split(task: usize, scratch: usize): void {
  let sums = address(task + 4)
  let counts = address(task + 8)
  let list = address(task + 12)
  let width = address(task + 16)
  let rowsAt = address(task + 20)
  let result = address(task + 24)
  let seed = load<u32>(task + 28)
  let rows = <i64>load<u32>(task + 32)
  let isListed = rowsAt != 0
  let randomCuts = load<u32>(RANDOM_CUTS) != 0
  if (load<u32>(task + 40) != 0) subtract(sums, address(task + 40))
  if (load<u32>(task + 44) != 0) subtract(counts, address(task + 44))
  if (isListed) {
    histogramOfColumns(rowsAt, <usize>rows, list, width, address(PACKED), sums, scratch)
    if (counts != 0) histogramOfColumns(rowsAt, <usize>rows, list, width, address(ONES), counts, scratch)
  }
  let total: i64 = 0
  let any = sums + address(task + 36) * COLUMN_SUMS
  for (let k: usize = 0; k < COLUMN_SUMS; k += 8) total += load<i64>(any + k)
  let l1 = load<f64>(L1)
  let g = <f64>(total >> 32)
  let shrunk = l1 == 0 ? g : shrink(g, l1)
  let parent = (shrunk * shrunk) / (<f64>(<u32>total) + load<f64>(L2))
  // Rounding noise of the packed sums must not pass for a gain.
  bestGain = parent + load<f64>(MIN_GAIN) + parent * 1e-9
  let least = bestGain
  bestColumn = -1
  for (let k: usize = 0; k < width; k++) {
    let column = load<u32>(list + (k << 2))
    let at = (isListed ? k : <usize>column) * COLUMN_SUMS
    let countsAt: usize = counts == 0 ? 0 : counts + at
    if (randomCuts) drawCut(sums + at, countsAt, column, total, rows, seed)
    else scanColumn(sums + at, countsAt, column, total, rows)
  }
  store<f64>(result, bestColumn < 0 ? least : bestGain)
  store<f64>(result, parent, 8)
  store<i64>(result, total, 16)
  store<i64>(result, bestLeft, 24)
  store<i32>(result, bestColumn, 32)
  store<i32>(result, bestBin, 36)
  store<i32>(result, bestMissingLeft, 40)
}

// Rows that go left to the front of `to`, the others behind them, both in their order; `rows` is used up.
function partition(task: usize): void {
  let rows = address(task + 4)
  let end = rows + (address(task + 8) << 2)
  let to = address(task + 12)
  let column = address(task + 16)
  let left = address(task + 20)
  let l = to
  let r = rows
  for (let at = rows; at < end; at += 4) {
    let row = load<u32>(at)
    let goes = <usize>load<u8>(left + <usize>load<u8>(column + <usize>row)) << 2
    store<u32>(l, row)
    store<u32>(r, row)
    l += goes
    r += 4 - goes
  }
  memory.copy(l, rows, r - rows)
  store<u32>(address(task + 24), <u32>((l - to) >> 2))
}

// How many rows go left.
function countLeft(task: usize): void {
  let at = address(task + 4)
  let end = at + (address(task + 8) << 2)
  let column = address(task + 16)
  let left = address(task + 20)
  let count: u32 = 0
  for (; at < end; at += 4) count += <u32>load<u8>(left + <usize>load<u8>(column + <usize>load<u32>(at)))
  store<u32>(address(task + 24), count)
}

// Rows that go left to `l`, the others to `r`.
function scatter(task: usize): void {
  let at = address(task + 4)
  let end = at + (address(task + 8) << 2)
  let column = address(task + 16)
  let left = address(task + 20)
  let l = address(task + 28)
  let r = address(task + 32)
  for (; at < end; at += 4) {
    let row = load<u32>(at)
    let goes = <usize>load<u8>(left + <usize>load<u8>(column + <usize>row)) << 2
    store<u32>(select<usize>(l, r, goes), row)
    l += goes
    r += 4 - goes
  }
}

// Exact sums of hessians and gradients.
function sumSlopes(task: usize): void {
  let at = address(task + 4)
  let end = at + (address(task + 8) << 2)
  let slopes = address(SLOPES)
  let sum = f64x2.splat(0)
  for (; at < end; at += 4)
    sum = f64x2.add(sum, f64x2.promote_low_f32x4(v128.load64_zero(slopes + (<usize>load<u32>(at) << 3))))
  v128.store(address(task + 12), sum)
}

function addToMargins(task: usize): void {
  let at = address(task + 4)
  let end = at + (address(task + 8) << 2)
  let value = load<f64>(task + 16)
  let margin = address(MARGIN)
  for (; at < end; at += 4) {
    let a = margin + (<usize>load<u32>(at) << 3)
    store<f64>(a, load<f64>(a) + value)
  }
}

// exp of two numbers, within 2^-50 of the true values, the same in plain.ts: Taylor's series on [-ln 2 / 2, ln 2 / 2].
@inline
function exp(value: v128): v128 {
  let x = f64x2.pmax(f64x2.splat(-700.0), f64x2.pmin(f64x2.splat(700.0), value))
  let k = f64x2.nearest(f64x2.mul(x, f64x2.splat(1.4426950408889634)))
  let r = f64x2.sub(
    f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238))),
    f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)),
  )
  let p = f64x2.add(f64x2.splat(2.755731922398589e-7), f64x2.mul(r, f64x2.splat(2.505210838544172e-8)))
  p = f64x2.add(f64x2.splat(0.0000027557319223985893), f64x2.mul(r, p))
  p = f64x2.add(f64x2.splat(0.0000248015873015873), f64x2.mul(r, p))
  p = f64x2.add(f64x2.splat(0.0001984126984126984), f64x2.mul(r, p))
  p = f64x2.add(f64x2.splat(0.001388888888888889), f64x2.mul(r, p))
  p = f64x2.add(f64x2.splat(0.008333333333333333), f64x2.mul(r, p))
  p = f64x2.add(f64x2.splat(0.041666666666666664), f64x2.mul(r, p))
  p = f64x2.add(f64x2.splat(0.16666666666666666), f64x2.mul(r, p))
  p = f64x2.add(f64x2.splat(0.5), f64x2.mul(r, p))
  p = f64x2.add(f64x2.splat(1), f64x2.mul(r, p))
  p = f64x2.add(f64x2.splat(1), f64x2.mul(r, p))
  // 2^k: k in the lowest bits of a large number, moved to those of the exponent.
  return i64x2.add(p, i64x2.shl(f64x2.add(k, f64x2.splat(6755399441055744)), 52))
}

// Gradients and hessians of some rows by their margins, as pairs of floats, hessian first; and the sums of their sizes, one sum
// for rows at even places and one for those at odd ones. There is room behind the last row for one more.
function gradients(task: usize): void {
  let from = address(task + 4)
  let to = address(task + 8)
  let objective = load<i32>(OBJECTIVE)
  let margin = address(MARGIN)
  let label = address(LABEL)
  let weight = address(WEIGHT)
  let exposure = address(EXPOSURE)
  let slopes = address(SLOPES)
  let power = load<f64>(POWER)
  let one = f64x2.splat(1)
  let low = f64x2.splat(1.0 - power)
  let high = f64x2.splat(2.0 - power)
  let sumG = f64x2.splat(0)
  let sumH = f64x2.splat(0)
  for (let i = from; i < to; i += 2) {
    let at = i << 3
    let y = v128.load(label + at)
    let m = v128.load(margin + at)
    let g: v128
    let h: v128
    if (objective == 0) {
      let p = f64x2.div(one, f64x2.add(one, exp(f64x2.neg(m))))
      g = f64x2.sub(p, y)
      h = f64x2.mul(p, f64x2.sub(one, p))
    } else if (objective == 4) {
      g = f64x2.sub(m, y)
      h = one
    } else if (objective == 2) {
      h = f64x2.mul(y, exp(f64x2.neg(m)))
      g = f64x2.sub(one, h)
    } else {
      let e = exposure == 0 ? one : v128.load(exposure + at)
      if (objective == 1) {
        h = f64x2.mul(e, exp(m))
        g = f64x2.sub(h, y)
      } else {
        let a = f64x2.mul(y, exp(f64x2.mul(low, m)))
        let b = f64x2.mul(e, exp(f64x2.mul(high, m)))
        g = f64x2.sub(b, a)
        h = f64x2.sub(f64x2.mul(high, b), f64x2.mul(low, a))
      }
    }
    if (weight != 0) {
      let w = v128.load(weight + at)
      g = f64x2.mul(g, w)
      h = f64x2.mul(h, w)
    }
    if (i + 1 == to) {
      // What lies behind the last row has no weight.
      g = f64x2.replace_lane(g, 1, 0)
      h = f64x2.replace_lane(h, 1, 0)
    }
    let pairs = v128.shuffle<f32>(f32x4.demote_f64x2_zero(h), f32x4.demote_f64x2_zero(g), 0, 4, 1, 5)
    v128.store(slopes + at, pairs)
    sumG = f64x2.add(sumG, f64x2.abs(g))
    sumH = f64x2.add(sumH, h)
  }
  let result = address(task + 12)
  store<f64>(result, f64x2.extract_lane(sumH, 0) + f64x2.extract_lane(sumH, 1))
  store<f64>(result, f64x2.extract_lane(sumG, 0) + f64x2.extract_lane(sumG, 1), 8)
}

// Hessian and gradient as two whole numbers in one word; the rounding error is carried to the next row.
function quantise(task: usize): void {
  let at = address(task + 4) << 3
  let end = address(task + 8) << 3
  let rows = address(task + 12)
  if (rows != 0) {
    let row = address(task + 4)
    for (let a = rows + (row << 2), stop = rows + (address(task + 8) << 2); a < stop; a += 4) {
      store<u32>(a, <u32>row)
      row++
    }
  }
  let slopes = address(SLOPES)
  let packed = address(PACKED)
  let scale = f64x2.replace_lane(f64x2.splat(load<f64>(H_SCALE)), 1, load<f64>(G_SCALE))
  let error = f64x2.splat(0)
  for (; at < end; at += 8) {
    let exact = f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(slopes + at)), scale), error)
    let whole = f64x2.nearest(exact)
    error = f64x2.sub(exact, whole)
    v128.store64_lane(packed + at, i32x4.trunc_sat_f64x2_s_zero(whole), 0)
  }
}

// Adds the leaf of a tree to the margins of rows that are given as bins.
function walk(task: usize): void {
  let from = address(task + 4)
  let to = address(task + 8)
  let columns = address(task + 12)
  let columnBytes = address(task + 16)
  let nodes = address(task + 20)
  let margin = address(task + 24)
  for (let row = from; row < to; row++) {
    let node = nodes
    for (;;) {
      let column = load<i32>(node)
      if (column < 0) break
      let bin = <usize>load<u8>(columns + <usize>column * columnBytes + row)
      let left = <usize>load<u8>(address(node + 4) + bin)
      node = nodes + address(node + 12 - (left << 2))
    }
    let a = margin + (row << 3)
    store<f64>(a, load<f64>(a) + load<f64>(node, 16))
  }
}

// Numbers into bins: 1 + how many of the 255 ascending cuts are at most the value; 0 for missing and infinite ones.
function bin(task: usize): void {
  let values = address(task + 4)
  let end = values + (address(task + 8) << 2)
  let cuts = address(task + 12)
  let out = address(task + 16)
  for (; values < end; values += 4, out++) {
    let v = load<f32>(values)
    let p: usize = <usize>(v >= load<f32>(cuts, 508)) << 9
    p += <usize>(v >= load<f32>(cuts + p, 252)) << 8
    p += <usize>(v >= load<f32>(cuts + p, 124)) << 7
    p += <usize>(v >= load<f32>(cuts + p, 60)) << 6
    p += <usize>(v >= load<f32>(cuts + p, 28)) << 5
    p += <usize>(v >= load<f32>(cuts + p, 12)) << 4
    p += <usize>(v >= load<f32>(cuts + p, 4)) << 3
    p += <usize>(v >= load<f32>(cuts + p)) << 2
    store<u8>(out, v - v == 0 ? <u8>((p >> 2) + 1) : 0)
  }
}

// Copies bins from columns into words of eight, row after row.
function pack(task: usize): void {
  let from = address(task + 4)
  let to = address(task + 8)
  let columns = address(COLUMNS)
  let columnBytes = address(COLUMN_BYTES)
  let stride = address(STRIDE)
  let byRow = address(BY_ROW)
  for (let at: usize = 0; at < stride; at += 8) {
    let a = columns + at * columnBytes
    for (let row = from; row < to; row++) {
      let c = a + row
      let word: u64 = <u64>load<u8>(c)
      c += columnBytes
      word |= <u64>load<u8>(c) << 8
      c += columnBytes
      word |= <u64>load<u8>(c) << 16
      c += columnBytes
      word |= <u64>load<u8>(c) << 24
      c += columnBytes
      word |= <u64>load<u8>(c) << 32
      c += columnBytes
      word |= <u64>load<u8>(c) << 40
      c += columnBytes
      word |= <u64>load<u8>(c) << 48
      c += columnBytes
      word |= <u64>load<u8>(c) << 56
      store<u64>(byRow + row * stride + at, word)
    }
  }
}

function execute(index: usize, scratch: usize): void {
  let task = TASKS + index * TASK_BYTES
  switch (load<i32>(task)) {
    case 0:
      gradients(task)
      break
    case 1:
      quantise(task)
      break
    case 2:
      histogram(task, scratch)
      break
    case 3:
      addHistogram(task)
      break
    case 4:
      split(task, scratch)
      break
    case 5:
      partition(task)
      break
    case 6:
      countLeft(task)
      break
    case 7:
      scatter(task)
      break
    case 8:
      sumSlopes(task)
      break
    case 9:
      addToMargins(task)
      break
    case 10:
      walk(task)
      break
    case 11:
      bin(task)
      break
    case 12:
      pack(task)
      break
  }
}

// Takes tasks until the list is used up. A ticket names its list (16 bits), the list's length and the next task (24 bits each), so
// that a thread which comes late takes nothing from a list that it does not know.
function takeTasks(scratch: usize): void {
  for (;;) {
    let ticket = <u64>atomic.add<i64>(TICKET, 1)
    let index = <usize>(ticket & 0xffffff)
    if (index >= <usize>((ticket >> 24) & 0xffffff)) return
    execute(index, scratch)
    atomic.add<i32>(DONE, 1)
    if (atomic.load<i32>(WAITS) != 0) atomic.notify(DONE, 1)
  }
}

/** Runs tasks 0 to `count` alone. */
export function runAlone(count: i32, scratch: usize): void {
  for (let i = 0; i < count; i++) execute(i, scratch)
}

/** Runs tasks 0 to `count` together with the threads that serve; false when one of them was lost. */
export function run(count: i32, scratch: usize): bool {
  atomic.store<i32>(DONE, 0)
  let list = ((<u64>atomic.load<i64>(TICKET) >> 48) + 1) & 0xffff
  atomic.store<i64>(TICKET, (list << 48) | (<u64>count << 24))
  atomic.add<i32>(GENERATION, 1)
  if (atomic.load<i32>(SLEEPERS) > 0) atomic.notify(GENERATION, -1)
  takeTasks(scratch)
  let done = atomic.load<i32>(DONE)
  for (let spins = 0; done != count; done = atomic.load<i32>(DONE)) {
    if (++spins < SPINS) continue
    atomic.store<i32>(WAITS, 1)
    let woken = atomic.wait<i32>(DONE, done, PATIENCE)
    atomic.store<i32>(WAITS, 0)
    if (woken == 2) return false
  }
  return true
}

/** Serves until stopped: takes tasks whenever there are some. */
export function serve(scratch: usize): void {
  for (;;) {
    let seen = atomic.load<i32>(GENERATION)
    if (atomic.load<i32>(STOP) != 0) return
    takeTasks(scratch)
    for (let spins = 0; atomic.load<i32>(GENERATION) == seen; spins++) {
      if (spins < SPINS) continue
      atomic.add<i32>(SLEEPERS, 1)
      atomic.wait<i32>(GENERATION, seen, -1)
      atomic.sub<i32>(SLEEPERS, 1)
    }
  }
}

/** Lets the serving threads go. */
export function stop(): void {
  atomic.store<i32>(STOP, 1)
  atomic.add<i32>(GENERATION, 1)
  atomic.notify(GENERATION, -1)
}
