/** Invented people with known duplicates: households, rare and common names, and the slips of several front desks. */
import { schemaDdl } from '../schema/database.ts'
import { type Random, random } from '../util/random.ts'
import type { Warehouse } from '../warehouse/index.ts'

const DEFAULTS = {
  /** Share of the records that are another spelling of an earlier person. */
  duplicates: 0.3,
  /** Rows that are appended at a time. */
  batch: 50_000,
  /** Different family names and given names, common ones first. */
  familyNames: 40_000,
  givenNames: 4000,
} as const

/** What a front desk writes down. */
interface Written {
  given: string
  family: string
  birthDate: string | null
  gender: string | null
  idNumber: string | null
  phone: string | null
  email: string | null
  account: string | null
  address: string | null
  postcode: string | null
}

/** Given names with the short forms that people go by; the first of a list is as good as the others. */
const SHORT_FORMS: Readonly<Record<string, readonly string[]>> = {
  elizabeth: ['liz', 'beth', 'betty'],
  william: ['bill', 'will', 'billy'],
  robert: ['bob', 'rob', 'bobby'],
  margaret: ['maggie', 'peggy', 'meg'],
  james: ['jim', 'jimmy'],
  katherine: ['kate', 'kathy', 'katie'],
  richard: ['dick', 'rick', 'ricky'],
  thomas: ['tom', 'tommy'],
  michael: ['mike', 'mick'],
  jennifer: ['jenny', 'jen'],
  christopher: ['chris', 'kit'],
  alexandra: ['alex', 'sandra'],
  edward: ['ed', 'ted', 'eddie'],
  patricia: ['pat', 'trish'],
  anthony: ['tony'],
  deborah: ['debbie', 'deb'],
  joseph: ['joe'],
  susan: ['sue'],
  daniel: ['dan', 'danny'],
  rebecca: ['becky'],
}
const CONSONANTS = 'bcdfghjklmnprstvwz'
const VOWELS = 'aeiou'
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

const pronounceable = (draw: Random, length: number): string =>
  Array.from({ length }, (_, i) => draw.pick(i % 2 ? [...VOWELS] : [...CONSONANTS])).join('')

function nameList(seed: number, size: number, shortest: number, first: readonly string[]): string[] {
  const draw = random(seed)
  const names = new Set(first)
  while (names.size < size) names.add(pronounceable(draw, draw.int(shortest, shortest + 5)))
  return [...names]
}

const families = nameList(11, DEFAULTS.familyNames, 5, [])
const givens = nameList(12, DEFAULTS.givenNames, 4, Object.keys(SHORT_FORMS))
const streets = nameList(13, 3000, 6, [])
const towns = nameList(14, 600, 6, [])

/** A place in a list where the k-th is about k to the power -0.8 as likely as the first. */
const common = (draw: Random, size: number) => Math.min(size - 1, Math.floor(size * draw.next() ** 5))
const digits = (draw: Random, n: number) => String(draw.int(0, 10 ** n - 1)).padStart(n, '0')
const two = (n: number) => String(n).padStart(2, '0')
const mobile = (draw: Random) => `07${digits(draw, 9)}`

function home(draw: Random): { address: string; postcode: string } {
  const town = draw.int(0, towns.length - 1)
  const letters = `${LETTERS[town % 26]}${LETTERS[(town >> 3) % 26]}`.toUpperCase()
  return {
    address: `${draw.int(1, 180)} ${draw.pick(streets)} ${draw.pick(['street', 'road', 'lane', 'avenue'])}, ${towns[town]}`,
    postcode: `${letters}${1 + (town % 60)} ${draw.int(0, 9)}${draw.pick([...LETTERS])}${draw.pick([...LETTERS])}`,
  }
}

const mixed = (seed: number, kind: number, i: number) =>
  Math.imul(seed * 31 + kind, 0x9e3779b1) ^ Math.imul(i + 1, 0x85ebca6b)

/** Person `i` as he is; some 1.8 people share a household, its name, its address, often its telephone and account. */
function truePerson(seed: number, i: number): Written {
  const draw = random(mixed(seed, 1, i))
  const house = random(mixed(seed, 2, Math.floor(i / 1.8)))
  const shared = {
    family: families[common(house, families.length)],
    ...home(house),
    phone: `01${digits(house, 9)}`,
    account: `GB${digits(house, 12)}`,
  }
  const given = givens[common(draw, givens.length)]
  const family = draw.chance(0.85) ? shared.family : families[common(draw, families.length)]
  const phone = draw.chance(0.3) ? shared.phone : mobile(draw)
  return {
    given,
    family,
    birthDate: `${draw.int(1930, 2009)}-${two(draw.int(1, 12))}-${two(draw.int(1, 28))}`,
    gender: draw.pick(['male', 'female']),
    idNumber: draw.chance(0.9) ? `${draw.pick([...LETTERS]).toUpperCase()}${digits(draw, 9)}` : null,
    phone: draw.chance(0.92) ? phone : null,
    email: draw.chance(0.6) ? `${given}.${family}${draw.int(1, 999)}@mail${draw.int(1, 9)}.example` : null,
    account: draw.chance(0.6) ? (draw.chance(0.4) ? shared.account : `GB${digits(draw, 12)}`) : null,
    address: shared.address,
    postcode: shared.postcode,
  }
}

