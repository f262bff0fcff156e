/** Addresses of electronic mail in one spelling. */
import { transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { fold } from './fold.ts'

const read = textFunction('read_email', (raw) => {
  const text = fold(raw)
    .toLowerCase()
    .replace(/^mailto:/, '')
  return text.length <= 254 &&
    /^[^\s@<>"(),:;]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}$/u.test(text)
    ? text
    : null
})

export const email = transform({
  name: 'email',
  meaning: { en: 'Mail address in lower case with a full domain', zh: '电子邮箱：小写，域名完整' },
  gives: 'VARCHAR',
  code: 'invalid_email',
  sql: (text) => `case when ${text} is not null then ${read(text)} end`,
  examples: [
    { raw: 'Office@Example.COM', value: 'office@example.com' },
    { raw: 'ａ＠example.com', value: 'a@example.com' },
    { raw: 'mailto:a.b@example.co.uk', value: 'a.b@example.co.uk' },
    { raw: 'a@b', value: null },
    { raw: 'nobody', value: null },
  ],
})
