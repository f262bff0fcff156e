/** The WebGL picture of a network; what is seen is decided by a view that the page changes. */
import Sigma from 'sigma'
import { KIND_COLOURS, KIND_SHAPES } from './kinds.tsx'
import { type EdgeAttributes, knownBy, type Network, type NodeAttributes } from './network.ts'
import { ShapeProgram } from './shape-program.ts'

/** What the picture shows of the network. */
export interface PictureView {
  readonly selected: string | undefined
  /** Kinds of link that are hidden. */
  readonly hidden: ReadonlySet<string>
  /** Evidence that became known later is not shown. */
  readonly until: string
}

export interface Picture {
  readonly show: (view: PictureView) => void
  /** Takes in nodes and places that changed. */
  readonly refresh: () => void
  readonly zoom: (by: 'in' | 'out' | 'fit') => void
  readonly kill: () => void
}

interface PictureOptions {
  readonly container: HTMLElement
  readonly graph: Network
  readonly view: PictureView
  readonly onSelect: (node: string | undefined) => void
}

export const hasWebgl = () => document.createElement('canvas').getContext('webgl2') !== null

/** Throws when the browser gives no WebGL; ask {@link hasWebgl} first. */
export function drawPicture({ container, graph, view, onSelect }: PictureOptions): Picture {
  let now = view
  let hovered: string | undefined
  let colours = readColours()
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches

  const seen = (edge: string) =>
    knownBy(graph.getEdgeAttribute(edge, 'evidence'), now.until).some((one) => !now.hidden.has(one.link))
  const lit = (): Set<string> | undefined => {
    const centre = hovered ?? now.selected
    if (centre === undefined || !graph.hasNode(centre)) return undefined
    const set = new Set([centre])
    graph.forEachEdge(centre, (edge, _, source, target) => {
      if (seen(edge)) set.add(source === centre ? target : source)
    })
    return set
  }
  let bright = lit()

  const sigma = new Sigma<NodeAttributes, EdgeAttributes>(graph, container, {
    nodeProgramClasses: { shape: ShapeProgram },
    defaultNodeType: 'shape',
    allowInvalidContainer: true,
    labelFont: getComputedStyle(document.body).fontFamily,
    labelSize: 12,
    labelDensity: 0.6,
    labelGridCellSize: 90,
    labelRenderedSizeThreshold: 7,
    labelColor: { color: colours.ink },
    stagePadding: 28,
    minCameraRatio: 0.05,
    maxCameraRatio: 4,
    zIndex: true,
    defaultDrawNodeHover: (context, data) => drawHover(context, data, colours),
    nodeReducer(id, { node, x, y, size }: NodeAttributes) {
      const dim = bright !== undefined && !bright.has(id)
      const alone = graph.degree(id) > 0 && !graph.edges(id).some(seen)
      const chosen = id === now.selected
      return {
        x,
        y,
        size: chosen ? size + 3 : size,
        shape: KIND_SHAPES[node.kind],
        type: 'shape',
        label: dim ? null : node.label,
        color: dim ? colours.dim : colours.of(KIND_COLOURS[node.kind]),
        hidden: alone,
        forceLabel: chosen,
        highlighted: chosen,
        zIndex: chosen ? 2 : dim ? 0 : 1,
      }
    },
    edgeReducer(edge, { weight }: EdgeAttributes) {
      const [source, target] = graph.extremities(edge)
      const centre = hovered ?? now.selected
      const near = centre === undefined || source === centre || target === centre
      return {
        size: Math.max(0.7, Math.min(4, 0.6 + weight * 1.1)),
        color: near && centre !== undefined ? colours.ink2 : near ? colours.edge : colours.dim,
        hidden: !seen(edge),
        zIndex: near ? 1 : 0,
      }
    },
  })

  const redraw = () => {
    bright = lit()
    sigma.refresh({ skipIndexation: true })
  }
  sigma.on('enterNode', ({ node }) => {
    hovered = node
    container.style.cursor = 'pointer'
    redraw()
  })
  sigma.on('leaveNode', () => {
    hovered = undefined
    container.style.cursor = ''
    redraw()
  })
  sigma.on('clickNode', ({ node }) => onSelect(node))
  sigma.on('clickStage', () => onSelect(undefined))

  const themed = new MutationObserver(() => {
    colours = readColours()
    sigma.setSetting('labelColor', { color: colours.ink })
    redraw()
  })
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })

  return {
    show(next) {
      now = next
      redraw()
    },
    refresh: () => {
      bright = lit()
      sigma.refresh()
    },
    zoom(by) {
      const camera = sigma.getCamera()
      const options = { duration: still ? 0 : 200 }
      if (by === 'in') camera.animatedZoom(options)
      else if (by === 'out') camera.animatedUnzoom(options)
      else camera.animatedReset(options)
    },
    kill() {
      themed.disconnect()
      sigma.kill()
    },
  }
}

interface Colours {
  readonly ink: string
  readonly ink2: string
  readonly edge: string
  readonly dim: string
  readonly surface: string
  readonly line: string
  readonly of: (name: string) => string
}

function readColours(): Colours {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: of('--ink'),
    ink2: of('--ink-2'),
    edge: of('--edge'),
    dim: of('--hairline'),
    surface: of('--surface'),
    line: of('--hairline-strong'),
    of,
  }
}

interface Hovered {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly label: string | null
}

/** A label on the page's surface; sigma's own is white whatever the theme. */
function drawHover(context: CanvasRenderingContext2D, data: Hovered, colours: Colours): void {
  const { x, y, size, label } = data
  context.strokeStyle = colours.ink
  context.lineWidth = 1.5
  context.beginPath()
  context.arc(x, y, size + 3, 0, Math.PI * 2)
  context.stroke()
  if (!label) return
  context.font = `600 12px ${getComputedStyle(document.body).fontFamily}`
  const width = context.measureText(label).width
  context.fillStyle = colours.surface
  context.strokeStyle = colours.line
  context.lineWidth = 1
  context.beginPath()
  context.roundRect(x + size + 7, y - 11, width + 14, 22, 4)
  context.fill()
  context.stroke()
  context.fillStyle = colours.ink
  context.textBaseline = 'middle'
  context.fillText(label, x + size + 14, y + 0.5)
  context.textBaseline = 'alphabetic'
}
