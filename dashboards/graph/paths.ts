/** The shortest way between two nodes among what is in view: breadth first, of equally short ones the strongest evidence. */
import type { Book } from './book.ts'
import type { Sifted } from './sift.ts'

/** Ids from end to end; empty when nothing in view ties them together. */
export function localPath(book: Book, sifted: Sifted, from: string, to: string): string[] {
  const start = book.index.get(from)
  const end = book.index.get(to)
  if (start === undefined || end === undefined || !sifted.node[start] || !sifted.node[end]) return []
  const before = new Int32Array(book.ids.length).fill(-1)
  const distance = new Int32Array(book.ids.length).fill(-1)
  // Weight of the weakest step on the way so far.
  const strength = new Float32Array(book.ids.length)
  distance[start] = 0
  strength[start] = Number.POSITIVE_INFINITY
  const queue = [start]
  for (let at = 0; at < queue.length && distance[end] < 0; ) {
    const level = distance[queue[at]]
    // A whole level at once, so that the strength of the next one is known when it is walked on from.
    for (; at < queue.length && distance[queue[at]] === level; at++) {
      const v = queue[at]
      for (let i = book.first[v]; i < book.first[v + 1]; i++) {
        const [n, e] = [book.neighbour[i], book.edge[i]]
        if (!sifted.edge[e] || (distance[n] >= 0 && distance[n] !== level + 1)) continue
        if (distance[n] < 0) {
          distance[n] = level + 1
          queue.push(n)
        }
        const weakest = Math.min(strength[v], sifted.weight[e])
        if (weakest <= strength[n]) continue
        strength[n] = weakest
        before[n] = v
      }
    }
  }
  if (distance[end] < 0) return []
  const path = [end]
  while (path[0] !== start) path.unshift(before[path[0]])
  return path.map((i) => book.ids[i])
}
