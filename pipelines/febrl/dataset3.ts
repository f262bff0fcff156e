/** 5,000 records: 2,000 persons, of whom many are written up to six times, with more errors. */
import { partiesOf } from './file.ts'

export const dataset3 = partiesOf('dataset3')
