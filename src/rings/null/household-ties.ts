/** The ties between households and rows (claims or things), as units that can change places. */
import type { Random } from '../../util/random.ts'
import type { Incidence } from '../incidence.ts'

const DEFAULTS = {
  /** Swaps tried for each tie: enough to forget where it was. */
  swaps: 10,
} as const

export interface HouseholdTies {
  readonly rows: number
  /** Row and household of each tie; those of a row lie together. */
  readonly row: Int32Array
  readonly home: Int32Array
  /** Where the ties of a row begin. */
  readonly start: Int32Array
  /** Persons of each tie's household, with a number for each. */
  readonly persons: Incidence
  /** Ties that may change places with each other. */
  readonly classes: readonly Int32Array[]
}

/** Gathers a relation by household. Rows of one household, and ties for which `classOf` knows no class, stay where they are. */
export function householdTies(
  table: Incidence,
  rows: number,
  homes: Int32Array,
  classOf: (row: number, bits: number) => string | undefined,
): HouseholdTies {
  const row: number[] = []
  const home: number[] = []
  const tieOf = new Int32Array(table.items.length)
  const start = new Int32Array(rows + 1)
  const bits: number[] = []
  const classes = new Map<string, number[]>()
  for (let r = 0; r < rows; r++) {
    for (let i = table.offsets[r]; i < table.offsets[r + 1]; i++) {
      let tie = start[r]
      while (tie < row.length && home[tie] !== homes[table.items[i]]) tie++
      if (tie === row.length) {
        row.push(r)
        home.push(homes[table.items[i]])
        bits.push(0)
      }
      bits[tie] |= table.values[i]
      tieOf[i] = tie
    }
    start[r + 1] = row.length
    if (row.length - start[r] < 2) continue
    for (let tie = start[r]; tie < row.length; tie++) {
      const name = classOf(r, bits[tie])
      if (name === undefined) continue
      const list = classes.get(name)
      if (list) list.push(tie)
      else classes.set(name, [tie])
    }
  }
  return {
    rows,
    row: Int32Array.from(row),
    home: Int32Array.from(home),
    start,
    persons: incidenceOfTies(row.length, tieOf, table),
    classes: [...classes.values()].filter((ties) => ties.length > 1).map((ties) => Int32Array.from(ties)),
  }
}

function incidenceOfTies(count: number, tieOf: Int32Array, table: Incidence): Incidence {
  const offsets = new Int32Array(count + 1)
  for (const tie of tieOf) offsets[tie + 1]++
  for (let tie = 0; tie < count; tie++) offsets[tie + 1] += offsets[tie]
  const at = offsets.slice(0, count)
  const items = new Int32Array(tieOf.length)
  const values = new Int32Array(tieOf.length)
  for (let i = 0; i < tieOf.length; i++) {
    const place = at[tieOf[i]]++
    items[place] = table.items[i]
    values[place] = table.values[i]
  }
  return { offsets, items, values }
}

/** The relation after many swaps: two households change places unless one of them stands in the other's row already. */
export function swapped(ties: HouseholdTies, random: Random): Incidence {
  const home = ties.home.slice()
  /** Whose persons stand in a tie's place. */
  const holder = Int32Array.from(home, (_, tie) => tie)
  const stands = (row: number, who: number) => {
    for (let tie = ties.start[row]; tie < ties.start[row + 1]; tie++) if (home[tie] === who) return true
    return false
  }
  for (const list of ties.classes)
    for (let left = DEFAULTS.swaps * list.length; left > 0; left--) {
      const a = list[Math.floor(random.next() * list.length)]
      const b = list[Math.floor(random.next() * list.length)]
      const [here, there] = [ties.row[a], ties.row[b]]
      if (here === there || home[a] === home[b] || stands(here, home[b]) || stands(there, home[a])) continue
      ;[home[a], home[b]] = [home[b], home[a]]
      ;[holder[a], holder[b]] = [holder[b], holder[a]]
    }
  const { offsets, items, values } = ties.persons
  const out = {
    offsets: new Int32Array(ties.rows + 1),
    items: new Int32Array(items.length),
    values: new Int32Array(items.length),
  }
  let at = 0
  for (let row = 0; row < ties.rows; row++) {
    for (let tie = ties.start[row]; tie < ties.start[row + 1]; tie++)
      for (let i = offsets[holder[tie]]; i < offsets[holder[tie] + 1]; i++) {
        out.items[at] = items[i]
        out.values[at++] = values[i]
      }
    out.offsets[row + 1] = at
  }
  return out
}
