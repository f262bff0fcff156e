/** Honest reasons why people hang together, checked before a group is called a ring; each says what it saw, whether it holds or not. */
import type { Text } from '../util/text.ts'
import { billing } from './billing.ts'
import { kindWords } from './common-reasons.ts'
import type { GroupFacts } from './group-facts.ts'
import { rowOf } from './incidence.ts'
import type { RingBook } from './ring-book.ts'
import { excess } from './surprise.ts'
import type { Group, RingContext } from './typology.ts'

/** One explanation, checked. */
export interface HonestCheck {
  readonly id:
    | 'family'
    | 'parent'
    | 'employer'
    | 'clinic'
    | 'hail'
    | 'agent'
    | 'group_policy'
    | 'building'
    | 'garage'
  readonly holds: boolean
  /** What was seen, with figures. */
  readonly text: Text
  /** What it takes off the score when it holds, log-odds. */
  readonly logOdds: number
}

type Check = (facts: GroupFacts, group: Group, context: RingContext) => HonestCheck

/** How often the most frequent number occurs; those below 0 are not known and left out. */
function most(values: Iterable<number>): number {
  const counts = new Map<number, number>()
  let top = 0
  for (const value of values) {
    if (value < 0) continue
    const count = (counts.get(value) ?? 0) + 1
    counts.set(value, count)
    top = Math.max(top, count)
  }
  return top
}

const WEATHER = /hail|storm|flood|typhoon|wind|rain|雹|暴|洪|台风|drought/i

const family: Check = (facts, group, { book }) => {
  const named = most(group.persons.map((person) => book.persons.surname[person]))
  const share = named / Math.max(1, facts.persons)
  return {
    id: 'family',
    // Who serves a family, and is paid with it, is none of it. Strangers may bear one name: those who live apart must claim little.
    holds:
      group.providers.length === 0 &&
      facts.persons > 0 &&
      facts.claims <= (facts.households === 1 ? 1.5 : 1) * facts.persons &&
      (facts.households === 1 || (facts.persons <= 8 && share >= 0.75)),
    text: {
      en: `family: ${named} of ${facts.persons} people bear one surname, in ${facts.households} households with ${facts.claims} claims`,
      zh: `家庭：${facts.persons} 人中 ${named} 人同姓，共 ${facts.households} 户、${facts.claims} 起理赔`,
    },
    logOdds: -3,
  }
}

/** Ages in years below which one is a child, from which one is a parent of so much younger ones, and how many parents there are. */
const PARENT = { child: 18, older: 16, most: 2 } as const
const YEAR = 365.25
const DAY = 86_400_000
/** Days from 1900 to 1970. */
const SINCE_1900 = 25_567

/** Children entered under the number, telephone, account or address of a parent, whatever surname each of them bears. */
const parent: Check = (facts, group, { book, homes }) => {
  const members = new Set(group.persons)
  const today = facts.firstAt / DAY + SINCE_1900
  const born = (person: number) => book.persons.birthDay[person]
  const isChild = (person: number) => born(person) >= 0 && today - born(person) < PARENT.child * YEAR
  const ties = group.things
    .map((thing) => rowOf(book.usersOf, thing).filter((person) => members.has(person)))
    .filter((users) => new Set(users.map((person) => homes[person])).size > 1)
  const ofParents = ties.filter((users) => {
    const children = [...users].filter(isChild)
    const adults = [...users].filter((person) => born(person) >= 0 && !isChild(person))
    return (
      children.length > 0 &&
      adults.length > 0 &&
      adults.length <= PARENT.most &&
      // Somebody of whom no birth day is known may be another child's name.
      users.length - adults.length <= 2 * children.length &&
      children.every((child) => adults.some((adult) => born(child) - born(adult) >= PARENT.older * YEAR))
    )
  })
  return {
    id: 'parent',
    holds:
      group.providers.length === 0 &&
      ties.length > 0 &&
      ofParents.length === ties.length &&
      facts.repeatedPairs === 0 &&
      facts.claims <= 1.5 * facts.persons,
    text: {
      en: `children under a parent's number: ${ofParents.length} of ${ties.length} things that they share are a parent's and his children's`,
      zh: `子女使用父母的证件或电话：共用的 ${ties.length} 项信息中 ${ofParents.length} 项属父母与未成年子女`,
    },
    logOdds: -2.5,
  }
}

