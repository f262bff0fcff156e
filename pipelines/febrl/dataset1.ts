/** 1,000 records: 500 persons, each written a second time with slight errors. */
import { partiesOf } from './file.ts'

export const dataset1 = partiesOf('dataset1')
