/** Yes or no, in the words that insurers' systems use. */
import { transform } from '../transform.ts'

const YES = ['y', '1', 'yes', 'true', 't', '是', '有', '√', 'ｙ', '１']
const NO = ['n', '0', 'no', 'false', 'f', '否', '无', '×', 'ｎ', '０']

export const flag = transform({
  name: 'flag',
  meaning: {
    en: 'Yes (y, 1, yes, true, t, 是, 有, √) or no (n, 0, no, false, f, 否, 无, ×)',
    zh: '是（y、1、yes、true、t、是、有、√）或否（n、0、no、false、f、否、无、×）',
  },
  gives: 'BOOLEAN',
  code: 'invalid_flag',
  sql: (text) => {
    const branches = (words: readonly string[], value: boolean) =>
      words.map((word) => `when '${word}' then ${value}`).join(' ')
    // A list (`in`) of more than five words would be worked out for every row, as a join.
    return `case ${text} when 'Y' then true when 'N' then false else case when ${text} is not null
      then case lower(trim(${text})) ${branches(YES, true)} ${branches(NO, false)} end end end`
  },
  examples: [
    { raw: 'Y', value: 'true' },
    { raw: 'no', value: 'false' },
    { raw: ' True ', value: 'true' },
    { raw: '是', value: 'true' },
    { raw: '无', value: 'false' },
    { raw: '０', value: 'false' },
    { raw: 'maybe', value: null },
    { raw: '2', value: null },
    { raw: '', value: null },
  ],
})
