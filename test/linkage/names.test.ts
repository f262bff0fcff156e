import { expect, test } from 'vitest'
import { normaliseText, parseName } from '../../src/linkage/names.ts'

test('a Chinese name keeps its characters beside its pinyin', () => {
  expect(parseName('张 伟', false)).toMatchObject({
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

test('traditional characters are the simplified ones', () => {
  expect(parseName('張偉', false)).toEqual(parseName('张伟', false))
  expect(parseName('歐陽麗', false).family).toBe('欧阳')
  expect(parseName('環球貿易', true).given).toBe('环球贸易')
})

test('a Chinese name sounds the same in characters, pinyin, Wade-Giles and with a Hong Kong surname', () => {
  const sounds = (name: string) => {
    const { familySound, givenSound } = parseName(name, false)
    return [familySound, givenSound]
  }
  for (const name of ['Zhang Zhiwei', 'Chang Chih-wei', 'Chih-wei CHANG'])
    expect(sounds(name)).toEqual(sounds('張志偉'))
  expect(sounds('Hsieh Hsiao-li')).toEqual(sounds('谢小丽'))
  expect(sounds('Cheung Zhiwei')).toEqual(sounds('张志伟'))
  expect(sounds('Kuo Chien-kuo')).toEqual(sounds('Guo Jianguo'))
})

test('Western names sound alike across spellings, and short forms know what they stand for', () => {
  const name = (text: string) => parseName(text, false)
  expect(name('Jon Shepherdson').familySound).toBe(name('Jon Shepherdsen').familySound)
  expect(name('Kathryn Smyth').familySound).toBe(name('Kathryn Smith').familySound)
  expect(name('Liz Smith').givenRoots).toContain('elizabeth')
  expect(name('Betty Smith').givenRoots).toContain('elizabeth')
  expect(name('Zebedee Smith').givenRoots).toEqual([])
})
