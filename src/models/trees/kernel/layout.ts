/** Where things lie in the memory that the threads of a fit share; the same numbers stand in grow.as. */

/** Bytes at the front for the list of tasks: its ticket, how many are done, and who sleeps. */
export const CONTROL_BYTES = 1024
/** Tasks lie here, 64 bytes each. */
export const TASKS = 1024
export const TASK_BYTES = 64
export const MAX_TASKS = 1023
/** First byte that may be given away. */
export const HEAP = TASKS + TASK_BYTES * (MAX_TASKS + 1)

/** Numbers (f64) that hold while a tree grows, by byte address. */
export const NUMBERS = {
  l1: 128,
  l2: 136,
  minWeight: 144,
  minGain: 152,
  minRows: 160,
  gradientScale: 168,
  hessianScale: 176,
  power: 184,
} as const

/** Addresses and small numbers (i32) that hold while a tree grows, by byte address. */
export const PLACES = {
  objective: 192,
  margin: 196,
  label: 200,
  weight: 204,
  exposure: 208,
  slopes: 212,
  packed: 216,
  stride: 220,
  byRow: 224,
  columns: 228,
  columnBytes: 232,
  cuts: 236,
  binsUsed: 240,
  monotone: 244,
  randomCuts: 248,
  blocks: 252,
  blockCount: 256,
  ones: 260,
} as const

/** What a task does; its fields are the 32-bit words behind this number. */
export const TASK = {
  /** from, to, result: sums of hessians and of sizes of gradients */
  gradients: 0,
  /** from, to, rows (0, or where row numbers are written) */
  quantise: 1,
  /** rows (0: in order from `first`), count, first, out, packed */
  histogram: 2,
  /** to, from */
  addHistogram: 3,
  /** sums, counts, list, width, rows, result, seed, row count, column of the total, minus, counts minus */
  split: 4,
  /** rows, count, to, column, left table, result */
  partition: 5,
  /** rows, count, -, column, left table, result */
  countLeft: 6,
  /** rows, count, -, column, left table, -, left, right */
  scatter: 7,
  /** rows, count, result */
  sumSlopes: 8,
  /** rows, count, -, value (f64 at byte 16) */
  addToMargins: 9,
  /** from, to, columns, bytes a column, nodes, margins */
  walk: 10,
  /** floats, count, cuts, out */
  bin: 11,
  /** from, to */
  pack: 12,
} as const

/** Bytes of the sums of a column and of eight. */
export const COLUMN_SUMS = 2048
export const BLOCK_SUMS = 8 * COLUMN_SUMS
/** Rows gathered at a time. */
export const BATCH = 256
