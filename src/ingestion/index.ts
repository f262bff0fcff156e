/** Ingestion: files to `core`, with nothing lost on the way. */
export { type CheckFileOptions, checkFile, type FileCheck, type Misfit } from './check-file.ts'
export type { CheckResult } from './checks.ts'
export { type IngestOptions, ingest } from './ingest.ts'
export type { IngestReport, Progress, SourceReport } from './report.ts'
