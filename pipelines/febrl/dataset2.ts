/** 5,000 records: 4,000 persons, of whom some are written up to six times. */
import { partiesOf } from './file.ts'

export const dataset2 = partiesOf('dataset2')
