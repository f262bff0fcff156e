/** A whole number; a fraction is refused, never rounded. */
import { cheapFirst, transform } from '../transform.ts'
import { type NumberParameters, readNumber } from './real.ts'

export const integer = transform<NumberParameters>({
  name: 'integer',
  meaning: {
    en: 'A whole number in any writing that `real` reads; 3.0 is whole, 3.5 is refused',
    zh: '整数，写法同 real；3.0 视为整数，3.5 不接受',
  },
  gives: 'INTEGER',
  code: 'invalid_integer',
  sql: (text, { decimal }) => {
    const number = `try_cast(${readNumber(text, decimal)} as double)`
    const dear = `case when ${number} = floor(${number}) then try_cast(${number} as integer) end`
    // DuckDB's cast alone would round 1.5 to 2 and read 0x10.
    const cheap = `case when try_cast(${text} as integer) = try_cast(${text} as double) then try_cast(${text} as integer) end`
    return decimal === ',' ? `case when ${text} is not null then ${dear} end` : cheapFirst(text, cheap, dear)
  },
  examples: [
    { raw: '12', value: '12' },
    { raw: '-7', value: '-7' },
    { raw: ' 12 ', value: '12' },
    { raw: '3.0', value: '3' },
    { raw: '1,234', value: '1234' },
    { raw: '1.234', parameters: { decimal: ',' }, value: '1234' },
    { raw: '１２', value: '12' },
    { raw: '1.5', value: null },
    { raw: '0x10', value: null },
    { raw: '3000000000', value: null },
    { raw: '1O', value: null },
    { raw: '', value: null },
  ],
})
