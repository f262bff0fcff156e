/** An adjuster who settles small claims, within authority, to accounts of friends: on policies whose holders do not look. */
import type { Random } from '../../util/random.ts'
import { claimedAmount, scaleItems } from '../draft.ts'
import type { Planner } from '../plan.ts'
import { customerId, LINE } from '../world.ts'
import { addScheme, someDay, someRegion, strike, type TypologyModule } from './ring.ts'

/** Sum up to which an adjuster settles alone. */
export const AUTHORITY = 5000

export const insideAdjuster: TypologyModule = {
  typology: 'inside_adjuster',
  share: 0.004,
  plan(planner, quota, random) {
    for (let left = quota, tries = 0; left > 0 && tries < quota * 3; tries++)
      left -= planAdjuster(planner, Math.min(left, random.int(9, 14)), random)
  },
}

function planAdjuster(planner: Planner, count: number, random: Random): number {
  const { organisations, customers } = planner.world
  const region = someRegion(random)
  const adjuster = organisations.pick('adjuster', region, random.next())
  const mules: number[] = []
  for (let i = 0; i < 200 && mules.length < 3; i++) {
    const person = random.int(0, customers.count - 1)
    if (customers.registered[person] > 0 && planner.world.people.adult(person)) mules.push(person)
  }
  const members = new Set([organisations.all[adjuster]?.id ?? '', ...mules.map(customerId)])
  const scheme = addScheme(planner, 'inside_adjuster', {
    members,
    before(draft, desk) {
      draft.handler = adjuster
      if (desk.random.chance(0.5)) draft.channel = 'branch'
      if (draft.assessed)
        draft.assessed = draft.reported + Math.round((draft.assessed - draft.reported) * 0.6)
    },
    after(draft, desk) {
      const wanted = AUTHORITY * (0.45 + 0.53 * desk.random.next())
      scaleItems(draft, wanted / Math.max(1, claimedAmount(draft)))
      if (desk.random.chance(0.8)) draft.payee = desk.random.pick(mules)
      draft.visitKnown = desk.random.chance(0.25)
    },
  })
  let planned = 0
  let day = someDay(random, 330)
  for (let i = 0; i < count * 2 && planned < count; i++) {
    const line = random.weighted(
      [LINE.auto, LINE.health, LINE.group, LINE.accident, LINE.travel],
      [48, 20, 10, 12, 10],
    )
    if (strike(planner, line, region, day, scheme, random)) planned++
    day += Math.ceil(-Math.log(1 - random.next()) * 22)
  }
  return planned
}
