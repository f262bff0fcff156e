/** The tasks of grow.as in TypeScript, for engines without shared WebAssembly memory: the same results, to the bit. */
import { BLOCK_SUMS, COLUMN_SUMS, NUMBERS, PLACES, TASK, TASK_BYTES, TASKS } from './layout.ts'

/** One memory, seen as numbers of every kind. */
export interface Views {
  readonly u8: Uint8Array
  readonly i32: Int32Array
  readonly u32: Uint32Array
  readonly f32: Float32Array
  readonly f64: Float64Array
}

/** The best split of a node so far. */
interface Best {
  gain: number
  column: number
  bin: number
  missingLeft: number
  g: number
  h: number
}

/** Rounds to the nearest whole number, halves to the even one. */
const nearest = (x: number): number => x + 6755399441055744 - 6755399441055744

const bits = new Int32Array(2)
const power = new Float64Array(bits.buffer)

/** exp by the same operations in the same order as in grow.as. */
function exp(value: number): number {
  const x = Math.max(-700, Math.min(700, value))
  const k = nearest(x * Math.LOG2E)
  const r = x - k * 0.6931471803691238 - k * 1.9082149292705877e-10
  let p = 2.755731922398589e-7 + r * 2.505210838544172e-8
  p = 0.0000027557319223985893 + r * p
  p = 0.0000248015873015873 + r * p
  p = 0.0001984126984126984 + r * p
  p = 0.001388888888888889 + r * p
  p = 0.008333333333333333 + r * p
  p = 0.041666666666666664 + r * p
  p = 0.16666666666666666 + r * p
  p = 0.5 + r * p
  p = 1 + r * p
  p = 1 + r * p
  bits[0] = 0
  bits[1] = (k + 1023) << 20
  return p * power[0]
}

const shrink = (g: number, l1: number): number => (g > l1 ? g - l1 : g < -l1 ? g + l1 : 0)

/** Runs tasks 0 to `count`. */
export function runPlain(views: Views, count: number): void {
  for (let i = 0; i < count; i++) {
    const t = (TASKS + i * TASK_BYTES) >> 2
    execute(views, t, views.i32[t])
  }
}

function execute(v: Views, t: number, task: number): void {
  if (task === TASK.gradients) gradients(v, t)
  else if (task === TASK.quantise) quantise(v, t)
  else if (task === TASK.histogram) histogram(v, t)
  else if (task === TASK.addHistogram) addHistogram(v, v.i32[t + 1], v.i32[t + 2], 1)
  else if (task === TASK.split) split(v, t)
  else if (task === TASK.partition) partition(v, t)
  else if (task === TASK.countLeft) countLeft(v, t)
  else if (task === TASK.scatter) scatter(v, t)
  else if (task === TASK.sumSlopes) sumSlopes(v, t)
  else if (task === TASK.addToMargins) addToMargins(v, t)
  else if (task === TASK.walk) walk(v, t)
  else if (task === TASK.bin) binNumbers(v, t)
  else pack(v, t)
}

const place = (v: Views, name: keyof typeof PLACES): number => v.u32[PLACES[name] >> 2]
const number = (v: Views, name: keyof typeof NUMBERS): number => v.f64[NUMBERS[name] >> 3]

function gradients(v: Views, t: number): void {
  const { f64 } = v
  const [from, to, result] = [v.u32[t + 1], v.u32[t + 2], v.u32[t + 3] >> 3]
  const objective = place(v, 'objective')
  const [margin, label] = [place(v, 'margin') >> 3, place(v, 'label') >> 3]
  const [weight, exposure] = [place(v, 'weight') >> 3, place(v, 'exposure') >> 3]
  const slopes = place(v, 'slopes') >> 2
  const variance = number(v, 'power')
  const sums = new Float64Array(4)
  for (let i = from; i < to; i++) {
    const y = f64[label + i]
    const m = f64[margin + i]
    const w = weight === 0 ? 1 : f64[weight + i]
    const e = exposure === 0 ? 1 : f64[exposure + i]
    let g: number
    let h: number
    if (objective === 0) {
      const p = 1 / (1 + exp(-m))
      g = p - y
      h = p * (1 - p)
    } else if (objective === 4) {
      g = m - y
      h = 1
    } else if (objective === 2) {
      h = y * exp(-m)
      g = 1 - h
    } else if (objective === 1) {
      h = e * exp(m)
      g = h - y
    } else {
      const a = y * exp((1 - variance) * m)
      const b = e * exp((2 - variance) * m)
      g = b - a
      h = (2 - variance) * b - (1 - variance) * a
    }
    g *= w
    h *= w
    v.f32[slopes + 2 * i] = h
    v.f32[slopes + 2 * i + 1] = g
    const lane = (i - from) & 1
    sums[lane] += h
    sums[2 + lane] += Math.abs(g)
  }
  f64[result] = sums[0] + sums[1]
  f64[result + 1] = sums[2] + sums[3]
}

