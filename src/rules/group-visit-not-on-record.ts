import { visitNotOnRecord } from './visit-not-on-record.ts'

export const groupVisitNotOnRecord = visitNotOnRecord('group', { en: 'group', zh: '团体险' })
