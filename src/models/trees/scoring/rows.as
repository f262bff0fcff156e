// What a forest does with many rows, sixteen in a register: values become bytes, decisions become byte masks, and a tree of up to
// six levels is taken whole instead of being walked. Compiled into rows-wasm.ts.
//
// asc: --enable simd,bulk-memory
//
// A node of 32 bytes: sixteen times the byte `k`; the address of its column of bytes (a row goes left where k is > its byte);
// the bit of its feature on the paths below; the address where contributions of its feature are added up. The 7 nodes of the
// upper three levels in heap order come first, then those of each lower tree.

const NODE: usize = 32
const TREE: usize = 7 * NODE
const COLUMN: usize = 16
const BIT: usize = 20
const SUMS: usize = 24

// One contribution table: 128 patterns of 8 doubles.
const UNIT: usize = 128 * 64

// What tells how numbers become bytes: 0 where buckets lie evenly along the line, else 1; the least value (f32) and buckets a unit
// (f32), or the least bucket and the shift of the bits that are one; the last bucket (f32 or i32); steps of the search; the
// addresses of the bytes with missing values lowest and highest, or 0. Then 512 cuts, then for every bucket the cuts below it.
const FROM: usize = 4
const SCALE: usize = 8
const LAST: usize = 12
const STEPS: usize = 16
const LOW: usize = 20
const HIGH: usize = 24
const FIRST_CUT: usize = 64
const HINTS: usize = FIRST_CUT + 2048

// Buckets of values along the line. Every operation keeps the order of its arguments, rounding included, so a value in an earlier
// bucket than a cut is below it.
function bucketsByLine(encoder: usize, values: usize, rows: usize, buckets: usize): void {
  const from = v128.load32_splat(encoder, FROM)
  const scale = v128.load32_splat(encoder, SCALE)
  const last = v128.load32_splat(encoder, LAST)
  const whole = f32x4.splat(8388608)
  for (let at: usize = 0; at < rows << 2; at += 16) {
    const along = f32x4.mul(f32x4.sub(v128.load(values + at), from), scale)
    // A value that is missing comes out as 0.
    const bucket = f32x4.pmin(last, f32x4.pmax(f32x4.splat(0), along))
    // Beside 2^23 a float has no fraction left, and its lowest bits are the whole number.
    v128.store(buckets + at, v128.xor(f32x4.add(bucket, whole), whole))
  }
}

// Buckets by the bits of a float as an integer that sorts like it.
function bucketsByBits(encoder: usize, values: usize, rows: usize, buckets: usize): void {
  const from = v128.load32_splat(encoder, FROM)
  const shift = load<i32>(encoder, SCALE)
  const last = v128.load32_splat(encoder, LAST)
  for (let at: usize = 0; at < rows << 2; at += 16) {
    const bits = v128.load(values + at)
    const sorted = v128.xor(bits, i32x4.shr_u(i32x4.shr_s(bits, 31), 1))
    const bucket = i32x4.sub(i32x4.shr_s(sorted, shift), from)
    v128.store(buckets + at, i32x4.min_s(last, i32x4.max_s(i32x4.splat(0), bucket)))
  }
}

@inline
function beyond(q: usize, value: f32, encoder: usize, step: i32): usize {
  return q + (<usize>(value >= load<f32>(encoder + ((q + (1 << step) - 1) << 2), FIRST_CUT)) << step)
}

// How many cuts lie at or below each value; `steps` is a constant where this is called.
@inline
function search(encoder: usize, values: usize, buckets: usize, rows: usize, steps: i32, out: usize): void {
  for (let i: usize = 0; i < rows; i++) {
    const value = load<f32>(values + (i << 2))
    let q: usize = load<u8>(encoder + <usize>load<u32>(buckets + (i << 2)), HINTS)
    if (steps > 7) q = beyond(q, value, encoder, 7)
    if (steps > 6) q = beyond(q, value, encoder, 6)
    if (steps > 5) q = beyond(q, value, encoder, 5)
    if (steps > 4) q = beyond(q, value, encoder, 4)
    if (steps > 3) q = beyond(q, value, encoder, 3)
    if (steps > 2) q = beyond(q, value, encoder, 2)
    if (steps > 1) q = beyond(q, value, encoder, 1)
    if (steps > 0) q = beyond(q, value, encoder, 0)
    store<u8>(out + i, q)
  }
}

