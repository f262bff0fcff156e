/** The day of birth inside a mainland identity number. */
import { transform } from '../transform.ts'
import { identityNumber } from './identity-number.ts'

export const bornByIdentity = transform({
  name: 'born_by_identity',
  meaning: {
    en: 'Day of birth that a mainland identity number holds, when its check digit is right',
    zh: '居民身份证号码中的出生日期（校验位须正确）',
  },
  gives: 'DATE',
  code: 'invalid_identity_number',
  sql: (text) => `cast(try_strptime(substr(${identityNumber.sql(text, {})}, 7, 8), '%Y%m%d') as date)`,
  examples: [
    { raw: '11010519491231002X', value: '1949-12-31' },
    { raw: '110105491231002', value: '1949-12-31' },
    { raw: '110105194912310021', value: null },
  ],
})
