/** The sex inside a mainland identity number. */
import { transform } from '../transform.ts'
import { identityNumber } from './identity-number.ts'

export const genderByIdentity = transform({
  name: 'gender_by_identity',
  meaning: {
    en: 'Sex that a mainland identity number holds: its seventeenth digit is odd for men',
    zh: '居民身份证号码中的性别（第十七位奇数为男）',
  },
  gives: 'VARCHAR',
  code: 'invalid_identity_number',
  sql: (text) =>
    `case try_cast(substr(${identityNumber.sql(text, {})}, 17, 1) as integer) % 2 when 1 then 'male' when 0 then 'female' end`,
  examples: [
    { raw: '11010519491231002X', value: 'female' },
    { raw: '110105194912310021', value: null },
  ],
})
