/** The synthetic demo book, and the answers that evaluation alone may read. */
export {
  type AnswerKey,
  type ClaimAnswer,
  type LookalikeAnswer,
  type RingAnswer,
  readAnswerKey,
} from './answer-key.ts'
export { TYPOLOGIES, type Typology } from './draft.ts'
export { type GenerateOptions, type GenerateReport, generateBook } from './generate.ts'
