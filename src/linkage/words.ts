/** The words for comparisons and their levels, for people who look at pairs. */
import type { Text } from '../util/text.ts'

/** How the two sides of a comparison stand to each other. */
export const AGREEMENTS = ['same', 'close', 'different', 'missing'] as const
export type AgreementOfSides = (typeof AGREEMENTS)[number]

const COMPARISONS: Readonly<Record<string, Text>> = {
  given_name: { en: 'Given name', zh: '名' },
  family_name: { en: 'Family name', zh: '姓' },
  name: { en: 'Name', zh: '名称' },
  birth_date: { en: 'Date of birth', zh: '出生日期' },
  id_number: { en: 'Identity number', zh: '证件号码' },
  gender: { en: 'Gender', zh: '性别' },
  phone: { en: 'Telephone', zh: '电话' },
  email: { en: 'E-mail', zh: '电子邮箱' },
  bank_account: { en: 'Bank account', zh: '银行账号' },
  address: { en: 'Address', zh: '地址' },
  postcode: { en: 'Postcode', zh: '邮编' },
  characters: { en: 'Characters of the name', zh: '姓名用字' },
}

const LEVELS: Readonly<Record<string, Text>> = {
  exact: { en: 'the same', zh: '一致' },
  same_sound: { en: 'other characters, read the same', zh: '字不同、读音相同' },
  turned: { en: 'given and family name turned round', zh: '姓名颠倒' },
  nickname: { en: 'one is a short form of the other', zh: '昵称或简称' },
  jaro_winkler_92: { en: 'nearly the same spelling', zh: '拼写几乎相同' },
  sounds_alike: { en: 'sounds alike', zh: '发音相近' },
  nearly_turned: { en: 'turned round, spelling nearly the same', zh: '姓名颠倒且拼写相近' },
  jaro_winkler_80: { en: 'similar spelling', zh: '拼写相近' },
  initial: { en: 'one is the initial of the other', zh: '其一为首字母' },
  day_month_swapped: { en: 'day and month swapped', zh: '日月颠倒' },
  one_part_differs: { en: 'day, month or year differs', zh: '年、月、日之一不同' },
  within_a_month: { en: 'within a month', zh: '相差一个月以内' },
  within_a_year: { en: 'within a year', zh: '相差一年以内' },
  within_ten_years: { en: 'within ten years', zh: '相差十年以内' },
  one_edit: { en: 'one slip apart', zh: '相差一处' },
  two_edits: { en: 'two slips apart', zh: '相差两处' },
  same_mailbox: { en: 'same mailbox, other domain', zh: '用户名相同、域名不同' },
  other: { en: 'different', zh: '不同' },
  missing: { en: 'not known on both sides', zh: '一方或双方缺失' },
}

const plain = (name: string): Text => ({ en: name.replaceAll('_', ' '), zh: name })

/** Name of a comparison. */
export const comparisonLabel = (comparison: string): Text => COMPARISONS[comparison] ?? plain(comparison)

/** A level in words. */
export const levelLabel = (level: string): Text => LEVELS[level] ?? plain(level)

/** Ages apart are no likeness; all else between the first and the last level is one. */
const FAR = new Set(['other', 'within_ten_years'])

/** What a level says of the two sides. */
export function agreementOf(level: string): AgreementOfSides {
  if (level === 'missing') return 'missing'
  if (level === 'exact') return 'same'
  return FAR.has(level) ? 'different' : 'close'
}
