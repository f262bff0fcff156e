/** The synthetic demo book, and the answers that evaluation alone may read. */
export { type AnswerKey, readAnswerKey } from './answer-key.ts'
export { TYPOLOGIES } from './draft.ts'
export { type GenerateReport, generateBook } from './generate.ts'
