/** Where the cards of a flow stand, column by column from left to right, and the curves between them. */

export interface FlowCard {
  readonly id: string
  /** From 0, at the left. */
  readonly column: number
  readonly height: number
}

export interface FlowTie {
  readonly from: string
  readonly to: string
}

export interface Placed {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const DEFAULTS = { gapX: 56, gapY: 10, top: 26 } as const

/** Columns share the width; cards stand in their order, each column centred on the tallest one. */
export function flowLayout(cards: readonly FlowCard[], ties: readonly FlowTie[], width: number) {
  const columns = Math.max(1, ...cards.map((card) => card.column + 1))
  const { gapX, gapY, top } = DEFAULTS
  const cardWidth = (width - gapX * (columns - 1)) / columns
  const heightOf = (column: number) => {
    const own = cards.filter((card) => card.column === column)
    return own.reduce((sum, card) => sum + card.height + gapY, -gapY)
  }
  const tallest = Math.max(0, ...Array.from({ length: columns }, (_, column) => heightOf(column)))
  const next = Array.from({ length: columns }, (_, column) => top + (tallest - heightOf(column)) / 2)
  const placed = new Map<string, Placed>()
  for (const { id, column, height } of cards) {
    placed.set(id, { id, x: column * (cardWidth + gapX), y: next[column], width: cardWidth, height })
    next[column] += height + gapY
  }
  const paths = ties.flatMap(({ from, to }) => {
    const [a, b] = [placed.get(from), placed.get(to)]
    if (!a || !b) return []
    const [x0, y0, x1, y1] = [a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2]
    const middle = (x0 + x1) / 2
    return [{ from, to, d: `M${x0},${y0}C${middle},${y0} ${middle},${y1} ${x1},${y1}` }]
  })
  return { placed, paths, height: top + tallest + 4, cardWidth, columns }
}
