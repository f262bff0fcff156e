/** What SQL reads by itself is what the whole rule would read, and what cannot be is refused. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Transform } from '../../src/transform.ts'
import { isoDay, readCalendar } from '../../src/transforms/calendar-text.ts'
import {
  creditCheck,
  passesLuhn,
  passesMod97,
  residentCheck,
  vinCheck,
} from '../../src/transforms/check-digits.ts'
import { day } from '../../src/transforms/day.ts'
import { chineseInteger } from '../../src/transforms/fold.ts'
import { money } from '../../src/transforms/money.ts'
import { plainNumber } from '../../src/transforms/number-text.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
})
afterAll(() => warehouse.close())

async function values<P extends Readonly<Record<string, unknown>>>(
  rule: Transform<P>,
  texts: readonly string[],
  parameters: P,
): Promise<(string | null)[]> {
  const { rows } = await sql<{ v: string | null }>`
    select cast(${sql.raw(rule.sql('x', parameters))} as varchar) as v
    from (select unnest(${texts}::varchar[]) as x, unnest(range(${texts.length})) as n) order by n`.execute(
    warehouse.db,
  )
  return rows.map((row) => row.v)
}

const RUNS = { numRuns: 20, seed: 7 } as const
const days = fc
  .record({
    y: fc.integer({ min: 1900, max: 2100 }),
    m: fc.integer({ min: 1, max: 13 }),
    d: fc.integer({ min: 1, max: 32 }),
  })
  .map(({ y, m, d }) => {
    const at = new Date(Date.UTC(y, m - 1, d))
    return { y, m, d, isReal: at.getUTCMonth() === m - 1 && at.getUTCDate() === d }
  })

describe('days', () => {
  test('every shape gives the same day, or none when there is no such day', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(days, { minLength: 50, maxLength: 50 }), async (list) => {
        const p = (n: number) => String(n).padStart(2, '0')
        const shapes = list.flatMap(({ y, m, d }) => [
          `${y}-${p(m)}-${p(d)}`,
          `${y}/${m}/${d}`,
          `${y}${p(m)}${p(d)}`,
          `${p(d)}.${p(m)}.${y}`,
          `${y}年${m}月${d}日`,
          `民国${y - 1911}年${m}月${d}日`,
          `${y}-${p(m)}-${p(d)} 23:59:59`,
        ])
        const expected = list.flatMap(({ y, m, d, isReal }) =>
          [0, 1, 2, 3, 4, 5, 6].map((shape) =>
            isReal && (shape !== 5 || y > 1911) ? `${y}-${p(m)}-${p(d)}` : null,
          ),
        )
        expect(await values(day, shapes, {})).toEqual(expected)
      }),
      RUNS,
    )
  })

  test('a day whose order is not known is refused exactly when both orders exist and differ', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 31 }), (a, b) => {
        const text = `${a}/${b}/2024`
        const dmy = readCalendar(text, { order: 'dmy' })
        const mdy = readCalendar(text, { order: 'mdy' })
        const read = readCalendar(text, {})
        if (dmy && mdy && a !== b) expect(read).toBeUndefined()
        else if (dmy || mdy)
          expect(read && isoDay(read)).toBe(isoDay((dmy ?? mdy) as NonNullable<typeof dmy>))
        else expect(read).toBeUndefined()
      }),
    )
  })
})

describe('money', () => {
  test('what was written with any separators comes back to the cent', async () => {
    const cents = fc.array(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), {
      minLength: 40,
      maxLength: 40,
    })
    await fc.assert(
      fc.asyncProperty(cents, async (list) => {
        const parts = list.map((c) => {
          const whole = Math.floor(Math.abs(c) / 100)
          const rest = String(Math.abs(c) % 100).padStart(2, '0')
          const group = (mark: string) => String(whole).replace(/\B(?=(\d{3})+$)/g, mark)
          const sign = c < 0 ? '-' : ''
          return { sign, whole, rest, group }
        })
        const texts = parts.flatMap(({ sign, whole, rest, group }) => [
          `${sign}${whole}.${rest}`,
          `${sign}${group(',')}.${rest}`,
          `${sign}¥${group(',')}.${rest}`,
          sign ? `(${whole}.${rest})` : `${whole}.${rest}元`,
          sign ? `${whole}.${rest}-` : `CNY ${whole}.${rest}`,
        ])
        const plain = parts.flatMap(({ sign, whole, rest }, i) =>
          Array(5).fill(list[i] === 0 ? `0.${rest}` : `${sign}${whole}.${rest}`),
        )
        expect(await values(money, texts, {})).toEqual(plain)
        const german = parts.map(({ sign, rest, group }) => `${sign}${group('.')},${rest}`)
        expect(await values(money, german, { decimal: ',' })).toEqual(plain.filter((_, i) => i % 5 === 0))
      }),
      RUNS,
    )
  })

  test('a group of the wrong length is no number', () => {
    for (const text of ['1,2', '12,34', '1,2345,67', ',123', '1,,234', '1,234,56'])
      expect(plainNumber(text), text).toBeUndefined()
    for (const text of ['1,234', '1234,5678', '12,34,567', '1,234,567'])
      expect(plainNumber(text), text).toBe(text.replaceAll(',', ''))
  })

  test('Chinese numerals are read as they are spoken', () => {
    const spoken: readonly (readonly [string, number])[] = [
      ['十', 10],
      ['二十五', 25],
      ['一百零五', 105],
      ['壹万贰仟叁佰', 12300],
      ['三亿零五万', 300050000],
      ['一千二百万', 12000000],
      ['两千', 2000],
    ]
    for (const [text, value] of spoken) expect(chineseInteger(text), text).toBe(value)
    for (const text of ['', '一二', '元', '万十一二']) expect(chineseInteger(text), text).toBeUndefined()
  })
})

describe('check digits', () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^[1-9]\\d{${length - 1}}$`))

  test('one wrong digit never passes', () => {
    fc.assert(
      fc.property(
        digits(17),
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (body, at, add) => {
          const wrong = body.slice(0, at) + ((Number(body[at]) + add) % 10) + body.slice(at + 1)
          expect(residentCheck(wrong)).not.toBe(residentCheck(body))
          const credit = `91${body.slice(2)}`
          const wrongCredit = credit.slice(0, at) + ((Number(credit[at]) + add) % 10) + credit.slice(at + 1)
          expect(creditCheck(wrongCredit)).not.toBe(creditCheck(credit))
          const account = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((d) => body + d).find(passesLuhn) as string
          expect(
            passesLuhn(account.slice(0, at) + ((Number(account[at]) + add) % 10) + account.slice(at + 1)),
          ).toBe(false)
        },
      ),
      { numRuns: 300, seed: 7 },
    )
  })

  test('numbers that are published pass', () => {
    for (const iban of ['GB29NWBK60161331926819', 'FR1420041010050500013M02606', 'NO9386011117947'])
      expect(passesMod97(iban)).toBe(true)
    expect(vinCheck('11111111111111111')).toBe('1')
    expect(residentCheck('11010519491231002')).toBe('X')
  })
})
