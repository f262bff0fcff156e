import { expect, test } from 'vitest'
import { normaliseText, parseName } from '../../src/linkage/names.ts'

test('a Chinese name keeps its characters beside its pinyin', () => {
  expect(parseName('张 伟', false)).toEqual({
    full: '张伟',
    family: '张',
    given: '伟',
    familyLatin: 'zhang',
    givenLatin: 'wei',
  })
})

test('a compound surname stays in one piece', () => {
  const name = parseName('欧阳小明', false)
  expect([name.family, name.given]).toEqual(['欧阳', '小明'])
  expect(name.givenLatin).toBe('xiaoming')
})

test('a surname is read as a surname: 单 is shan, not dan', () => {
  expect(parseName('单雄信', false).familyLatin).toBe('shan')
})

test('Latin names in either order, with titles, accents, full-width letters', () => {
  expect(parseName('Smith, John', false)).toMatchObject({ family: 'smith', given: 'john' })
  expect(parseName('Dr. José  Núñez', false)).toMatchObject({ family: 'nunez', given: 'jose' })
  expect(parseName('ＪＯＨＮ　ＳＭＩＴＨ', false)).toMatchObject({ family: 'smith', given: 'john' })
  expect(parseName('Cher', false)).toMatchObject({ family: '', given: 'cher' })
})

test('a Latin name that is pinyin has its family name first', () => {
  for (const name of ['WANG XIAOLI', 'Wang Xiao Li', 'Wang, Xiaoli'])
    expect(parseName(name, false)).toMatchObject({ familyLatin: 'wang', givenLatin: 'xiaoli' })
  expect(parseName('Helen Wang', false)).toMatchObject({ familyLatin: 'wang', givenLatin: 'helen' })
})

test('nothing, blanks and marks give an empty name', () => {
  for (const name of ['', '   ', '--', ',']) expect(parseName(name, false).givenLatin).toBe('')
})

test('an organisation keeps its words together', () => {
  expect(parseName('Harbour Road Garage, Ltd.', true)).toMatchObject({
    given: 'harbour road garage ltd',
    givenLatin: 'harbourroadgarageltd',
    family: '',
  })
})

test('very long texts are cut before they are compared', () => {
  expect(normaliseText('x'.repeat(100_000)).length).toBeLessThanOrEqual(320)
  expect(parseName('y'.repeat(100_000), false).full.length).toBe(80)
})
