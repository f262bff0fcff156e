/** Who buys which policy when: growth, renewals, families, employers. */
import type { Random } from '../util/random.ts'
import { dayOf, LAST_DAY } from './calendar.ts'
import { chooseBy, cumulative, normal, unit } from './draw.ts'
import type { Organisations } from './organisations.ts'
import type { People } from './people.ts'
import { type Customers, LINE, type Policies, register } from './world.ts'

export const DEFAULTS = {
  /** Policies a claim. */
  policiesPerClaim: 5 / 3,
  firstInception: dayOf('2022-07-01'),
  /** Business written at the end of the book, relative to its beginning, less 1. */
  growth: 0.8,
  renewed: 0.5,
  existing: 0.16,
} as const

const LINES = cumulative([0.46, 0.19, 0.11, 0.14, 0.025, 0.075])
const CHANNEL_TOTALS = cumulative([38, 17, 26, 13, 6])

export function customers(capacity: number): Customers {
  const make = () => new Int32Array(capacity)
  return {
    count: 0,
    phoneOf: make(),
    accountOf: make(),
    addressOf: make(),
    trueOf: make().fill(-1),
    registered: make(),
    employer: make().fill(-1),
    strained: new Uint8Array(capacity),
  }
}

/** Room that the people of so many policies need. */
export const capacityFor = (policies: number): number => Math.ceil(policies * 2.2) + 5000

export function policies(
  count: number,
  seed: number,
  people: People,
  organisations: Organisations,
  all: Customers,
  random: Random,
): Policies {
  const book: Policies = {
    count,
    line: new Uint8Array(count),
    holder: new Int32Array(count),
    insured: new Int32Array(count),
    agent: new Int32Array(count),
    inception: new Int32Array(count),
    term: new Int16Array(count),
    root: new Int32Array(count),
    region: new Uint8Array(count),
    channel: new Uint8Array(count),
    sum: new Float64Array(count),
    premium: new Float64Array(count),
  }
  const renewed = new Uint8Array(count)
  const days = LAST_DAY - 5 - DEFAULTS.firstInception
  let yearAgo = 0
  for (let p = 0; p < count; p++) {
    const u = (p + 0.5) / count
    const g = DEFAULTS.growth
    const day = DEFAULTS.firstInception + Math.floor(((Math.sqrt(1 + g * (2 + g) * u) - 1) / g) * days)
    book.inception[p] = day
    book.root[p] = p
    while (book.inception[yearAgo] < day - 365 && yearAgo < p) yearAgo++
    const earlier = yearAgo + random.int(-2, 2)
    if (
      earlier >= 0 &&
      earlier < p &&
      book.inception[earlier] >= day - 372 &&
      book.inception[earlier] <= day - 360 &&
      renewed[earlier] === 0 &&
      book.line[earlier] !== LINE.travel &&
      random.chance(DEFAULTS.renewed / 0.55)
    ) {
      renewed[earlier] = 1
      renew(book, p, earlier)
    } else sell(book, p, people, organisations, all, random)
    price(book, p, seed, people)
    enrol(book, p, people, all)
  }
  return book
}

function renew(book: Policies, p: number, earlier: number): void {
  for (const column of ['line', 'holder', 'insured', 'agent', 'term', 'region', 'channel', 'root'] as const)
    book[column][p] = book[column][earlier]
}

function sell(
  book: Policies,
  p: number,
  people: People,
  organisations: Organisations,
  all: Customers,
  random: Random,
): void {
  const line = chooseBy(LINES, random.next())
  let holder: number
  if (p > 50 && random.chance(DEFAULTS.existing)) {
    const known = book.holder[random.int(Math.floor(p / 3), p - 1)]
    holder =
      known >= 0
        ? adultOf(people, people.head(known), random)
        : newHousehold(people, organisations, all, random)
  } else holder = newHousehold(people, organisations, all, random)
  const region = people.region(holder)
  book.line[p] = line
  book.region[p] = region
  book.channel[p] = chooseBy(CHANNEL_TOTALS, random.next())
  book.agent[p] = organisations.pick('agent', region, random.next())
  book.term[p] =
    line === LINE.travel ? random.int(4, 24) : line === LINE.agricultural ? random.int(150, 240) : 365
  if (line === LINE.group) {
    book.holder[p] = -1 - organisations.pick('employer', region, random.next())
    book.insured[p] = -1
    return
  }
  book.holder[p] = holder
  const head = people.head(holder)
  const relative = line === LINE.health || line === LINE.accident ? random.chance(0.35) : random.chance(0.1)
  book.insured[p] = relative ? head + random.int(0, people.size(head) - 1) : holder
}

