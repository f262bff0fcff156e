// The three phases of Leiden over one level of the graph, what joins levels, and the walk that lays the first one down. A level lies in memory as rows: where each row
// begins (by entry), the neighbours (u32) and their weights (f64); loops are left out, the strength of each node counts them. What
// is looked up by a neighbour's community lies side by side, so that a look touches one cache line, and what depends on where a
// neighbour is, is counted and selected, not branched on: no processor could guess it.
// asc: --enable bulk-memory

/** Bytes by community while nodes move: weight toward it from the node in hand, and its strength. */
const PLACE: usize = 4
const STRENGTH: usize = 8

/** Bytes by group while groups form: weight toward it, its strength, its weight to the rest of its community; and by community its strength. */
const GROUP: usize = 5
const OUTWARD: usize = 16
const WHOLE: usize = 24

/** Choices of a node whose merge is drawn: each that loses nothing, and then the draw, given the most that one gains. */
@external("env", "offer")
declare function offer(group: u32, gain: f64): void
@external("env", "choose")
declare function choose(node: u32, most: f64): u32

@inline
function at(list: usize, index: usize): usize {
  return <usize>load<u32>(list + (index << 2))
}

/**
 * Copies rows in depth-first order, the first root being node `start`, and sums each one's weights in `strength`. `order` gets the old
 * number of each new node; `fresh`, `stack` and `next` have 4 bytes a node.
 */
export function walk(
  n: usize,
  start: usize,
  oldRows: usize,
  oldTargets: usize,
  oldWeights: usize,
  rows: usize,
  targets: usize,
  weights: usize,
  strength: usize,
  order: usize,
  fresh: usize,
  stack: usize,
  next: usize,
): void {
  memory.fill(fresh, 0xff, n << 2)
  let count: usize = 0
  let out: usize = 0
  let ahead: u32 = 0
  store<u32>(rows, 0)
  for (let s: usize = 0; s < n; s++) {
    let v = s + start
    if (v >= n) v -= n
    if (load<i32>(fresh + (v << 2)) >= 0) continue
    let top = stack
    let met = true
    while (met) {
      // A row is copied when its node is met, under the old numbers, and walked where it then lies: one far look for each.
      store<u32>(fresh + (v << 2), <u32>count)
      store<u32>(order + (count << 2), <u32>v)
      store<u32>(next + (count << 2), <u32>out)
      store<u32>(top, <u32>count)
      top += 4
      let sum: f64 = 0
      for (let i = at(oldRows, v), end = at(oldRows, v + 1); i < end; i++) {
        let u = at(oldTargets, i)
        let weight = load<f64>(oldWeights + (i << 3))
        store<u32>(targets + (out << 2), <u32>u)
        store<f64>(weights + (out << 3), weight)
        sum += weight
        out++
        // Nobody needs this yet, but the walk goes on to one of them: their lines are on the way meanwhile.
        ahead |= load<u32>(fresh + (u << 2)) | load<u32>(oldRows + (u << 2))
      }
      store<f64>(strength + (count << 3), sum)
      count++
      store<u32>(rows + (count << 2), <u32>out)
      met = false
      while (!met && top > stack) {
        let from = at(top - 4, 0)
        let i = at(next, from)
        let end = at(rows, from + 1)
        while (i < end && !met) {
          v = at(targets, i++)
          met = load<i32>(fresh + (v << 2)) < 0
        }
        store<u32>(next + (from << 2), <u32>i)
        if (!met) top -= 4
      }
    }
  }
  store<u32>(next, ahead)
  follow(out, targets, fresh)
}

/**
 * Moves nodes to the neighbouring community that gains more than `least`, until none does; or with `once` looks at each node one time.
 * `state` has 16 bytes a node, `queue` and `touched` 4 (and 4 more), `queued` one.
 */