function quantise(v: Views, t: number): void {
  const [from, to, rows] = [v.u32[t + 1], v.u32[t + 2], v.u32[t + 3] >> 2]
  const [slopes, packed] = [place(v, 'slopes') >> 2, place(v, 'packed') >> 2]
  const [scaleH, scaleG] = [number(v, 'hessianScale'), number(v, 'gradientScale')]
  let errorH = 0
  let errorG = 0
  for (let i = from; i < to; i++) {
    if (rows !== 0) v.u32[rows + i] = i
    const exactH = v.f32[slopes + 2 * i] * scaleH + errorH
    const exactG = v.f32[slopes + 2 * i + 1] * scaleG + errorG
    const [wholeH, wholeG] = [nearest(exactH), nearest(exactG)]
    errorH = exactH - wholeH
    errorG = exactG - wholeG
    v.i32[packed + 2 * i] = wholeH
    v.i32[packed + 2 * i + 1] = wholeG
  }
}

/** Adds a column's packed values by bin; both halves of a sum are whole numbers that never pass 32 bits. */
function addColumn(
  { u8, u32, i32 }: Views,
  column: number,
  rows: number,
  first: number,
  count: number,
  packed: number,
  out: number,
): void {
  i32.fill(0, out, out + (COLUMN_SUMS >> 2))
  for (let i = 0; i < count; i++) {
    const row = rows === 0 ? first + i : u32[rows + i]
    const a = out + 2 * u8[column + row]
    i32[a] += i32[packed + 2 * row]
    i32[a + 1] += i32[packed + 2 * row + 1]
  }
}

function histogram(v: Views, t: number): void {
  const [rows, count, first, out, packed] = v.u32.subarray(t + 1, t + 6)
  eachColumn(v, (column) => {
    const at = place(v, 'columns') + column * place(v, 'columnBytes')
    addColumn(v, at, rows >> 2, first, count, packed >> 2, (out + column * COLUMN_SUMS) >> 2)
  })
}

function eachColumn(v: Views, work: (column: number) => void): void {
  const blocks = place(v, 'blocks') >> 2
  for (let b = 0; b < place(v, 'blockCount'); b++) for (let k = 0; k < 8; k++) work(v.u32[blocks + b] * 8 + k)
}

function addHistogram(v: Views, to: number, from: number, sign: 1 | -1): void {
  const blocks = place(v, 'blocks') >> 2
  for (let b = 0; b < place(v, 'blockCount'); b++) {
    const at = v.u32[blocks + b] * BLOCK_SUMS
    const [a, c] = [(to + at) >> 2, (from + at) >> 2]
    for (let k = 0; k < BLOCK_SUMS >> 2; k++) v.i32[a + k] += sign * v.i32[c + k]
  }
}

function split(v: Views, t: number): void {
  const [sums, counts, list, width, rowsAt, result, seed, rows, any, minus, countsMinus] = v.u32.subarray(
    t + 1,
    t + 12,
  )
  if (minus !== 0) addHistogram(v, sums, minus, -1)
  if (countsMinus !== 0) addHistogram(v, counts, countsMinus, -1)
  const columnAt = (k: number) => place(v, 'columns') + v.u32[(list >> 2) + k] * place(v, 'columnBytes')
  for (let k = 0; rowsAt !== 0 && k < width; k++) {
    const out = k * COLUMN_SUMS
    addColumn(v, columnAt(k), rowsAt >> 2, 0, rows, place(v, 'packed') >> 2, (sums + out) >> 2)
    if (counts !== 0)
      addColumn(v, columnAt(k), rowsAt >> 2, 0, rows, place(v, 'ones') >> 2, (counts + out) >> 2)
  }
  const totals = (sums + any * COLUMN_SUMS) >> 2
  let g = 0
  let h = 0
  for (let k = 0; k < COLUMN_SUMS >> 2; k += 2) {
    h += v.i32[totals + k]
    g += v.i32[totals + k + 1]
  }
  const l1 = number(v, 'l1')
  const shrunk = l1 === 0 ? g : shrink(g, l1)
  const parent = (shrunk * shrunk) / (h + number(v, 'l2'))
  const least = parent + number(v, 'minGain') + parent * 1e-9
  const best: Best = { gain: least, column: -1, bin: 0, missingLeft: 0, g: 0, h: 0 }
  const search = { v, best, g, h, rows }
  for (let k = 0; k < width; k++) {
    const column = v.u32[(list >> 2) + k]
    const at = (rowsAt !== 0 ? k : column) * COLUMN_SUMS
    const places = [(sums + at) >> 2, counts === 0 ? 0 : (counts + at) >> 2] as const
    if (place(v, 'randomCuts') !== 0) drawCut(search, ...places, column, seed)
    else scanColumn(search, ...places, column)
  }
  const out = result >> 2
  v.f64[result >> 3] = best.gain
  v.f64[(result >> 3) + 1] = parent
  for (const [k, value] of [h, g, best.h, best.g, best.column, best.bin, best.missingLeft].entries())
    v.i32[out + 4 + k] = value
}

