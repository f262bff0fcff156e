/**
 * How much of a CSV file DuckDB reads at a time. It hands a fourth of a buffer to a thread, and rows that come so fill row groups of
 * their own; when they are fewer than a row group holds, as with its own choice of 8 MB for rows of ordinary length, all of them are
 * copied once more to fill row groups, which costs a third of a load. A buffer of another size than whole MiB is read wrongly
 * (DuckDB 1.5: parts that are no fourth of it).
 */

const DEFAULTS = {
  /** Rows of a row group. */
  rowGroup: 122_880,
  /** Row groups that a thread fills at a time: just below a whole number, since rows differ in length. */
  groups: 1.9,
  /** DuckDB's own choice for lines of 2 MiB at most; short rows fill row groups with it. MiB. */
  ownMb: 32,
  /** A larger buffer is not asked for, MiB. */
  mostMb: 256,
} as const

/** Threads that a buffer is read by. */
const PARTS = 4

/**
 * The buffer for a file of so many records and bytes, in bytes; undefined when DuckDB's own choice does as well: a file with less
 * work than there are threads, with short rows, or with rows so long that the buffer would be too large.
 */
export function bufferSize(records: number, bytes: number, threads: number): number | undefined {
  const rows = DEFAULTS.groups * DEFAULTS.rowGroup
  if (records < rows * Math.max(2, threads)) return undefined
  const mb = Math.round((PARTS * rows * bytes) / records / 2 ** 20)
  return mb > DEFAULTS.ownMb && mb <= DEFAULTS.mostMb ? mb * 2 ** 20 : undefined
}
