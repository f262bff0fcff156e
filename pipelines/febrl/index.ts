/** The book of FEBRL: three lists of invented people with planted duplicates, on which linkage is measured. */
import type { Book } from 'claimscope'
import { dataset1 } from './dataset1.ts'
import { dataset1Identities } from './dataset1-identities.ts'
import { dataset2 } from './dataset2.ts'
import { dataset2Identities } from './dataset2-identities.ts'
import { dataset3 } from './dataset3.ts'
import { dataset3Identities } from './dataset3-identities.ts'
import { truthOf } from './file.ts'

export const book: Book = {
  name: 'febrl',
  title: { en: 'FEBRL people', zh: 'FEBRL 人员数据' },
  description:
    'Three lists of invented Australians with planted duplicates, each linked within itself and without labels. Who is who is read from the files afterwards, to judge the result.',
  sources: [dataset1, dataset1Identities, dataset2, dataset2Identities, dataset3, dataset3Identities],
  tasks: [],
  asOf: '2005-01-02',
  stages: ['link'],
  linkWithin: 'source',
  truth: (dataDirectory) =>
    Promise.all(['dataset1', 'dataset2', 'dataset3'].map((dataset) => truthOf(dataset, dataDirectory))),
}