@inline
function areMissing(values: usize, at: usize): v128 {
  const v = v128.load(values + at)
  return f32x4.ne(f32x4.sub(v, v), f32x4.splat(0))
}

/**
 * Bytes of numbers: how many of the cuts lie at or below. Missing ones are 0 in `low` (others one more), 255 in `high`; both are
 * less 128, so that signed comparisons, of which the machine has one, keep their order.
 */
export function encode(encoder: usize, values: usize, buckets: usize, rows: usize): void {
  if (load<u32>(encoder) == 0) bucketsByLine(encoder, values, rows, buckets)
  else bucketsByBits(encoder, values, rows, buckets)
  const steps = load<i32>(encoder, STEPS)
  const low = <usize>load<u32>(encoder, LOW)
  const high = <usize>load<u32>(encoder, HIGH)
  const out = high ? high : low
  if (steps <= 1) search(encoder, values, buckets, rows, 1, out)
  else if (steps == 2) search(encoder, values, buckets, rows, 2, out)
  else if (steps == 3) search(encoder, values, buckets, rows, 3, out)
  else if (steps == 4) search(encoder, values, buckets, rows, 4, out)
  else if (steps <= 6) search(encoder, values, buckets, rows, 6, out)
  else search(encoder, values, buckets, rows, 8, out)
  const signed = i8x16.splat(-128)
  for (let i: usize = 0; i < rows; i += 16) {
    const at = i << 2
    const missing = i8x16.narrow_i16x8_s(
      i16x8.narrow_i32x4_s(areMissing(values, at), areMissing(values, at + 16)),
      i16x8.narrow_i32x4_s(areMissing(values, at + 32), areMissing(values, at + 48)),
    )
    const q = v128.load(out + i)
    if (low) v128.store(low + i, v128.xor(v128.andnot(i8x16.add(q, i8x16.splat(1)), missing), signed))
    if (high) v128.store(high + i, v128.xor(v128.or(q, missing), signed))
  }
}

/** Bytes of categories: the code and one, 0 for what is missing or no code below `count`. */
export function encodeCategories(values: usize, rows: usize, count: f32, out: usize): void {
  for (let i: usize = 0; i < rows; i++) {
    const value = load<f32>(values + (i << 2))
    const known = value >= 0 && value < count && f32.floor(value) == value
    store<u8>(out + i, known ? <u32>value + 1 : 0)
  }
}

/** Bytes of one node by category: 1 where the row goes right, less 128. */
export function lookUp(codes: usize, rows: usize, table: usize, out: usize): void {
  for (let i: usize = 0; i < rows; i++) store<u8>(out + i, load<u8>(table + load<u8>(codes + i)) ^ 128)
}

@inline
function columnOf(node: usize): usize {
  return <usize>load<u32>(node, COLUMN)
}

@inline
function left(node: usize, row: usize): v128 {
  return i8x16.gt_s(v128.load(node), v128.load(columnOf(node) + row))
}

// Leaves are numbered from left to right, so of two subtrees the right one's number is the larger: choosing needs no blend.
@inline
function choose(goesLeft: v128, l: v128, r: v128): v128 {
  return i8x16.max_u(l, v128.andnot(r, goesLeft))
}

