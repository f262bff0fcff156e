import { expect, test } from 'vitest'
import {
  maskAddress,
  maskEmail,
  maskLabel,
  maskName,
  maskNumber,
  maskPartyName,
  maskPlate,
} from '../../src/security/index.ts'

test.each([
  ['王小明', '王**'],
  ['欧阳 娜娜', '欧***'],
  ['John Smith', 'J*** S****'],
  ['  Li   Na ', 'L* N*'],
  ['X', 'X*'],
  ['', null],
  [null, null],
])('name %j is %j', (name, shown) => {
  expect(maskName(name)).toBe(shown)
})

test('people are masked, firms are not, and whom nobody knows counts as a person', () => {
  expect(maskPartyName('Harbour Hospital', 'hospital')).toBe('Harbour Hospital')
  expect(maskPartyName('Anna Keller', 'physician')).toBe('A*** K*****')
  expect(maskPartyName('Anna Keller', null)).toBe('A*** K*****')
})

test.each([
  ['13800138000', '*******8000'],
  ['123456', '**3456'],
  ['1234', '****'],
  ['', null],
])('number %j is %j', (value, shown) => {
  expect(maskNumber(value)).toBe(shown)
})

test.each([
  ['北京市朝阳区建国路88号', '北京市朝阳区***'],
  ['浙江省杭州市西湖区文三路1号', '浙江省杭州市西湖区***'],
  ['12 High Street, Springfield, 62701', '***, Springfield'],
  ['12 High Street', '***'],
  ['', null],
])('address %j is %j', (value, shown) => {
  expect(maskAddress(value)).toBe(shown)
})

test('e-mail and plate keep what tells them apart', () => {
  expect(maskEmail('jane.doe@example.com')).toBe('j***@example.com')
  expect(maskEmail('no address')).toBe('******ress')
  expect(maskPlate('京A12345')).toBe('京A***45')
})

test('a label is masked by the kind of its node', () => {
  expect(maskLabel('claim', 'C1', null)).toBe('C1')
  expect(maskLabel('entity', 'John Smith', 'person')).toBe('J*** S****')
  expect(maskLabel('phone', '13800138000', null)).toBe('*******8000')
  expect(maskLabel('account', '6222020200001234', null)).toBe('************1234')
  expect(maskLabel('address', '12 High Street, Springfield', null)).toBe('***, Springfield')
})