/** One slip of the keyboard: a letter left out, another one, two changed places, one twice. */
function typo(draw: Random, text: string): string {
  const at = draw.int(0, text.length - 1)
  const other = /\d/.test(text.charAt(at)) ? digits(draw, 1) : draw.pick([...LETTERS])
  return draw.pick([
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at) + other + text.slice(at + 1),
    text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2),
    text.slice(0, at + 1) + text.slice(at),
  ])
}

/** Another way to write the same sound. */
const respelt = (name: string) =>
  name.replace(/ck|k|c(?=[aou])|ph|f|y|i|z|s|w/, (letters) => RESPELLINGS[letters] ?? letters)
const RESPELLINGS: Readonly<Record<string, string>> = {
  ck: 'k',
  k: 'c',
  c: 'k',
  ph: 'f',
  f: 'ph',
  y: 'i',
  i: 'y',
  z: 's',
  s: 'z',
  w: 'v',
}

function slippedDate(draw: Random, date: string): string {
  const [year, month, day] = date.split('-')
  if (draw.chance(0.35) && Number(day) <= 12) return `${year}-${day}-${month}`
  const part = draw.int(0, 2)
  if (part === 0) return `${Number(year) + draw.pick([-10, -1, 1, 10])}-${month}-${day}`
  if (part === 1) return `${year}-${two(draw.int(1, 12))}-${day}`
  return `${year}-${month}-${two(draw.int(1, 28))}`
}

/** The same person as another desk wrote him down. */
function corrupted(draw: Random, person: Written): Written {
  const out = { ...person }
  if (draw.chance(0.1)) out.given = draw.pick(SHORT_FORMS[out.given] ?? [out.given.charAt(0)])
  else if (draw.chance(0.08)) out.given = respelt(out.given)
  else if (draw.chance(0.14)) out.given = typo(draw, out.given)
  if (draw.chance(0.08)) out.family = respelt(out.family)
  else if (draw.chance(0.14)) out.family = typo(draw, out.family)
  else if (draw.chance(0.03)) out.family = families[common(draw, families.length)]
  if (draw.chance(0.03)) [out.given, out.family] = [out.family, out.given]
  if (out.birthDate && draw.chance(0.1)) out.birthDate = slippedDate(draw, out.birthDate)
  else if (draw.chance(0.06)) out.birthDate = null
  if (draw.chance(0.15)) out.gender = null
  if (draw.chance(0.35)) out.idNumber = null
  else if (out.idNumber && draw.chance(0.1)) out.idNumber = typo(draw, out.idNumber)
  if (draw.chance(0.25)) out.phone = mobile(draw)
  else if (draw.chance(0.15)) out.phone = null
  else if (out.phone && draw.chance(0.05)) out.phone = typo(draw, out.phone)
  if (draw.chance(0.4)) out.email = null
  if (draw.chance(0.4)) out.account = null
  if (draw.chance(0.2)) Object.assign(out, home(draw))
  if (draw.chance(0.1)) out.address = null
  else if (out.address && draw.chance(0.16)) out.address = typo(draw, out.address)
  if (draw.chance(0.1)) out.postcode = null
  return out
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** True person of record `i`: its own number, or that of the earlier record it repeats. */
function trueOf(seed: number, i: number): number {
  if (isFirst(seed, i)) return i
  const draw = random(mixed(seed, 5, i))
  for (;;) {
    const at = draw.int(0, i - 1)
    if (isFirst(seed, at)) return at
  }
}

const isFirst = (seed: number, i: number) => i === 0 || !random(mixed(seed, 3, i)).chance(DEFAULTS.duplicates)

/** party_id of record `i`. */
const partyId = (i: number) => `P${String(i).padStart(8, '0')}`

/** The true person of each record, by party_id. */
export function truthOf(records: number, seed = 1): Map<string, string> {
  return new Map(Array.from({ length: records }, (_, i) => [partyId(i), partyId(trueOf(seed, i))]))
}

/**
 * Adds records `from` to `to` - 1 to `core.party` and `core.party_identity`. The same seed gives the same record at the same
 * number, whatever range it is asked for in.
 */
export async function addPeople(warehouse: Warehouse, from: number, to: number, seed = 1): Promise<void> {
  await warehouse.execute(schemaDdl())
  const at = new Date('2025-01-01T00:00:00Z')
  for (let first = from; first < to; first += DEFAULTS.batch) {
    const n = Math.min(DEFAULTS.batch, to - first)
    const rows = Array.from({ length: n }, (_, k) => {
      const person = truePerson(seed, trueOf(seed, first + k))
      return trueOf(seed, first + k) === first + k
        ? person
        : corrupted(random(mixed(seed, 4, first + k)), person)
    })
    const loaded = {
      party_id: rows.map((_, k) => partyId(first + k)),
      book: rows.map(() => 'people'),
      source: rows.map(() => 'bench/people'),
      batch_id: rows.map(() => `from-${from}`),
      source_line: Int32Array.from(rows, (_, k) => first + k + 1),
      event_at: rows.map(() => at),
      known_at: rows.map(() => at),
    }
    await warehouse.append('core.party', {
      ...loaded,
      party_type: rows.map(() => 'person'),
      gender: rows.map((row) => row.gender),
      birth_date: rows.map((row) => row.birthDate),
    })
    await warehouse.append('core.party_identity', {
      ...loaded,
      name: rows.map((row) => `${capital(row.given)} ${capital(row.family)}`),
      id_number: rows.map((row) => row.idNumber),
      phone: rows.map((row) => row.phone),
      email: rows.map((row) => row.email),
      bank_account: rows.map((row) => row.account),
      address: rows.map((row) => row.address),
      postcode: rows.map((row) => row.postcode),
    })
  }
}
