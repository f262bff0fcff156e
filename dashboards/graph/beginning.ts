/** Where a layout begins: known nodes where they stand, new ones beside what they hang on, groups amid their members. */
import type { Book } from './book.ts'
import { adjacencyOf, type LayoutInput, sunflower } from './layouts/layout.ts'
import type { ExplorerState, Place } from './state.ts'
import type { Scene } from './visible.ts'

const TURN = Math.PI * (3 - Math.sqrt(5))

export interface Beginning extends LayoutInput {
  /** Nodes that had no place. */
  readonly unplaced: number
}

/** @param known places of nodes and groups by id, from the layout before; empty for a layout from the start. */
export function beginningOf(
  book: Book,
  scene: Scene,
  state: ExplorerState,
  known: ReadonlyMap<string, Place>,
): Beginning {
  const order = scene.nodes.length
  const begin = sunflower(order)
  const fixed = new Uint8Array(order)
  const placed = new Uint8Array(order)
  const put = (i: number, { x, y }: Place) => {
    begin[2 * i] = x
    begin[2 * i + 1] = y
    placed[i] = 1
  }
  scene.nodes.forEach(({ id, group }, i) => {
    const pin = state.pinned[id]
    const place = pin ?? known.get(id) ?? (group && middleOf(group.members, known))
    if (place) put(i, place)
    if (id in state.pinned && place) fixed[i] = 1
  })
  let unplaced = 0
  if (known.size > 0) {
    const { first, neighbour } = adjacencyOf(scene)
    for (let i = 0; i < order; i++) {
      if (placed[i]) continue
      const hub = [...neighbour.subarray(first[i], first[i + 1])].find((n) => placed[n] === 1)
      const far = 14 + 2 * Math.sqrt(unplaced)
      if (hub !== undefined) {
        begin[2 * i] = begin[2 * hub] + far * Math.cos(unplaced * TURN)
        begin[2 * i + 1] = begin[2 * hub + 1] + far * Math.sin(unplaced * TURN)
      }
      unplaced++
    }
  } else unplaced = order
  const centre = state.centre === null ? -1 : (scene.index.get(state.centre) ?? -1)
  return { scene, begin, fixed, centre, firstAt: firstMoments(book, scene), unplaced }
}

function middleOf(members: readonly string[], known: ReadonlyMap<string, Place>): Place | undefined {
  let [x, y, n] = [0, 0, 0]
  for (const id of members) {
    const place = known.get(id)
    if (!place) continue
    x += place.x
    y += place.y
    n++
  }
  return n > 0 ? { x: x / n, y: y / n } : undefined
}

/**
 * First moment at which a claim showed something of each node, or of one of a group; for what no claim shows, the first moment of
 * its master data, which may be years before.
 */
function firstMoments(book: Book, scene: Scene): Float64Array {
  const inClaims = new Float64Array(book.ids.length).fill(Number.POSITIVE_INFINITY)
  const ever = inClaims.slice()
  for (let e = 0; e < book.keys.length; e++)
    for (let i = book.evidenceFrom[e]; i < book.evidenceFrom[e + 1]; i++)
      for (const v of [book.source[e], book.target[e]]) {
        const at = book.knownAt[i]
        if (at < ever[v]) ever[v] = at
        if (at < inClaims[v] && book.evidence[i].claimId !== null) inClaims[v] = at
      }
  return Float64Array.from(scene.nodes, ({ id, group }) => {
    let [claim, any] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (const one of group?.members ?? [id]) {
      const i = book.index.get(one) ?? -1
      claim = Math.min(claim, inClaims[i])
      any = Math.min(any, ever[i])
    }
    return Number.isFinite(claim) ? claim : Number.isFinite(any) ? any : Number.NaN
  })
}
