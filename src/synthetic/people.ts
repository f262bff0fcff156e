/** People as pure functions of their number: nobody is kept in memory, everybody can be asked again. */
import { dayOf, isoDay } from './calendar.ts'
import { choose, chooseBy, cumulative, mix, unit } from './draw.ts'
import { bankAccount, chineseId, licenceNumber, mobile } from './identifiers.ts'
import { chineseName, englishName, type Name } from './names.ts'
import { ESTATES, REGIONS, type Region, STREETS } from './places.ts'

/** Households come in blocks of twelve people; each pattern lists the sizes within a block. */
const BLOCK = 12
const PATTERNS = [
  [1, 3, 2, 4, 1, 1],
  [4, 2, 1, 3, 2],
  [2, 3, 1, 1, 2, 3],
  [3, 4, 1, 2, 1, 1],
  [5, 1, 2, 3, 1],
] as const

/** First number of the people who are not customers; each lives alone, and the number bears the region. */
const OUTSIDE = 0x10000000
const REGION_ROOM = 16

const REGION_TOTALS = cumulative(REGIONS.map((r) => r.weight))
const OCCUPATIONS = [
  'clerical',
  'manual',
  'professional',
  'driver',
  'trade',
  'farming',
  'medical',
  'teaching',
  'public',
  'retired',
  'self_employed',
  'unemployed',
  'student',
]
const OCCUPATION_TOTALS = cumulative([18, 17, 15, 6, 9, 8, 4, 5, 7, 0, 8, 3, 0])
const EDUCATION = ['primary', 'secondary', 'vocational', 'bachelor', 'postgraduate']
const EDUCATION_TOTALS = cumulative([8, 34, 26, 26, 6])

const F = {
  region: 1,
  age: 2,
  gender: 3,
  surname: 4,
  given: 5,
  second: 6,
  phone: 7,
  account: 8,
  street: 9,
  id: 10,
  job: 11,
  school: 12,
  wed: 13,
  licence: 14,
  mail: 15,
  employer: 16,
} as const

/** What tells a person apart, as it would be written on a form. */
export interface Identity {
  name: string
  latin: string
  id: string
  phone: string
  email: string
  account: string
  address: string
  postcode: string
}

export interface People {
  /** Number of the household's first adult. */
  head(person: number): number
  /** How many live in the household that this person heads. */
  size(head: number): number
  region(person: number): number
  male(person: number): boolean
  birthDay(person: number): number
  /** 18 or older in the middle of the book. */
  adult(person: number): boolean
  name(person: number): Name
  phone(person: number): string
  account(person: number): string
  address(person: number): string
  postcode(person: number): string
  id(person: number): string
  email(person: number): string
  occupation(person: number): string
  education(person: number): string
  marital(person: number): string
  licenceDay(person: number): number
  /** A number in [0, 1) that decides about the employer. */
  employment(person: number): number
  /** The k-th person who is no customer, living in a region. */
  outsider(k: number, region: number): number
}

const NOW = dayOf('2025-01-01')

