import { bigint, flag, integer, json, real, table, text, timestamp, word } from './table.ts'

/** What was loaded, file by file. */
export const metaBatch = table('meta.batch', 'one row per file and source that was loaded', ['batch_id'], {
  batch_id: text('identifier: hash of source, file content and definition'),
  source: text('the source'),
  file: text('name of the file, relative to the data folder'),
  path: text('where it stood when it was loaded').optional(),
  bytes: bigint('size'),
  sha256: text('of the bytes'),
  encoding: text('as found'),
  records: bigint('records read'),
  accepted: bigint('rows that entered the table'),
  quarantined: bigint('records set aside'),
  duplicate: bigint('records whose key was there already'),
  quarantined_bytes: bigint('bytes set aside'),
  unknown_columns: text('columns that the source neither maps nor ignores, separated by commas').optional(),
  header: json('array of the names of the columns, as the file has them').optional(),
  delimiter: text('what parts the fields of a text file').optional(),
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
    resolution: word(['open', 'corrected', 'dismissed'], 'what became of it'),
    resolved_by: text('load that brought the corrected record, or the person who dismissed it').optional(),
    resolved_at: timestamp('when it was corrected or dismissed').optional(),
  },
)

/** What the checks of the sources found. */
export const metaCheck = table('meta.check_result', 'one row per check and run', ['source', 'name'], {
  source: text('the source'),
  name: text('the check'),
  severity: word(['stop', 'quarantine', 'warn'], 'what a failure does'),
  failed: bigint('rows that failed'),
  sample: json('a few of them'),
  checked_at: timestamp('when'),
})

/** How good the data of a source was, load by load. */
export const metaQuality = table(
  'meta.quality',
  'one row per source and load, with the parts of its data-quality score',
  ['source', 'batch_id'],
  {
    source: text('the source'),
    batch_id: text('the load'),
    loaded_at: timestamp('when it was loaded'),
    records: bigint('records in the file'),
    validity: real('share of records that could be read, 0 to 1'),
    completeness: real('how full the columns are beside the loads before, 0 to 1').optional(),
    uniqueness: real('1, less the share of rows that came again beyond what is usual').optional(),
    consistency: real('share of rows that no check found fault with, 0 to 1').optional(),
    timeliness: real('share of rows learned within the time that the source promises, 0 to 1').optional(),
    stability: real('share of columns that have not drifted, 0 to 1').optional(),
    filled: real('share of cells filled in the columns that may be empty, 0 to 1').optional(),
    score: real('all of them as one figure, 0 to 100'),
  },
)

/** What the columns of a load looked like, to hold the next one against. */
export const metaProfile = table(
  'meta.profile',
  'one row per load and column of its table',
  ['batch_id', 'column_name'],
  {
    source: text('the source'),
    batch_id: text('the load'),
    loaded_at: timestamp('when it was loaded'),
    column_name: text('column of the core table'),
    kind: word(['word', 'number', 'days', 'shape'], 'what the bins hold'),
    rows: bigint('rows of the load'),
    sampled: bigint('rows that were looked at'),
    missing: bigint('rows looked at that have no value'),
    distinct_values: bigint('different values among them, approximately'),
    bins: json('array of { bin, rows }: values or ranges, and how many of the rows have them'),
    distance: real('drift against the loads before, as Jensen-Shannon distance, 0 to 1').optional(),
    distance_limit: real('the distance that loads of these sizes stay under by chance').optional(),
    p_value: real('probability of such a distance by chance').optional(),
    is_drifted: flag('beyond chance, among all columns of the run, and large enough to matter'),
  },
)

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