const employer: Check = (facts) => {
  const colleagues = Math.round(facts.employerShare * facts.persons)
  return {
    id: 'employer',
    holds: facts.persons >= 3 && facts.employerShare >= 0.6,
    text: {
      en: `employer: ${colleagues} of ${facts.persons} people work for one employer`,
      zh: `雇主：${facts.persons} 人中 ${colleagues} 人同一雇主`,
    },
    logOdds: -2.5,
  }
}

const TREATING: ReadonlySet<string> = new Set(['hospital', 'physician'])

const clinic: Check = (facts, group, { book }) => ({
  id: 'clinic',
  // Patients are an explanation of who treats them, not of who pays them.
  holds:
    group.providers.some((provider) => TREATING.has(book.providers.role[provider])) &&
    facts.persons > 0 &&
    (facts.line === 'health' || facts.line === 'group') &&
    facts.sharedThings === 0 &&
    facts.recurring / facts.persons < 0.05,
  text: {
    en: `busy clinic: ${facts.recurring} of ${facts.persons} patients come again, they share ${facts.sharedThings} thing${facts.sharedThings === 1 ? '' : 's'}`,
    zh: `繁忙诊所：${facts.persons} 名患者中 ${facts.recurring} 人复诊，共用 ${facts.sharedThings} 项信息`,
  },
  logOdds: -2.5,
})

const hail: Check = (facts, group, { book }) => {
  const weather = group.claims.filter((c) => WEATHER.test(book.claims.peril[c] ?? '')).length
  const together = Math.round(facts.sameDayShare * facts.claims)
  return {
    id: 'hail',
    holds: facts.claims >= 2 && facts.sameDayShare >= 0.6 && weather >= 0.6 * facts.claims,
    text: {
      en: `weather: ${weather} of ${facts.claims} losses by weather, ${together} at one place on one day`,
      zh: `天气：${facts.claims} 起损失中 ${weather} 起由天气引起，${together} 起同日同地`,
    },
    logOdds: -3,
  }
}

/** An agent, garage or office that writes its own number on the forms of its customers, or sends them from its own device. */
const agent: Check = (facts, group, { book }) => {
  const serving = new Map<number, number>()
  for (const claim of group.claims)
    for (const provider of new Set(rowOf(book.providersOf, claim)))
      if (book.providers.role[provider] !== 'adjuster')
        serving.set(provider, (serving.get(provider) ?? 0) + 1)
  const same = Math.max(0, ...serving.values())
  const onlyTheirs = facts.sharedKinds.every(
    (kind) => kind === 'phone' || kind === 'email' || kind === 'device',
  )
  return {
    id: 'agent',
    holds:
      group.providers.length === 0 &&
      facts.households >= 3 &&
      facts.sharedThings > 0 &&
      onlyTheirs &&
      facts.repeatedPairs === 0 &&
      same >= 3 &&
      same >= 0.75 * facts.claims,
    text: {
      en: `agent's or garage's own number: one of them serves ${same} of ${facts.claims} claims; the people share ${facts.sharedThings === 0 ? 'nothing' : kindWords(facts.sharedKinds).en}`,
      zh: `代理人或修理厂的号码：${facts.claims} 起理赔中 ${same} 起由同一家经办；共用${facts.sharedThings === 0 ? '信息：无' : kindWords(facts.sharedKinds).zh}`,
    },
    logOdds: -2,
  }
}

/** What a tour or a block of flats shares by itself: the counter's terminal, the house. */
const BY_PLACE: ReadonlySet<string> = new Set(['device', 'address', 'building', 'place'])
const JOURNEY_DAYS = 21

/** One contract, or one tour, on which all of them stand. */
const groupPolicy: Check = (facts, group, { book }) => {
  const { claims } = book
  const claimants = new Set(group.claims.map((claim) => claims.claimant[claim])).size
  const contract = most(group.claims.map((claim) => claims.policy[claim]))
  const isTour =
    facts.line === 'travel' &&
    facts.lineShare === 1 &&
    facts.spanDays <= JOURNEY_DAYS &&
    facts.households >= 3 &&
    facts.sharedKinds.every((kind) => BY_PLACE.has(kind))
  const tour = isTour ? facts.claims : 0
  return {
    id: 'group_policy',
    holds:
      group.providers.length === 0 &&
      claimants >= 2 &&
      (isTour ||
        (facts.claims >= 3 &&
          claimants >= 3 &&
          contract >= 0.6 * facts.claims &&
          !facts.sharedKinds.includes('account'))),
    text: {
      en: `group policy or tour: ${contract} of ${facts.claims} claims on one policy, ${tour} on one journey, ${claimants} claimants`,
      zh: `团体保单或旅行团：${facts.claims} 起理赔中 ${contract} 起同一保单、${tour} 起同一行程，${claimants} 名索赔人`,
    },
    logOdds: -2.5,
  }
}

