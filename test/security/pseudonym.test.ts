import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pseudonyms } from '../../src/security/index.ts'

const secret = Buffer.alloc(32, 1)
const ours = pseudonyms(secret)

test('every sensitive id is sealed beyond recognition, always alike, and opens again', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('phone', 'account', 'address', 'email', 'vehicle'),
      fc.string({ minLength: 1, unit: 'grapheme' }),
      (kind, value) => {
        const id = `${kind}:${value}`
        const sealed = ours.seal(id)
        expect(sealed).toMatch(new RegExp(`^${kind}:~[A-Za-z0-9_-]{22,}$`))
        expect(pseudonyms(secret).seal(id)).toBe(sealed)
        expect(ours.open(sealed)).toBe(id)
      },
    ),
  )
})

test('ids of entities and claims stay as they are', () => {
  expect(ours.seal('entity:P1')).toBe('entity:P1')
  expect(ours.open('claim:C1')).toBe('claim:C1')
})

test('a pseudonym of another secret, kind or letter does not open', () => {
  const sealed = ours.seal('phone:13800138000')
  expect(pseudonyms(Buffer.alloc(32, 2)).open(sealed)).toBeUndefined()
  expect(ours.open(sealed.replace('phone', 'account'))).toBeUndefined()
  const last = sealed.slice(-2)
  expect(ours.open(sealed.slice(0, -2) + (last === 'AA' ? 'BB' : 'AA'))).toBeUndefined()
  expect(ours.open('phone:~AA')).toBeUndefined()
})

test('a number in the clear opens nothing, so that nobody can try numbers out', () => {
  for (const id of ['phone:13800138000', 'id_number:11010519491231002X', 'account:', 'address:~'])
    expect(ours.open(id), id).toBeUndefined()
  expect(ours.open('R866edd063ffc')).toBe('R866edd063ffc')
})
