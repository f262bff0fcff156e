/** What a person does to the picture, said once for mouse, toolbar and keyboard. */
import { nearestTowards, type Point } from './find-neighbour.ts'
import { adjacencyOf, mostCentral } from './layouts/layout.ts'
import type { Place } from './state.ts'
import type { Explorer } from './use-explorer.ts'
import type { SceneNode } from './visible.ts'

export interface Handle {
  /** What is chosen, as it is drawn: the last chosen node, or its group. */
  readonly active: SceneNode | undefined
  readonly pick: (id: string | undefined, more: boolean) => void
  readonly pickAll: (ids: readonly string[], more: boolean) => void
  /** Expands a node, opens a group. */
  readonly open: () => void
  /** Closes the group that it stands in or holds, else collapses the node. */
  readonly close: () => void
  readonly hide: () => void
  readonly isPinned: boolean
  /** Pins what is chosen where it stands, or lets it go again. */
  readonly pin: () => void
  readonly canFindPath: boolean
  readonly findPath: () => void
  readonly go: (direction: Point) => void
}

interface Drawn {
  readonly placeOf: (i: number) => Place
  /** Where a node stands on the stage, y downwards. */
  readonly pointOf: (i: number) => Point
}

export function handle(explorer: Explorer, { placeOf, pointOf }: Drawn): Handle {
  const { state, visible } = explorer
  const { scene } = visible
  const { selected } = state
  const drawn = (id: string): SceneNode | undefined => scene.nodes[scene.index.get(visible.shownAs(id)) ?? -1]
  const last = selected.at(-1)
  const active = last === undefined ? undefined : drawn(last)
  const idsOf = (one: SceneNode): readonly string[] => one.group?.members ?? [one.id]
  const choose = (ids: readonly string[], how: 'only' | 'add' | 'take') =>
    explorer.do({ type: 'select', nodes: ids, how })
  const isPinned = selected.length > 0 && selected.every((id) => id in state.pinned)

  const open = () => {
    if (!active) return
    if (active.group) explorer.do({ type: 'openGroup', group: active.group.id })
    else void explorer.expand(active.id)
  }
  return {
    active,
    pick(id, more) {
      const one = id === undefined ? undefined : scene.nodes[scene.index.get(id) ?? -1]
      if (!one) {
        if (!more) choose([], 'only')
        return
      }
      const ids = idsOf(one)
      const isIn = ids.every((member) => selected.includes(member))
      if (more) choose(ids, isIn ? 'take' : 'add')
      else if (isIn && selected.length === ids.length) open()
      else choose(ids, 'only')
    },
    pickAll(ids, more) {
      choose(
        ids.flatMap((id) => idsOf(scene.nodes[scene.index.get(id) as number])),
        more ? 'add' : 'only',
      )
    },
    open,
    close() {
      if (!active) return
      const inside = visible.opened.find(
        ({ members, hubs }) => members.includes(active.id) || hubs.includes(active.id),
      )
      if (inside) explorer.do({ type: 'closeGroup', group: inside.id })
      else if (!active.group) explorer.collapse(active.id)
    },
    hide: () => explorer.do({ type: 'hide', nodes: selected }),
    isPinned,
    pin() {
      if (isPinned) {
        explorer.do({ type: 'unpin', nodes: selected })
        return
      }
      // What stands in a group has no place of its own yet.
      const places = selected.map((id) => {
        const at = scene.index.get(id)
        return [id, at === undefined ? null : placeOf(at)] as const
      })
      explorer.do({ type: 'pin', places: Object.fromEntries(places) })
    },
    canFindPath: selected.length === 2,
    findPath() {
      if (selected.length === 2) void explorer.findPath(selected[0], selected[1])
    },
    go(direction) {
      if (scene.nodes.length === 0) return
      if (!active) {
        choose(idsOf(scene.nodes[mostCentral(scene)]), 'only')
        return
      }
      const from = scene.index.get(active.id) as number
      const { first, neighbour } = adjacencyOf(scene)
      const around = [...neighbour.subarray(first[from], first[from + 1])]
      const next = nearestTowards(pointOf(from), direction, around.map(pointOf))
      if (next >= 0) choose(idsOf(scene.nodes[around[next]]), 'only')
    },
  }
}
