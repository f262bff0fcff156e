/** One person, several customers: policies under other spellings, one stay in hospital claimed on each. */
import type { Random } from '../../util/random.ts'
import { DAY } from '../calendar.ts'
import { active, delay, minuteOfDay, type Planner } from '../plan.ts'
import { customerId, LINE } from '../world.ts'
import { addScheme, someDay, someRegion, type TypologyModule } from './ring.ts'

/** Episodes that every name tells with the same hour and place. */
const ONE_FALL = 0.45

export const identityReuse: TypologyModule = {
  typology: 'identity_reuse',
  share: 0.0055,
  plan(planner, quota, random) {
    const taken = new Set<number>()
    for (let left = quota, tries = 0; left > 1 && tries < quota * 4; tries++)
      left -= planPerson(planner, left, taken, random)
  },
}

function planPerson(planner: Planner, room: number, taken: Set<number>, random: Random): number {
  const { policies, customers, people, organisations } = planner.world
  const region = someRegion(random)
  const start = someDay(random, 120)
  const wanted = Math.min(room, random.int(2, 4))
  const chosen = new Map<number, number>()
  for (let i = 0; i < 40 && chosen.size < wanted; i++) {
    const line = random.chance(0.6) ? LINE.health : LINE.accident
    const policy = active(policies.inception, planner.of(line, region), start - 30, random)
    if (policy < 0) continue
    const person = policies.holder[policy]
    // Only people who live alone lend their place in the book to an alias.
    if (taken.has(person) || people.size(people.head(person)) > 1 || !people.adult(person)) continue
    chosen.set(person, policy)
  }
  const [real] = chosen.keys()
  if (real === undefined || chosen.size < 2) return 0
  const members = new Set<string>()
  for (const [person, policy] of chosen) {
    taken.add(person)
    policies.insured[policy] = person
    members.add(customerId(person))
    customers.strained[person] = random.chance(0.3) ? 1 : customers.strained[person]
    if (person === real) continue
    customers.trueOf[person] = real
    customers.phoneOf[person] = random.chance(0.35) ? customers.phoneOf[real] : person
    customers.accountOf[person] = random.chance(0.5) ? customers.accountOf[real] : person
    customers.addressOf[person] = random.chance(0.4) ? customers.addressOf[real] : person
  }
  const hospital = organisations.pick('hospital', region, random.next())
  const diagnosis = random.pick([
    'S52.5',
    'S82.8',
    'S06.0',
    'S22.3',
    'S93.4',
    'M51.2',
    'K35.8',
    'N20.0',
    'J18.9',
  ])
  const scheme = addScheme(planner, 'identity_reuse', {
    members,
    before(draft) {
      draft.hospital = hospital
      draft.diagnosis = diagnosis
    },
    after(draft, desk) {
      // The stay happened once: the exchange of visits knows it under one of the names.
      draft.visitKnown = draft.claimant === real || desk.random.chance(0.35)
    },
  })
  let planned = 0
  for (let episode = random.int(1, 2); episode > 0; episode--) {
    const day = start + (episode - 1) * random.int(40, 110)
    // One fall, one ambulance: told with its hour and place under each name, or with whatever comes to mind.
    const hour = random.fork(`hour ${episode}`)
    const fall = hour.chance(ONE_FALL) ? day * DAY + minuteOfDay(LINE.health, hour) : -1
    const here: number[] = []
    for (const [person, policy] of chosen) {
      const told = (day + random.int(0, 1)) * DAY + minuteOfDay(LINE.health, random)
      const loss = fall < 0 ? told : fall + hour.int(0, 9)
      if (planned < room && planner.add(policy, person, loss, loss + delay(LINE.health, random), scheme)) {
        planned++
        here.push(planner.claims.count - 1)
      }
    }
    if (fall >= 0) planner.together(here)
  }
  return planned
}
