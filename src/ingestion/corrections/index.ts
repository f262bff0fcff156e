/** Corrections: what people decide about records that were set aside, seen beforehand, kept in a ledger, loaded by the next run. */
export { applyCorrections, type CorrectionReport, KEY_TAKEN } from './apply.ts'
export { CORRECTION_FOLDER } from './correction-file.ts'
export {
  CORRECTION_LEDGER,
  type Decision,
  decisionsInForce,
  parseQuarantineId,
  placeKey,
  type QuarantineKey,
  quarantineId,
  recordHash,
} from './decision.ts'
export { type CheckOutcome, checksOf, evaluate, type FieldOutcome, type RecordOutcome } from './evaluate.ts'
export { DATE_FORMATS, type Operation, operate } from './operation.ts'
export {
  type Cells,
  type Layout,
  type Mark,
  parseCorrected,
  type Reading,
  readRecord,
  withChanges,
  writeRecord,
} from './record.ts'