function adultOf(people: People, head: number, random: Random): number {
  const other = head + 1
  return people.size(head) > 1 && people.adult(other) && random.chance(0.4) ? other : head
}

/** Gives out numbers to a household, and settles what its members share. */
function newHousehold(people: People, organisations: Organisations, all: Customers, random: Random): number {
  const head = all.count
  const size = people.size(head)
  all.count += size
  const onePhone = random.chance(0.2)
  const oneAccount = random.chance(0.3)
  for (let person = head; person < head + size; person++) {
    const child = !people.adult(person)
    all.strained[person] = random.chance(0.12) ? 1 : 0
    const apart = person > head && !child && random.chance(0.07)
    all.phoneOf[person] = child || onePhone ? head : person
    all.accountOf[person] = child || oneAccount ? head : person
    all.addressOf[person] = apart ? person : head
    if (child || people.employment(person) > 0.5) continue
    const employer = organisations.pick('employer', people.region(person), people.employment(person) * 2)
    all.employer[person] = employer
    // Big employers put up their people and answer the telephone for them.
    if (random.chance(0.5 * (organisations.all[employer]?.weight ?? 0))) {
      all.addressOf[person] = -1 - employer
      if (random.chance(0.5)) all.phoneOf[person] = -1 - employer
    }
  }
  // An agency's call centre stands in for the number of customers who gave none.
  if (random.chance(0.012)) {
    const agency = organisations.of('agent', people.region(head))[0] ?? 0
    all.phoneOf[head] = -1 - agency
  }
  return adultOf(people, head, random)
}

const SUMS = [
  [300_000, 500_000, 1_000_000, 2_000_000],
  [50_000, 100_000, 200_000, 400_000],
  [50_000, 100_000, 200_000, 300_000],
  [20_000, 50_000, 100_000],
  [500_000, 1_000_000, 3_000_000],
  [20_000, 50_000, 100_000, 250_000],
] as const
const RATES = [0.0068, 0.011, 0.005, 0.0025, 0.021, 0.045]

function price(book: Policies, p: number, seed: number, people: People): void {
  const line = book.line[p]
  const root = book.root[p]
  const sums = SUMS[line] as readonly number[]
  const sum = sums[Math.floor(unit(seed, root, 501) ** 1.4 * sums.length)] as number
  const noise = Math.exp(0.22 * normal(unit(seed, p, 502), unit(seed, p, 503)))
  const young = line === LINE.auto && people.birthDay(book.holder[p]) > dayOf('1998-01-01') ? 1.35 : 1
  book.sum[p] = sum
  book.premium[p] = Math.round(sum ** 0.8 * 12 * (RATES[line] as number) * noise * young * 100) / 100
}

function enrol(book: Policies, p: number, people: People, all: Customers): void {
  const day = book.inception[p]
  const holder = book.holder[p]
  if (holder < 0) return
  const since = day - 3 - Math.floor(people.employment(holder) ** 3 * 2500)
  const from = (person: number) => Math.max(since, people.birthDay(person) + 20)
  register(all, holder, from(holder))
  if (book.insured[p] >= 0) register(all, book.insured[p], from(book.insured[p]))
  if (book.line[p] !== LINE.auto) return
  const head = people.head(holder)
  for (let person = head; person < head + Math.min(2, people.size(head)); person++)
    if (people.adult(person)) register(all, person, from(person))
}