// Which of the eight leaves of a lower tree, beginning with `first`, for 64 rows.
@inline
function leavesOf(tree: usize, row: usize, first: i32, to: usize): void {
  const a = i8x16.splat(<i8>(first + 1))
  const k3 = v128.load(tree, 3 * NODE)
  const p3 = columnOf(tree + 3 * NODE) + row
  const a0 = i8x16.add(a, i8x16.gt_s(k3, v128.load(p3)))
  const a1 = i8x16.add(a, i8x16.gt_s(k3, v128.load(p3, 16)))
  const a2 = i8x16.add(a, i8x16.gt_s(k3, v128.load(p3, 32)))
  const a3 = i8x16.add(a, i8x16.gt_s(k3, v128.load(p3, 48)))
  const b = i8x16.splat(<i8>(first + 3))
  const k4 = v128.load(tree, 4 * NODE)
  const p4 = columnOf(tree + 4 * NODE) + row
  const b0 = i8x16.add(b, i8x16.gt_s(k4, v128.load(p4)))
  const b1 = i8x16.add(b, i8x16.gt_s(k4, v128.load(p4, 16)))
  const b2 = i8x16.add(b, i8x16.gt_s(k4, v128.load(p4, 32)))
  const b3 = i8x16.add(b, i8x16.gt_s(k4, v128.load(p4, 48)))
  const k1 = v128.load(tree, 1 * NODE)
  const p1 = columnOf(tree + 1 * NODE) + row
  const l0 = choose(i8x16.gt_s(k1, v128.load(p1)), a0, b0)
  const l1 = choose(i8x16.gt_s(k1, v128.load(p1, 16)), a1, b1)
  const l2 = choose(i8x16.gt_s(k1, v128.load(p1, 32)), a2, b2)
  const l3 = choose(i8x16.gt_s(k1, v128.load(p1, 48)), a3, b3)
  const c = i8x16.splat(<i8>(first + 5))
  const k5 = v128.load(tree, 5 * NODE)
  const p5 = columnOf(tree + 5 * NODE) + row
  const c0 = i8x16.add(c, i8x16.gt_s(k5, v128.load(p5)))
  const c1 = i8x16.add(c, i8x16.gt_s(k5, v128.load(p5, 16)))
  const c2 = i8x16.add(c, i8x16.gt_s(k5, v128.load(p5, 32)))
  const c3 = i8x16.add(c, i8x16.gt_s(k5, v128.load(p5, 48)))
  const d = i8x16.splat(<i8>(first + 7))
  const k6 = v128.load(tree, 6 * NODE)
  const p6 = columnOf(tree + 6 * NODE) + row
  const d0 = i8x16.add(d, i8x16.gt_s(k6, v128.load(p6)))
  const d1 = i8x16.add(d, i8x16.gt_s(k6, v128.load(p6, 16)))
  const d2 = i8x16.add(d, i8x16.gt_s(k6, v128.load(p6, 32)))
  const d3 = i8x16.add(d, i8x16.gt_s(k6, v128.load(p6, 48)))
  const k2 = v128.load(tree, 2 * NODE)
  const p2 = columnOf(tree + 2 * NODE) + row
  const r0 = choose(i8x16.gt_s(k2, v128.load(p2)), c0, d0)
  const r1 = choose(i8x16.gt_s(k2, v128.load(p2, 16)), c1, d1)
  const r2 = choose(i8x16.gt_s(k2, v128.load(p2, 32)), c2, d2)
  const r3 = choose(i8x16.gt_s(k2, v128.load(p2, 48)), c3, d3)
  const k0 = v128.load(tree)
  const p0 = columnOf(tree) + row
  v128.store(to, choose(i8x16.gt_s(k0, v128.load(p0)), l0, r0))
  v128.store(to, choose(i8x16.gt_s(k0, v128.load(p0, 16)), l1, r1), 16)
  v128.store(to, choose(i8x16.gt_s(k0, v128.load(p0, 32)), l2, r2), 32)
  v128.store(to, choose(i8x16.gt_s(k0, v128.load(p0, 48)), l3, r3), 48)
}

