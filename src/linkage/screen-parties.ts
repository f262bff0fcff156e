/** A book's parties against the watch lists it holds: names by screening, dates of birth and numbers on top, weights in bits. */
import type { Warehouse } from '../warehouse/index.ts'
import { bornByNumber, plainNumber } from './id-number.ts'
import { parseName } from './names.ts'
import { Screen, type ScreenHit, type ScreenReason } from './screen.ts'
import { damerauLevenshtein } from './text-distance.ts'

const DEFAULTS = {
  /** Share of parties that are held to be on a list before anything is compared, 0 to 1. */
  listedShare: 0.001,
  /** Hits at least this probable are given, 0 to 1. */
  least: 0.05,
  /** Listed names that are weighed for a party. */
  names: 10,
  bits: {
    birth_date: { exact: 11, one_part_differs: 3.5, other: -5 },
    id_number: { exact: 20, one_edit: 14, other: -3 },
    /** Chinese names that read alike and are written otherwise. */
    characters: { other: -4 },
  },
} as const

export interface ScreeningReason {
  /** `name`, `birth_date`, `id_number`. */
  readonly comparison: string
  /** How the two stand to each other; for a name, word by word. */
  readonly level: string
  readonly weight: number
}

export interface ScreeningHit {
  readonly partyId: string
  readonly entryId: string
  readonly list: string
  /** Why the entry is listed. */
  readonly reason: string | null
  /** When both the listing and the party were known. */
  readonly knownAt: Date
  /** Bits, the prior included. */
  readonly weight: number
  /** 0 to 1; very large weights are rounded to 1, so hits are ordered by weight. */
  readonly probability: number
  readonly reasons: readonly ScreeningReason[]
}

export interface ScreeningReport {
  readonly parties: number
  readonly entries: number
  readonly seconds: number
  /** By falling weight. */
  readonly hits: readonly ScreeningHit[]
}

interface Identified {
  readonly id: string
  readonly name: string | null
  readonly idNumber: string | null
  readonly birthDate: string | null
}

const HAN = /\p{Script=Han}/u
const bornOf = ({ birthDate, idNumber }: Identified): string | null => birthDate ?? bornByNumber(idNumber)

/** Screens every party that has a name or a number. Reads `core.party`, `core.party_identity`, `core.watchlist_entry`. */
export async function screenParties(warehouse: Warehouse): Promise<ScreeningReport> {
  const began = performance.now()
  const entries = await readIdentified(
    warehouse,
    `select entry_id as id, name, id_number, birth_date::varchar as birth_date, list, reason, known_at from core.watchlist_entry order by entry_id`,
  )
  const parties = await readIdentified(
    warehouse,
    `select p.party_id as id, coalesce(nullif(trim(i.name), ''), trim(i.name_latin)) as name, i.id_number, p.birth_date::varchar as birth_date,
      null as list, null as reason, greatest(p.known_at, i.known_at) as known_at
    from core.party p join core.party_identity i using (party_id)
    where i.name is not null or i.name_latin is not null or i.id_number is not null order by p.party_id`,
  )
  const done = (hits: readonly ScreeningHit[]): ScreeningReport => ({
    parties: parties.rows.length,
    entries: entries.rows.length,
    seconds: (performance.now() - began) / 1000,
    hits,
  })
  if (entries.rows.length === 0) return done([])
  const named = parties.rows.flatMap(({ name }) => (name ? [name] : []))
  const screen = new Screen(
    entries.rows.map(({ id, name }) => ({ entryId: id, partyId: id, name: name ?? '' })),
    named,
  )
  const entryAt = new Map(entries.rows.map((entry, i) => [entry.id, i]))
  const byNumber = new Map<string, string>()
  for (const entry of entries.rows) if (entry.idNumber) byNumber.set(entry.idNumber, entry.id)
  const prior = Math.log2(DEFAULTS.listedShare / entries.rows.length)
  const hits: ScreeningHit[] = []
  const asked = new Map<string, readonly ScreenHit[]>()
  for (const [p, party] of parties.rows.entries()) {
    const found = new Map<string, ScreeningReason[]>()
    if (party.name) {
      const answers = asked.get(party.name) ?? screen.ask(party.name, { limit: DEFAULTS.names })
      asked.set(party.name, answers)
      for (const { entryId, reasons, weight } of answers)
        found.set(entryId, [
          { comparison: 'name', level: wordByWord(reasons), weight: weight - screen.prior },
        ])
    }
    const numbered = party.idNumber ? byNumber.get(party.idNumber) : undefined
    if (numbered && !found.has(numbered)) found.set(numbered, [])
    for (const [entryId, reasons] of found) {
      const at = entryAt.get(entryId) as number
      const all = [...reasons, ...evidence(party, entries.rows[at])]
      const weight = all.reduce((sum, reason) => sum + reason.weight, prior)
      const probability = 1 / (1 + 2 ** -weight)
      if (probability < DEFAULTS.least) continue
      hits.push({
        partyId: party.id,
        entryId,
        list: entries.list[at] ?? '',
        reason: entries.reason[at],
        knownAt: new Date(Math.max(entries.knownAt[at], parties.knownAt[p])),
        weight,
        probability,
        reasons: all,
      })
    }
  }
  return done(hits.sort((a, b) => b.weight - a.weight || (a.partyId < b.partyId ? -1 : 1)))
}