export function move(
  n: usize,
  rows: usize,
  targets: usize,
  weights: usize,
  strength: usize,
  community: usize,
  state: usize,
  queue: usize,
  queued: usize,
  touched: usize,
  scale: f64,
  least: f64,
  once: bool,
): void {
  memory.fill(state, 0, n << PLACE)
  memory.fill(queued, <u8>once, n)
  for (let v: usize = 0; v < n; v++) {
    let place = state + (at(community, v) << PLACE)
    store<f64>(place, load<f64>(place, STRENGTH) + load<f64>(strength + (v << 3)), STRENGTH)
  }
  // Whose neighbours are all in his own community has nowhere to go until one of them leaves it.
  let waiting: usize = 0
  for (let v: usize = 0; v < n; v++) {
    let own = at(community, v)
    let stop = targets + (at(rows, v + 1) << 2)
    for (let i = targets + (at(rows, v) << 2); i < stop; i += 4) {
      if (at(community, <usize>load<u32>(i)) == own) continue
      store<u8>(queued + v, 1)
      store<u32>(queue + (waiting++ << 2), <u32>v)
      break
    }
  }
  let end = queue + (n << 2)
  let head = queue
  let tail = queue + (waiting << 2)
  if (tail == end) tail = queue
  while (waiting > 0) {
    let v = <usize>load<u32>(head)
    head += 4
    if (head == end) head = queue
    waiting--
    store<u8>(queued + v, <u8>once)
    let own = state + (at(community, v) << PLACE)
    let start = at(rows, v)
    let stop = targets + (at(rows, v + 1) << 2)
    let seen = touched
    let w = weights + (start << 3)
    for (let i = targets + (start << 2); i < stop; i += 4) {
      let place = state + (at(community, <usize>load<u32>(i)) << PLACE)
      store<u32>(seen, <u32>place)
      seen += <usize>(load<u64>(place) == 0) << 2
      store<f64>(place, load<f64>(place) + load<f64>(w))
      w += 8
    }
    let mine = load<f64>(strength + (v << 3))
    let share = scale * mine
    store<f64>(own, load<f64>(own, STRENGTH) - mine, STRENGTH)
    let best = own
    let most = load<f64>(own) - load<f64>(own, STRENGTH) * share
    for (let t = touched; t < seen; t += 4) {
      let place = <usize>load<u32>(t)
      let gain = load<f64>(place) - load<f64>(place, STRENGTH) * share
      if (gain > most + least) {
        most = gain
        best = place
      }
      store<f64>(place, 0)
    }
    store<f64>(best, load<f64>(best, STRENGTH) + mine, STRENGTH)
    if (best == own) continue
    let joined = (best - state) >> PLACE
    store<u32>(community + (v << 2), <u32>joined)
    if (once) continue
    for (let i = targets + (start << 2); i < stop; i += 4) {
      let u = <usize>load<u32>(i)
      let comes = load<u8>(queued + u) == 0 && at(community, u) != joined
      if (!comes) continue
      store<u8>(queued + u, 1)
      store<u32>(tail, <u32>u)
      tail += 4
      if (tail == end) tail = queue
      waiting++
    }
  }
}

/**
 * Within each community, merges single nodes into well-connected groups: `group` gets the group of each node. `state` has 32 bytes
 * a node, `touched` 4 (and 4 more), `single` one. With `drawn`, each merge is drawn by the host among those that lose nothing.
 */
