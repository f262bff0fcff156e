/** What is usual in a peer group: the median of every feature, so that a value can be shown beside its peers'. */
import type { FeatureMatrix } from '../model.ts'

export const DEFAULTS = {
  /** Rows of a group that its medians are taken from, evenly spread. */
  sample: 20_000,
  /** A smaller group is compared with everybody. */
  minimum: 30,
} as const

/** Name of the group of all rows. */
export const EVERYBODY = 'all'

interface PeerGroup {
  readonly rows: number
  /** One value a feature; null when nobody has one. */
  readonly median: readonly (number | null)[]
}

/** JSON. */
export interface PeerTable {
  readonly features: readonly string[]
  readonly groups: { readonly [name: string]: PeerGroup }
}

/** Learns medians by group, and over everybody. */
export function fitPeers(x: FeatureMatrix, groups: readonly (string | null)[]): PeerTable {
  const rowsOf = new Map<string, number[]>([[EVERYBODY, []]])
  for (let i = 0; i < x.rows; i++) {
    rowsOf.get(EVERYBODY)?.push(i)
    const group = groups[i]
    if (group === null || group === EVERYBODY) continue
    const rows = rowsOf.get(group)
    if (rows) rows.push(i)
    else rowsOf.set(group, [i])
  }
  const table: Record<string, PeerGroup> = {}
  for (const [name, rows] of [...rowsOf].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (name !== EVERYBODY && rows.length < DEFAULTS.minimum) continue
    const step = Math.max(1, rows.length / DEFAULTS.sample)
    const sample = Array.from(
      { length: Math.min(rows.length, DEFAULTS.sample) },
      (_, k) => rows[Math.floor(k * step)],
    )
    table[name] = { rows: rows.length, median: x.columns.map((column) => medianOf(column, sample)) }
  }
  return { features: [...x.names], groups: table }
}

function medianOf(column: Float32Array, rows: readonly number[]): number | null {
  const filled = new Float32Array(rows.length)
  let count = 0
  for (const row of rows) if (!Number.isNaN(column[row])) filled[count++] = column[row]
  if (count === 0) return null
  const values = filled.subarray(0, count).sort()
  const middle = values.length >> 1
  return values.length % 2 === 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
}

/** The group that a row is compared with: its own, or everybody when that is too small or not known. */
export function peersOf(table: PeerTable, group: string | null): PeerGroup {
  return (group === null ? undefined : table.groups[group]) ?? table.groups[EVERYBODY]
}
