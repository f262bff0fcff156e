import { visitNotOnRecord } from './visit-not-on-record.ts'

export const accidentVisitNotOnRecord = visitNotOnRecord('accident', { en: 'accident', zh: '意外险' })