/** Many homes behind one door: flats, a dormitory. */
const building: Check = (facts, group, { book, homes }) => {
  let largest = 0
  let isBuilding = false
  for (const thing of group.things) {
    const kind = book.things.kind[thing]
    if (kind !== 'address' && kind !== 'building') continue
    const there = new Set(rowOf(book.usersOf, thing).map((person) => homes[person])).size
    if (there >= 2 && kind === 'building') isBuilding = true
    largest = Math.max(largest, there)
  }
  const isAll = facts.sharedKinds.every((kind) => kind === 'address' || kind === 'building')
  return {
    id: 'building',
    holds: facts.sharedThings > 0 && isAll && (isBuilding || largest >= 5) && facts.repeatedPairs === 0,
    text: {
      en: `shared building: ${largest} households at one address, which is ${isAll ? 'all' : 'not all'} they share`,
      zh: `同一建筑：${largest} 户同一地址，${isAll ? '别无共用信息' : '另有共用信息'}`,
    },
    logOdds: -2,
  }
}

/** Share of a region's repairs from which a garage is one under contract, and how much dearer its parts may be (logarithms). */
const CONTRACT = { least: 0.2, dearer: 0.05 } as const

const repairs = new WeakMap<RingBook, ReadonlyMap<number, number>>()

/** Claims that some repairer serves, by line and region. */
function repairsOf(book: RingBook): ReadonlyMap<number, number> {
  const found = repairs.get(book)
  if (found) return found
  const counts = new Map<number, number>()
  const seen = new Uint8Array(book.claims.count)
  book.providers.role.forEach((role, provider) => {
    if (role !== 'repairer') return
    for (const claim of rowOf(book.servedBy, provider)) {
      if (seen[claim]) continue
      seen[claim] = 1
      const place = book.claims.stratum[claim]
      counts.set(place, (counts.get(place) ?? 0) + 1)
    }
  })
  repairs.set(book, counts)
  return counts
}

/** A garage under contract, to which the insurer itself sends a region's cars: it explains many claims together, not dearer ones. */
const garage: Check = (_facts, group, { book }) => {
  const repairer = group.providers.find((provider) => book.providers.role[provider] === 'repairer')
  if (repairer === undefined)
    return {
      id: 'garage',
      holds: false,
      text: { en: 'contracted garage: no garage in it', zh: '合约修理厂：不涉及修理厂' },
      logOdds: 0,
    }
  const place = book.claims.stratum[group.claims[0] ?? 0]
  const servedHere = (provider: number) =>
    rowOf(book.servedBy, provider).filter((claim) => book.claims.stratum[claim] === place)
  const others = group.providers.filter((provider) => provider !== repairer)
  const here = servedHere(repairer)
  const theirs = new Set(others.flatMap((other) => [...servedHere(other)]))
  const repaired = repairsOf(book).get(place) ?? 0
  const expected = repaired ? (here.length * theirs.size) / repaired : 0
  const together = here.filter((claim) => theirs.has(claim)).length
  // Dearer than the same garage is otherwise: a cheap garage may still be dear with one adjuster.
  const own = new Set(group.claims)
  const rest = here.filter((claim) => !own.has(claim))
  const dearer = Math.max(
    ...[billing(book).price, book.claims.partPrice].map(
      (price) => excess(price, group.claims).mean - excess(price, rest).mean,
    ),
  )
  const percent = Math.round((Math.exp(dearer) - 1) * 100)
  return {
    id: 'garage',
    holds:
      here.length >= CONTRACT.least * repaired && together <= 1.5 * expected && dearer <= CONTRACT.dearer,
    text: {
      en: `contracted garage: it repairs ${here.length} of the region's ${repaired} cars, ${together} with them where ${expected.toFixed(1)} would be usual; parts cost ${percent} % more than in its other claims`,
      zh: `合约修理厂：承修本地区 ${repaired} 起中的 ${here.length} 起，共同经手 ${together} 起，通常约 ${expected.toFixed(1)} 起；配件比其他案件贵 ${percent}%`,
    },
    logOdds: -2,
  }
}

const CHECKS: readonly Check[] = [
  family,
  parent,
  employer,
  clinic,
  hail,
  groupPolicy,
  agent,
  building,
  garage,
]

/** Checks them all; the first that holds explains the group. */
export function honestChecks(facts: GroupFacts, group: Group, context: RingContext): HonestCheck[] {
  return CHECKS.map((check) => check(facts, group, context))
}
