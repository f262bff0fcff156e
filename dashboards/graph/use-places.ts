/** Places of what is in view: laid out anew when the layout changes, gently grown when nodes come in, kept when they go. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { day } from '../format.ts'
import { type Beginning, beginningOf } from './beginning.ts'
import { DEFAULTS as FORCE, force, forceJob, settled } from './layouts/force.ts'
import type { ForceProgress } from './layouts/force-worker.ts'
import { layouts } from './layouts/index.ts'
import type { Places, TimeTick } from './layouts/layout.ts'
import { ticksOf } from './layouts/time.ts'
import type { Place } from './state.ts'
import type { Explorer } from './use-explorer.ts'

export const DEFAULTS = {
  /** Nodes from which the force layout goes to a worker. */
  worker: 150,
} as const

export interface Placed {
  readonly places: Places
  readonly ticks: readonly TimeTick[]
  /** Nodes came or went by a filter alone: the picture stays where it is, so that a person sees what changed. */
  readonly keepsFrame: boolean
  /** Whether the worker is still at it. */
  readonly busy: boolean
  /** Lays out from the start. */
  readonly again: () => void
  /** A person moved a node. */
  readonly put: (id: string, place: Place) => void
}

interface Held {
  /** Graph and layout that the places are of. */
  readonly of: readonly unknown[]
  readonly known: Map<string, Place>
}

const NO_TICKS: readonly TimeTick[] = []

export function usePlaces({ graph, book, visible, state }: Explorer): Placed {
  const [again, setAgain] = useState(0)
  // Places that the worker sent for a scene.
  const [sent, setSent] = useState<{
    readonly of: Beginning
    readonly places: Places
    readonly done: boolean
  }>()
  const held = useRef<Held>({ of: [], known: new Map() })
  const { scene } = visible
  const { layout, centre, pinned } = state

  const run = useMemo(() => {
    const of = [graph, layout, centre, again]
    const isNew = of.some((one, i) => one !== held.current.of[i])
    if (isNew) held.current = { of, known: new Map() }
    const { known } = held.current
    const beginning = beginningOf(book, scene, state, known)
    const settle = (places: Places) => {
      for (const [id, i] of scene.index) known.set(id, { x: places[2 * i], y: places[2 * i + 1] })
      return places
    }
    if (beginning.unplaced === 0)
      return { beginning, places: settle(beginning.begin), steps: 0, settle, keepsFrame: !isNew }
    const steps = isNew ? FORCE.steps(scene.nodes.length) : FORCE.refine
    if (layout !== 'force')
      return { beginning, places: settle(layouts[layout](beginning)), steps: 0, settle, keepsFrame: false }
    if (scene.nodes.length <= DEFAULTS.worker)
      return { beginning, places: settle(force(beginning, steps)), steps: 0, settle, keepsFrame: false }
    return { beginning, places: beginning.begin, steps, settle, keepsFrame: false }
  }, [graph, book, scene, layout, centre, again, pinned])

  useEffect(() => {
    if (run.steps === 0) return
    const worker = new Worker(new URL('./layouts/force-worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<ForceProgress>) => {
      const places = data.done ? settled(data.places, run.beginning) : data.places
      run.settle(places)
      setSent({ of: run.beginning, places, done: data.done })
      if (data.done) worker.terminate()
    }
    const job = forceJob(run.beginning, run.steps)
    worker.postMessage(job, [job.nodes.buffer, job.edges.buffer])
    return () => worker.terminate()
  }, [run])

  const mine = sent?.of === run.beginning ? sent : undefined
  const ticks = useMemo(
    () => (layout === 'time' ? ticksOf(run.beginning.firstAt, (at) => day(at.toISOString())) : NO_TICKS),
    [run, layout],
  )
  return {
    places: mine?.places ?? run.places,
    ticks,
    keepsFrame: run.keepsFrame,
    busy: run.steps > 0 && mine?.done !== true,
    again: () => setAgain((n) => n + 1),
    put: (id, place) => void held.current.known.set(id, place),
  }
}
