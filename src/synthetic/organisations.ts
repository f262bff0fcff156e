/** Providers, staff and employers: few enough to be kept, and named so that nobody takes them for real. */
import type { Random } from '../util/random.ts'
import { choose, mix } from './draw.ts'
import { chineseName, englishName } from './names.ts'
import { REGIONS, STREETS } from './places.ts'

export const ORGANISATION_KINDS = [
  'hospital',
  'physician',
  'repairer',
  'adjuster',
  'agent',
  'lawyer',
  'employer',
] as const
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number]

export interface Organisation {
  readonly id: string
  readonly kind: OrganisationKind
  readonly region: number
  readonly name: string
  readonly address: string
  /** Trade or department. */
  readonly specialty: string
  readonly beds: number
  /** Position of the physician's hospital, else -1. */
  readonly hospital: number
  /** How dear it is, around 1, honestly. */
  readonly price: number
  /** How large it is, relative; Zipf. */
  readonly weight: number
}

/** How many there are in a book of 12,000 claims; others grow with the 0.8th power. */
const COUNTS: Record<OrganisationKind, number> = {
  hospital: 48,
  physician: 160,
  repairer: 72,
  adjuster: 48,
  agent: 150,
  lawyer: 36,
  employer: 210,
}
const LETTERS: Record<OrganisationKind, string> = {
  hospital: 'H',
  physician: 'D',
  repairer: 'R',
  adjuster: 'A',
  agent: 'G',
  lawyer: 'L',
  employer: 'E',
}
const SPECIALTIES = [
  'general',
  'orthopaedics',
  'surgery',
  'internal',
  'rehabilitation',
  'obstetrics',
  'emergency',
]
const TRADES = [
  'manufacturing',
  'logistics',
  'construction',
  'retail',
  'software',
  'education',
  'catering',
  'textiles',
]
const EN_WORDS = [
  'Harbour',
  'Ridgeview',
  'Southern',
  'Riverside',
  'Hillcrest',
  'Bayside',
  'Central',
  'Gumtree',
  'Meridian',
  'Northgate',
]
const CN_WORDS = ['安康', '仁和', '同泰', '瑞丰', '华盛', '鼎新', '嘉禾', '远航', '明德', '广信']

export interface Organisations {
  readonly all: readonly Organisation[]
  /** Positions of one kind in one region, the largest first. */
  of(kind: OrganisationKind, region: number): readonly number[]
  /** One of a kind in a region; large ones more often. */
  pick(kind: OrganisationKind, region: number, u: number): number
  /** A physician of a hospital. */
  physician(hospital: number, u: number): number
}

export function organisations(seed: number, claims: number, random: Random): Organisations {
  const all: Organisation[] = []
  const index = new Map<string, number[]>()
  const staff = new Map<number, number[]>()
  const scale = (claims / 12_000) ** 0.8
  for (const kind of ORGANISATION_KINDS) {
    const total = Math.max(REGIONS.length * 3, Math.round(COUNTS[kind] * scale))
    for (let i = 0; i < total; i++) {
      const region =
        i < REGIONS.length * 3
          ? i % REGIONS.length
          : REGIONS.indexOf(
              random.weighted(
                REGIONS,
                REGIONS.map((r) => r.weight),
              ),
            )
      const list = index.get(`${kind} ${region}`) ?? []
      index.set(`${kind} ${region}`, list)
      const hospitals = index.get(`hospital ${region}`) ?? []
      const hospital =
        kind === 'physician' ? (hospitals[Math.floor(random.next() ** 1.5 * hospitals.length)] as number) : -1
      const position = all.length
      all.push(organisation(seed, kind, i, region, list.length, hospital, random))
      list.push(position)
      if (hospital >= 0) staff.set(hospital, [...(staff.get(hospital) ?? []), position])
    }
  }
  const of = (kind: OrganisationKind, region: number) => index.get(`${kind} ${region}`) ?? []
  return {
    all,
    of,
    pick: (kind, region, u) => choose(of(kind, region), u * u),
    physician: (hospital, u) => {
      const own = staff.get(hospital)
      return own ? choose(own, u) : choose(of('physician', (all[hospital] as Organisation).region), u)
    },
  }
}

function organisation(
  seed: number,
  kind: OrganisationKind,
  i: number,
  region: number,
  rank: number,
  hospital: number,
  random: Random,
): Organisation {
  const place = REGIONS[region] as (typeof REGIONS)[number]
  const person = kind === 'physician' || kind === 'adjuster' || kind === 'agent' || kind === 'lawyer'
  const h = mix(seed, i, kind.length + 900)
  const district = choose(place.districts, random.next())
  const street = `${choose(STREETS[place.country], random.next())}`
  const cn = place.country === 'cn'
  const title = cn
    ? { hospital: '示例医院', repairer: '示例汽车维修', employer: '示例有限公司' }
    : { hospital: 'Sample Hospital', repairer: 'Sample Smash Repairs', employer: 'Sample Pty Ltd' }
  const words = cn ? CN_WORDS : EN_WORDS
  const brand = `${choose(words, random.next())}${rank >= words.length ? rank : ''}`
  const name = person
    ? (cn ? chineseName : englishName)(random.chance(0.6), random.next(), random.next(), random.next()).full
    : cn
      ? `${place.name}${brand}${title[kind as 'hospital']}`
      : `${brand} ${district.slice(0, -5)} ${title[kind as 'hospital']}`
  return {
    id: `${LETTERS[kind]}${String(i + 1).padStart(5, '0')}`,
    kind,
    region,
    name,
    address: cn
      ? `${place.prefix}${district}${street}${1 + (h % 600)}号`
      : `${1 + (h % 600)} ${street}, ${district.slice(0, -5)} ${place.prefix} ${district.slice(-4)}`,
    specialty:
      kind === 'hospital' || kind === 'physician'
        ? random.pick(SPECIALTIES)
        : kind === 'employer'
          ? random.pick(TRADES)
          : kind === 'repairer'
            ? 'body_shop'
            : '',
    beds: kind === 'hospital' ? Math.round(60 + 1400 / (rank + 1)) : 0,
    hospital,
    price: Math.exp(random.normal(0, 0.16)),
    weight: 1 / (rank + 1),
  }
}
