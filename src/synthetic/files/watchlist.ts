/**
 * Registers of barred, indebted and sanctioned people: mostly strangers; some members of groups who were caught before, some customers
 * in debt, and namesakes of customers who have nothing to do with them.
 */
import type { Random } from '../../util/random.ts'
import { dayOf, FIRST_DAY, isoDay, LAST_DAY } from '../calendar.ts'
import type { Scheme } from '../draft.ts'
import { chineseId } from '../identifiers.ts'
import { chineseName, englishName } from '../names.ts'
import { dayText } from '../people.ts'
import { REGIONS } from '../places.ts'
import { misspell } from '../spelling.ts'
import { customerId, identity, type World } from '../world.ts'
import type { Writers } from '../writers.ts'

export const DEFAULTS = {
  entries: 320,
  /** Groups one of whom was caught before. */
  caught: 0.3,
  /** Entries that mean an honest customer; that bear the name of one who is not meant; the same with a day of birth much like his. */
  customers: 24,
  namesakes: 44,
  doubles: 10,
  /** Entries of people who were taken off their list since. */
  delisted: 0.06,
} as const

const LISTS = {
  industry_fraud_register: ['prior insurance fraud', 'barred from office'],
  court_enforcement: ['unpaid judgment'],
  sanctions: ['sanctioned person'],
} as const
type List = keyof typeof LISTS
const NAMES = Object.keys(LISTS) as List[]

/** `note` is told whom an entry means; nobody of the book for strangers and namesakes. */
export function writeWatchlist(
  world: World,
  schemes: readonly Scheme[],
  out: Writers,
  random: Random,
  note: (entry: string, party: string) => void,
): void {
  const file = out.csv('partner/watchlist.csv', {
    entry_no: 'key',
    list: 'text',
    name: 'free',
    id_no: 'text',
    date_of_birth: 'date',
    reason: 'free',
    listed_on: 'date',
    delisted_on: 'date',
  })
  const { people, customers } = world
  let n = 0
  const write = (list: List, name: string, id: string, birth: number, party = '', before = LAST_DAY - 40) => {
    const entry = `WL${String(++n).padStart(4, '0')}`
    const listed = random.int(FIRST_DAY - 900, before)
    const off = random.chance(DEFAULTS.delisted) ? listed + random.int(200, 1200) : 0
    file.write([
      entry,
      list,
      name,
      id,
      dayText(birth),
      random.pick(LISTS[list]),
      isoDay(listed),
      off > 0 && off <= LAST_DAY ? isoDay(off) : '',
    ])
    note(entry, party)
  }
  const known = (): number => {
    for (;;) {
      const person = random.int(0, customers.count - 1)
      if (customers.registered[person] > 0 && customers.trueOf[person] < 0 && people.adult(person))
        return person
    }
  }
  /** As a register writes it: with or without number and day of birth, now and then in another spelling. */
  const mean = (list: List, person: number, before?: number) => {
    const form = identity(world, person)
    const country = REGIONS[people.region(person)]?.country ?? 'cn'
    const number = form.id
    if (random.chance(0.35)) misspell(form, 0, country, random, 0.9)
    const birth = random.chance(0.85) ? people.birthDay(person) : 0
    write(list, form.name, random.chance(0.55) ? number : '', birth, customerId(person), before)
  }
  for (const scheme of schemes) {
    const inBook = [...scheme.members].filter((id) => id.startsWith('K'))
    if (scheme.ring === '' || inBook.length === 0 || !random.chance(DEFAULTS.caught)) continue
    mean('industry_fraud_register', Number(random.pick(inBook).slice(1)) - 1, FIRST_DAY + 250)
  }
  for (let i = 0; i < DEFAULTS.customers; i++) {
    let person = known()
    for (let tries = 0; tries < 40 && customers.strained[person] === 0; tries++) person = known()
    mean(random.weighted(NAMES, [3, 18, 3]), person)
  }
  const someBirth = () => dayOf('1950-01-01') + random.int(0, 18_000)
  for (let i = 0; i < DEFAULTS.namesakes; i++)
    write(random.pick(NAMES), people.name(known()).full, '', random.chance(0.75) ? someBirth() : 0)
  for (let i = 0; i < DEFAULTS.doubles; i++) {
    const person = known()
    const birth = people.birthDay(person) + random.pick([-365, -31, -9, 9, 31, 365])
    write(random.pick(NAMES), people.name(person).full, '', birth)
  }
  while (n < DEFAULTS.entries) {
    const birth = someBirth()
    const chinese = random.chance(0.64)
    const form = (chinese ? chineseName : englishName)(
      random.chance(0.7),
      random.next(),
      random.next(),
      random.next(),
    )
    const id = chinese ? chineseId('3301', birth, true, random.int(0, 999)) : ''
    write(random.pick(NAMES), form.full, id, birth)
  }
}
