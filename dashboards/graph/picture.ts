/** The WebGL picture of a scene: it draws what it is shown, moves to new places gently, and tells what a person points at. */
import Sigma from 'sigma'
import { readColours } from './colours.ts'
import { edgePrograms } from './edge-programs.ts'
import { KIND_SHAPES } from './kinds.tsx'
import type { TimeTick } from './layouts/layout.ts'
import { type Choice, type Lit, DEFAULTS as LOOKS, type Looks, litOf, looksOf } from './looks.ts'
import { drawNames } from './name-layer.ts'
import { type SceneAttributes, type SceneEdgeAttributes, sceneGraphOf } from './scene-graph.ts'
import { type ShapeMarks, shapeProgram } from './shape-program.ts'
import type { Scene } from './visible.ts'

export const DEFAULTS = {
  /** Nodes up to which places change gradually, and for how many milliseconds. */
  gentle: 3000,
  milliseconds: 380,
  /** Edges from which they are hair lines, and nodes from which edges and names wait until the picture stands still. */
  hairlines: 12_000,
  waits: 6000,
  /** Milliseconds without movement after which it stands still. */
  rest: 180,
} as const

export interface PictureView extends Choice {
  readonly scene: Scene
  /** x and y by place in the scene. */
  readonly places: Float32Array
  readonly nameOf: (i: number) => string
  readonly ticks: readonly TimeTick[]
  /** Whether the stage goes on showing the same stretch although nodes came or went. */
  readonly keepsFrame: boolean
}

export interface Picture {
  readonly show: (view: PictureView) => void
  readonly zoom: (by: 'in' | 'out' | 'fit') => void
  /** Brings a node into the middle when it lies outside of the stage. */
  readonly reach: (id: string) => void
  /** Where a node is drawn on the stage, in pixels. */
  readonly pointOf: (i: number) => { readonly x: number; readonly y: number }
  readonly kill: () => void
}

interface PictureOptions {
  readonly container: HTMLElement
  readonly view: PictureView
  /** Undefined: the empty stage. */
  readonly onPick: (id: string | undefined, more: boolean) => void
  /** Somebody moved a node. */
  readonly onDrag: (id: string, place: { readonly x: number; readonly y: number }) => void
}

export const hasWebgl = () => document.createElement('canvas').getContext('webgl2') !== null

