/** CSV to Parquet, through the warehouse's engine; the CSV is a working file and goes. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openWarehouse, quoteName, quoteText } from '../../warehouse/index.ts'

/** Rewrites `<file>.csv` as `<file>.parquet`; `types` gives each column its SQL type. */
export async function toParquet(
  directory: string,
  file: string,
  types: Readonly<Record<string, string>>,
): Promise<void> {
  const csv = join(directory, `${file}.csv`)
  const warehouse = await openWarehouse({
    path: ':memory:',
    mode: 'write',
    allowedDirectories: [directory],
    threads: 1,
  })
  try {
    const casts = Object.entries(types).map(
      ([name, type]) => `try_cast(${quoteName(name)} as ${type}) as ${quoteName(name)}`,
    )
    const columns = Object.keys(types).map((name) => `${quoteText(name)}: 'VARCHAR'`)
    await warehouse.execute(
      `copy (select ${casts.join(', ')} from read_csv(${quoteText(csv)}, header = true, auto_detect = false, delim = ',', quote = '"', null_padding = true, columns = {${columns.join(', ')}})) to ${quoteText(join(directory, `${file}.parquet`))} (format parquet, compression zstd)`,
    )
  } finally {
    await warehouse.close()
  }
  rmSync(csv)
}
