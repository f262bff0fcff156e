/** Text in one spelling of its characters: full-width forms narrowed, odd spaces and dashes made plain. */
import { transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { fold } from './fold.ts'

const read = textFunction('fold_text', (text) => fold(text) || null)

export const foldedText = transform({
  name: 'folded_text',
  meaning: {
    en: 'Text in Unicode’s compatibility form (NFKC): full-width letters and digits narrowed, every run of spaces one space, every dash a hyphen, nothing invisible',
    zh: '兼容分解规范化（NFKC）：全角转半角，连续空白合并，破折号统一，去除不可见字符',
  },
  gives: 'VARCHAR',
  code: undefined,
  sql: (text) => `case when ${text} is not null then ${read(text)} end`,
  examples: [
    { raw: 'ＡＢＣ－１２３', value: 'ABC-123' },
    { raw: '  two   spaces ', value: 'two spaces' },
    { raw: '张\u200b三', value: '张三' },
    { raw: '　', value: null },
  ],
})