/** Throws when the browser gives no WebGL; ask {@link hasWebgl} first. */
export function drawPicture({ container, view, onPick, onDrag }: PictureOptions): Picture {
  let now = view
  const room = () => Math.min(container.clientWidth, container.clientHeight) || 480
  let looks: Looks = looksOf(now.scene, room())
  let hovered = -1
  let lit: Lit = litOf(now.scene, looks, now, hovered)
  let colours = readColours()
  // A large picture that moves is drawn without what takes long; it comes to rest when no frame has asked for more since.
  let moving = false
  let askedAt = 0
  let drawnAt = 0
  let animation = 0
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const isLarge = () => now.scene.nodes.length > DEFAULTS.waits
  const isMoving = () => moving
  const isGentle = () => !still && now.scene.nodes.length <= DEFAULTS.gentle && !document.hidden
  const isPale = () => lit.any && now.scene.nodes.length <= LOOKS.pale

  const sigma = new Sigma<SceneAttributes, SceneEdgeAttributes>(
    sceneGraphOf(now.scene, now.places),
    container,
    {
      nodeProgramClasses: { shape: shapeProgram(isMoving) },
      defaultNodeType: 'shape',
      edgeProgramClasses: edgePrograms(isMoving),
      defaultEdgeType: 'line',
      allowInvalidContainer: true,
      renderLabels: false,
      stagePadding: 44,
      minCameraRatio: 0.02,
      maxCameraRatio: 4,
      zIndex: true,
      defaultDrawNodeHover: () => {},
      nodeReducer(id, { i, x, y }) {
        const chosen = now.selected.has(id)
        const pale = isPale() && !lit.node[i]
        return {
          x,
          y,
          size: looks.size[i] + (chosen ? 2 : 0),
          type: 'shape',
          label: null,
          color: pale
            ? now.scene.nodes.length > 300
              ? colours.dim
              : colours.line
            : colours.kinds[looks.kind[i]],
          shape: KIND_SHAPES[looks.kind[i]],
          halo: chosen
            ? colours.ink
            : pale || looks.risk[i] === 0
              ? undefined
              : looks.risk[i] === 2
                ? colours.riskHigh
                : colours.riskElevated,
          pinned: now.pinned.has(id),
          highlighted: false,
          zIndex: chosen ? 2 : pale ? 0 : 1,
        } satisfies ShapeMarks & Record<string, unknown>
      },
      edgeReducer(_, { e }) {
        const onPath = lit.edge[e] === 1 && now.path.length > 0 && hovered < 0
        return {
          type: now.scene.source.length > DEFAULTS.hairlines ? 'hair' : 'line',
          size: looks.edgeSize[e] + (onPath ? 2 : 0),
          color: onPath ? colours.accent : lit.edge[e] ? colours.ink3 : isPale() ? colours.dim : colours.edge,
          zIndex: lit.edge[e],
        }
      },
    },
  )
  sigma.createCanvasContext('names', { style: { pointerEvents: 'none' } })
  sigma.resize(true)
  const names = sigma.getCanvases().names.getContext('2d')
  sigma.setCustomBBox(boxOf(now.places))
  sigma.on('afterRender', () => {
    drawnAt = performance.now()
    if (!names) return
    if (isMoving()) names.clearRect(0, 0, names.canvas.width, names.canvas.height)
    else drawNames(names, sigma, { ...now, looks, lit, colours, hovered })
  })

  /** Takes over what is lit and chosen; in large pictures only where it changed. */
  const relight = (all: boolean) => {
    const before = lit
    lit = litOf(now.scene, looks, now, hovered)
    const graph = sigma.getGraph()
    if (all || now.scene.nodes.length <= LOOKS.pale) {
      sigma.refresh({ partialGraph: { nodes: graph.nodes(), edges: graph.edges() }, skipIndexation: true })
      return
    }
    const { nodes } = now.scene
    const [changed, edges]: [string[], string[]] = [[], []]
    for (let i = 0; i < nodes.length; i++) if (before.node[i] || lit.node[i]) changed.push(nodes[i].id)
    for (let e = 0; e < lit.edge.length; e++) if (before.edge[e] !== lit.edge[e]) edges.push(`${e}`)
    sigma.refresh({ partialGraph: { nodes: changed, edges }, skipIndexation: true })
  }

  /** Goes from the places that are drawn to those of the view. */
  const move = (from: Float32Array, fromBox: Box) => {
    cancelAnimationFrame(animation)
    const to = now.places
    const toBox = now.keepsFrame ? joined(fromBox, boxOf(to)) : boxOf(to)
    const graph = sigma.getGraph()
    const put = (t: number) => {
      const at = (one: number, other: number) => one + (other - one) * t
      // Written into the attributes themselves: one refresh follows, not one for each node.
      graph.forEachNode((_, attributes) => {
        attributes.x = at(from[2 * attributes.i], to[2 * attributes.i])
        attributes.y = at(from[2 * attributes.i + 1], to[2 * attributes.i + 1])
      })
      sigma.setCustomBBox({
        x: [at(fromBox.x[0], toBox.x[0]), at(fromBox.x[1], toBox.x[1])],
        y: [at(fromBox.y[0], toBox.y[0]), at(fromBox.y[1], toBox.y[1])],
      })
      sigma.refresh({ partialGraph: { nodes: graph.nodes() } })
    }
    if (!isGentle()) {
      put(1)
      return
    }
    const began = performance.now()
    const turn = () => {
      const t = Math.min(1, (performance.now() - began) / DEFAULTS.milliseconds)
      put(t * t * (3 - 2 * t))
      if (t < 1) animation = requestAnimationFrame(turn)
    }
    animation = requestAnimationFrame(turn)
  }

  const placesNow = (scene: Scene, places: Float32Array): Float32Array => {
    const graph = sigma.getGraph()
    const from = new Float32Array(places)
    scene.nodes.forEach((one, i) => {
      const hub = one.group?.hubs[0]
      const known = graph.hasNode(one.id) ? one.id : hub !== undefined && graph.hasNode(hub) ? hub : undefined
      if (known === undefined) return
      const { x, y } = graph.getNodeAttributes(known)
      from[2 * i] = x
      from[2 * i + 1] = y
    })
    return from
  }

  const show = (next: PictureView) => {
    const before = now
    now = next
    if (next.scene !== before.scene) {
      const box = sigma.getCustomBBox() ?? boxOf(next.places)
      const from = isGentle() ? placesNow(next.scene, next.places) : next.places
      looks = looksOf(next.scene, room())
      hovered = -1
      lit = litOf(next.scene, looks, next, hovered)
      cancelAnimationFrame(animation)
      if (!isGentle())
        sigma.setCustomBBox(next.keepsFrame ? joined(box as Box, boxOf(next.places)) : boxOf(next.places))
      sigma.setGraph(sceneGraphOf(next.scene, from))
      if (isGentle()) move(from, box as Box)
    } else if (!isSame(next.places, before.places)) {
      lit = litOf(next.scene, looks, next, hovered)
      move(placesNow(next.scene, next.places), (sigma.getCustomBBox() ?? boxOf(next.places)) as Box)
    } else relight(next.nameOf !== before.nameOf || next.pinned !== before.pinned)
  }

  let dragged: { readonly id: string; moved: boolean } | undefined
  sigma.on('enterNode', ({ node }) => {
    if (dragged || isMoving()) return
    hovered = now.scene.index.get(node) ?? -1
    container.style.cursor = 'pointer'
    relight(false)
  })
  sigma.on('leaveNode', () => {
    if (dragged || hovered < 0) return
    hovered = -1
    container.style.cursor = ''
    relight(false)
  })
  sigma.on('clickNode', ({ node, event }) => onPick(node, event.original.shiftKey))
  sigma.on('clickStage', ({ event }) => onPick(undefined, event.original.shiftKey))
  sigma.on('doubleClickNode', ({ preventSigmaDefault }) => preventSigmaDefault())
  sigma.on('downNode', ({ node }) => {
    dragged = { id: node, moved: false }
  })
  const captor = sigma.getMouseCaptor()
  captor.on('mousemovebody', (event) => {
    if (!dragged) return
    const { x, y } = sigma.viewportToGraph(event)
    sigma.getGraph().mergeNodeAttributes(dragged.id, { x, y })
    dragged.moved = true
    event.preventSigmaDefault()
    event.original.preventDefault()
    event.original.stopPropagation()
  })
  captor.on('mouseup', () => {
    const done = dragged
    dragged = undefined
    if (!done?.moved) return
    const { x, y } = sigma.getGraph().getNodeAttributes(done.id)
    onDrag(done.id, { x, y })
  })

  let settle = 0
  const comeToRest = () => {
    // A frame that was asked for and is still to come belongs to the movement.
    if (drawnAt < askedAt) {
      settle = window.setTimeout(comeToRest, DEFAULTS.rest)
      return
    }
    moving = false
    sigma.scheduleRender()
  }
  const camera = sigma.getCamera()
  camera.on('updated', () => {
    if (!isLarge()) return
    askedAt = performance.now()
    moving = true
    window.clearTimeout(settle)
    settle = window.setTimeout(comeToRest, DEFAULTS.rest)
  })
  const themed = new MutationObserver(() => {
    colours = readColours()
    relight(true)
  })
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  // The stage may change its size without the window doing so.
  const sized = new ResizeObserver(() => sigma.scheduleRender())
  sized.observe(container)

  return {
    show,
    zoom(by) {
      const options = { duration: still ? 0 : 200 }
      if (by === 'in') camera.animatedZoom(options)
      else if (by === 'out') camera.animatedUnzoom(options)
      else {
        sigma.setCustomBBox(boxOf(now.places))
        sigma.refresh({ partialGraph: { nodes: sigma.getGraph().nodes() } })
        camera.animatedReset(options)
      }
    },
    reach(id) {
      const data = sigma.getNodeDisplayData(id)
      if (!data) return
      const { width, height } = sigma.getDimensions()
      const { x, y } = sigma.framedGraphToViewport(data)
      if (x > 30 && y > 30 && x < width - 30 && y < height - 30) return
      camera.animate({ x: data.x, y: data.y }, { duration: still ? 0 : 250 })
    },
    pointOf(i) {
      const data = sigma.getNodeDisplayData(now.scene.nodes[i].id)
      return data ? sigma.framedGraphToViewport(data) : { x: Number.NaN, y: Number.NaN }
    },
    kill() {
      cancelAnimationFrame(animation)
      window.clearTimeout(settle)
      themed.disconnect()
      sized.disconnect()
      sigma.kill()
    },
  }
}

const isSame = (a: Float32Array, b: Float32Array) => a === b || a.every((value, i) => value === b[i])

interface Box {
  readonly x: [number, number]
  readonly y: [number, number]
}

const joined = (a: Box, b: Box): Box => ({
  x: [Math.min(a.x[0], b.x[0]), Math.max(a.x[1], b.x[1])],
  y: [Math.min(a.y[0], b.y[0]), Math.max(a.y[1], b.y[1])],
})

function boxOf(places: Float32Array): Box {
  const box: Box = { x: [Infinity, -Infinity], y: [Infinity, -Infinity] }
  for (let i = 0; i < places.length; i += 2) {
    box.x[0] = Math.min(box.x[0], places[i])
    box.x[1] = Math.max(box.x[1], places[i])
    box.y[0] = Math.min(box.y[0], places[i + 1])
    box.y[1] = Math.max(box.y[1], places[i + 1])
  }
  // One node alone, or none, still needs a stage around it.
  if (!(box.x[0] <= box.x[1])) return { x: [-1, 1], y: [-1, 1] }
  for (const side of [box.x, box.y])
    if (side[1] - side[0] < 1) {
      side[0] -= 50
      side[1] += 50
    }
  return box
}