interface Search {
  readonly v: Views
  readonly best: Best
  readonly g: number
  readonly h: number
  readonly rows: number
}

/** True when no later bin can hold enough weight on its right. */
function consider(
  { v, best, g: totalG, h: totalH, rows }: Search,
  leftG: number,
  h: number,
  count: number,
  column: number,
  bin: number,
  missing: number,
): boolean {
  const minWeight = number(v, 'minWeight')
  if (h < minWeight) return false
  const otherH = totalH - h
  if (otherH < minWeight) return true
  const minRows = number(v, 'minRows')
  if (minRows > 1 && (count < minRows || rows - count < minRows)) return false
  let g = leftG
  let otherG = totalG - g
  const l1 = number(v, 'l1')
  if (l1 !== 0) {
    g = shrink(g, l1)
    otherG = shrink(otherG, l1)
  }
  const l2 = number(v, 'l2')
  const a = h + l2
  const c = otherH + l2
  const numerator = g * g * c + otherG * otherG * a
  const denominator = a * c
  if (!(numerator > best.gain * denominator)) return false
  const monotone = (v.u8[place(v, 'monotone') + column] << 24) >> 24
  if (monotone !== 0 && (g * c - otherG * a) * monotone < 0) return false
  best.gain = numerator / denominator
  best.column = column
  best.bin = bin
  best.missingLeft = missing < 0 ? Number(h > otherH) : missing
  best.g = leftG
  best.h = h
  return false
}

const lastBin = (v: Views, column: number): number => v.i32[(place(v, 'binsUsed') >> 2) + column] - 1

function scanColumn(search: Search, sums: number, counts: number, column: number): void {
  const { i32 } = search.v
  const last = lastBin(search.v, column)
  const isFull = i32[sums] === 0 && i32[sums + 1] === 0
  for (let side = 0; side < (isFull ? 1 : 2); side++) {
    let h = side === 0 ? 0 : i32[sums]
    let g = side === 0 ? 0 : i32[sums + 1]
    let count = side === 0 || counts === 0 ? 0 : i32[counts]
    for (let k = 1; k < last + (side === 0 && !isFull ? 1 : 0); k++) {
      const at = sums + 2 * k
      if (i32[at] === 0 && i32[at + 1] === 0) continue
      h += i32[at]
      g += i32[at + 1]
      if (counts !== 0) count += i32[counts + 2 * k]
      if (consider(search, g, h, count, column, k, isFull ? -1 : side)) break
    }
  }
}

function chance(seed: number, column: number): number {
  let x = seed ^ Math.imul(column, 0x9e3779b1)
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  x ^= x >>> 16
  return (x >>> 0) / 4294967296
}

