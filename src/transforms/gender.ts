/** Words for the sexes. */
import { transform } from '../transform.ts'
import { word } from './word.ts'

const words = {
  m: 'male',
  f: 'female',
  male: 'male',
  female: 'female',
  man: 'male',
  woman: 'female',
  男: 'male',
  女: 'female',
  男性: 'male',
  女性: 'female',
  先生: 'male',
  女士: 'female',
  mr: 'male',
  'mr.': 'male',
  mrs: 'female',
  'mrs.': 'female',
  ms: 'female',
  'ms.': 'female',
} as const

export const gender = transform({
  name: 'gender',
  meaning: {
    en: 'male or female, from words, letters and forms of address; codes (1, 2) only through `word`, as systems differ in them',
    zh: '性别：由词语、字母或称谓得出；数字代码各系统不一，须用 word 声明',
  },
  gives: 'VARCHAR',
  code: 'unknown_word',
  sql: (text) => word.sql(text, { words }),
  examples: [
    { raw: '男', value: 'male' },
    { raw: 'F', value: 'female' },
    { raw: '女士', value: 'female' },
    { raw: 'Mr.', value: 'male' },
    { raw: '1', value: null },
    { raw: 'x', value: null },
  ],
})
