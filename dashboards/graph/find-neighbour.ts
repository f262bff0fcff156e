/** Which neighbour lies in a direction, for going about the picture by keyboard. */
export interface Point {
  readonly x: number
  readonly y: number
}

/**
 * Place in `others` of the one that lies best in the direction: near counts, and straight ahead counts more. -1 when none lies
 * within 60 degrees of it.
 * @param direction unit vector in the same coordinates as the points
 */
export function nearestTowards(from: Point, direction: Point, others: readonly Point[]): number {
  let best = -1
  let least = Number.POSITIVE_INFINITY
  others.forEach(({ x, y }, i) => {
    const [dx, dy] = [x - from.x, y - from.y]
    const distance = Math.hypot(dx, dy)
    if (distance === 0) return
    const ahead = (dx * direction.x + dy * direction.y) / distance
    if (ahead < 0.5) return
    const cost = distance * (2 - ahead)
    if (cost < least) {
      least = cost
      best = i
    }
  })
  return best
}

/** Whether a point lies within an outline: the ray to the right crosses it an odd number of times. */
export function isWithin({ x, y }: Point, outline: readonly Point[]): boolean {
  let inside = false
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [a, b] = [outline[i], outline[j]]
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside
  }
  return inside
}