function drawCut(search: Search, sums: number, counts: number, column: number, seed: number): void {
  const { i32, f32 } = search.v
  const isEmpty = (k: number) => i32[sums + 2 * k] === 0 && i32[sums + 2 * k + 1] === 0
  let first = 1
  let last = lastBin(search.v, column)
  if (last < 1) return
  while (first < last && isEmpty(first)) first++
  while (last > first && isEmpty(last)) last--
  const isFull = isEmpty(0)
  let bin = first
  if (first < last) {
    const cuts = (place(search.v, 'cuts') >> 2) + column * 256
    const low = f32[cuts + first - 1]
    const at = low + chance(seed, column) * (f32[cuts + last - 2] - low)
    while (bin < last - 1 && f32[cuts + bin] <= at) bin++
  } else if (isFull) return
  let g = 0
  let h = 0
  let count = 0
  for (let k = 1; k <= bin; k++) {
    h += i32[sums + 2 * k]
    g += i32[sums + 2 * k + 1]
    if (counts !== 0) count += i32[counts + 2 * k]
  }
  consider(search, g, h, count, column, bin, isFull ? -1 : 0)
  if (isFull || first === last) return
  if (counts !== 0) count += i32[counts]
  consider(search, g + i32[sums + 1], h + i32[sums], count, column, bin, 1)
}

function partition({ u8, u32 }: Views, t: number): void {
  const [rowsAt, count, toAt, column, left, result] = u32.subarray(t + 1, t + 7)
  const [rows, to] = [rowsAt >> 2, toAt >> 2]
  let l = to
  let r = rows
  for (let i = rows; i < rows + count; i++) {
    const row = u32[i]
    const goes = u8[left + u8[column + row]]
    u32[l] = row
    u32[r] = row
    l += goes
    r += 1 - goes
  }
  u32.copyWithin(l, rows, r)
  u32[result >> 2] = l - to
}

function countLeft({ u8, u32 }: Views, t: number): void {
  const [rows, count, , column, left, result] = u32.subarray(t + 1, t + 7)
  let sum = 0
  for (let i = 0; i < count; i++) sum += u8[left + u8[column + u32[(rows >> 2) + i]]]
  u32[result >> 2] = sum
}

function scatter({ u8, u32 }: Views, t: number): void {
  const [rows, count, , column, left, , leftTo, rightTo] = u32.subarray(t + 1, t + 9)
  let l = leftTo >> 2
  let r = rightTo >> 2
  for (let i = 0; i < count; i++) {
    const row = u32[(rows >> 2) + i]
    if (u8[left + u8[column + row]] === 1) u32[l++] = row
    else u32[r++] = row
  }
}

function sumSlopes(v: Views, t: number): void {
  const [rows, count, result] = v.u32.subarray(t + 1, t + 4)
  const slopes = place(v, 'slopes') >> 2
  let h = 0
  let g = 0
  for (let i = 0; i < count; i++) {
    const at = slopes + 2 * v.u32[(rows >> 2) + i]
    h += v.f32[at]
    g += v.f32[at + 1]
  }
  v.f64[result >> 3] = h
  v.f64[(result >> 3) + 1] = g
}

function addToMargins(v: Views, t: number): void {
  const [rows, count] = v.u32.subarray(t + 1, t + 3)
  const value = v.f64[(t + 4) >> 1]
  const margin = place(v, 'margin') >> 3
  for (let i = 0; i < count; i++) v.f64[margin + v.u32[(rows >> 2) + i]] += value
}

function walk({ u8, u32, i32, f64 }: Views, t: number): void {
  const [from, to, columns, columnBytes, nodes, margin] = u32.subarray(t + 1, t + 7)
  for (let row = from; row < to; row++) {
    let node = nodes >> 2
    for (let column = i32[node]; column >= 0; column = i32[node]) {
      const left = u8[u32[node + 1] + u8[columns + column * columnBytes + row]]
      node = (nodes + u32[node + 3 - left]) >> 2
    }
    f64[(margin >> 3) + row] += f64[(node + 4) >> 1]
  }
}

function binNumbers({ u8, u32, f32 }: Views, t: number): void {
  const [values, count, cutsAt, out] = u32.subarray(t + 1, t + 5)
  const cuts = cutsAt >> 2
  for (let i = 0; i < count; i++) {
    const value = f32[(values >> 2) + i]
    let p = 0
    for (let step = 128; step > 0; step >>= 1) if (value >= f32[cuts + p + step - 1]) p += step
    u8[out + i] = value - value === 0 ? p + 1 : 0
  }
}

function pack(v: Views, t: number): void {
  const [from, to] = v.u32.subarray(t + 1, t + 3)
  const [columns, columnBytes] = [place(v, 'columns'), place(v, 'columnBytes')]
  const [stride, byRow] = [place(v, 'stride'), place(v, 'byRow')]
  for (let k = 0; k < stride; k++)
    for (let row = from; row < to; row++)
      v.u8[byRow + row * stride + k] = v.u8[columns + k * columnBytes + row]
}
