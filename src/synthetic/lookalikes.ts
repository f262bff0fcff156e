/** Honest people who resemble fraud: registered twice, sharing telephones, falling to the same hail. Written to the answer key. */
import type { Random } from '../util/random.ts'
import { DAY, isoDay } from './calendar.ts'
import type { Desk } from './draft.ts'
import { REGIONS } from './places.ts'
import { customerId, type World } from './world.ts'

export const DEFAULTS = {
  /** Customers who are in the book a second time, honestly. */
  registeredTwice: 0.012,
} as const

/** Lets some people who live alone be registered a second time: moved house, another branch, another spelling. */
export function registerTwice(world: World, desk: Pick<Desk, 'same'>, random: Random): void {
  const { customers, people } = world
  const wanted = Math.round(customers.count * DEFAULTS.registeredTwice)
  const taken = new Set<number>()
  for (let i = 0, found = 0; i < wanted * 60 && found < wanted; i++) {
    const person = random.int(0, customers.count - 1)
    const real = random.int(0, customers.count - 1)
    const usable = (p: number) =>
      customers.registered[p] > 0 &&
      customers.trueOf[p] < 0 &&
      !taken.has(p) &&
      people.adult(p) &&
      people.size(people.head(p)) === 1
    if (person === real || !usable(person) || !usable(real) || people.region(person) !== people.region(real))
      continue
    taken.add(person).add(real)
    customers.trueOf[person] = real
    if (random.chance(0.6)) customers.accountOf[person] = customers.accountOf[real]
    if (random.chance(0.45)) customers.phoneOf[person] = customers.phoneOf[real]
    if (random.chance(0.4)) customers.addressOf[person] = customers.addressOf[real]
    desk.same(customerId(person), customerId(real), false)
    found++
  }
}

/** Claims and people gathered while claims are written, by kind and occasion. */
export interface Lookalikes {
  catastrophe(region: number, loss: number, claim: string): void
  /** A claim of an accident in which several cars ran into each other. */
  pileUp(scene: number, claim: string): void
  /** Hands over what was gathered and what the customers share; groups of fewer than `least` are left out. */
  report(
    world: World,
    write: (kind: string, parties: readonly string[], claims: readonly string[]) => void,
  ): void
}

export function lookalikes(): Lookalikes {
  const days = new Map<string, string[]>()
  const scenes = new Map<number, string[]>()
  return {
    pileUp(scene, claim) {
      const list = scenes.get(scene)
      if (list) list.push(claim)
      else scenes.set(scene, [claim])
    },
    catastrophe(region, loss, claim) {
      const key = `${REGIONS[region]?.code} ${isoDay(Math.floor(loss / DAY))}`
      const list = days.get(key)
      if (list) list.push(claim)
      else days.set(key, [claim])
    },
    report(world, write) {
      for (const claims of days.values()) if (claims.length >= 10) write('hail_or_storm_day', [], claims)
      for (const claims of scenes.values()) write('pile_up', [], claims)
      const sharing = shared(world)
      for (const [kind, groups] of Object.entries(sharing))
        for (const parties of groups.values()) if (parties.length >= 3) write(kind, parties, [])
    },
  }
}

const MOST = 20_000

function shared(world: World): Record<string, Map<number, string[]>> {
  const { customers, people } = world
  const groups = { family: new Map<number, string[]>(), employer_or_call_centre: new Map<number, string[]>() }
  const put = (map: Map<number, string[]>, key: number, person: number) => {
    const list = map.get(key)
    if (list) list.push(customerId(person))
    else if (map.size < MOST) map.set(key, [customerId(person)])
  }
  for (let person = 0; person < customers.count; person++) {
    if (customers.registered[person] === 0) continue
    if (customers.phoneOf[person] < 0) put(groups.employer_or_call_centre, customers.phoneOf[person], person)
    const head = people.head(person)
    if (people.size(head) >= 3 && customers.addressOf[person] === head) put(groups.family, head, person)
  }
  return groups
}
