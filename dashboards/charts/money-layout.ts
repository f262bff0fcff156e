/** Where money went: nodes in columns, as high as what flows through them, and ribbons as wide as what they carry. */

export interface MoneyNode {
  readonly id: string
  /** From 0, at the left. */
  readonly column: number
  readonly label: string
}

export interface MoneyTie {
  readonly from: string
  readonly to: string
  readonly amount: number
}

export interface PlacedMoney extends MoneyNode {
  readonly x: number
  readonly y: number
  readonly height: number
  readonly amount: number
}

export interface Ribbon extends MoneyTie {
  readonly d: string
}

export const DEFAULTS = {
  bar: 10,
  /** Least height of a slot, so that labels do not touch. */
  slot: 20,
  gap: 6,
  /** Height that the tallest column's money takes. */
  money: 220,
  top: 24,
  /** Nodes of a column before the smaller ones are gathered into one. */
  most: 12,
} as const

/** Gathers the smaller nodes of a crowded column into one that names how many it stands for. */
export function gather(
  nodes: readonly MoneyNode[],
  ties: readonly MoneyTie[],
  nameOf: (column: number, others: number) => string,
  most: number = DEFAULTS.most,
): { nodes: MoneyNode[]; ties: MoneyTie[] } {
  const through = amounts(ties)
  const into = new Map<string, string>()
  const kept: MoneyNode[] = []
  for (const column of new Set(nodes.map((node) => node.column))) {
    const own = nodes
      .filter((node) => node.column === column)
      .sort((a, b) => (through.get(b.id) ?? 0) - (through.get(a.id) ?? 0) || a.id.localeCompare(b.id))
    if (own.length <= most) {
      kept.push(...own)
      continue
    }
    const others = own.slice(most - 1)
    const id = `others ${column}`
    kept.push(...own.slice(0, most - 1), { id, column, label: nameOf(column, others.length) })
    for (const node of others) into.set(node.id, id)
  }
  const sums = new Map<string, MoneyTie>()
  for (const tie of ties) {
    const from = into.get(tie.from) ?? tie.from
    const to = into.get(tie.to) ?? tie.to
    const key = `${from}\n${to}`
    sums.set(key, { from, to, amount: (sums.get(key)?.amount ?? 0) + tie.amount })
  }
  return { nodes: kept, ties: [...sums.values()] }
}

/** What flows through each node: the larger of what comes in and what goes out. */
function amounts(ties: readonly MoneyTie[]): Map<string, number> {
  const goes = new Map<string, number>()
  const comes = new Map<string, number>()
  for (const { from, to, amount } of ties) {
    goes.set(from, (goes.get(from) ?? 0) + amount)
    comes.set(to, (comes.get(to) ?? 0) + amount)
  }
  return new Map(
    [...new Set([...goes.keys(), ...comes.keys()])].map((id) => [
      id,
      Math.max(goes.get(id) ?? 0, comes.get(id) ?? 0),
    ]),
  )
}

/** Columns share the width; a column is ordered by where its money comes from, so that ribbons cross little. */
export function moneyLayout(
  nodes: readonly MoneyNode[],
  ties: readonly MoneyTie[],
  width: number,
  { left, right }: { readonly left: number; readonly right: number },
) {
  const { bar, slot, gap, money, top } = DEFAULTS
  const through = amounts(ties)
  const columns = Math.max(1, ...nodes.map((node) => node.column + 1))
  const sums = Array.from({ length: columns }, (_, column) =>
    nodes
      .filter((node) => node.column === column)
      .reduce((sum, node) => sum + (through.get(node.id) ?? 0), 0),
  )
  const scale = money / Math.max(1e-9, ...sums)
  const heightOf = (id: string) => Math.max(2, (through.get(id) ?? 0) * scale)
  const between = columns > 1 ? (width - left - right - bar) / (columns - 1) : 0
  const placed = new Map<string, PlacedMoney>()
  let height = 0
  for (let column = 0; column < columns; column++) {
    const middle = (id: string) => {
      const before = ties.flatMap(({ from, to, amount }) => {
        const at = to === id ? placed.get(from) : undefined
        return at ? [{ y: at.y + at.height / 2, amount }] : []
      })
      const sum = before.reduce((all, one) => all + one.amount, 0)
      return sum > 0 ? before.reduce((all, one) => all + one.y * one.amount, 0) / sum : undefined
    }
    const own = nodes
      .filter((node) => node.column === column)
      .map((node) => ({ node, at: middle(node.id), amount: through.get(node.id) ?? 0 }))
      .sort(
        (a, b) =>
          (a.at !== undefined && b.at !== undefined ? a.at - b.at : 0) ||
          b.amount - a.amount ||
          a.node.id.localeCompare(b.node.id),
      )
    let y = top
    for (const { node, amount } of own) {
      const tall = heightOf(node.id)
      const room = Math.max(slot, tall)
      placed.set(node.id, {
        ...node,
        x: left + column * between,
        y: y + (room - tall) / 2,
        height: tall,
        amount,
      })
      y += room + gap
    }
    height = Math.max(height, y - gap)
  }
  const used = { from: new Map<string, number>(), to: new Map<string, number>() }
  const ribbons = [...ties]
    .filter(({ from, to }) => placed.has(from) && placed.has(to))
    .sort((a, b) => (placed.get(a.to)?.y ?? 0) - (placed.get(b.to)?.y ?? 0))
    .map((tie): Ribbon => {
      const a = placed.get(tie.from) as PlacedMoney
      const b = placed.get(tie.to) as PlacedMoney
      const thick = Math.max(1, tie.amount * scale)
      const y0 = a.y + (used.from.get(tie.from) ?? 0)
      const y1 = b.y + (used.to.get(tie.to) ?? 0)
      used.from.set(tie.from, y0 - a.y + thick)
      used.to.set(tie.to, y1 - b.y + thick)
      const [x0, x1] = [a.x + bar, b.x]
      const half = (x0 + x1) / 2
      const d =
        `M${x0},${y0}C${half},${y0} ${half},${y1} ${x1},${y1}` +
        `V${y1 + thick}C${half},${y1 + thick} ${half},${y0 + thick} ${x0},${y0 + thick}Z`
      return { ...tie, d }
    })
  return { placed: [...placed.values()], ribbons, height: height + 4, columns }
}