// Which leaf of a tree, for 64 rows; `levels` above the lower trees: 0 (then the tree itself is one) to 3.
@inline
function numbersOf(nodes: usize, levels: i32, row: usize, scratch: usize, to: usize): void {
  if (levels == 0) {
    leavesOf(nodes, row, 0, to)
    return
  }
  const lower = 1 << levels
  for (let k = 0; k < lower; k++)
    leavesOf(nodes + <usize>(k + 1) * TREE, row, k << 3, scratch + (<usize>k << 6))
  for (let level = levels - 1; level >= 0; level--) {
    const begin: usize = (1 << level) - 1
    const put = level == 0 ? to : scratch
    for (let k: usize = 0; k <= begin; k++) {
      const node = nodes + (begin + k) * NODE
      const column = columnOf(node) + row
      const limit = v128.load(node)
      const from = scratch + (k << 7)
      const at = put + (k << 6)
      const x0 = choose(i8x16.gt_s(limit, v128.load(column)), v128.load(from), v128.load(from, 64))
      const x1 = choose(i8x16.gt_s(limit, v128.load(column, 16)), v128.load(from, 16), v128.load(from, 80))
      const x2 = choose(i8x16.gt_s(limit, v128.load(column, 32)), v128.load(from, 32), v128.load(from, 96))
      const x3 = choose(i8x16.gt_s(limit, v128.load(column, 48)), v128.load(from, 48), v128.load(from, 112))
      v128.store(at, x0)
      v128.store(at, x1, 16)
      v128.store(at, x2, 32)
      v128.store(at, x3, 48)
    }
  }
}

// The leaves of two rows.
@inline
function two(leaves: usize, numbers: usize): v128 {
  return v128.load_lane<u64>(
    leaves + (<usize>load<u8>(numbers, 1) << 3),
    v128.load64_zero(leaves + (<usize>load<u8>(numbers) << 3)),
    1,
  )
}

/**
 * Adds the leaves of 1 to 4 trees to `out`, one tree after the other, for rows `from` to `to` by 64. `trees` lists the address of a tree's nodes,
 * its levels above the lower trees and the address of its leaves, 16 bytes each. The numbers of the leaves are collected at
 * `scratch`.
 */
export function score(
  trees: usize,
  count: usize,
  from: usize,
  to: usize,
  out: usize,
  scratch: usize,
): void {
  const numbers = scratch + 512
  for (let row = from; row < to; row += 64) {
    for (let t: usize = 0; t < count; t++) {
      const tree = trees + (t << 4)
      numbersOf(<usize>load<u32>(tree), load<i32>(tree, 4), row, scratch, numbers + (t << 6))
    }
    const sums = out + (row << 3)
    if (count == 4) {
      const l0 = <usize>load<u32>(trees, 8)
      const l1 = <usize>load<u32>(trees, 24)
      const l2 = <usize>load<u32>(trees, 40)
      const l3 = <usize>load<u32>(trees, 56)
      for (let at: usize = 0; at < 64; at += 2) {
        const n = numbers + at
        let sum = v128.load(sums + (at << 3))
        sum = f64x2.add(sum, two(l0, n))
        sum = f64x2.add(sum, two(l1, n + 64))
        sum = f64x2.add(sum, two(l2, n + 128))
        sum = f64x2.add(sum, two(l3, n + 192))
        v128.store(sums + (at << 3), sum)
      }
      continue
    }
    for (let t: usize = 0; t < count; t++) {
      const leaves = <usize>load<u32>(trees + (t << 4), 8)
      for (let at: usize = 0; at < 64; at += 2) {
        const sum = v128.load(sums + (at << 3))
        v128.store(sums + (at << 3), f64x2.add(sum, two(leaves, numbers + (t << 6) + at)))
      }
    }
  }
}

@inline
function bitOf(node: usize): v128 {
  return i8x16.splat(<i8>load<u8>(node + BIT))
}

// The agreement bits of a path that goes on to the left: cleared where the row goes right.
@inline
function onLeft(agree: v128, goesLeft: v128, bit: v128): v128 {
  return v128.andnot(agree, v128.andnot(bit, goesLeft))
}

@inline
function onRight(agree: v128, goesLeft: v128, bit: v128): v128 {
  return v128.andnot(agree, v128.and(goesLeft, bit))
}

@inline
function addTo(node: usize, at: usize, values: v128): void {
  const sums = <usize>load<u32>(node + SUMS) + at
  v128.store(sums, f64x2.add(v128.load(sums), values))
}

@inline
function lows(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2)
}

@inline
function highs(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 1, 3)
}

@inline
function unit(row: usize, scratch: usize, tables: usize, u: usize): usize {
  return tables + u * UNIT + (<usize>load<u8>(scratch + 128 + (u << 4) + row) << 6)
}

/**
 * Adds one tree's contributions. `tables` holds 16 units (the trees of two levels below the fourth), each a contribution for
 * its four features above and its three own by pattern: agreement with the features above, then its own decisions.
 */
