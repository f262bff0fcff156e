/** Number plates in one spelling. */
import { type Parameters, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { fold } from './fold.ts'

export interface PlateParameters extends Parameters {
  /** `CN` asks for a Chinese plate; default any of two to ten letters and digits. */
  readonly region?: 'CN'
}

const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
/** GA 36: five characters after the authority, six for new energy; learners', police, embassy and border plates by their last character. */
const CHINESE = new RegExp(
  `^[${PROVINCES}使领][A-Z](?:[A-HJ-NP-Z\\d]{5}|[A-HJ-NP-Z\\d]{4}[学警挂港澳使领]|[ABCDEFGHJK\\d][A-HJ-NP-Z\\d]\\d{4}|\\d{5}[ABCDEFGHJK])$`,
)

const read = textFunction('read_plate', (raw, options) => {
  const text = fold(raw)
    .toUpperCase()
    .replace(/[\s·•.\-_]/g, '')
  if (CHINESE.test(text)) return text
  return options !== 'CN' && /^[A-Z\d]{2,10}$/.test(text) ? text : null
})

export const licencePlate = transform<PlateParameters>({
  name: 'licence_plate',
  meaning: {
    en: 'Number plate in capitals without dots and spaces; a Chinese one has its province, authority and length right',
    zh: '车牌号：大写、去间隔点；中国号牌校验省份、发牌机关与长度',
  },
  gives: 'VARCHAR',
  code: 'invalid_plate',
  sql: (text, { region }) => `case when ${text} is not null then ${read(text, region)} end`,
  examples: [
    { raw: '浙A·12345', parameters: { region: 'CN' }, value: '浙A12345' },
    { raw: '浙a 12345', parameters: { region: 'CN' }, value: '浙A12345' },
    { raw: '粤BD12345', parameters: { region: 'CN' }, value: '粤BD12345' },
    { raw: '京A1234学', parameters: { region: 'CN' }, value: '京A1234学' },
    { raw: 'ABC-123', value: 'ABC123' },
    { raw: 'ABC-123', parameters: { region: 'CN' }, value: null },
    { raw: '浙A1234', parameters: { region: 'CN' }, value: null },
    { raw: 'no plate yet!', value: null },
  ],
})
