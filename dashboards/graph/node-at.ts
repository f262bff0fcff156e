/** Which node a person points at, from places and sizes: reading it off the picture would wait for all that is still being drawn. */
import type { Point } from './find-neighbour.ts'

export const DEFAULTS = {
  /** Pixels around its middle within which a node is met, however small it is drawn. */
  reach: 4,
} as const

interface Drawn {
  /** x and y in turn, in the units of the layout. */
  readonly places: Float32Array
  /** Radius of each node; times `scale` in pixels. */
  readonly size: Float32Array
  readonly scale: number
  /** Units of the layout in a pixel. */
  readonly unit: number
}

/** Place of the node whose middle is nearest for its size, of those that the point lies on; -1 for none. */
export function nodeAt({ x, y }: Point, { places, size, scale, unit }: Drawn): number {
  let best = -1
  let least = 1
  for (let i = 0; i < size.length; i++) {
    const reach = Math.max(DEFAULTS.reach, size[i] * scale) * unit
    const dx = (places[2 * i] - x) / reach
    const dy = (places[2 * i + 1] - y) / reach
    const far = dx * dx + dy * dy
    if (far < least) {
      least = far
      best = i
    }
  }
  return best
}
