/** Text as it came, without the spaces around it. */
import { transform } from '../transform.ts'

/** Spaces that stand at the ends of fields: the plain one, the one that does not break, the full-width one. */
const SPACES = [' ', '\u00a0', '\u3000']

export const plainText = transform({
  name: 'plain_text',
  meaning: {
    en: 'The text as it came, without spaces at its ends; nothing is left out of an empty one',
    zh: '原文，去掉首尾空格；空文本视为缺失',
  },
  gives: 'VARCHAR',
  code: undefined,
  sql: (text) => {
    // Trimming copies every text; looking at its ends does not.
    const spaced = SPACES.flatMap((space) => [`prefix(${text}, '${space}')`, `suffix(${text}, '${space}')`])
    return `case when ${text} < '!' or ${spaced.slice(1).join(' or ')} then nullif(trim(${text}), '') else ${text} end`
  },
  examples: [
    { raw: 'as it is', value: 'as it is' },
    { raw: '  spaced ', value: 'spaced' },
    { raw: '　全角空格　', value: '全角空格' },
    { raw: 'ＡＢＣ', value: 'ＡＢＣ' },
    { raw: '   ', value: null },
    { raw: '', value: null },
  ],
})
