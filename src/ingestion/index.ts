/** Ingestion: files to `core`, with nothing lost on the way. */
export { checkFile, type FileCheck } from './check-file.ts'
export { ingest } from './ingest.ts'
export { type FileInspection, inspectFile } from './inspect-file.ts'
export { type IsolatedReport, ingestIsolated, type Refused } from './isolated.ts'
export type { Bin, BinKind } from './profile.ts'
export { type PartShares, QUALITY_FORMULA, QUALITY_PARTS } from './quality-score.ts'
export type { IngestReport, Progress } from './report.ts'
export { type Traced, traceRecord } from './trace.ts'
