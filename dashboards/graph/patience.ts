/**
 * Keeps a picture smooth that the machine draws slowly: while it moves, what is drawn is carried along with the stage as maps do, and
 * drawn anew when it comes to rest. Where it is drawn fast enough, which every drawing tells anew, every frame is drawn.
 */
import type Sigma from 'sigma'
import type { CameraState } from 'sigma/types'
import type { Point } from './find-neighbour.ts'
import type { SceneAttributes, SceneEdgeAttributes } from './scene-graph.ts'

export const DEFAULTS = {
  /** Milliseconds within which a picture must be drawn to be drawn for every frame. */
  live: 24,
  /** Milliseconds without movement after which what was carried is drawn anew. */
  rest: 150,
  /** On the way it is drawn anew, too, when it covers less of the stage, or is larger or smaller than it was drawn by more. */
  covered: 0.35,
  grown: 4,
  /** Names are carried while they are larger or smaller by less. */
  written: 0.05,
  /** Times that a drawing took which pass between two that nobody waits for. */
  pause: 4,
  /** Milliseconds between two looks at whether it is drawn. */
  look: 4,
} as const

/** Canvases that sigma keeps for what this picture does not have: each would be laid over the stage for every frame. */
const EMPTY = ['edges', 'edgeLabels', 'labels', 'hovers', 'hoverNodes']

export interface Patience {
  /** Whether what is on the stage was drawn for another place of the camera. */
  readonly isCarrying: () => boolean
  /** Whether a picture that takes long is still being drawn or carried: more of them would only come later. */
  readonly isBusy: () => boolean
  /** Milliseconds to wait before a drawing that nobody waits for, or before asking again; 0 for none. */
  readonly wait: () => number
  readonly kill: () => void
}

/** @param names the canvas of names, which is carried along unless it would be larger or smaller than it was written. */
export function patience(
  sigma: Sigma<SceneAttributes, SceneEdgeAttributes>,
  names: HTMLCanvasElement,
): Patience {
  const camera = sigma.getCamera()
  const canvases = sigma.getCanvases()
  const carried = [canvases.nodes, names]
  for (const id of EMPTY) canvases[id].style.opacity = '0'
  for (const { style } of carried) Object.assign(style, { transformOrigin: '0 0', willChange: 'transform' })
  const gl = canvases.nodes.getContext('webgl2')
  let drawn: CameraState = camera.getState()
  let began = 0
  let ended = 0
  let took = 0
  let fence: WebGLSync | null = null
  // Something changed while the last change was still being drawn.
  let wanted = false
  let frame = 0
  let look = 0
  let rest = 0

  const draw = sigma.scheduleRender.bind(sigma)
  const toViewport = sigma.framedGraphToViewport.bind(sigma)
  const isDrawing = () => fence !== null
  const isSlow = () => took > DEFAULTS.live || (isDrawing() && performance.now() - began > DEFAULTS.live)
  const isMoved = () => {
    const { x, y, ratio, angle } = camera.getState()
    return x !== drawn.x || y !== drawn.y || ratio !== drawn.ratio || angle !== drawn.angle
  }

  const isBusy = () => isSlow() && (isMoved() || isDrawing())

  const carry = () => {
    frame = 0
    if (!isMoved()) return
    const { width, height } = sigma.getDimensions()
    const cameraState = camera.getState()
    const now = (x: number, y: number) =>
      toViewport(sigma.viewportToFramedGraph({ x, y }, { cameraState: drawn }), { cameraState })
    const [corner, right, below] = [now(0, 0), now(width, 0), now(0, height)]
    const [a, b] = [(right.x - corner.x) / width, (right.y - corner.y) / width]
    const [c, d] = [(below.x - corner.x) / height, (below.y - corner.y) / height]
    const transform = `matrix(${a},${b},${c},${d},${corner.x},${corner.y})`
    for (const { style } of carried) style.transform = transform
    const grown = Math.hypot(a, b)
    names.style.visibility = Math.abs(grown - 1) > DEFAULTS.written ? 'hidden' : ''
    const isFar =
      grown > DEFAULTS.grown ||
      grown < 1 / DEFAULTS.grown ||
      coverOf(corner, { x: right.x + below.x - corner.x, y: right.y + below.y - corner.y }, width, height) <
        DEFAULTS.covered
    if (isFar && !isDrawing() && performance.now() - ended > DEFAULTS.pause * took) draw()
  }
  const comeToRest = () => {
    rest = 0
    if (isDrawing()) wanted = true
    else draw()
  }
  const see = () => {
    if (!gl || !fence) return
    if (!gl.isContextLost() && gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) {
      look = window.setTimeout(see, DEFAULTS.look)
      return
    }
    forget()
    ended = performance.now()
    took = ended - began
    if (wanted && rest === 0) draw()
    wanted = false
  }
  const forget = () => {
    window.clearTimeout(look)
    gl?.deleteSync(fence)
    fence = null
  }

  sigma.on('beforeRender', () => {
    drawn = camera.getState()
    began = performance.now()
    for (const { style } of carried) style.transform = ''
    names.style.visibility = ''
  })
  sigma.on('afterRender', () => {
    forget()
    fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) ?? null
    gl?.flush()
    look = window.setTimeout(see, DEFAULTS.look)
  })
  sigma.scheduleRender = () => {
    if (isSlow() && isMoved()) {
      window.clearTimeout(rest)
      rest = window.setTimeout(comeToRest, DEFAULTS.rest)
      if (frame === 0) frame = requestAnimationFrame(carry)
    } else if (isSlow() && isDrawing()) wanted = true
    else draw()
    return sigma
  }
  // Sigma keeps the matrix of its last drawing.
  sigma.framedGraphToViewport = (point, override = {}) =>
    toViewport(point, isMoved() ? { cameraState: camera.getState(), ...override } : override)

  return {
    isCarrying: isMoved,
    isBusy,
    wait: () =>
      isBusy()
        ? DEFAULTS.rest
        : isSlow()
          ? Math.max(0, DEFAULTS.pause * took - (performance.now() - ended))
          : 0,
    kill() {
      cancelAnimationFrame(frame)
      window.clearTimeout(rest)
      forget()
    },
  }
}

/** Share of the stage that lies between two opposite corners of what is carried. */
function coverOf(corner: Point, opposite: Point, width: number, height: number): number {
  const along = (one: number, other: number, most: number) =>
    Math.max(0, Math.min(most, Math.max(one, other)) - Math.max(0, Math.min(one, other)))
  return (along(corner.x, opposite.x, width) * along(corner.y, opposite.y, height)) / (width * height)
}
