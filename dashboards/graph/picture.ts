/** The WebGL picture of a scene: it draws what it is shown, moves to new places gently, and tells what a person points at. */
import Sigma from 'sigma'
import { type Box, between, boxOf, joined } from './box.ts'
import { readColours } from './colours.ts'
import { HairProgram, LineProgram } from './edge-programs.ts'
import type { Point } from './find-neighbour.ts'
import { KIND_SHAPES } from './kinds.tsx'
import type { TimeTick } from './layouts/layout.ts'
import { type Choice, type Lit, DEFAULTS as LOOKS, type Looks, litOf, looksOf } from './looks.ts'
import { drawNames } from './name-layer.ts'
import { nodeAt } from './node-at.ts'
import { patience } from './patience.ts'
import { type SceneAttributes, type SceneEdgeAttributes, sceneGraphOf } from './scene-graph.ts'
import { PointProgram, type ShapeMarks, ShapeProgram } from './shape-program.ts'
import type { Scene } from './visible.ts'

export const DEFAULTS = {
  /** Nodes up to which places change gradually, and for how many milliseconds. */
  gentle: 3000,
  milliseconds: 380,
  /** Nodes from which each is drawn as a point, and edges from which they are hair lines. */
  points: 2000,
  hairlines: 12_000,
  /** Pixels of radius from which a node can be taken hold of; a press on a smaller one moves the stage. */
  grip: 4,
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
  let animation = 0
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const isGentle = () => !still && now.scene.nodes.length <= DEFAULTS.gentle && !document.hidden
  const isPale = () => lit.any && now.scene.nodes.length <= LOOKS.pale

  // Begun empty, so that the first picture is drawn once, when all is there that it needs.
  const sigma = new Sigma<SceneAttributes, SceneEdgeAttributes>(
    sceneGraphOf(NOTHING, now.places),
    container,
    {
      nodeProgramClasses: { shape: ShapeProgram, point: PointProgram },
      defaultNodeType: 'shape',
      edgeProgramClasses: { line: LineProgram, hair: HairProgram },
      defaultEdgeType: 'line',
      allowInvalidContainer: true,
      renderLabels: false,
      // Names reach beyond the outermost nodes.
      stagePadding: room() < 420 ? 26 : 44,
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
          type: now.scene.nodes.length > DEFAULTS.points ? 'point' : 'shape',
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
          // Of two edges the one that is drawn first lies above.
          zIndex: 1 - lit.edge[e],
        }
      },
    },
  )
  // A window of another size asks for a drawing alone: to read the whole graph anew would leave it without places until it is drawn.
  sigma.scheduleRefresh = () => sigma.scheduleRender()
  sigma.createCanvasContext('names', { style: { pointerEvents: 'none' } })
  container.style.overflow = 'hidden'
  sigma.resize(true)
  const names = sigma.getCanvases().names.getContext('2d')
  sigma.on('afterRender', () => {
    if (names) drawNames(names, sigma, { ...now, looks, lit, colours, hovered })
  })
  const patient = patience(sigma, sigma.getCanvases().names)
  // Places as they are drawn, on the way to those of the view.
  let drawn = now.places.slice()
  Object.defineProperty(sigma, 'getNodeAtPosition', {
    value(point: Point) {
      const at = sigma.viewportToGraph(point)
      const beside = sigma.viewportToGraph({ x: point.x + 1, y: point.y })
      const unit = Math.hypot(beside.x - at.x, beside.y - at.y)
      const i = nodeAt(at, { places: drawn, size: looks.size, scale: sigma.scaleSize(1), unit })
      return i < 0 ? null : now.scene.nodes[i].id
    },
  })
  sigma.setCustomBBox(boxOf(now.places))
  sigma.setGraph(sceneGraphOf(now.scene, now.places))

  /** Takes over what is lit and chosen; in large pictures only where it changed. */
  const relight = (all: boolean, pins: readonly string[] = []) => {
    const before = lit
    lit = litOf(now.scene, looks, now, hovered)
    const graph = sigma.getGraph()
    if (all || now.scene.nodes.length <= LOOKS.pale) {
      const whole = { nodes: graph.nodes(), edges: graph.edges() }
      sigma.refresh({ partialGraph: whole, skipIndexation: true, schedule: true })
      return
    }
    const { nodes } = now.scene
    const [changed, edges]: [string[], string[]] = [pins.filter((id) => graph.hasNode(id)), []]
    for (let i = 0; i < nodes.length; i++) if (before.node[i] || lit.node[i]) changed.push(nodes[i].id)
    for (let e = 0; e < lit.edge.length; e++) if (before.edge[e] !== lit.edge[e]) edges.push(`${e}`)
    sigma.refresh({ partialGraph: { nodes: changed, edges }, skipIndexation: true, schedule: true })
  }

  /** Goes from the places that are drawn to those of the view. */
  const move = (from: Float32Array, fromBox: Box) => {
    cancelAnimationFrame(animation)
    const to = now.places
    const toBox = now.keepsFrame ? joined(fromBox, boxOf(to)) : boxOf(to)
    const graph = sigma.getGraph()
    const put = (t: number) => {
      drawn = from.map((one, i) => one + (to[i] - one) * t)
      // Written into the attributes themselves: one refresh follows, not one for each node.
      graph.forEachNode((_, attributes) => {
        attributes.x = drawn[2 * attributes.i]
        attributes.y = drawn[2 * attributes.i + 1]
      })
      sigma.setCustomBBox(between(fromBox, toBox, t))
      sigma.refresh({ partialGraph: { nodes: graph.nodes() }, schedule: true })
    }
    if (!isGentle()) {
      put(1)
      return
    }
    const began = performance.now()
    const turn = () => {
      const t = Math.min(1, (performance.now() - began) / DEFAULTS.milliseconds)
      // What is drawn slowly takes fewer steps on its way.
      if (t === 1 || !patient.isBusy()) put(t * t * (3 - 2 * t))
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

  let late = 0
  /** A layout sends places faster than some machines draw them, and a person who moves the picture comes first. */
  const takePlaces = () => {
    window.clearTimeout(late)
    const wait = isGentle() ? 0 : patient.wait()
    if (wait > 0) {
      late = window.setTimeout(takePlaces, wait)
      return
    }
    late = 0
    lit = litOf(now.scene, looks, now, hovered)
    move(placesNow(now.scene, now.places), (sigma.getCustomBBox() ?? boxOf(now.places)) as Box)
  }

  const show = (next: PictureView) => {
    if (next === now) return
    const before = now
    now = next
    if (next.scene !== before.scene) {
      const box = sigma.getCustomBBox() ?? boxOf(next.places)
      const from = isGentle() ? placesNow(next.scene, next.places) : next.places
      looks = looksOf(next.scene, room())
      hovered = -1
      lit = litOf(next.scene, looks, next, hovered)
      cancelAnimationFrame(animation)
      window.clearTimeout(late)
      late = 0
      drawn = from.slice()
      if (!isGentle())
        sigma.setCustomBBox(next.keepsFrame ? joined(box as Box, boxOf(next.places)) : boxOf(next.places))
      sigma.setGraph(sceneGraphOf(next.scene, from))
      if (isGentle()) move(from, box as Box)
    } else if (late !== 0 || !isSame(next.places, before.places)) takePlaces()
    else relight(false, next.pinned === before.pinned ? [] : [...before.pinned, ...next.pinned])
  }

  let dragged: { readonly id: string; readonly i: number; moved: boolean } | undefined
  sigma.on('enterNode', ({ node }) => {
    if (dragged || patient.isCarrying()) return
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
    const i = now.scene.index.get(node) ?? -1
    if (sigma.scaleSize(looks.size[i]) >= DEFAULTS.grip) dragged = { id: node, i, moved: false }
  })
  const captor = sigma.getMouseCaptor()
  captor.on('mousemovebody', (event) => {
    if (!dragged) return
    const { id, i } = dragged
    const place = sigma.viewportToGraph(event)
    const graph = sigma.getGraph()
    // Sigma's own listener would read the whole graph anew for every step.
    Object.assign(graph.getNodeAttributes(id), place)
    drawn.set([place.x, place.y], 2 * i)
    const partialGraph = { nodes: [id], edges: graph.edges(id) }
    sigma.refresh({ partialGraph, skipIndexation: true, schedule: true })
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

  const camera = sigma.getCamera()
  const themed = new MutationObserver(() => {
    colours = readColours()
    relight(true)
  })
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  // The stage may change its size without the window doing so.
  const sized = new ResizeObserver(() => {
    const { width, height } = sigma.getDimensions()
    if (container.offsetWidth !== width || container.offsetHeight !== height) sigma.scheduleRender()
  })
  sized.observe(container)

  return {
    show,
    zoom(by) {
      const options = { duration: still ? 0 : 200 }
      if (by === 'in') camera.animatedZoom(options)
      else if (by === 'out') camera.animatedUnzoom(options)
      else {
        sigma.setCustomBBox(boxOf(now.places))
        sigma.refresh({ partialGraph: { nodes: sigma.getGraph().nodes() }, schedule: true })
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
      window.clearTimeout(late)
      patient.kill()
      themed.disconnect()
      sized.disconnect()
      sigma.kill()
    },
  }
}

/** A scene of nothing. */
const NOTHING: Scene = {
  nodes: [],
  index: new Map(),
  source: new Int32Array(),
  target: new Int32Array(),
  weight: new Float32Array(),
  evidence: new Int32Array(),
}

const isSame = (a: Float32Array, b: Float32Array) => a === b || a.every((value, i) => value === b[i])
