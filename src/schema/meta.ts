import { bigint, integer, json, table, text, timestamp, word } from './table.ts'

/** What was loaded, file by file. */
export const metaBatch = table('meta.batch', 'one row per file and source that was loaded', ['batch_id'], {
  batch_id: text('identifier: hash of source, file content and definition'),
  source: text('the source'),
  file: text('name of the file, relative to the data folder'),
  bytes: bigint('size'),
  sha256: text('of the bytes'),
  encoding: text('as found'),
  records: bigint('records read'),
  accepted: bigint('rows that entered the table'),
  quarantined: bigint('records set aside'),
  duplicate: bigint('records whose key was there already'),
  quarantined_bytes: bigint('bytes set aside'),
  unknown_columns: text('columns that the source neither maps nor ignores, separated by commas').optional(),
  definition: text('hash of the source definition'),
  loaded_at: timestamp('when'),
})

/** Records that were set aside, whole. */
export const metaQuarantine = table(
  'meta.quarantine',
  'one row per record that was set aside',
  ['batch_id', 'line', 'code'],
  {
    batch_id: text('the load'),
    source: text('the source'),
    file: text('the file'),
    line: bigint('line in the file, from 1'),
    byte_offset: bigint('where the record begins'),
    column_name: text('column at fault').optional(),
    code: text('ragged_row, invalid_date, missing_value, ...'),
    reason: text('in words'),
    record: text('the record as it came').secret(),
  },
)

/** What the checks of the sources found. */
export const metaCheck = table('meta.check_result', 'one row per check and run', ['source', 'name'], {
  source: text('the source'),
  name: text('the check'),
  severity: word(['stop', 'warn'], 'what a failure does'),
  failed: bigint('rows that failed'),
  sample: json('a few of them'),
  checked_at: timestamp('when'),
})

/** Runs of the pipelines. */
export const metaRun = table('meta.run', 'one row per run that built this snapshot', ['run_id'], {
  run_id: text('snapshot id'),
  started_at: timestamp('start'),
  finished_at: timestamp('end'),
  as_of: timestamp('the moment that the book is seen at'),
  stages: json('array of { stage, seconds, rows }'),
  metrics: json('name to { value, low, high }'),
  seed: integer('seed of everything random'),
})
