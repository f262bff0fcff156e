/** Page of the explorer's benchmark: made networks drawn by the real modules, with what each step took. */
import type { GraphEdge, GraphNode, Neighbourhood } from '../../src/api/schemas/index.ts'
import { beginningOf } from './beginning.ts'
import { bookOf } from './book.ts'
import { DEFAULTS as FORCE, force, forceJob } from './layouts/force.ts'
import type { ForceProgress } from './layouts/force-worker.ts'
import { networkOf } from './network.ts'
import { drawPicture, type Picture, type PictureView } from './picture.ts'
import { type ExplorerState, INITIAL } from './state.ts'
import { type Scene, visibleOf } from './visible.ts'

/** Milliseconds: middle and 95th of a hundred. */
export interface Spread {
  readonly median: number
  readonly p95: number
}

export interface ExplorerFigures {
  readonly nodes: number
  readonly edges: number
  /** From the answer of the API to what is to be drawn, and from there to the first picture. */
  readonly readMs: number
  readonly firstMs: number
  /** A filter by time: from the step to the next picture. */
  readonly filterMs: number
  /** The page's own work for a frame while the picture is dragged, and from one frame to the next. */
  readonly frameWork: Spread
  readonly frame: Spread
  readonly framesPerSecond: number
  /** A whole still picture, edges and names too, until the last pixel is there. */
  readonly stillMs: number
  /** Pointing at a node until its neighbourhood is lit. */
  readonly hoverMs: number
  /** The force layout in its worker, and the longest time that the page did not answer meanwhile. */
  readonly layoutMs: number
  readonly stallMs: number
}

/** Claims with four parties each, who share phones: about two edges a node, and hubs. */
function made(order: number): Neighbourhood {
  let seed = 12_345
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  const [claims, people] = [Math.floor(order * 0.35), Math.floor(order * 0.5)]
  const nodes: GraphNode[] = []
  const add = (kind: GraphNode['kind'], count: number) => {
    for (let i = 0; i < count; i++)
      nodes.push({
        id: `${kind}:${i}`,
        kind,
        label: `${kind} ${i}`,
        degree: 3,
        centrality: null,
        risk: kind === 'claim' ? next(100) / 100 : null,
        partyType: null,
        roles: [],
        amount: kind === 'claim' ? next(10_000) : null,
        distance: null,
        community: null,
        isCut: null,
        suspicion: null,
      })
  }
  add('claim', claims)
  add('entity', people)
  add('phone', order - claims - people)
  const edges: GraphEdge[] = []
  const tie = (source: string, target: string, link: string, claimId: string | null) => {
    const knownAt = new Date(Date.UTC(2023, 0, 1 + next(1000))).toISOString()
    edges.push({ source, target, link, weight: next(100) / 100, claimId, knownAt })
  }
  for (let c = 0; c < claims; c++)
    for (let k = 0; k < 4; k++) {
      // People of one neighbourhood meet in one another's claims.
      const person = (Math.floor((c * people) / claims) + next(40) * next(3)) % people
      tie(`entity:${person}`, `claim:${c}`, k === 0 ? 'in_claim' : 'passenger_in', String(c))
    }
  for (let p = 0; p < people; p++)
    tie(`entity:${p}`, `phone:${Math.floor((p * (order - claims - people)) / people)}`, 'uses_phone', null)
  return { nodes, edges, shown: order, total: order, totalEdges: edges.length, layers: [], capped: [] }
}

const frame = () => new Promise<number>((done) => requestAnimationFrame(done))
const spread = (times: readonly number[]): Spread => {
  const sorted = [...times].sort((a, b) => a - b)
  return { median: sorted[sorted.length >> 1], p95: sorted[Math.floor(sorted.length * 0.95)] }
}

/** Waits until all that was asked of WebGL is done. */
function finish(container: HTMLElement): void {
  for (const canvas of container.querySelectorAll('canvas')) {
    const gl = canvas.classList.contains('sigma-nodes') || canvas.classList.contains('sigma-edges')
    if (gl) canvas.getContext('webgl2')?.readPixels(0, 0, 1, 1, 6408, 5121, new Uint8Array(4))
  }
}

