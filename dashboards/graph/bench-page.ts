/** Page of the explorer's benchmark: made networks drawn by the real modules, step by step. */
import type { GraphEdge, GraphNode, Neighbourhood } from '../../src/api/schemas/index.ts'
import { type Beginning, beginningOf } from './beginning.ts'
import { type Book, bookOf } from './book.ts'
import { DEFAULTS as FORCE, force, forceJob } from './layouts/force.ts'
import type { ForceProgress } from './layouts/force-worker.ts'
import { networkOf } from './network.ts'
import { drawPicture, type Picture, type PictureView } from './picture.ts'
import { type ExplorerState, INITIAL } from './state.ts'
import { DEFAULTS as PLACES } from './use-places.ts'
import { type Scene, visibleOf } from './visible.ts'

/** Claims with four parties each, who share phones: about two edges a node, and hubs. */
function made(order: number): Neighbourhood {
  let seed = 12_345
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  const [claims, people] = [Math.floor(order * 0.35), Math.floor(order * 0.5)]
  const phones = order - claims - people
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
  add('phone', phones)
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
    tie(`entity:${p}`, `phone:${Math.floor((p * phones) / people)}`, 'uses_phone', null)
  return {
    nodes,
    edges,
    shown: order,
    total: order,
    isTotalExact: true,
    totalEdges: edges.length,
    layers: [],
    capped: [],
  }
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

/** Waits until all that was asked of WebGL is drawn. */
function finish(container: HTMLElement): void {
  for (const canvas of container.querySelectorAll<HTMLCanvasElement>('.sigma-nodes, .sigma-edges'))
    canvas.getContext('webgl2')?.readPixels(0, 0, 1, 1, 6408, 5121, new Uint8Array(4))
}

/** Waits for the frame in which what was asked for is drawn, and until it is. */
async function drawn(container: HTMLElement): Promise<void> {
  for (let i = 0; i < 2; i++) await new Promise((done) => requestAnimationFrame(done))
  finish(container)
}

/** Milliseconds that a step took by the clock. */
async function clocked(work: () => void | Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The steps of one network, to be called in this order; each gives milliseconds by the clock unless it says otherwise. */
function explorerBench(container: HTMLElement, order: number) {
  const answer = made(order)
  const state: ExplorerState = INITIAL
  let book: Book
  let scene: Scene
  let beginning: Beginning
  let places: Float32Array
  let picture: Picture
  let frames: number[] = []
  let watching = 0
  const viewOf = (of: Scene, at: Float32Array): PictureView => ({
    scene: of,
    places: at,
    selected: new Set(),
    path: [],
    pinned: new Set(),
    nameOf: (i) => of.nodes[i].node?.label ?? '',
    ticks: [],
    keepsFrame: true,
  })
  const surface = () => container.querySelector<HTMLCanvasElement>('.sigma-mouse') as HTMLCanvasElement
  const fire = (target: EventTarget, type: string, x: number, y: number) => {
    const { left, top } = container.getBoundingClientRect()
    target.dispatchEvent(
      new MouseEvent(type, { bubbles: true, clientX: left + x, clientY: top + y, button: 0, buttons: 1 }),
    )
  }
  return {
    /** From the answer of the API to what is to be drawn. */
    read: () =>
      clocked(() => {
        book = bookOf(networkOf(answer))
        scene = visibleOf(book, state).scene
        beginning = beginningOf(book, scene, state, new Map())
        places = beginning.begin
      }),
    /** Nodes and edges that are drawn. */
    size: () => ({ nodes: scene.nodes.length, edges: scene.source.length }),
    /** The force layout, in its worker when large, and the longest time that the page did not answer meanwhile. */
    async layOut() {
      const steps = FORCE.steps(scene.nodes.length)
      let stall = 0
      let last = performance.now()
      const took = await clocked(async () => {
        if (scene.nodes.length <= PLACES.worker) {
          places = force(beginning, steps)
          stall = performance.now() - last
          return
        }
        const beat = setInterval(() => {
          stall = Math.max(stall, performance.now() - last)
          last = performance.now()
        }, 5)
        const worker = new Worker(new URL('./layouts/force-worker.ts', import.meta.url), { type: 'module' })
        places = await new Promise<Float32Array>((done) => {
          worker.onmessage = ({ data }: MessageEvent<ForceProgress>) => {
            if (data.done) done(data.places)
          }
          const job = forceJob(beginning, steps)
          worker.postMessage(job, [job.nodes.buffer, job.edges.buffer])
        })
        worker.terminate()
        clearInterval(beat)
      })
      return { took, stall }
    },
    draw: () =>
      clocked(() => {
        picture = drawPicture({
          container,
          view: viewOf(scene, places),
          onPick: () => {},
          onDrag: () => {},
        })
        finish(container)
      }),
    /** Begins to count frames. */
    watch() {
      frames = [performance.now()]
      const next = (at: number) => {
        frames.push(at)
        watching = requestAnimationFrame(next)
      }
      watching = requestAnimationFrame(next)
    },
    /** Frames since then, and milliseconds that they and the longest of them took. */
    watched() {
      cancelAnimationFrame(watching)
      frames.push(performance.now())
      let longest = 0
      for (let i = 1; i < frames.length; i++) longest = Math.max(longest, frames[i] - frames[i - 1])
      return { frames: frames.length - 1, took: frames[frames.length - 1] - frames[0], longest }
    },
    rest: () => clocked(async () => void (await pause(600))),
    /** A whole picture, edges and names too, as it is drawn when it comes to rest. */
    still: () =>
      clocked(async () => {
        picture.show(viewOf(scene, places))
        await drawn(container)
      }),
    /** Pointing at so many nodes, one after the other. */
    hover: (times: number) =>
      clocked(async () => {
        for (let k = 0; k < times; k++) {
          const { x, y } = picture.pointOf(Math.floor(((k + 1) * scene.nodes.length) / (times + 1)))
          fire(surface(), 'mousemove', x, y)
          await drawn(container)
        }
      }),
    /** One step of the filter by time. */
    filter: () =>
      clocked(async () => {
        const later = visibleOf(book, { ...state, until: '2024-06-01T00:00:00.000Z' }).scene
        const known = new Map(
          scene.nodes.map(({ id }, i) => [id, { x: places[2 * i], y: places[2 * i + 1] }]),
        )
        picture.show(viewOf(later, beginningOf(book, later, state, known).begin))
        await drawn(container)
      }),
    end() {
      picture.kill()
      container.replaceChildren()
    },
  }
}

export type ExplorerBench = ReturnType<typeof explorerBench>

Object.assign(window, { explorerBench })
