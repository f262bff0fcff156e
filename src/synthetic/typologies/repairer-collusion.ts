/** A repairer and an adjuster who agree: dearer parts, parts that the accident did not touch, supplements waved through. */
import { DAY } from '../calendar.ts'
import { PARTS } from '../catalogue.ts'
import { type Desk, type Draft, scaleItems } from '../draft.ts'
import { carOf } from '../files/policies.ts'
import { billPart } from '../lines/auto.ts'
import { LINE } from '../world.ts'
import { addScheme, someDay, someRegion, strike, type TypologyModule } from './ring.ts'

export const repairerCollusion: TypologyModule = {
  typology: 'repairer_collusion',
  share: 0.0105,
  plan(planner, quota, random) {
    const { organisations } = planner.world
    const used = new Set<number>()
    for (let left = quota, tries = 0; left > 0 && tries < quota * 3; tries++) {
      const region = someRegion(random)
      const repairer = organisations.pick('repairer', region, random.next())
      // One pair a repairer, until there are no more.
      if (used.has(repairer) && tries < quota) continue
      used.add(repairer)
      const adjuster = organisations.pick('adjuster', region, random.next())
      const name = (position: number) => organisations.all[position]?.id ?? ''
      const scheme = addScheme(planner, 'repairer_collusion', {
        members: new Set([name(repairer), name(adjuster)]),
        before(draft, desk) {
          draft.repairer = repairer
          draft.handler = desk.random.chance(0.7) ? adjuster : -1
        },
        after: inflate,
      })
      const count = Math.min(left, random.int(9, 16))
      let day = someDay(random, 320)
      let planned = 0
      for (let i = 0; i < count * 2 && planned < count; i++) {
        if (strike(planner, LINE.auto, region, day, scheme, random)) planned++
        day += Math.ceil(-Math.log(1 - random.next()) * 24)
      }
      left -= planned
    }
  },
}

function inflate(draft: Draft, desk: Desk): void {
  const { random, world } = desk
  scaleItems(draft, 1.2 + 0.4 * random.next(), 'part')
  const day = Math.floor(draft.reported / DAY) + 2
  for (let i = random.weighted([0, 1, 2], [35, 45, 20]); i > 0; i--)
    billPart(
      draft,
      random.pick(PARTS.filter((p) => p.zone !== 'engine')),
      carOf(world, draft.policy).parts * 1.3,
      day,
    )
  if (random.chance(0.4)) draft.supplements++
}
