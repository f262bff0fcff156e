/** The synthetic demo book, and the answers that evaluation alone may read. */
export { type GenerateOptions, type GenerateReport, generateBook } from './generate.ts'
