import { expect, test } from 'vitest'
import { writeGb18030 } from '../../src/synthetic/gb18030.ts'
import { idCheck, luhn, vinCheck } from '../../src/synthetic/identifiers.ts'
import { madeBook } from './book.ts'

const book = madeBook(2, 2000)

/** The sum of the standard's definition: ISO 7064 MOD 11-2 over all 18 characters is 1. */
function idSum(id: string): number {
  let sum = 0
  for (let i = 0; i < 18; i++) sum += (id[i] === 'X' ? 10 : Number(id[i])) * (2 ** (17 - i) % 11)
  return sum % 11
}

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, d, i) => {
    const n = Number(d) * (i % 2 === 1 ? 2 : 1)
    return sum + (n > 9 ? n - 9 : n)
  }, 0)
}

test('check digits agree with published examples', () => {
  expect(idCheck('11010519491231002')).toBe('X')
  expect(luhn('7992739871')).toBe('3')
  expect(vinCheck('1M8GDM9A_KP042788')).toBe('X')
})

test('identity numbers have the right check digit and a county that does not exist', () => {
  const ids = book().values('customers-cn', '证件号码')
  expect(ids.length).toBeGreaterThan(800)
  // Transposed digits of people who are in the book twice, and typing errors, are wrong on purpose.
  const right = ids.filter((id) => id.length === 18 && idSum(id) === 1)
  expect(right.length / ids.length).toBeGreaterThan(0.97)
  expect(right.every((id) => id.slice(4, 6) === '99')).toBe(true)
})

test('accounts pass the Luhn test, all of them', () => {
  const accounts = [
    ...book().values('customers-cn', '银行账号'),
    ...book().values('customers-au', 'account_no'),
    ...book().values('contacts', 'account_no'),
    ...book().values('payments', '收款账号'),
  ]
  expect(accounts.length).toBeGreaterThan(2000)
  expect(accounts.filter((a) => /^\d{12,}$/.test(a) && luhnSum(a) % 10 !== 0)).toEqual([])
  expect(accounts.every((a) => !/^\d{12,}$/.test(a) || /^(629999|9999)/.test(a))).toBe(true)
})

test('vehicle identification numbers have the right check character and no maker', () => {
  const vins = book()
    .values('insured_objects', 'vin')
    .filter((v) => v.startsWith('9ZZ'))
  expect(vins.length).toBeGreaterThan(500)
  expect(vins.filter((v) => v.length !== 17 || vinCheck(v) !== v[8])).toEqual([])
})

test('telephones lie in ranges that nobody is given', () => {
  const phones = [...book().values('customers-cn', '手机号'), ...book().values('customers-au', 'phone')]
  expect(phones.filter((p) => !/^16[0134]\d{8}$|^05\d\d \d{3} \d{3}$/.test(p))).toEqual([])
})

test('text survives the way to GB18030 and back', () => {
  const text = '保单号,姓名 ABC 浙A·12345，欧阳雨晴'
  const bytes = new Uint8Array(100)
  const back = (written: string) =>
    new TextDecoder('gb18030').decode(bytes.subarray(3, 3 + writeGb18030(written, bytes, 3)))
  expect(back(text)).toBe(text)
  expect(back('a😀b')).toBe('a??b')
})
