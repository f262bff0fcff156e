/** Nodes and edges as two CSV files (RFC 4180) in one zip, safe to open in a spreadsheet. */
import { strToU8, zipSync } from 'fflate'
import {
  type Column,
  EDGE_COLUMNS,
  type FileEdge,
  type FileNode,
  type GraphFile,
  NODE_COLUMNS,
} from './graph-file.ts'

/** What a spreadsheet would take for a formula (OWASP: CSV injection). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u

const NODES: readonly Column<FileNode>[] = [
  { name: 'id', type: 'string', of: (node) => node.id },
  { name: 'label', type: 'string', of: (node) => node.label },
  ...NODE_COLUMNS,
]
const EDGES: readonly Column<FileEdge>[] = [
  { name: 'source', type: 'string', of: (edge) => edge.source },
  { name: 'target', type: 'string', of: (edge) => edge.target },
  { name: 'weight', type: 'double', of: (edge) => edge.weight },
  ...EDGE_COLUMNS,
]

/** `nodes.csv` and `edges.csv`, UTF-8 with a byte order mark so that a spreadsheet reads Chinese. */
export function csvZip({ nodes, edges, at }: GraphFile): Uint8Array {
  // The format has no moments before 1980 or after 2099.
  const mtime = new Date(Math.min(Math.max(at.getTime(), Date.UTC(1980, 0, 2)), Date.UTC(2099, 0, 1)))
  return zipSync(
    { 'nodes.csv': strToU8(csv(nodes, NODES)), 'edges.csv': strToU8(csv(edges, EDGES)) },
    { mtime },
  )
}

function csv<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const lines = [
    columns.map(({ name }) => name),
    ...rows.map((row) => columns.map(({ of }) => cell(of(row)))),
  ]
  return `\ufeff${lines.map((line) => line.join(',')).join('\r\n')}\r\n`
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) || text !== value ? `"${text.replaceAll('"', '""')}"` : text
}
