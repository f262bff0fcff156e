/** Training rows in an engine's memory: bins by column and by row, labels, margins, gradients and row numbers. */
import type { FeatureMatrix, Labels } from '../../model.ts'
import { BINS, type ColumnBins, codeBins } from './bins.ts'
import type { Engine } from './kernel/engine.ts'
import { PLACES, TASK } from './kernel/layout.ts'

/** Rows a task; sums are taken by so many, whatever the number of threads. */
export const CHUNK = 8192
/** Columns that wait as floats for their bins at a time. */
const GROUP = 8

/** A matrix as bytes in memory, column after column. */
export interface BinnedColumns {
  readonly rows: number
  readonly columns: number
  readonly columnBytes: number
}

export interface TrainingRows extends BinnedColumns {
  readonly width: number
  readonly blocks: number
  /** Two lists of row numbers; a partition moves rows from one to the other. */
  readonly lists: readonly [number, number]
  readonly margin: number
  /** f32 pairs: hessian, gradient. */
  readonly slopes: number
  readonly weight: number
}

const roundUp = (n: number, to: number): number => Math.ceil(n / to) * to

/** Bytes of all columns of a matrix; `scratch` has room for 32 bytes a row. */
function bin(
  engine: Engine,
  x: FeatureMatrix,
  bins: readonly ColumnBins[],
  cuts: number,
  scratch: number,
  to: BinnedColumns,
): void {
  for (let j = 0; j < x.columns.length; j++) {
    if (j % GROUP === 0) engine.run()
    const out = to.columns + j * to.columnBytes
    const { codes } = bins[j]
    if (codes) {
      codeBins(x.columns[j], codes, engine.views.u8.subarray(out, out + x.rows))
      continue
    }
    const floats = scratch + (j % GROUP) * to.columnBytes * 4
    engine.views.f32.set(x.columns[j], floats >> 2)
    for (let from = 0; from < x.rows; from += 4 * CHUNK) {
      const count = Math.min(4 * CHUNK, x.rows - from)
      engine.task(TASK.bin, floats + from * 4, count, cuts + j * BINS * 4, out + from)
    }
  }
  engine.run()
}

/** The cuts of all columns in memory, 256 floats each. */
function placeCuts(engine: Engine, bins: readonly ColumnBins[]): number {
  const cuts = engine.allocate(bins.length * BINS * 4)
  bins.forEach((b, j) => {
    engine.views.f32.fill(Number.POSITIVE_INFINITY, (cuts >> 2) + j * BINS, (cuts >> 2) + (j + 1) * BINS)
    engine.views.f32.set(b.cuts, (cuts >> 2) + j * BINS)
  })
  return cuts
}

/** Puts rows and labels into memory and notes in the engine where they are. */
export function placeRows(
  engine: Engine,
  x: FeatureMatrix,
  labels: Labels,
  weight: Float64Array | undefined,
  bins: readonly ColumnBins[],
): { readonly rows: TrainingRows; readonly cuts: number } {
  const n = x.rows
  const columnBytes = roundUp(n, 64)
  const blocks = Math.ceil(x.columns.length / 8)
  const cuts = placeCuts(engine, bins)
  engine.start(blocks)
  const columns = engine.allocate(blocks * 8 * columnBytes)
  const byRow = engine.allocate(n * blocks * 8)
  // Floats wait for their bins where margins, labels, gradients and packed gradients will lie.
  const margin = engine.allocate(columnBytes * 8)
  const label = engine.allocate(columnBytes * 8)
  const slopes = engine.allocate(columnBytes * 8)
  const packed = engine.allocate(columnBytes * 8)
  const binned = { rows: n, columns, columnBytes }
  bin(engine, x, bins, cuts, margin, binned)
  const lists = [engine.allocate(n * 4), engine.allocate(n * 4)] as const
  const place = (list: Float64Array | undefined): number => {
    if (!list) return 0
    const at = engine.allocate(n * 8)
    engine.views.f64.set(list, at >> 3)
    return at
  }
  const weightAt = place(weight)
  const exposure = place(labels.exposure)
  const { u8, i32, f64 } = engine.views
  u8.fill(0, columns + x.columns.length * columnBytes, columns + blocks * 8 * columnBytes)
  f64.set(labels.y, label >> 3)
  const places = {
    margin,
    label,
    weight: weightAt,
    exposure,
    slopes,
    packed,
    stride: blocks * 8,
    byRow,
    columns,
    columnBytes,
    cuts,
  }
  for (const [name, at] of Object.entries(places)) i32[PLACES[name as keyof typeof places] >> 2] = at
  for (let from = 0; from < n; from += CHUNK) engine.task(TASK.pack, from, Math.min(n, from + CHUNK))
  engine.run()
  return {
    rows: { ...binned, width: x.columns.length, blocks, lists, margin, slopes, weight: weightAt },
    cuts,
  }
}

/** Other rows, cut at the same places, and a margin for each. */
export function placeMore(
  engine: Engine,
  x: FeatureMatrix,
  bins: readonly ColumnBins[],
  cuts: number,
): BinnedColumns & { readonly margin: number } {
  const columnBytes = roundUp(x.rows, 64)
  const columns = engine.allocate(x.columns.length * columnBytes)
  const scratch = engine.allocate(columnBytes * 4 * GROUP)
  bin(engine, x, bins, cuts, scratch, { rows: x.rows, columns, columnBytes })
  return { rows: x.rows, columns, columnBytes, margin: scratch }
}
