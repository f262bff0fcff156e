/** Damaged Parquet files, made by DuckDB in a scratch warehouse. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../util/random.ts'
import { quoteText, type Warehouse } from '../warehouse/index.ts'
import { blot, cut, damaged, flipBits, remove, repeat, type TorturedFile } from './damage.ts'

/** Whole files of several layouts; `folder` must be one that the warehouse may write to. */
export async function wholeParquet(warehouse: Warehouse, folder: string): Promise<Buffer[]> {
  const layouts = [
    [1, 'snappy', 2048],
    [300, 'uncompressed', 2048],
    [3000, 'zstd', 2048],
    [5000, 'snappy', 4096],
    [0, 'snappy', 2048],
    [2500, 'gzip', 2048],
  ] as const
  const files: Buffer[] = []
  for (const [rows, compression, group] of layouts) {
    const path = join(folder, `whole-${files.length}.bin`)
    await warehouse.execute(`copy (select 'pq-${files.length}-' || i as id, 'C' || (i % 97) as claim,
        case when i % 5 = 0 then null else '王小明 ' || (i % 13) end as payee, (i * 7 % 9999) / 100 as amount,
        date '2024-01-01' + (i % 300)::integer as paid, [i, i + 1] as list
      from range(${rows}) as r(i)) to ${quoteText(path)} (format parquet, compression ${compression}, row_group_size ${group})`)
    files.push(readFileSync(path))
  }
  return files
}

/** File number `i`. */
export function parquetFile(r: Random, i: number, whole: readonly Buffer[]): TorturedFile {
  const bytes = r.pick(whole)
  const near = r.chance(0.4) ? Math.max(0, bytes.length - 600) : 0
  return {
    name: `parquet-${String(i).padStart(4, '0')}.parquet`,
    bytes: r.chance(0.08) ? bytes : damaged(bytes, r, [flipBits, flipBits, cut, remove, repeat, blot], near),
  }
}
