/** Region codes from codes, names and addresses, Chinese or Latin. */
import { createRequire } from 'node:module'
import { type Parameters, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { AUSTRALIA, CHINA, LATIN } from './region-table.ts'
import { simplify } from './simplified.ts'

const require = createRequire(import.meta.url)

export interface RegionParameters extends Parameters {
  /** How deep the code goes: a `province`, a `city` (default), or the `district` that a code of six digits names. */
  readonly level?: 'province' | 'city' | 'district'
  /** ISO 3166 code of the country of names that could lie in several. Default CN. */
  readonly country?: 'CN' | 'AU'
}

interface Gazetteer {
  /** Province or city code of six digits by Chinese name, with and without its kind. */
  readonly provinces: ReadonlyMap<string, string>
  /** Codes of the cities of that name; `吉林` is a city and a province. */
  readonly cities: ReadonlyMap<string, readonly string[]>
  readonly codes: ReadonlySet<string>
}

const KINDS = /(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$/
const PEOPLES =
  /(?:蒙古|藏族|羌族|彝族|苗族|侗族|布依族|土家族|哈尼族|壮族|傣族|景颇族|白族|傈僳族|回族|朝鲜族|哈萨克|柯尔克孜|蒙古族)+自治州$|自治州$|地区$|盟$/

function gazetteer(): Gazetteer {
  const provinces = new Map<string, string>()
  const cities = new Map<string, string[]>()
  const codes = new Set<string>()
  for (const line of CHINA) {
    const [head, ...rest] = line.split(' ')
    const province = head.slice(0, 2)
    const name = head.slice(2)
    codes.add(`${province}0000`)
    for (const form of [name, name.replace(KINDS, '')]) provinces.set(form, `${province}0000`)
    for (const city of rest) {
      const code = `${province}${city.slice(0, 2)}00`
      const full = city.slice(2)
      codes.add(code)
      for (const form of new Set([full, full.replace(PEOPLES, '')]))
        if (form.length > 1) cities.set(form, [...(cities.get(form) ?? []), code])
    }
  }
  return { provinces, cities, codes }
}

let table: Gazetteer | undefined
let latin: ReadonlyMap<string, readonly string[]> | undefined

const read = textFunction('read_region', (raw, options) => {
  const { level = 'city', country = 'CN' } = options ? (JSON.parse(options) as RegionParameters) : {}
  table ??= gazetteer()
  const text = simplify(raw)
  const code =
    ofCode(text, table) ??
    (/\p{Script=Han}/u.test(text) ? ofChinese(text, table) : ofLatin(text, table, country))
  if (!code) return null
  if (!/^\d{6}$/.test(code)) return code
  const cut = level === 'province' ? 2 : level === 'city' ? 4 : 6
  return code.slice(0, cut).padEnd(6, '0')
})

function ofCode(text: string, { codes }: Gazetteer): string | undefined {
  const upper = text.toUpperCase().replace(/^(\d{2}|\d{4}|\d{6})\.0$/, '$1')
  if (upper in AUSTRALIA) return upper
  if (!/^(?:\d{2}|\d{4}|\d{6})$/.test(upper)) return undefined
  const whole = upper.padEnd(6, '0')
  // Districts and what lies under a municipality are known by the city or province before them.
  const isKnown =
    codes.has(`${whole.slice(0, 4)}00`) ||
    (codes.has(`${whole.slice(0, 2)}0000`) && /^(?:11|12|31|50|\d\d90)/.test(whole))
  return isKnown ? whole : undefined
}

/** The longest name that an address begins with, a province first, then its city. */
function ofChinese(text: string, { provinces, cities }: Gazetteer): string | undefined {
  let rest = text.replace(/^中国/, '').replace(/\s/g, '')
  const province = longest(rest, provinces)
  const cityFirst = longest(rest, cities)
  // 吉林市 is a city; 吉林省 and a bare 吉林 are the province.
  const isCity =
    cityFirst !== undefined &&
    (province === undefined || rest.startsWith(`${cityFirst}市`)) &&
    !isMunicipality(rest, provinces)
  if (province !== undefined && !isCity) {
    const code = provinces.get(province) as string
    rest = rest.slice(province.length).replace(/^[,，]/, '')
    const city = longest(rest, cities)
    const within =
      city === undefined ? undefined : cities.get(city)?.find((c) => c.slice(0, 2) === code.slice(0, 2))
    return within ?? code
  }
  // 朝阳 is a city, 朝阳区 a district of others.
  const found =
    cityFirst === undefined || /^[区县镇乡路街]/.test(rest.slice(cityFirst.length))
      ? []
      : (cities.get(cityFirst) ?? [])
  return found.length === 1 ? found[0] : undefined
}

const isMunicipality = (text: string, provinces: ReadonlyMap<string, string>) =>
  ['北京', '天津', '上海', '重庆'].some((name) => text.startsWith(name) && provinces.has(name))

function longest(text: string, names: ReadonlyMap<string, unknown>): string | undefined {
  for (let length = Math.min(12, text.length); length > 1; length--) {
    const name = text.slice(0, length)
    if (names.has(name)) return name
  }
  return undefined
}

/** The parts of a Latin address from behind, where the large comes last. */
function ofLatin(text: string, known: Gazetteer, country: 'CN' | 'AU'): string | undefined {
  const words = text
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/\b(?:city|province|shi|sheng|china|p\.? ?r\.? ?c\.?|australia)\b/g, ' ')
    .replace(/[^a-z]+/g, ' ')
    .trim()
    .split(' ')
  const phrases = words.flatMap((word, i) => [
    word,
    ...(i + 1 < words.length ? [`${word} ${words[i + 1]}`] : []),
    ...(i + 2 < words.length ? [words.slice(i, i + 3).join(' ')] : []),
  ])
  if (country === 'AU' || /australia/i.test(text)) {
    const states = Object.entries(AUSTRALIA).filter(([, names]) =>
      names.some((name) => phrases.includes(name.toLowerCase())),
    )
    if (states.length > 0) return states.length === 1 ? states[0][0] : undefined
  }
  latin ??= latinNames(known)
  const codes = [...new Set(phrases.flatMap((phrase) => latin?.get(phrase) ?? []))]
  const provinces = codes.filter((code) => code.endsWith('0000'))
  const cities = codes.filter((code) => !code.endsWith('0000'))
  const within = cities.filter((code) =>
    provinces.some((province) => province.slice(0, 2) === code.slice(0, 2)),
  )
  // 吉林 is both; a name of two cities counts only with its province beside it.
  const candidates =
    within.length > 0 && new Set(phrases).size > 1 ? within : provinces.length > 0 ? provinces : cities
  return candidates.length === 1 ? candidates[0] : undefined
}

function latinNames({ provinces, cities }: Gazetteer): ReadonlyMap<string, readonly string[]> {
  const { pinyin } = require('pinyin-pro') as {
    pinyin: (text: string, options: { toneType: 'none'; type: 'array'; v?: boolean }) => string[]
  }
  const names = new Map<string, string[]>()
  const add = (name: string, code: string) => {
    const known = names.get(name) ?? []
    if (!known.includes(code)) names.set(name, [...known, code])
  }
  for (const [name, code] of Object.entries(LATIN)) add(name, code)
  const entries = [...[...provinces].map(([name, code]) => [name, [code]] as const), ...cities]
  for (const [name, codes] of entries) {
    const syllables = pinyin(name.replace(KINDS, ''), { toneType: 'none', type: 'array', v: true })
    for (const code of codes) {
      // The two provinces of one pinyin are told apart by their official spelling alone.
      if (code !== '610000') add(syllables.join(''), code)
    }
  }
  return names
}

export const region = transform<RegionParameters>({
  name: 'region',
  meaning: {
    en: 'Code of a region (GB/T 2260 for China, ISO 3166-2 for Australia) from a code, a name or an address in Chinese or Latin letters; a name that several places bear is refused unless its province stands beside it',
    zh: '地区代码（中国 GB/T 2260，澳大利亚 ISO 3166-2）：可由代码、地名或中英文地址得出；重名且未注明省份者拒绝',
  },
  gives: 'VARCHAR',
  code: 'invalid_region',
  sql: (text, parameters) => {
    const options = Object.keys(parameters).length > 0 ? JSON.stringify(parameters) : ''
    return `case when ${text} is not null then ${read(text, options)} end`
  },
  examples: [
    { raw: '330100', value: '330100' },
    { raw: '330106', value: '330100' },
    { raw: '330106', parameters: { level: 'district' }, value: '330106' },
    { raw: '330106', parameters: { level: 'province' }, value: '330000' },
    { raw: '浙江省杭州市西湖区学院路12号', value: '330100' },
    { raw: '浙江杭州', value: '330100' },
    { raw: '杭州市滨江区', value: '330100' },
    { raw: '廣東省廣州市', value: '440100' },
    { raw: '上海市浦东新区', value: '310000' },
    { raw: '内蒙古自治区呼和浩特市', value: '150100' },
    { raw: '吉林省', value: '220000' },
    { raw: '北京市朝阳区', value: '110000' },
    { raw: '辽宁省朝阳市', value: '211300' },
    { raw: '朝阳区建国路1号', value: null },
    { raw: '海南省三亚市', value: '460200' },
    { raw: '吉林市船营区', value: '220200' },
    { raw: '新疆伊犁', value: '654000' },
    { raw: 'Xihu District, Hangzhou, Zhejiang', value: '330100' },
    { raw: 'Hangzhou City', value: '330100' },
    { raw: "Xi'an, Shaanxi", value: '610100' },
    { raw: 'Taizhou', value: null },
    { raw: 'Taizhou, Jiangsu', value: '321200' },
    { raw: '12 High St, Penrith NSW 2750', parameters: { country: 'AU' }, value: 'AU-NSW' },
    { raw: 'au-nsw', value: 'AU-NSW' },
    { raw: '990000', value: null },
    { raw: 'somewhere', value: null },
  ],
})
