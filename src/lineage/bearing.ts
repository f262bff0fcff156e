/**
 * Which rows bear on a value: the value is worked out again without them. First it is asked whether the rows that hang together
 * with the entity are all that it takes; if not, the rest of each table is halved again and again until the rows that matter stand
 * alone, or so many matter that they do so as a body (claims of the same kind, for instance). Then the rows are left out, half by
 * half, down to single ones. A half without which nothing changes is not parted further, so two rows that make up for each other
 * exactly may stand as without effect.
 */
import type { Database } from '../schema/database.ts'
import type { Overlay } from './overlay.ts'
import type { TableSize } from './reads.ts'

export const DEFAULTS = {
  /** Times that the value is worked out anew. */
  evaluations: 160,
  /** Time for all of them, ms. */
  milliseconds: 4000,
  /** Parts of a table that matter at the same time, from which on it matters as a body. */
  parts: 10,
} as const

/** A row, by table and number. */
export interface RowRef {
  readonly table: keyof Database
  readonly rowid: number
}

export interface Bearing {
  /** The value without a row, by `refKey`; rows that were not tried are not there. */
  readonly without: ReadonlyMap<string, number | null>
  /** Rows beside those given that the value was found to rest on. */
  readonly more: readonly RowRef[]
  /** Tables that matter as a body. */
  readonly bodies: ReadonlySet<keyof Database>
  /** Tables without which nothing changes. */
  readonly idle: ReadonlySet<keyof Database>
  /** Whether the rows alone, given and found, with the bodies, give the same value; null when there was no time to ask. */
  readonly isComplete: boolean | null
  readonly isCutShort: boolean
}

export const refKey = ({ table, rowid }: RowRef) => `${table}\n${rowid}`

class OutOfBudget extends Error {}

/** Tries what the value is without this and that. `evaluate` works it out on the overlay as it stands. */
export async function bearing(
  overlay: Overlay,
  value: number | null,
  sizes: ReadonlyMap<keyof Database, TableSize>,
  given: readonly RowRef[],
  evaluate: () => Promise<number | null>,
  { milliseconds = DEFAULTS.milliseconds }: { readonly milliseconds?: number } = {},
): Promise<Bearing> {
  const end = performance.now() + milliseconds
  let left: number = DEFAULTS.evaluations
  const again = async (): Promise<number | null> => {
    if (left-- <= 0 || performance.now() > end) throw new OutOfBudget()
    return evaluate()
  }
  const changes = async () => !same(await again(), value)
  const without = new Map<string, number | null>()
  const more: RowRef[] = []
  const bodies = new Set<keyof Database>()
  const idle = new Set<keyof Database>()
  let isComplete: boolean | null = null
  let isCutShort = false
  const tables = [...sizes.keys()]
  const rowsOf = (table: keyof Database) =>
    [...given, ...more].filter((ref) => ref.table === table).map(({ rowid }) => rowid)
  try {
    for (const table of tables) await overlay.show(table, rowsOf(table))
    isComplete = (await changes()) ? await lookFurther() : true
    for (const table of tables) {
      const refs = [...more, ...given].filter((ref) => ref.table === table)
      if (refs.length === 0) continue
      await leaveOut(refs)
      if (!bodies.has(table) && refs.every((ref) => same(without.get(refKey(ref)) ?? null, value)))
        idle.add(table)
    }
  } catch (error) {
    if (!(error instanceof OutOfBudget)) throw error
    isCutShort = true
  }
  return { without, more, bodies, idle, isComplete, isCutShort }

  /** One table after the other is kept to its rows; where that changes the value, the rest of it matters. */
  async function lookFurther(): Promise<boolean> {
    for (const table of tables) await overlay.show(table, 'all')
    for (const table of tables) {
      if (rowsOf(table).length === sizes.get(table)?.rows) continue
      await overlay.show(table, rowsOf(table))
      if (!(await changes())) continue
      await overlay.show(table, 'all')
      const found = await halve(overlay, table, sizes.get(table)?.last ?? -1, new Set(rowsOf(table)), changes)
      if (!found) bodies.add(table)
      else {
        more.push(...found.map((rowid) => ({ table, rowid })))
        await overlay.show(table, rowsOf(table))
      }
    }
    if (!(await changes())) return true
    for (const table of tables) await overlay.show(table, 'all')
    return false
  }

  /** Leaves rows of a table out together, and parts them where they matter. */
  async function leaveOut(refs: readonly RowRef[]): Promise<void> {
    const got = await missing(refs)
    if (same(got, value)) for (const ref of refs) without.set(refKey(ref), value)
    else if (refs.length === 1) without.set(refKey(refs[0]), got)
    else {
      const middle = refs.length >> 1
      await leaveOut(refs.slice(0, middle))
      await leaveOut(refs.slice(middle))
    }
  }

  async function missing(refs: readonly RowRef[]): Promise<number | null> {
    await overlay.remove(
      refs[0].table,
      refs.map(({ rowid }) => rowid),
    )
    try {
      return await again()
    } finally {
      await overlay.restore()
    }
  }
}

/** Rows outside of `known` that the value rests on; undefined when they are too many to be told one by one. */
async function halve(
  overlay: Overlay,
  table: keyof Database,
  last: number,
  known: ReadonlySet<number>,
  changes: () => Promise<boolean>,
): Promise<number[] | undefined> {
  let parts: [number, number][] = last < 0 ? [] : [[0, last]]
  const found: number[] = []
  while (parts.length > 0) {
    const next: [number, number][] = []
    for (const [low, high] of parts) {
      if (low === high && known.has(low)) continue
      await overlay.removeRange(table, low, high)
      const matters = await changes()
      await overlay.restore()
      if (!matters) continue
      if (low === high) found.push(low)
      else {
        const middle = Math.floor((low + high) / 2)
        next.push([low, middle], [middle + 1, high])
      }
    }
    if (next.length / 2 + found.length > DEFAULTS.parts) return undefined
    parts = next
  }
  return found
}

/** Values are computed in another order on fewer rows, so the last digits of a sum may differ. */
function same(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b
  return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b))
}
