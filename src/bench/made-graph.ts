/** Made-up graphs for the benchmark: groups of heavy-tailed size, ties mostly within them, some to anybody and often to hubs. */
import { random } from '../util/random.ts'

export interface MadeGraph {
  readonly n: number
  /** Distinct pairs, in no order; node numbers say nothing of groups. */
  readonly left: Int32Array
  readonly right: Int32Array
}

const DEFAULTS = {
  /** Share of ties within a group. */
  within: 0.8,
  largestGroup: 2000,
  smallestGroup: 8,
} as const

/** A graph of n nodes and m distinct ties. */
export function madeGraph(n: number, m: number, seed: number): MadeGraph {
  const draw = random(seed)
  const group = new Int32Array(n)
  const first: number[] = []
  for (let v = 0; v < n; ) {
    const size = Math.min(
      DEFAULTS.largestGroup,
      Math.floor(DEFAULTS.smallestGroup * (1 - draw.next()) ** -0.8),
    )
    first.push(v)
    for (let k = 0; k < size && v < n; k++) group[v++] = first.length - 1
  }
  first.push(n)
  const name = draw.shuffle(Int32Array.from({ length: n }, (_, v) => v))
  return distinct(n, m, () => {
    const a = draw.int(0, n - 1)
    const b = draw.chance(DEFAULTS.within)
      ? draw.int(first[group[a]], first[group[a] + 1] - 1)
      : Math.floor(n * draw.next() ** 3)
    return [name[a], name[b]]
  })
}

/** A two-sided graph: nodes below `n / 2` are parties, the others claims; each tie joins the two, some parties have many. */
export function madeBook(n: number, m: number, seed: number): MadeGraph {
  const draw = random(seed)
  const parties = n >> 1
  return distinct(n, m, () => [Math.floor(parties * draw.next() ** 1.5), draw.int(parties, n - 1)])
}

function distinct(n: number, m: number, tie: () => readonly [number, number]): MadeGraph {
  const left = new Int32Array(m)
  const right = new Int32Array(m)
  const seen = new Set<number>()
  for (let i = 0; i < m; ) {
    const [a, b] = tie()
    const key = Math.min(a, b) * n + Math.max(a, b)
    if (a === b || seen.has(key)) continue
    seen.add(key)
    left[i] = a
    right[i++] = b
  }
  return { n, left, right }
}
