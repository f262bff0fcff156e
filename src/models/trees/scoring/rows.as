// What a forest does with many rows, sixteen at a time: values become bytes, decisions become byte masks, and a tree of up to
// six levels is taken whole instead of being walked. Compiled into rows-wasm.ts.
//
// asc: --enable simd,bulk-memory
//
// A node of 32 bytes: sixteen times the byte `k`; the address of its column of bytes (a row goes right where its byte is >= k);
// the bit of its feature on the paths below; the address where contributions of its feature are added up. The 7 nodes of the
// upper three levels in heap order come first, then those of each lower tree.

const NODE: usize = 32
const TREE: usize = 7 * NODE
const COLUMN: usize = 16
const BIT: usize = 20
const SUMS: usize = 24

// One contribution table: 128 patterns of 8 doubles.
const UNIT: usize = 128 * 64

@inline
function beyond(q: usize, value: f32, cuts: usize, step: i32): usize {
  return q + (<usize>(value >= load<f32>(cuts + ((q + (1 << step) - 1) << 2))) << step)
}

// How many cuts lie at or below each value; `steps` is a constant where this is called.
@inline
function search(values: usize, rows: usize, cuts: usize, hints: usize, steps: i32, out: usize): void {
  for (let i: usize = 0; i < rows; i++) {
    const bits = load<i32>(values + (i << 2))
    const value = load<f32>(values + (i << 2))
    const bucket = (bits ^ ((bits >> 31) & 0x7fffffff)) >> 20
    let q: usize = load<u8>(hints + bucket, 2048)
    if (steps > 7) q = beyond(q, value, cuts, 7)
    if (steps > 6) q = beyond(q, value, cuts, 6)
    if (steps > 5) q = beyond(q, value, cuts, 5)
    if (steps > 4) q = beyond(q, value, cuts, 4)
    if (steps > 3) q = beyond(q, value, cuts, 3)
    if (steps > 2) q = beyond(q, value, cuts, 2)
    if (steps > 1) q = beyond(q, value, cuts, 1)
    if (steps > 0) q = beyond(q, value, cuts, 0)
    store<u8>(out + i, q)
  }
}

@inline
function areMissing(values: usize, at: usize): v128 {
  const v = v128.load(values + at)
  return f32x4.ne(f32x4.sub(v, v), f32x4.splat(0))
}

