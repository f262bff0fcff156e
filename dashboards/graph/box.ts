/** The stretch of a layout that the stage shows. */
export interface Box {
  readonly x: [number, number]
  readonly y: [number, number]
}

export const joined = (a: Box, b: Box): Box => ({
  x: [Math.min(a.x[0], b.x[0]), Math.max(a.x[1], b.x[1])],
  y: [Math.min(a.y[0], b.y[0]), Math.max(a.y[1], b.y[1])],
})

/** On the way from one to another. */
export const between = (from: Box, to: Box, t: number): Box => {
  const at = (one: number, other: number) => one + (other - one) * t
  return {
    x: [at(from.x[0], to.x[0]), at(from.x[1], to.x[1])],
    y: [at(from.y[0], to.y[0]), at(from.y[1], to.y[1])],
  }
}

/** @param places x and y in turn */
export function boxOf(places: Float32Array): Box {
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