export function refine(
  n: usize,
  rows: usize,
  targets: usize,
  weights: usize,
  strength: usize,
  community: usize,
  group: usize,
  state: usize,
  single: usize,
  touched: usize,
  scale: f64,
  drawn: bool,
): void {
  memory.fill(single, 1, n)
  memory.fill(state, 0, n << GROUP)
  for (let v: usize = 0; v < n; v++) {
    store<u32>(group + (v << 2), <u32>v)
    let own = at(community, v)
    let mine = load<f64>(strength + (v << 3))
    let whole = state + (own << GROUP)
    store<f64>(whole, load<f64>(whole, WHOLE) + mine, WHOLE)
    let start = at(rows, v)
    let stop = targets + (at(rows, v + 1) << 2)
    let w = weights + (start << 3)
    let sum: f64 = 0
    for (let i = targets + (start << 2); i < stop; i += 4) {
      sum += load<f64>(w) * <f64>(<i32>(at(community, <usize>load<u32>(i)) == own))
      w += 8
    }
    let place = state + (v << GROUP)
    store<f64>(place, mine, STRENGTH)
    store<f64>(place, sum, OUTWARD)
  }
  for (let v: usize = 0; v < n; v++) {
    let alone = state + (v << GROUP)
    let outward = load<f64>(alone, OUTWARD)
    if (load<u8>(single + v) == 0 || outward == 0) continue
    let own = at(community, v)
    let whole = load<f64>(state + (own << GROUP), WHOLE)
    let mine = load<f64>(strength + (v << 3))
    if (outward < mine * (whole - mine) * scale) continue
    let start = at(rows, v)
    let stop = targets + (at(rows, v + 1) << 2)
    let w = weights + (start << 3)
    let seen = touched
    for (let i = targets + (start << 2); i < stop; i += 4) {
      let u = <usize>load<u32>(i)
      let same = <i32>(at(community, u) == own)
      let place = state + (at(group, u) << GROUP)
      store<u32>(seen, <u32>place)
      seen += <usize>(same & <i32>(load<u64>(place) == 0)) << 2
      store<f64>(place, load<f64>(place) + load<f64>(w) * <f64>same)
      w += 8
    }
    let best = alone
    let most: f64 = 0
    let open = false
    for (let t = touched; t < seen; t += 4) {
      let place = <usize>load<u32>(t)
      let sum = load<f64>(place, STRENGTH)
      if (load<f64>(place, OUTWARD) < sum * (whole - sum) * scale) continue
      let gain = load<f64>(place) - sum * mine * scale
      if (drawn && gain >= 0) {
        offer(<u32>((place - state) >> GROUP), gain)
        open = true
      }
      if (gain > most) {
        most = gain
        best = place
      }
    }
    if (open) best = state + (<usize>choose(<u32>v, most) << GROUP)
    if (best != alone) {
      let joined = (best - state) >> GROUP
      store<u32>(group + (v << 2), <u32>joined)
      store<f64>(best, load<f64>(best, STRENGTH) + mine, STRENGTH)
      store<f64>(best, load<f64>(best, OUTWARD) + outward - 2 * load<f64>(best), OUTWARD)
      store<f64>(alone, 0, STRENGTH)
      store<u8>(single + joined, 0)
      store<u8>(single + v, 0)
    }
    for (let t = touched; t < seen; t += 4) store<f64>(<usize>load<u32>(t), 0)
  }
}

/** Numbers what `label` holds from 0 in the order of the nodes, in place, and says how many there are. `fresh` has 4 bytes a node. */
export function number(n: usize, label: usize, fresh: usize): u32 {
  memory.fill(fresh, 0xff, n << 2)
  let count: u32 = 0
  for (let v: usize = 0; v < n; v++) {
    let slot = fresh + (at(label, v) << 2)
    let known = load<u32>(slot)
    if (known == <u32>-1) {
      known = count++
      store<u32>(slot, known)
    }
    store<u32>(label + (v << 2), known)
  }
  return count
}

/**
 * Joins the nodes of each group to one node, group by group; says how many entries its rows have. `sums` has 8 bytes a group,
 * `toward` 8 (all 0 before and after), `first` and `touched` 4 (and 4 more), `members` 4 a node; `joined` gets the community of each group.
 */
