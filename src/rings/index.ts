/** Rings: groups that share more than chance would give, by typology, with honest explanations first. */
export { findRings, type RingReport } from './find-rings.ts'
export { ringRecall } from './ring-recall.ts'
export { typologies } from './typologies/index.ts'
export type { RingReason } from './typology.ts'