/** Bytes of numbers: how many of the cuts lie at or below. Missing ones are 0 in `low` (others one more), 255 in `high`. */
export function encode(
  values: usize,
  rows: usize,
  cuts: usize,
  hints: usize,
  steps: i32,
  low: usize,
  high: usize,
): void {
  const out = high ? high : low
  if (steps == 0) search(values, rows, cuts, hints, 0, out)
  else if (steps == 1) search(values, rows, cuts, hints, 1, out)
  else if (steps == 2) search(values, rows, cuts, hints, 2, out)
  else if (steps == 3) search(values, rows, cuts, hints, 3, out)
  else if (steps == 4) search(values, rows, cuts, hints, 4, out)
  else if (steps <= 6) search(values, rows, cuts, hints, 6, out)
  else search(values, rows, cuts, hints, 8, out)
  for (let i: usize = 0; i < rows; i += 16) {
    const at = i << 2
    const missing = i8x16.narrow_i16x8_s(
      i16x8.narrow_i32x4_s(areMissing(values, at), areMissing(values, at + 16)),
      i16x8.narrow_i32x4_s(areMissing(values, at + 32), areMissing(values, at + 48)),
    )
    const q = v128.load(out + i)
    if (low) v128.store(low + i, v128.andnot(i8x16.add(q, i8x16.splat(1)), missing))
    if (high) v128.store(high + i, v128.or(q, missing))
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

/** Bytes of one node by category: 1 where the row goes right. */
export function lookUp(codes: usize, rows: usize, table: usize, out: usize): void {
  for (let i: usize = 0; i < rows; i++) store<u8>(out + i, load<u8>(table + load<u8>(codes + i)))
}

@inline
function right(node: usize, row: usize): v128 {
  return i8x16.ge_u(v128.load(<usize>load<u32>(node + COLUMN) + row), v128.load(node))
}

// Leaves are numbered from left to right, so of two subtrees the right one's number is the larger: choosing needs no blend.
@inline
function choose(goesRight: v128, l: v128, r: v128): v128 {
  return i8x16.max_u(l, v128.and(r, goesRight))
}

// Which of the eight leaves of a lower tree, beginning with `first`, for 32 rows: the second sixteen go to `second`.
@inline
function leavesOf(tree: usize, row: usize, first: i32, second: usize): v128 {
  const p0 = <usize>load<u32>(tree, COLUMN) + row
  const p1 = <usize>load<u32>(tree, NODE + COLUMN) + row
  const p2 = <usize>load<u32>(tree, 2 * NODE + COLUMN) + row
  const p3 = <usize>load<u32>(tree, 3 * NODE + COLUMN) + row
  const p4 = <usize>load<u32>(tree, 4 * NODE + COLUMN) + row
  const p5 = <usize>load<u32>(tree, 5 * NODE + COLUMN) + row
  const p6 = <usize>load<u32>(tree, 6 * NODE + COLUMN) + row
  const a = i8x16.splat(<i8>first)
  const b = i8x16.splat(<i8>(first + 2))
  const c = i8x16.splat(<i8>(first + 4))
  const d = i8x16.splat(<i8>(first + 6))
  const k3 = v128.load(tree, 3 * NODE)
  const a0 = i8x16.sub(a, i8x16.ge_u(v128.load(p3), k3))
  const a1 = i8x16.sub(a, i8x16.ge_u(v128.load(p3, 16), k3))
  const k4 = v128.load(tree, 4 * NODE)
  const b0 = i8x16.sub(b, i8x16.ge_u(v128.load(p4), k4))
  const b1 = i8x16.sub(b, i8x16.ge_u(v128.load(p4, 16), k4))
  const k1 = v128.load(tree, NODE)
  const l0 = choose(i8x16.ge_u(v128.load(p1), k1), a0, b0)
  const l1 = choose(i8x16.ge_u(v128.load(p1, 16), k1), a1, b1)
  const k5 = v128.load(tree, 5 * NODE)
  const c0 = i8x16.sub(c, i8x16.ge_u(v128.load(p5), k5))
  const c1 = i8x16.sub(c, i8x16.ge_u(v128.load(p5, 16), k5))
  const k6 = v128.load(tree, 6 * NODE)
  const d0 = i8x16.sub(d, i8x16.ge_u(v128.load(p6), k6))
  const d1 = i8x16.sub(d, i8x16.ge_u(v128.load(p6, 16), k6))
  const k2 = v128.load(tree, 2 * NODE)
  const r0 = choose(i8x16.ge_u(v128.load(p2), k2), c0, d0)
  const r1 = choose(i8x16.ge_u(v128.load(p2, 16), k2), c1, d1)
  const k0 = v128.load(tree)
  v128.store(second, choose(i8x16.ge_u(v128.load(p0, 16), k0), l1, r1))
  return choose(i8x16.ge_u(v128.load(p0), k0), l0, r0)
}

@inline
function add(out: usize, leaves: usize, numbers: usize, at: usize): void {
  const two = f64x2.replace_lane(
    v128.load64_zero(leaves + (<usize>load<u8>(numbers + at) << 3)),
    1,
    load<f64>(leaves + (<usize>load<u8>(numbers + at, 1) << 3)),
  )
  const sums = out + (at << 3)
  v128.store(sums, f64x2.add(v128.load(sums), two))
}

/**
 * Adds one tree's leaves to `out`, for rows by 32. `levels` above the lower trees: 0 (then the tree itself is one) to 3. The
 * numbers of the leaves are collected at `scratch`.
 */
export function score(
  nodes: usize,
  levels: i32,
  leaves: usize,
  rows: usize,
  out: usize,
  scratch: usize,
): void {
  for (let row: usize = 0; row < rows; row += 32) {
    if (levels == 0) v128.store(scratch, leavesOf(nodes, row, 0, scratch + 16))
    else {
      const lower = 1 << levels
      for (let k = 0; k < lower; k++) {
        const at = scratch + (<usize>k << 5)
        v128.store(at, leavesOf(nodes + <usize>(k + 1) * TREE, row, k << 3, at + 16))
      }
      for (let level = levels - 1; level >= 0; level--) {
        const begin: usize = (1 << level) - 1
        for (let k: usize = 0; k <= begin; k++) {
          const node = nodes + (begin + k) * NODE
          const column = <usize>load<u32>(node, COLUMN) + row
          const limit = v128.load(node)
          const from = scratch + (k << 6)
          const to = scratch + (k << 5)
          const m0 = i8x16.ge_u(v128.load(column), limit)
          const m1 = i8x16.ge_u(v128.load(column, 16), limit)
          const x0 = choose(m0, v128.load(from), v128.load(from, 32))
          const x1 = choose(m1, v128.load(from, 16), v128.load(from, 48))
          v128.store(to, x0)
          v128.store(to, x1, 16)
        }
      }
    }
    const sums = out + (row << 3)
    for (let at: usize = 0; at < 32; at += 8) {
      add(sums, leaves, scratch, at)
      add(sums, leaves, scratch, at + 2)
      add(sums, leaves, scratch, at + 4)
      add(sums, leaves, scratch, at + 6)
    }
  }
}

@inline
function bitOf(node: usize): v128 {
  return i8x16.splat(<i8>load<u8>(node + BIT))
}

// The agreement bits of a path that goes on to the left: cleared where the row goes right.
@inline
function onLeft(agree: v128, goesRight: v128, bit: v128): v128 {
  return v128.andnot(agree, v128.and(goesRight, bit))
}

@inline
function onRight(agree: v128, goesRight: v128, bit: v128): v128 {
  return v128.andnot(agree, v128.andnot(bit, goesRight))
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
    const m0 = right(nodes, group)
    const b0 = bitOf(nodes)
    const l = onLeft(all, m0, b0)
    const r = onRight(all, m0, b0)
    const m1 = right(nodes + NODE, group)
    const b1 = bitOf(nodes + NODE)
    const ll = onLeft(l, m1, b1)
    const lr = onRight(l, m1, b1)
    const m2 = right(nodes + 2 * NODE, group)
    const b2 = bitOf(nodes + 2 * NODE)
    const rl = onLeft(r, m2, b2)
    const rr = onRight(r, m2, b2)
    const m3 = right(nodes + 3 * NODE, group)
    const b3 = bitOf(nodes + 3 * NODE)
    v128.store(scratch, onLeft(ll, m3, b3))
    v128.store(scratch, onRight(ll, m3, b3), 16)
    const m4 = right(nodes + 4 * NODE, group)
    const b4 = bitOf(nodes + 4 * NODE)
    v128.store(scratch, onLeft(lr, m4, b4), 32)
    v128.store(scratch, onRight(lr, m4, b4), 48)
    const m5 = right(nodes + 5 * NODE, group)
    const b5 = bitOf(nodes + 5 * NODE)
    v128.store(scratch, onLeft(rl, m5, b5), 64)
    v128.store(scratch, onRight(rl, m5, b5), 80)
    const m6 = right(nodes + 6 * NODE, group)
    const b6 = bitOf(nodes + 6 * NODE)
    v128.store(scratch, onLeft(rr, m6, b6), 96)
    v128.store(scratch, onRight(rr, m6, b6), 112)
    for (let q: usize = 0; q < 8; q++) {
      const tree = nodes + (q + 1) * TREE
      const agree = v128.load(scratch + (q << 4))
      const m = right(tree, group)
      const bit = bitOf(tree)
      const one = v128.or(
        v128.and(right(tree + NODE, group), i8x16.splat(16)),
        v128.or(
          v128.and(right(tree + 3 * NODE, group), i8x16.splat(32)),
          v128.and(right(tree + 4 * NODE, group), i8x16.splat(64)),
        ),
      )
      const two = v128.or(
        v128.and(right(tree + 2 * NODE, group), i8x16.splat(16)),
        v128.or(
          v128.and(right(tree + 5 * NODE, group), i8x16.splat(32)),
          v128.and(right(tree + 6 * NODE, group), i8x16.splat(64)),
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
export function walk(root: usize, rows: usize, out: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    let node = root
    let column = <usize>load<u32>(node)
    while (column) {
      const byte = load<u8>(column + row)
      const table = <usize>load<u32>(node, 12)
      const goesRight = table ? <u32>load<u8>(table + byte) : <u32>(byte >= load<u8>(node, 8))
      node = <usize>load<u32>(node, 4) + (<usize>goesRight << 4)
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
