/**
 * The network as a drawing on paper: a force layout and one mark for each kind of node.
 *
 * Reference: Fruchterman and Reingold (1991), Graph Drawing by Force-directed Placement.
 */
import type { NodeKind } from '../../schema/words.ts'
import { random } from '../../util/random.ts'
import type { FileEdge, FileNode } from '../graph-file.ts'
import { INK, type Sheet } from './sheet.ts'

export const DEFAULTS = {
  /** Nodes drawn, the most central. */
  nodes: 120,
  rounds: 300,
  seed: 1,
  /** Nodes with their label. */
  labels: 36,
} as const

export const COLORS: Readonly<Record<NodeKind, string>> = {
  entity: '#1f5fa8',
  claim: '#8a94a3',
  phone: '#c2571a',
  account: '#1d7f5f',
  address: '#8b5fbf',
  building: '#b59ad6',
  email: '#b8860b',
  vehicle: '#a33c5b',
  device: '#3f8fa8',
  id_number: '#d14b4b',
  place: '#6b7f2a',
  text: '#7a5c3e',
  photo: '#4b5fd1',
}

export interface Drawn {
  readonly nodes: readonly FileNode[]
  /** Coordinates in 0 to 1, two a node. */
  readonly at: Float64Array
  /** Pairs of places in `nodes`. */
  readonly ties: readonly (readonly [number, number, number])[]
}

/** The most central nodes and where they lie; the same for the same graph. */
export function layOut(all: readonly FileNode[], edges: readonly FileEdge[]): Drawn {
  const nodes = [...all]
    .sort((a, b) => (b.centrality ?? 0) - (a.centrality ?? 0) || (a.id < b.id ? -1 : 1))
    .slice(0, DEFAULTS.nodes)
  const place = new Map(nodes.map((node, i) => [node.id, i]))
  const strongest = new Map<string, readonly [number, number, number]>()
  for (const { source, target, weight } of edges) {
    const [a, b] = [place.get(source), place.get(target)]
    if (a === undefined || b === undefined || a === b) continue
    const key = a < b ? `${a},${b}` : `${b},${a}`
    if ((strongest.get(key)?.[2] ?? -1) < weight) strongest.set(key, [a, b, weight])
  }
  const ties = [...strongest.values()]
  return { nodes, ties, at: unit(forces(nodes.length, ties)) }
}

function forces(n: number, ties: Drawn['ties']): Float64Array {
  const { next } = random(DEFAULTS.seed)
  const at = Float64Array.from({ length: 2 * n }, () => next() - 0.5)
  const length = 1 / Math.sqrt(Math.max(1, n))
  const push = new Float64Array(2 * n)
  for (let round = 0; round < DEFAULTS.rounds; round++) {
    push.fill(0)
    const move = (a: number, b: number, force: (distance: number) => number) => {
      const [dx, dy] = [at[2 * a] - at[2 * b], at[2 * a + 1] - at[2 * b + 1]]
      const distance = Math.max(1e-4, Math.hypot(dx, dy))
      const strength = force(distance) / distance
      push[2 * a] += dx * strength
      push[2 * a + 1] += dy * strength
      push[2 * b] -= dx * strength
      push[2 * b + 1] -= dy * strength
    }
    for (let a = 0; a < n; a++)
      for (let b = 0; b < a; b++) move(a, b, (distance) => (length * length) / distance)
    for (const [a, b] of ties) move(a, b, (distance) => (-distance * distance) / length)
    // Towards the middle, so that parts that nothing ties stay in the picture.
    for (let i = 0; i < 2 * n; i++) push[i] -= at[i] * 0.6
    const most = 0.1 * (1 - round / DEFAULTS.rounds)
    for (let v = 0; v < n; v++) {
      const size = Math.max(1e-9, Math.hypot(push[2 * v], push[2 * v + 1]))
      const step = Math.min(most, size) / size
      at[2 * v] += push[2 * v] * step
      at[2 * v + 1] += push[2 * v + 1] * step
    }
  }
  return at
}

/** Stretched over 0 to 1 both ways. */
function unit(at: Float64Array): Float64Array {
  const out = new Float64Array(at.length)
  for (const axis of [0, 1]) {
    const own = at.filter((_, i) => i % 2 === axis)
    const low = own.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
    const high = own.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
    for (let i = axis; i < at.length; i += 2) out[i] = high > low ? (at[i] - low) / (high - low) : 0.5
  }
  return out
}

/** Draws into a frame of the sheet. */
export function drawNetwork(
  sheet: Sheet,
  drawn: Drawn,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const { doc } = sheet
  const pad = 16
  const px = (i: number) => x + pad + drawn.at[2 * i] * (width - 2 * pad)
  const py = (i: number) => y + pad + drawn.at[2 * i + 1] * (height - 2 * pad)
  doc.roundedRect(x, y, width, height, 4).lineWidth(0.6).stroke(INK.line)
  for (const [a, b, weight] of drawn.ties)
    doc
      .moveTo(px(a), py(a))
      .lineTo(px(b), py(b))
      .lineWidth(0.3 + 0.9 * weight)
      .strokeOpacity(0.35 + 0.4 * Math.min(1, weight))
      .stroke('#7c8796')
  doc.strokeOpacity(1)
  const most = drawn.nodes.reduce((high, node) => Math.max(high, node.centrality ?? 0), 0)
  drawn.nodes.forEach((node, i) => {
    const size = 2.4 + 4 * Math.sqrt(most > 0 ? (node.centrality ?? 0) / most : 0)
    mark(doc, node.kind, px(i), py(i), size)
  })
  // Labels of the most central, each where none stands yet.
  const taken: [number, number, number, number][] = []
  let shown = 0
  for (let i = 0; i < drawn.nodes.length && shown < DEFAULTS.labels; i++) {
    const node = drawn.nodes[i]
    const text = shorten(node.label)
    const wide = sheet.measure(text, 6.5)
    const left = px(i) + 7 + wide > x + width ? px(i) - 8 - wide : px(i) + 7
    const top = py(i) - 4
    const box: [number, number, number, number] = [left, top, left + wide, top + 8]
    if (
      taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])
    )
      continue
    taken.push(box)
    shown++
    sheet.write(text, left, top, wide + 2, { size: 6.5, color: INK.text })
  }
}

/** People are discs, claims squares, things diamonds. */
export function mark(doc: PDFKit.PDFDocument, kind: NodeKind, x: number, y: number, size: number): void {
  const color = COLORS[kind]
  if (kind === 'entity') doc.circle(x, y, size)
  else if (kind === 'claim') doc.rect(x - size * 0.8, y - size * 0.8, size * 1.6, size * 1.6)
  else doc.polygon([x, y - size * 1.15], [x + size * 1.15, y], [x, y + size * 1.15], [x - size * 1.15, y])
  doc.lineWidth(0.6).fillAndStroke(color, '#ffffff')
}

function shorten(text: string): string {
  const characters = [...text.replace(/\*{4,}/g, '***')]
  return characters.length > 22 ? `${characters.slice(0, 21).join('')}…` : characters.join('')
}
