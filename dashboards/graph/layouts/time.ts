/** The layout by time: from left to right as it became known, one lane for each kind of node, nothing on top of another. */
import { scaleUtc } from 'd3'
import type { NodeKind } from '../../../src/api/schemas/index.ts'
import { hold, type LayoutInput, type Places, type TimeTick } from './layout.ts'

/** From top to bottom: who, what happened, and what they share. */
const LANES: readonly NodeKind[] = [
  'entity',
  'claim',
  'vehicle',
  'phone',
  'email',
  'device',
  'account',
  'id_number',
  'address',
  'building',
  'place',
  'text',
  'photo',
]

const WIDTH = 1400
/** Room of a node, and between lanes. */
const ROOM = 58
const LANE = 40

export function byTime(input: LayoutInput): Places {
  const { scene, firstAt } = input
  const places = new Float32Array(2 * scene.nodes.length)
  const scale = scaleOf(firstAt)
  let top = 0
  for (const kind of LANES) {
    const lane: number[] = []
    scene.nodes.forEach((one, i) => {
      if ((one.group?.kind ?? one.node?.kind) === kind) lane.push(i)
    })
    if (lane.length === 0) continue
    // What is known of no moment stands before everything else.
    const x = (v: number) => (Number.isNaN(firstAt[v]) ? -2 * ROOM : scale(firstAt[v]))
    lane.sort((a, b) => x(a) - x(b) || a - b)
    const ends: number[] = []
    for (const v of lane) {
      let row = ends.findIndex((end) => end <= x(v))
      if (row < 0) row = ends.length
      ends[row] = x(v) + ROOM
      places[2 * v] = x(v)
      places[2 * v + 1] = top - row * ROOM
    }
    top -= ends.length * ROOM + LANE
  }
  return hold(places, input)
}

/** Moments to write below the picture. */
export function ticksOf(firstAt: Float64Array, format: (at: Date) => string): TimeTick[] {
  const scale = scaleOf(firstAt)
  return scale.ticks(6).map((at) => ({ x: scale(at), label: format(at) }))
}

function scaleOf(firstAt: Float64Array) {
  let [from, to] = [Infinity, -Infinity]
  for (const at of firstAt) {
    if (Number.isNaN(at)) continue
    from = Math.min(from, at)
    to = Math.max(to, at)
  }
  if (from > to) return scaleUtc([0, 1], [0, WIDTH])
  const day = 86_400_000
  return scaleUtc([from, Math.max(to, from + day)], [0, WIDTH])
}
