import { visitNotOnRecord } from './visit-not-on-record.ts'

export const healthVisitNotOnRecord = visitNotOnRecord('health', { en: 'health', zh: '健康险' })
