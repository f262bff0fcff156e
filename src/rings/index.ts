/** Rings: groups that share more than chance would give, by typology, with honest explanations first. */
export type { CalibrationRow, RingCalibration } from './calibrate-rings.ts'
export { type FindOptions, findRings, type GroupBelow, type RingReport } from './find-rings.ts'
export { ORIGIN_WORDS } from './origin-words.ts'
export { lookalikeRings, type RingRecall, ringRecall } from './ring-recall.ts'
export { typologies } from './typologies/index.ts'
export type { RingReason } from './typology.ts'
