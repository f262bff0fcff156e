/** How far two groupings of the same points agree. Reference: Hubert and Arabie (1985), "Comparing partitions". */

const pairs = (n: number): number => (n * (n - 1)) / 2

/** Adjusted Rand index: 1 when both are the same but for the numbering, about 0 for chance. */
export function adjustedRandIndex(a: Int32Array, b: Int32Array): number {
  const together = new Map<number, number>()
  const inA = new Map<number, number>()
  const inB = new Map<number, number>()
  const add = (map: Map<number, number>, key: number) => map.set(key, (map.get(key) ?? 0) + 1)
  a.forEach((group, i) => {
    add(together, group * 65_536 + b[i])
    add(inA, group)
    add(inB, b[i])
  })
  const sum = (map: ReadonlyMap<number, number>) =>
    [...map.values()].reduce((total, n) => total + pairs(n), 0)
  const [both, first, second, all] = [sum(together), sum(inA), sum(inB), pairs(a.length)]
  const expected = all > 0 ? (first * second) / all : 0
  const most = (first + second) / 2
  // One group on both sides, or only single points on both: the same.
  return most === expected ? 1 : (both - expected) / (most - expected)
}
