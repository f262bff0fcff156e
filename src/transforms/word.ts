/** One of a closed set of words, translated. */
import { type Parameters, transform } from '../transform.ts'
import { quoteText } from '../warehouse/index.ts'

export interface WordParameters extends Parameters {
  /** What each word means here. Capitals and spaces at the ends make no difference. */
  readonly words: Readonly<Record<string, string>>
}

const FULL_WIDTH = [
  'ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ０１２３４５６７８９',
  'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789',
] as const

export const word = transform<WordParameters>({
  name: 'word',
  meaning: {
    en: 'One of the words that the source lists, as the word that the book has for it',
    zh: '来源所列词语之一，转换为本书用词',
  },
  gives: 'VARCHAR',
  code: 'unknown_word',
  sql: (text, { words }) => {
    const branches = (change: (key: string) => string) =>
      Object.entries(words)
        .map(([key, value]) => `when ${quoteText(change(key))} then ${quoteText(value)}`)
        .join(' ')
    const narrow = `lower(trim(translate(${text}, '${FULL_WIDTH[0]}', '${FULL_WIDTH[1]}')))`
    return `case ${text} ${branches((key) => key)} else case when ${text} is not null
      then case ${narrow} ${branches((key) => key.toLowerCase())} end end end`
  },
  examples: [
    { raw: 'auto', parameters: { words: { auto: 'auto', 车险: 'auto' } }, value: 'auto' },
    { raw: ' 车险 ', parameters: { words: { auto: 'auto', 车险: 'auto' } }, value: 'auto' },
    { raw: 'Auto', parameters: { words: { auto: 'auto' } }, value: 'auto' },
    { raw: 'ＡＵＴＯ', parameters: { words: { auto: 'auto' } }, value: 'auto' },
    { raw: 'boat', parameters: { words: { auto: 'auto' } }, value: null },
  ],
})