export function contribute(nodes: usize, tables: usize, rows: usize, scratch: usize): void {
  for (let group: usize = 0; group < rows; group += 16) {
    const all = i8x16.splat(15)
    const m0 = left(nodes, group)
    const b0 = bitOf(nodes)
    const l = onLeft(all, m0, b0)
    const r = onRight(all, m0, b0)
    const m1 = left(nodes + NODE, group)
    const b1 = bitOf(nodes + NODE)
    const ll = onLeft(l, m1, b1)
    const lr = onRight(l, m1, b1)
    const m2 = left(nodes + 2 * NODE, group)
    const b2 = bitOf(nodes + 2 * NODE)
    const rl = onLeft(r, m2, b2)
    const rr = onRight(r, m2, b2)
    const m3 = left(nodes + 3 * NODE, group)
    const b3 = bitOf(nodes + 3 * NODE)
    v128.store(scratch, onLeft(ll, m3, b3))
    v128.store(scratch, onRight(ll, m3, b3), 16)
    const m4 = left(nodes + 4 * NODE, group)
    const b4 = bitOf(nodes + 4 * NODE)
    v128.store(scratch, onLeft(lr, m4, b4), 32)
    v128.store(scratch, onRight(lr, m4, b4), 48)
    const m5 = left(nodes + 5 * NODE, group)
    const b5 = bitOf(nodes + 5 * NODE)
    v128.store(scratch, onLeft(rl, m5, b5), 64)
    v128.store(scratch, onRight(rl, m5, b5), 80)
    const m6 = left(nodes + 6 * NODE, group)
    const b6 = bitOf(nodes + 6 * NODE)
    v128.store(scratch, onLeft(rr, m6, b6), 96)
    v128.store(scratch, onRight(rr, m6, b6), 112)
    for (let q: usize = 0; q < 8; q++) {
      const tree = nodes + (q + 1) * TREE
      const agree = v128.load(scratch + (q << 4))
      const m = left(tree, group)
      const bit = bitOf(tree)
      const one = v128.or(
        v128.andnot(i8x16.splat(16), left(tree + NODE, group)),
        v128.or(
          v128.andnot(i8x16.splat(32), left(tree + 3 * NODE, group)),
          v128.andnot(i8x16.splat(64), left(tree + 4 * NODE, group)),
        ),
      )
      const two = v128.or(
        v128.andnot(i8x16.splat(16), left(tree + 2 * NODE, group)),
        v128.or(
          v128.andnot(i8x16.splat(32), left(tree + 5 * NODE, group)),
          v128.andnot(i8x16.splat(64), left(tree + 6 * NODE, group)),
        ),
      )
      const at = scratch + 128 + (q << 5)
      v128.store(at, v128.or(onLeft(agree, m, bit), one))
      v128.store(at, v128.or(onRight(agree, m, bit), two), 16)
    }
    for (let row: usize = 0; row < 16; row += 2) {
      const at = (group + row) << 3
      let first = f64x2.splat(0)
      let second = f64x2.splat(0)
      let third = f64x2.splat(0)
      for (let q: usize = 0; q < 8; q++) {
        const tree = nodes + (q + 1) * TREE
        const a = unit(row, scratch, tables, 2 * q)
        const b = unit(row + 1, scratch, tables, 2 * q)
        const c = unit(row, scratch, tables, 2 * q + 1)
        const d = unit(row + 1, scratch, tables, 2 * q + 1)
        const a45 = v128.load(a, 32)
        const b45 = v128.load(b, 32)
        addTo(tree + NODE, at, lows(a45, b45))
        addTo(tree + 3 * NODE, at, highs(a45, b45))
        addTo(tree + 4 * NODE, at, lows(v128.load(a, 48), v128.load(b, 48)))
        const c45 = v128.load(c, 32)
        const d45 = v128.load(d, 32)
        addTo(tree + 2 * NODE, at, lows(c45, d45))
        addTo(tree + 5 * NODE, at, highs(c45, d45))
        addTo(tree + 6 * NODE, at, lows(v128.load(c, 48), v128.load(d, 48)))
        const ac01 = f64x2.add(v128.load(a), v128.load(c))
        const bd01 = f64x2.add(v128.load(b), v128.load(d))
        const ac23 = f64x2.add(v128.load(a, 16), v128.load(c, 16))
        const bd23 = f64x2.add(v128.load(b, 16), v128.load(d, 16))
        first = f64x2.add(first, lows(ac01, bd01))
        second = f64x2.add(second, highs(ac01, bd01))
        third = f64x2.add(third, lows(ac23, bd23))
        addTo(tree, at, highs(ac23, bd23))
        if (q & 1) {
          addTo(nodes + (3 + (q >> 1)) * NODE, at, third)
          third = f64x2.splat(0)
          if (q & 2) {
            addTo(nodes + (1 + (q >> 2)) * NODE, at, second)
            second = f64x2.splat(0)
          }
        }
      }
      addTo(nodes, at, first)
    }
  }
}

