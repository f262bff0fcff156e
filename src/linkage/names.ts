/** Names made comparable: one spelling of letters, family and given name apart, Chinese characters kept beside their pinyin. */
import { Converter } from 'opencc-js/t2cn'
import { pinyin } from 'pinyin-pro'
import { formalNames } from './nicknames.ts'
import { chineseSound, readsChinese, surnamePinyin, westernSound } from './sounds.ts'

/** A name taken apart. Latin parts are lower-case letters and digits; empty when there is nothing. */
export interface ParsedName {
  /** The whole name, normalised, script kept. */
  readonly full: string
  /** Family and given name as written, script kept. */
  readonly family: string
  readonly given: string
  /** The same in Latin letters: pinyin without tones for Chinese. */
  readonly familyLatin: string
  readonly givenLatin: string
  /** Codes that names of the same sound share; empty when there is none. */
  readonly familySound: string
  readonly givenSound: string
  /** The names that the given name may be a short form of, itself among them. */
  readonly givenRoots: readonly string[]
}

const COMPOUND_SURNAMES = new Set(
  '欧阳 司马 上官 诸葛 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 夏侯'.split(' '),
)
/** Surnames in pinyin: a Latin name that begins with one and reads as pinyin has its family name first. */
const PINYIN_SURNAMES = new Set(
  (
    'wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng yu dong ' +
    'xiao cheng cao yuan deng shen zeng peng lv lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi ' +
    'yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan lei qian yin yi chang qiao lai gong wen'
  ).split(' '),
)
const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'prof', 'sir', '先生', '女士', '小姐'])
/** Most names are this, and need no folding. */
const PLAIN = /^[ -~]{0,100}$/
const HAN = /\p{Script=Han}/u
const EMPTY: ParsedName = {
  full: '',
  family: '',
  given: '',
  familyLatin: '',
  givenLatin: '',
  familySound: '',
  givenSound: '',
  givenRoots: [],
}
/** Longer texts are no names; edit distances on them would take long. */
const LONGEST = 80
/** Chinese names that are kept as they were read. */
const CHINESE_KEPT = 100_000

/** One form of each letter: compatibility forms (full width) folded, accents and case taken off, punctuation to spaces. */
export function normaliseText(text: string): string {
  if (PLAIN.test(text))
    return text
      .toLowerCase()
      .replace(/['`]/g, '')
      .replace(/[^a-z0-9,]+/g, ' ')
      .trim()
  return text
    .slice(0, LONGEST * 4)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{N},]+/gu, ' ')
    .normalize('NFKC')
    .trim()
}

const converter = Converter({ from: 't', to: 'cn' })
const simple = new Map<string, string>()

/** Traditional characters as simplified ones, character by character: a name has no words to go by. */
function simplified(text: string): string {
  let out = ''
  for (const letter of text) {
    const kept = simple.get(letter) ?? (HAN.test(letter) ? converter(letter) : letter)
    simple.set(letter, kept)
    out += kept
  }
  return out
}

const isChineseSurname = (word: string) => PINYIN_SURNAMES.has(word) || surnamePinyin(word) !== undefined

const latin = (text: string): string => {
  if (!HAN.test(text)) return text.replaceAll(' ', '')
  return pinyin(text, { toneType: 'none', type: 'array', v: true })
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

/** Takes a name in Chinese characters apart. */
function parseChinese(full: string): ParsedName {
  const letters = [...simplified(full.replace(/[ ,]/g, ''))]
  const size = letters.length > 2 && COMPOUND_SURNAMES.has(letters.slice(0, 2).join('')) ? 2 : 1
  const family = letters.slice(0, size).join('')
  const given = letters.slice(size).join('')
  const read = pinyin(letters.join(''), { toneType: 'none', type: 'array', mode: 'surname', v: true })
  return {
    full: letters.join(''),
    family,
    given,
    familyLatin: read.slice(0, size).join('').toLowerCase(),
    givenLatin: read.slice(size).join('').toLowerCase(),
    familySound: chineseSound(read.slice(0, size)),
    givenSound: chineseSound(read.slice(size)),
    givenRoots: [],
  }
}

/** Chinese names as they were read once: their pinyin is looked up letter by letter, and many ask for the same name. */
const chinese = new Map<string, ParsedName>()

function chinesePerson(full: string): ParsedName {
  const kept = chinese.get(full)
  if (kept) return kept
  if (chinese.size >= CHINESE_KEPT) chinese.clear()
  const parsed = parseChinese(full)
  chinese.set(full, parsed)
  return parsed
}

function person(full: string): ParsedName {
  if (HAN.test(full)) return chinesePerson(full)
  const comma = full.indexOf(',')
  const turned = comma < 0 ? full : `${full.slice(comma + 1)} ${full.slice(0, comma)}`
  const words = turned.split(/[ ,]+/).filter((word) => word && !TITLES.has(word))
  if (words.length === 0) return EMPTY
  if (comma < 0 && words.length > 1 && isChineseSurname(words[0]) && words.slice(1).every(readsChinese)) {
    words.push(words.shift() as string)
  }
  const family = words.length > 1 ? (words.at(-1) as string) : ''
  const givenWords = words.length > 1 ? words.slice(0, -1) : words
  const given = givenWords.join(' ')
  const [familyLatin, givenLatin] = [latin(family), latin(given)]
  const isChinese = isChineseSurname(family)
  return {
    full: words.join(' '),
    family,
    given,
    familyLatin,
    givenLatin,
    familySound: isChinese ? chineseSound([surnamePinyin(family) ?? family]) : westernSound(familyLatin),
    givenSound:
      isChinese && givenWords.every(readsChinese) ? chineseSound(givenWords) : westernSound(givenLatin),
    givenRoots: formalNames(givenLatin),
  }
}

/**
 * Takes a name apart. `organisation` keeps it whole, in `given`.
 * @example parseName('张 伟', false) // family 张 / zhang, given 伟 / wei
 */
export function parseName(name: string, organisation: boolean): ParsedName {
  const full = normaliseText(name).slice(0, LONGEST)
  if (!full) return EMPTY
  if (!organisation) return person(full)
  const whole = simplified(full.replace(/,/g, ' ').replace(/ +/g, ' ').trim())
  return { ...EMPTY, full: whole, given: whole, givenLatin: latin(whole) }
}
