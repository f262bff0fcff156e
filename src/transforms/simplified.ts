/** Traditional characters as simplified ones, so that a name is the same on both sides of the strait. */
import { createRequire } from 'node:module'
import { transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { fold } from './fold.ts'

const require = createRequire(import.meta.url)

type Convert = (text: string) => string
let convert: Convert | undefined

/** The dictionaries take a while to load, so they are loaded for the first text that needs them. */
function converter(): Convert {
  const { Converter } = require('opencc-js/t2cn') as {
    Converter: (options: { from: string; to: string }) => Convert
  }
  return Converter({ from: 't', to: 'cn' })
}

/** The text in simplified characters, folded. */
export function simplify(text: string): string {
  const folded = fold(text)
  // Nothing but Han characters changes.
  if (!/\p{Script=Han}/u.test(folded)) return folded
  convert ??= converter()
  return convert(folded)
}

const read = textFunction('simplify_text', (text) => simplify(text) || null)

export const simplified = transform({
  name: 'simplified',
  meaning: {
    en: 'Folded text with traditional Chinese characters turned into simplified ones',
    zh: '文本规范化并将繁体转为简体',
  },
  gives: 'VARCHAR',
  code: undefined,
  sql: (text) => `case when ${text} is not null then ${read(text)} end`,
  examples: [
    { raw: '張偉', value: '张伟' },
    { raw: '臺北市大安區', value: '台北市大安区' },
    { raw: '王芳', value: '王芳' },
    { raw: 'Ｗｅｉ', value: 'Wei' },
  ],
})