const wordByWord = (reasons: readonly ScreenReason[]) =>
  reasons
    .map(({ query, listed, level }) => (query === listed ? query : `${query}~${listed} (${level})`))
    .join(' ')

/** What the date of birth and the number say, where both sides have one. */
function evidence(party: Identified, entry: Identified): ScreeningReason[] {
  const reasons: ScreeningReason[] = []
  const [born, listedBorn] = [bornOf(party), bornOf(entry)]
  if (HAN.test(party.name ?? '') && HAN.test(entry.name ?? '')) {
    const form = (name: string | null) => parseName(name ?? '', false).full
    if (form(party.name) !== form(entry.name))
      reasons.push({ comparison: 'characters', level: 'other', weight: DEFAULTS.bits.characters.other })
  }
  if (born && listedBorn) {
    const parts = born.split('-')
    const differing = listedBorn.split('-').filter((part, i) => part !== parts[i]).length
    const level = differing === 0 ? 'exact' : differing === 1 ? 'one_part_differs' : 'other'
    reasons.push({ comparison: 'birth_date', level, weight: DEFAULTS.bits.birth_date[level] })
  }
  if (party.idNumber && entry.idNumber) {
    const level = numbersApart(party.idNumber.slice(0, 40), entry.idNumber.slice(0, 40))
    reasons.push({ comparison: 'id_number', level, weight: DEFAULTS.bits.id_number[level] })
  }
  return reasons
}

function numbersApart(a: string, b: string): 'exact' | 'one_edit' | 'other' {
  if (a === b) return 'exact'
  if (Math.abs(a.length - b.length) > 1) return 'other'
  let differing = 0
  if (a.length === b.length) for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) differing++
  // A slip changes one place, and two digits swapped two.
  return differing <= 2 && damerauLevenshtein(a, b) === 1 ? 'one_edit' : 'other'
}

async function readIdentified(warehouse: Warehouse, query: string) {
  const { rows, columns } = await warehouse.columns(query, {
    id: 'string',
    name: 'string',
    id_number: 'string',
    birth_date: 'string',
    list: 'string',
    reason: 'string',
    known_at: 'f64',
  })
  return {
    rows: Array.from(
      { length: rows },
      (_, i): Identified => ({
        id: String(columns.id[i]),
        name: columns.name[i],
        idNumber: plainNumber(columns.id_number[i]),
        birthDate: columns.birth_date[i],
      }),
    ),
    list: columns.list,
    reason: columns.reason,
    knownAt: columns.known_at,
  }
}
