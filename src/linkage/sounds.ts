/**
 * How a name sounds, as a code that spellings share: double metaphone for Western names, the Wade-Giles syllables without
 * apostrophes for Chinese ones, on which pinyin (`Zhang Zhiwei`), Taiwan's (`Chang Chih-wei`) and common Hong Kong surnames
 * (`Cheung`) meet.
 *
 * Reference: Philips (2000), The Double Metaphone Search Algorithm.
 */
import { doubleMetaphone } from 'double-metaphone'

/** A syllable of pinyin without tone. */
const SYLLABLE =
  /(?![jqx][aeo])(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v)(?![aeiouv])/y
const PINYIN = new RegExp(`^(?:${SYLLABLE.source})+$`)
/** A syllable of Wade-Giles that pinyin does not have. */
const WADE =
  /^(?:hs(?:ia|iao|ieh|ien|in|ing|iung|iu|i|u|uan|ueh)|(?:ch|sh)ih|jih|(?:t?s|tz|ss)u|ts(?:ai|an|ang|ao|e|en|eng|o|ou|uan|ui|un|ung)|(?:ch|k|t|p|l|m|n)ie[hn]|[ktpnlchjsy]{1,2}ung|ch(?:ia|iao|iang|in|ing|iu|ueh|ien)|kuei|yeh|yen|erh|ko|ho|to|lo|no)$/

/** Surnames of Hong Kong and of the older romanisation, to their pinyin. */
const SURNAMES = new Map(
  (
    'chan chen,cheung zhang,wong wang,ho he,ng wu,lam lin,leung liang,kwok guo,chow zhou,tsang zeng,tse xie,yeung yang,lau liu,hui xu,' +
    'mak mai,choi cai,fung feng,yip ye,ip ye,poon pan,kwan guan,siu xiao,shum shen,yuen yuan,hung hong,lai li,lui lei,chu zhu,' +
    'tam tan,szeto situ,au ou,lee li,tsui xu,kwong kuang,chiu zhao,tong tang,mok mo,kam jin,chin qian,woo hu,koo gu,young yang,' +
    'loh luo,teo zhang,tay zheng,goh wu,koh xu,lim lin,ong wang,chua cai,tan chen,ooi huang,yap ye,' +
    'hsieh xie,hsu xu,tsai cai,kuo guo,chou zhou,teng deng,tung dong,yeh ye,chiang jiang,ting ding,kao gao,pai bai,ko ke,tseng zeng,' +
    'tsao cao,hsiao xiao,hsiung xiong,chien qian,kung gong,tien tian,jen ren,pao bao,chuang zhuang,sheng sheng,chin jin,hsing xing'
  )
    .split(',')
    .map((pair) => pair.split(' ') as [string, string]),
)

const INITIALS: Readonly<Record<string, string>> = {
  b: 'p',
  d: 't',
  g: 'k',
  j: 'ch',
  q: 'ch',
  x: 'hs',
  zh: 'ch',
  r: 'j',
  z: 'ts',
  c: 'ts',
}
const WHOLE: Readonly<Record<string, string>> = {
  zhi: 'chih',
  chi: 'chih',
  shi: 'shih',
  ri: 'jih',
  zi: 'tzu',
  ci: 'tzu',
  si: 'ssu',
  yan: 'yen',
  ye: 'yeh',
  you: 'yu',
  yong: 'yung',
  yi: 'i',
  er: 'erh',
  gui: 'kuei',
  kui: 'kuei',
}

/** One syllable of pinyin as Wade-Giles writes it, without apostrophes. */
function wade(syllable: string): string {
  const whole = WHOLE[syllable]
  if (whole) return whole
  const initial = /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcs])/.exec(syllable)?.[0] ?? ''
  const final = syllable
    .slice(initial.length)
    .replace(/^iong$/, 'iung')
    .replace(/ong$/, 'ung')
    .replace(/^ian$/, 'ien')
    .replace(/^ie$/, 'ieh')
    .replace(/^[uv]e$/, 'ueh')
    .replace('v', 'u')
  const rest = final === 'e' && 'gkh'.includes(initial) && initial ? 'o' : final
  return (INITIALS[initial] ?? initial) + (rest === 'uo' && !'gkh'.includes(initial) ? 'o' : rest)
}

/** Whether a Latin word reads as Chinese syllables. */
export const readsChinese = (word: string): boolean => PINYIN.test(word) || WADE.test(word)

/** Pinyin of a Latin Chinese surname, in whichever of the common ways it is written; undefined when it is none of these. */
export const surnamePinyin = (family: string): string | undefined => SURNAMES.get(family)

/** Sound of Chinese syllables in Latin letters; pinyin may be unspaced, other ways come one syllable a word. */
export function chineseSound(words: readonly string[]): string {
  return words
    .map((word) =>
      PINYIN.test(word) ? (word.match(new RegExp(SYLLABLE.source, 'g')) ?? []).map(wade).join('') : word,
    )
    .join('')
}

const known = new Map<string, string>()

/** Sound of a Western name; empty for one without sounds. */
export function westernSound(word: string): string {
  const kept = known.get(word)
  if (kept !== undefined) return kept
  const sound = doubleMetaphone(word)[0]
  if (known.size > 500_000) known.clear()
  known.set(word, sound)
  return sound
}
