/**
 * Columns of numbers that stay in JavaScript while SQL reads them by row: a table gets them as it is written, and they are never
 * copied into one of their own. Known to every warehouse of this process.
 */
import {
  DOUBLE,
  type DuckDBConnection,
  DuckDBScalarFunction,
  type DuckDBType,
  type DuckDBVector,
  INTEGER,
} from '@duckdb/node-api'

type Numbers = Int32Array | Uint8Array | Float64Array

/** Columns that SQL may read until they are let go. */
export interface HeldColumns<K extends string> {
  /** SQL of a column's values: INTEGER of whole numbers, DOUBLE of others. `row` is SQL of an INTEGER, from 0; NULL beyond the end. */
  readonly at: (name: K, row: string) => string
  readonly release: () => void
}

const held = new Map<number, Numbers>()
let last = 0

/** Holds columns for statements that run until {@link HeldColumns.release}. */
export function holdColumns<K extends string>(columns: Readonly<Record<K, Numbers>>): HeldColumns<K> {
  const places = new Map<string, { readonly place: number; readonly name: string }>()
  for (const [name, data] of Object.entries<Numbers>(columns)) {
    held.set(++last, data)
    places.set(name, { place: last, name: data instanceof Float64Array ? 'held_number' : 'held_whole' })
  }
  return {
    at: (name, row) => {
      const found = places.get(name)
      return `${found?.name}(${found?.place}, coalesce(${row}, -1))`
    },
    release: () => {
      for (const { place } of places.values()) held.delete(place)
    },
  }
}

const FUNCTIONS: readonly (readonly [name: string, type: DuckDBType])[] = [
  ['held_whole', INTEGER],
  ['held_number', DOUBLE],
]

/** Values of a vector of numbers, as they lie in memory. */
const itemsOf = (vector: DuckDBVector) => (vector as unknown as { items: Int32Array | Float64Array }).items

/** Makes the functions that read held columns known to the instance of a connection. */
export function registerHeldColumns(connection: DuckDBConnection): void {
  for (const [name, returnType] of FUNCTIONS) {
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        parameterTypes: [INTEGER, INTEGER],
        returnType,
        mainFunction: (_info, input, output) => {
          if (input.rowCount === 0) return
          const data = held.get(Number(input.getColumnVector(0).getItem(0))) ?? new Uint8Array(0)
          const rows = itemsOf(input.getColumnVector(1))
          const values = itemsOf(output)
          const count = input.rowCount
          let run = 1
          while (run < count && rows[run] === rows[0] + run) run++
          // Rows of a table come one after the other: their values lie beside each other.
          if (run === count && rows[0] >= 0 && rows[0] + count <= data.length) {
            values.set(data.subarray(rows[0], rows[0] + count))
          } else {
            for (let i = 0; i < count; i++)
              output.setItem(i, rows[i] >= 0 && rows[i] < data.length ? data[rows[i]] : null)
          }
          output.flush()
        },
      }),
    )
  }
}