export function people(seed: number): People {
  const at = (person: number, field: number) => unit(seed, person, field)
  // The questions about one person come together: the household found last is kept.
  let found = -1
  let first = -1
  let members = 1
  let where = 0
  const visit = (person: number): void => {
    found = person
    first = person
    members = 1
    if (person >= OUTSIDE) {
      where = (person - OUTSIDE) % REGION_ROOM
      return
    }
    const block = Math.floor(person / BLOCK)
    let start = block * BLOCK
    for (const size of PATTERNS[mix(seed, block, 0) % PATTERNS.length] as readonly number[]) {
      if (person < start + size) {
        first = start
        members = size
        break
      }
      start += size
    }
    where = chooseBy(REGION_TOTALS, at(first, F.region))
  }
  const head = (person: number): number => {
    if (person !== found) visit(person)
    return first
  }
  const size = (person: number): number => {
    if (person !== found) visit(person)
    return members
  }
  const region = (person: number): number => {
    if (person !== found) visit(person)
    return where
  }
  const place = (person: number): Region => REGIONS[region(person)] as Region
  const male = (person: number) => {
    const first = head(person)
    const own = at(person, F.gender) < 0.5
    return person === first + 1 ? at(first, F.gender) >= 0.5 : own
  }
  const headAge = (first: number) => 22 + Math.floor(48 * at(first, F.age) ** 1.25)
  const age = (person: number) => {
    const first = head(person)
    if (person === first) return headAge(first)
    if (person === first + 1) return Math.max(20, headAge(first) + Math.floor(at(person, F.age) * 9) - 5)
    return Math.max(1, headAge(first) - 22 - Math.floor(at(person, F.age) * 14))
  }
  const birthDay = (person: number) => NOW - age(person) * 365 - Math.floor(at(person, F.age + 100) * 365)
  const name = (person: number): Name => {
    const first = head(person)
    const apart = person === first + 1 && place(person).country === 'cn'
    const make = place(person).country === 'cn' ? chineseName : englishName
    return make(
      male(person),
      at(apart ? person : first, F.surname),
      at(person, F.given),
      at(person, F.second),
    )
  }
  const self: People = {
    head,
    size,
    region,
    male,
    birthDay,
    adult: (person) => age(person) >= 19,
    name,
    phone: (person) => mobile(place(person).country, mix(seed, person, F.phone)),
    account: (person) =>
      bankAccount(place(person).country, mix(seed, person, F.account), mix(seed, person, F.account + 100)),
    address: (person) => address(seed, person, place(person)),
    postcode: (person) => {
      const r = place(person)
      return r.country === 'cn' ? r.postcode : choose(r.districts, at(person, F.street)).slice(-4)
    },
    id: (person) =>
      place(person).country === 'cn'
        ? chineseId(place(person).code, birthDay(person), male(person), mix(seed, person, F.id))
        : licenceNumber(mix(seed, person, F.id)),
    email: (person) => {
      const u = at(person, F.mail)
      if (u < 0.35) return ''
      const host = u < 0.6 ? 'example.com' : u < 0.85 ? 'example.net' : 'example.org'
      return `${name(person)
        .latin.toLowerCase()
        .replace(/[^a-z]+/g, '.')}${mix(seed, person, F.mail) % 1000}@${host}`
    },
    occupation: (person) => {
      const years = age(person)
      if (years < 20) return 'student'
      if (years > 62) return 'retired'
      return OCCUPATIONS[chooseBy(OCCUPATION_TOTALS, at(person, F.job))] as string
    },
    education: (person) => EDUCATION[chooseBy(EDUCATION_TOTALS, at(person, F.school))] as string,
    marital: (person) => {
      if (self.size(head(person)) > 1 && person <= head(person) + 1) return 'married'
      const u = at(person, F.wed)
      return age(person) < 26 || u < 0.6 ? 'single' : u < 0.85 ? 'divorced' : 'widowed'
    },
    licenceDay: (person) =>
      Math.min(NOW - 200, birthDay(person) + 365 * (18 + Math.floor(at(person, F.licence) ** 2 * 16))),
    employment: (person) => at(person, F.employer),
    outsider: (k, home) => OUTSIDE + k * REGION_ROOM + home,
  }
  return self
}

const part = (seed: number, person: number, field: number) => unit(seed, person, F.street + 200 * field)

function address(seed: number, person: number, region: Region): string {
  const district = choose(region.districts, part(seed, person, 0))
  const number = 1 + Math.floor(part(seed, person, 2) ** 2 * 400)
  if (region.country === 'au') {
    const flat = part(seed, person, 3) < 0.35 ? `${1 + Math.floor(part(seed, person, 4) * 24)}/` : ''
    return `${flat}${number} ${choose(STREETS.au, part(seed, person, 1))}, ${district.slice(0, -5)} ${region.prefix} ${district.slice(-4)}`
  }
  const flat = `${1 + Math.floor(part(seed, person, 3) * 24)}幢${1 + Math.floor(part(seed, person, 4) * 3)}单元${1 + Math.floor(part(seed, person, 5) * 18)}0${1 + Math.floor(part(seed, person, 6) * 4)}室`
  const estate = part(seed, person, 7) < 0.4 ? choose(ESTATES, part(seed, person, 8)) : ''
  return `${region.prefix}${district}${choose(STREETS.cn, part(seed, person, 1))}${number}号${estate}${flat}`
}

/** `isoDay`, or nothing for a day that is not known. */
export const dayText = (day: number): string => (day > 0 ? isoDay(day) : '')
