/** Texts out of a vector. */
import type { DuckDBVector } from '@duckdb/node-api'

/** Copies `rows` texts of a VARCHAR vector into `target` from `offset` on. */
export function readStrings(
  vector: DuckDBVector,
  rows: number,
  target: (string | null)[],
  offset: number,
): void {
  for (let row = 0; row < rows; row++) target[offset + row] = vector.getItem(row) as string | null
}
