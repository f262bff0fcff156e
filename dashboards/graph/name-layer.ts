/** Names on the picture: the weightiest first, none over another; the axis of time below them. */
import type Sigma from 'sigma'
import type { Colours } from './colours.ts'
import type { TimeTick } from './layouts/layout.ts'
import type { Lit, Looks } from './looks.ts'
import type { SceneAttributes, SceneEdgeAttributes } from './scene-graph.ts'
import type { Scene } from './visible.ts'

export const DEFAULTS = {
  /** Names at most, and nodes looked at to find them. */
  names: 140,
  looked: 3000,
  /** Letters of a name at most. */
  letters: 24,
} as const

const HEIGHT = 16
const CELL = 48
/** Radii out to the edge of a halo. */
const HALO = 1.45

export interface NamedPicture {
  readonly scene: Scene
  readonly looks: Looks
  readonly lit: Lit
  readonly colours: Colours
  readonly selected: ReadonlySet<string>
  readonly hovered: number
  readonly ticks: readonly TimeTick[]
  readonly nameOf: (i: number) => string
}

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Boxes on a grid, so that a new one is held against its neighbours alone. */
function crowd() {
  const cells = new Map<string, Box[]>()
  const around = function* ({ left, top, right, bottom }: Box) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++)
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) yield `${x} ${y}`
  }
  return {
    free(box: Box): boolean {
      for (const key of around(box))
        for (const other of cells.get(key) ?? [])
          if (
            box.left < other.right &&
            other.left < box.right &&
            box.top < other.bottom &&
            other.top < box.bottom
          )
            return false
      return true
    },
    add(box: Box): void {
      for (const key of around(box)) {
        const cell = cells.get(key)
        if (cell) cell.push(box)
        else cells.set(key, [box])
      }
    },
  }
}

export function drawNames(
  context: CanvasRenderingContext2D,
  sigma: Sigma<SceneAttributes, SceneEdgeAttributes>,
  picture: NamedPicture,
): void {
  const { width, height } = sigma.getDimensions()
  context.clearRect(0, 0, width, height)
  drawTicks(context, sigma, picture, width, height)
  const { scene, looks, lit, colours } = picture
  const font = getComputedStyle(document.body).fontFamily
  const taken = crowd()
  const seen: { i: number; x: number; y: number; radius: number; first: boolean }[] = []
  const look = (i: number, first: boolean) => {
    const data = sigma.getNodeDisplayData(scene.nodes[i].id)
    if (!data) return
    const { x, y } = sigma.framedGraphToViewport(data)
    if (x < -40 || y < -20 || x > width + 40 || y > height + 20) return
    seen.push({ i, x, y, radius: sigma.scaleSize(data.size), first })
  }
  const before = new Set<number>()
  if (picture.hovered >= 0) before.add(picture.hovered)
  for (const id of picture.selected) {
    const i = scene.index.get(id)
    if (i !== undefined && before.size < DEFAULTS.names) before.add(i)
  }
  for (const i of before) look(i, true)
  const most = Math.min(looks.ranked.length, DEFAULTS.looked)
  for (let at = 0; at < most; at++) {
    const i = looks.ranked[at]
    if (!before.has(i) && (!lit.any || lit.node[i])) look(i, false)
  }
  if (seen.length <= 500)
    for (const { x, y, radius } of seen)
      taken.add({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius })
  // The stage's buttons lie there.
  taken.add({ left: width - 54, right: width, top: 0, bottom: 130 })
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  let named = 0
  for (const { i, x, y, radius, first } of seen) {
    const group = scene.nodes[i].group
    if (group && radius >= 8) {
      context.font = `650 ${Math.min(12, radius)}px ${font}`
      context.textAlign = 'center'
      context.fillStyle = colours.surface
      context.fillText(group.count > 999 ? '1k+' : `${group.count}`, x, y + 0.5)
      context.textAlign = 'left'
    }
    if (named >= DEFAULTS.names || (!first && radius < 3)) continue
    const name = shortened(picture.nameOf(i))
    if (name === '') continue
    context.font = `${first ? 620 : 450} 12px ${font}`
    const wide = context.measureText(name).width
    const boxes = placed(
      x,
      y,
      radius * (looks.risk[i] > 0 || picture.selected.has(scene.nodes[i].id) ? HALO : 1) + (first ? 5 : 0),
      wide,
      x < width * 0.4,
    ).filter((one) => one.left > 2 && one.right < width - 2)
    const box = boxes.find((one) => taken.free(one)) ?? (first ? boxes[0] : undefined)
    if (!box) continue
    taken.add(box)
    named++
    if (first) {
      context.fillStyle = colours.surface
      context.strokeStyle = colours.line
      context.lineWidth = 1
      context.beginPath()
      context.roundRect(box.left - 4, box.top - 2, wide + 8, HEIGHT + 4, 4)
      context.fill()
      context.stroke()
    } else {
      context.strokeStyle = colours.surface
      context.lineWidth = 3.5
      context.strokeText(name, box.left, box.top + HEIGHT / 2)
    }
    context.fillStyle = first ? colours.ink : colours.ink2
    context.fillText(name, box.left, box.top + HEIGHT / 2)
  }
}

/** Beside the node, to the outside first; else below, above. */
function placed(x: number, y: number, radius: number, wide: number, isLeft: boolean): Box[] {
  const box = (left: number, top: number): Box => ({ left, top, right: left + wide, bottom: top + HEIGHT })
  const off = radius + 4
  const sides = [box(x + off, y - HEIGHT / 2), box(x - off - wide, y - HEIGHT / 2)]
  return [
    ...(isLeft ? sides.reverse() : sides),
    box(x - wide / 2, y + off),
    box(x - wide / 2, y - off - HEIGHT),
  ]
}

const shortened = (name: string): string =>
  name.length > DEFAULTS.letters ? `${name.slice(0, DEFAULTS.letters - 1)}…` : name

function drawTicks(
  context: CanvasRenderingContext2D,
  sigma: Sigma<SceneAttributes, SceneEdgeAttributes>,
  { ticks, colours }: NamedPicture,
  width: number,
  height: number,
): void {
  if (ticks.length === 0) return
  context.font = `11px ${getComputedStyle(document.body).fontFamily}`
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  for (const { x: at, label } of ticks) {
    const { x } = sigma.graphToViewport({ x: at, y: 0 })
    if (x < 20 || x > width - 20) continue
    context.strokeStyle = colours.dim
    context.lineWidth = 1
    context.beginPath()
    context.moveTo(x, 26)
    context.lineTo(x, height)
    context.stroke()
    context.fillStyle = colours.ink3
    context.fillText(label, x, 18)
  }
  context.textAlign = 'left'
}
