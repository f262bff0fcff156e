/** Phantom passengers: real small accidents, to which people are added who never sat in the car, with one lawyer and clinic. */
import type { Random } from '../../util/random.ts'
import type { Desk, Draft } from '../draft.ts'
import { carPlate } from '../files/policies.ts'
import { billInjury } from '../lines/medical.ts'
import type { Planner } from '../plan.ts'
import { LINE } from '../world.ts'
import { addScheme, outsider, someDay, someRegion, strike, type TypologyModule } from './ring.ts'

/** Passengers of a pool who show the pool's card when they are asked for one. */
const ONE_CARD = 0.3

/** A card that belongs to nobody: the pool's own. */
const forged = ({ world, schemes }: Planner, region: number): number =>
  world.people.outsider(6_000_000 + schemes.length, region)

export const phantomPassenger: TypologyModule = {
  typology: 'phantom_passenger',
  share: 0.006,
  plan(planner, quota, random) {
    for (let left = quota, tries = 0; left > 0 && tries < quota * 3; tries++)
      left -= planPool(planner, Math.min(left, random.int(8, 15)), random)
  },
}

function planPool(planner: Planner, count: number, random: Random): number {
  const { organisations } = planner.world
  const region = someRegion(random)
  const members = new Set<string>()
  const cards = random.fork('cards')
  const pool = Array.from({ length: random.int(6, 10) }, () =>
    outsider(cards.chance(ONE_CARD) ? { card: forged(planner, region) } : {}, members, 0.4),
  )
  const lawyer = organisations.pick('lawyer', region, random.next())
  const hospital = organisations.pick('hospital', region, random.next())
  const physician = organisations.physician(hospital, random.next())
  const scheme = addScheme(planner, 'phantom_passenger', {
    members,
    before(draft, desk) {
      draft.peril = desk.random.chance(0.6) ? 'rear_end' : 'collision'
      if (desk.random.chance(0.5)) draft.lawyer = lawyer
      if (desk.random.chance(0.45)) {
        draft.hospital = hospital
        draft.physician = physician
      }
    },
    after: (draft, desk) => seat(draft, desk, pool),
  })
  let planned = 0
  let day = someDay(random, 330)
  for (let i = 0; i < count * 2 && planned < count; i++) {
    if (strike(planner, LINE.auto, region, day, scheme, random)) planned++
    day += Math.ceil(-Math.log(1 - random.next()) * 30)
  }
  return planned
}

function seat(draft: Draft, desk: Desk, pool: readonly ReturnType<typeof outsider>[]): void {
  const { random, world } = desk
  draft.police = random.chance(0.4)
  const plate = carPlate(world, draft.policy)
  for (const person of random.shuffle([...pool]).slice(0, random.weighted([1, 2, 3], [45, 40, 15]))) {
    const injured = random.chance(0.7)
    draft.involved.push({ party: person.appear(draft, desk), role: 'passenger', injured, plate })
    if (injured) billInjury(draft, desk)
  }
}