export function aggregate(
  n: usize,
  rows: usize,
  targets: usize,
  weights: usize,
  strength: usize,
  community: usize,
  group: usize,
  count: usize,
  first: usize,
  members: usize,
  toward: usize,
  touched: usize,
  outRows: usize,
  outTargets: usize,
  outWeights: usize,
  sums: usize,
  joined: usize,
): u32 {
  memory.fill(first, 0, (count + 1) << 2)
  memory.fill(sums, 0, count << 3)
  memory.fill(toward, 0, count << 3)
  for (let v: usize = 0; v < n; v++) {
    let a = at(group, v)
    store<u32>(first + (a << 2), load<u32>(first + (a << 2), 4) + 1, 4)
    store<f64>(sums + (a << 3), load<f64>(sums + (a << 3)) + load<f64>(strength + (v << 3)))
    store<u32>(joined + (a << 2), load<u32>(community + (v << 2)))
  }
  for (let a: usize = 0; a < count; a++) {
    store<u32>(first + (a << 2), load<u32>(first + (a << 2)) + load<u32>(first + (a << 2), 4), 4)
  }
  // Filling a group moves its beginning to its end, which is the next one's beginning.
  for (let v: usize = 0; v < n; v++) {
    let slot = first + (at(group, v) << 2)
    let place = <usize>load<u32>(slot)
    store<u32>(members + (place << 2), <u32>v)
    store<u32>(slot, <u32>place + 1)
  }
  let out: usize = 0
  let m: usize = 0
  for (let a: usize = 0; a < count; a++) {
    store<u32>(outRows + (a << 2), <u32>out)
    let seen = touched
    for (let last = at(first, a); m < last; m++) {
      let v = at(members, m)
      let start = at(rows, v)
      let stop = targets + (at(rows, v + 1) << 2)
      let w = weights + (start << 3)
      for (let i = targets + (start << 2); i < stop; i += 4) {
        let b = at(group, <usize>load<u32>(i))
        let sum = toward + (b << 3)
        store<u32>(seen, <u32>b)
        seen += <usize>(<i32>(load<u64>(sum) == 0) & <i32>(a != b)) << 2
        store<f64>(sum, load<f64>(sum) + load<f64>(w))
        w += 8
      }
    }
    store<f64>(toward + (a << 3), 0)
    for (let t = touched; t < seen; t += 4) {
      let b = <usize>load<u32>(t)
      let sum = toward + (b << 3)
      store<u32>(outTargets + (out << 2), <u32>b)
      store<f64>(outWeights + (out << 3), load<f64>(sum))
      store<f64>(sum, 0)
      out++
    }
  }
  store<u32>(outRows + (count << 2), <u32>out)
  return <u32>out
}

/** Puts in place of each number what `table` holds for it. */
export function follow(n: usize, list: usize, table: usize): void {
  for (let i = list, end = list + (n << 2); i < end; i += 4) store<u32>(i, <u32>at(table, <usize>load<u32>(i)))
}

/** Gives each connected piece of a community a number of its own: `piece` gets its first node's. `stack` has 4 bytes a node. */
export function split(n: usize, rows: usize, targets: usize, part: usize, piece: usize, stack: usize): void {
  memory.fill(piece, 0xff, n << 2)
  for (let s: usize = 0; s < n; s++) {
    if (load<u32>(piece + (s << 2)) != <u32>-1) continue
    let own = at(part, s)
    let top = stack
    store<u32>(top, <u32>s)
    top += 4
    store<u32>(piece + (s << 2), <u32>s)
    while (top > stack) {
      top -= 4
      let v = <usize>load<u32>(top)
      let stop = targets + (at(rows, v + 1) << 2)
      for (let i = targets + (at(rows, v) << 2); i < stop; i += 4) {
        let u = <usize>load<u32>(i)
        if (at(part, u) != own || load<u32>(piece + (u << 2)) != <u32>-1) continue
        store<u32>(piece + (u << 2), <u32>s)
        store<u32>(top, <u32>u)
        top += 4
      }
    }
  }
}
