/** Names of organisations with one spelling of their legal form, so that the same firm is the same text. */
import { transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { simplify } from './simplified.ts'

/** Legal forms as they are written at the end of a name, and the one spelling of each. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/(?:股份有限公司|股份公司)$/, '股份有限公司'],
  [/(?:有限责任公司|有限公司)$/, '有限公司'],
  [/[,\s]+(?:company\s+limited|co\.?,?\s*ltd\.?|co\s+limited)$/i, ' Co., Ltd.'],
  [/[,\s]+(?:proprietary\s+limited|pty\.?\s+(?:ltd\.?|limited))$/i, ' Pty Ltd'],
  [/[,\s]+(?:incorporated|inc\.?)$/i, ' Inc.'],
  [/[,\s]+(?:corporation|corp\.?)$/i, ' Corp.'],
  [/[,\s]+(?:limited\s+liability\s+company|l\.?l\.?c\.?)$/i, ' LLC'],
  [/[,\s]+(?:public\s+limited\s+company|p\.?l\.?c\.?)$/i, ' PLC'],
  [/[,\s]+(?:limited|ltd\.?)$/i, ' Ltd'],
  [/[,\s]+(?:gesellschaft\s+mit\s+beschränkter\s+haftung|g\.?m\.?b\.?h\.?)$/i, ' GmbH'],
]

const read = textFunction('read_organisation', (raw) => {
  const text = simplify(raw).replace(/\((中国|集团)\)/g, '$1')
  if (text === '') return null
  for (const [form, spelling] of FORMS) if (form.test(text)) return text.replace(form, spelling)
  return text
})

export const organisation = transform({
  name: 'organisation',
  meaning: {
    en: 'Name of an organisation: folded, simplified characters, its legal form in one spelling (有限责任公司 as 有限公司, company limited as Co., Ltd.)',
    zh: '机构名称：规范化、简体、公司组织形式统一（有限责任公司 → 有限公司，company limited → Co., Ltd.）',
  },
  gives: 'VARCHAR',
  code: undefined,
  sql: (text) => `case when ${text} is not null then ${read(text)} end`,
  examples: [
    { raw: '杭州示例汽車修理有限責任公司', value: '杭州示例汽车修理有限公司' },
    { raw: '示例（集团）股份公司', value: '示例集团股份有限公司' },
    { raw: 'Example Repairs Company Limited', value: 'Example Repairs Co., Ltd.' },
    { raw: 'Example Repairs CO LTD', value: 'Example Repairs Co., Ltd.' },
    { raw: 'Example Pty. Limited', value: 'Example Pty Ltd' },
    { raw: '和平路诊所', value: '和平路诊所' },
  ],
})