/** The same steps as on a page, on a network of so many nodes. */
export async function measure(container: HTMLElement, order: number): Promise<ExplorerFigures> {
  const answer = made(order)
  let began = performance.now()
  const book = bookOf(networkOf(answer))
  const state: ExplorerState = { ...INITIAL, grouped: order <= 20_000 }
  const visible = visibleOf(book, state)
  const readMs = performance.now() - began

  const beginning = beginningOf(book, visible.scene, state, new Map())
  const layout = await layOut(beginning)
  const viewOf = (scene: Scene, places: Float32Array): PictureView => ({
    scene,
    places,
    selected: new Set(),
    path: [],
    pinned: new Set(),
    nameOf: (i) => scene.nodes[i].node?.label ?? '',
    ticks: [],
  })
  began = performance.now()
  const picture = drawPicture({
    container,
    view: viewOf(visible.scene, layout.places),
    onPick: () => {},
    onDrag: () => {},
  })
  finish(container)
  const firstMs = performance.now() - began
  await frame()

  const moving = await drag(container)
  const hoverMs = await hover(container, picture, visible.scene)
  // Long enough after the last movement that the whole picture is drawn.
  await new Promise((done) => setTimeout(done, 400))
  began = performance.now()
  picture.show(viewOf(visible.scene, layout.places))
  finish(container)
  const stillMs = performance.now() - began

  began = performance.now()
  const later = visibleOf(book, { ...state, until: '2024-06-01T00:00:00.000Z' })
  const known = new Map(
    visible.scene.nodes.map(({ id }, i) => [id, { x: layout.places[2 * i], y: layout.places[2 * i + 1] }]),
  )
  picture.show(viewOf(later.scene, beginningOf(book, later.scene, state, known).begin))
  finish(container)
  const filterMs = performance.now() - began
  picture.kill()
  return {
    nodes: visible.scene.nodes.length,
    edges: visible.scene.source.length,
    readMs,
    firstMs,
    filterMs,
    ...moving,
    stillMs,
    hoverMs,
    layoutMs: layout.took,
    stallMs: layout.stall,
  }
}

async function layOut(beginning: ReturnType<typeof beginningOf>) {
  const steps = FORCE.steps(beginning.scene.nodes.length)
  const began = performance.now()
  if (beginning.scene.nodes.length <= 400) {
    const places = force(beginning, steps)
    const took = performance.now() - began
    return { places, took, stall: took }
  }
  let stall = 0
  let last = performance.now()
  const beat = setInterval(() => {
    stall = Math.max(stall, performance.now() - last)
    last = performance.now()
  }, 5)
  const worker = new Worker(new URL('./layouts/force-worker.ts', import.meta.url), { type: 'module' })
  const places = await new Promise<Float32Array>((done) => {
    worker.onmessage = ({ data }: MessageEvent<ForceProgress>) => {
      if (data.done) done(data.places)
    }
    const job = forceJob(beginning, steps)
    worker.postMessage(job, [job.nodes.buffer, job.edges.buffer])
  })
  worker.terminate()
  clearInterval(beat)
  return { places, took: performance.now() - began, stall }
}

/** A hundred frames of a drag, as a hand would do it. */
async function drag(container: HTMLElement) {
  const surface = container.querySelector<HTMLCanvasElement>('.sigma-mouse')
  if (!surface) throw new Error('missing canvas: sigma-mouse')
  const { left, top } = surface.getBoundingClientRect()
  const fire = (target: EventTarget, type: string, x: number, y: number) =>
    target.dispatchEvent(
      new MouseEvent(type, { bubbles: true, clientX: left + x, clientY: top + y, button: 0, buttons: 1 }),
    )
  fire(surface, 'mousedown', 400, 300)
  const [work, between]: [number[], number[]] = [[], []]
  let last = await frame()
  for (let i = 0; i < 110; i++) {
    const began = performance.now()
    fire(document, 'mousemove', 400 + 120 * Math.sin(i / 9), 300 + 80 * Math.cos(i / 7))
    const dispatched = performance.now() - began
    // sigma draws in a frame callback that was asked for before ours: what it takes lies between the frame's beginning and us.
    const at = await frame()
    const drawn = performance.now() - at
    if (i >= 10) {
      work.push(dispatched + drawn)
      between.push(at - last)
    }
    last = at
  }
  fire(document, 'mouseup', 400, 300)
  const total = between.reduce((a, b) => a + b, 0)
  return { frameWork: spread(work), frame: spread(between), framesPerSecond: (1000 * between.length) / total }
}

async function hover(container: HTMLElement, picture: Picture, scene: Scene): Promise<number> {
  const surface = container.querySelector<HTMLCanvasElement>('.sigma-mouse')
  await new Promise((done) => setTimeout(done, 300))
  const times: number[] = []
  for (let k = 0; k < 9; k++) {
    const { x, y } = picture.pointOf(Math.floor(((k + 1) * scene.nodes.length) / 11))
    const { left, top } = container.getBoundingClientRect()
    const began = performance.now()
    surface?.dispatchEvent(
      new MouseEvent('mousemove', { bubbles: true, clientX: left + x, clientY: top + y }),
    )
    finish(container)
    times.push(performance.now() - began)
    await frame()
  }
  return spread(times).median
}

Object.assign(window, { measureExplorer: measure })