// A node of a tree that is walked has 16 bytes: the address of its column of bytes, the address of its left child (the right one
// follows), the byte from which a row goes right, the address of a category table or 0. A leaf has no column, and its value
// in the second half.
/** Adds one tree's leaves to `out`, walking from node to node. */
export function walk(root: usize, from: usize, to: usize, out: usize): void {
  for (let row = from; row < to; row++) {
    let node = root
    let column = <usize>load<u32>(node)
    while (column) {
      const table = <usize>load<u32>(node, 12)
      const byte: i32 = load<i8>(column + row)
      const limit: i32 = load<i8>(node, 8)
      const goesRight = table ? <usize>load<u8>(table + <usize>(byte & 255)) : <usize>(byte >= limit)
      node = <usize>load<u32>(node, 4) + (goesRight << 4)
      column = <usize>load<u32>(node)
    }
    const at = out + (row << 3)
    store<f64>(at, load<f64>(at) + load<f64>(node, 8))
  }
}

// A node of an isolation tree has 16 bytes: the address of its column of values, the address of its left child (the right one
// follows), its cut. A leaf leads to itself. Eight rows go down side by side, as many steps as the tree has levels.
@inline
function step(node: usize, row: usize, lane: usize): usize {
  const value = load<f32>(<usize>load<u32>(node) + row + (lane << 2))
  return <usize>load<u32>(node, 4) + (<usize>(value >= load<f32>(node, 8)) << 4)
}

@inline
function settle(out: usize, depths: usize, node: usize, root: usize): void {
  store<f64>(out, load<f64>(out) + load<f64>(depths + ((node - root) >> 1)))
}

/** Adds the depth at which each row (by eight) comes to rest in a tree; `depths` has one for every node. */
export function isolate(root: usize, levels: i32, depths: usize, rows: usize, out: usize): void {
  for (let i: usize = 0; i < rows; i += 8) {
    const row = i << 2
    let a = root
    let b = root
    let c = root
    let d = root
    let e = root
    let f = root
    let g = root
    let h = root
    for (let level = 0; level < levels; level++) {
      a = step(a, row, 0)
      b = step(b, row, 1)
      c = step(c, row, 2)
      d = step(d, row, 3)
      e = step(e, row, 4)
      f = step(f, row, 5)
      g = step(g, row, 6)
      h = step(h, row, 7)
    }
    const to = out + (i << 3)
    settle(to, depths, a, root)
    settle(to + 8, depths, b, root)
    settle(to + 16, depths, c, root)
    settle(to + 24, depths, d, root)
    settle(to + 32, depths, e, root)
    settle(to + 40, depths, f, root)
    settle(to + 48, depths, g, root)
    settle(to + 56, depths, h, root)
  }
}

/** Copies values with missing and infinite ones moved below all cuts (`low`) or above them (`high`). */
export function moveMissing(values: usize, rows: usize, low: usize, high: usize): void {
  for (let i: usize = 0; i < rows << 2; i += 16) {
    const v = v128.load(values + i)
    const missing = areMissing(values, i)
    v128.store(low + i, v128.bitselect(f32x4.splat(-Infinity), v, missing))
    v128.store(high + i, v128.bitselect(f32x4.splat(Infinity), v, missing))
  }
}
