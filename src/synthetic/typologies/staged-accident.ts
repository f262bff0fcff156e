/**
 * Staged accidents: a group drives into itself. Roles rotate; telephones, accounts, addresses and cars are shared by some;
 * the same repairer, clinic and lawyer return.
 */
import type { Random } from '../../util/random.ts'
import { DAY } from '../calendar.ts'
import type { Desk, Draft, Involved } from '../draft.ts'
import { scaleItems } from '../draft.ts'
import { carPlate } from '../files/policies.ts'
import { delay, lowerBound, minuteOfDay, type Planner } from '../plan.ts'
import { customerId, LINE } from '../world.ts'
import { addScheme, type Outsider, outsider, someDay, someRegion, type TypologyModule } from './ring.ts'

/** Accidents that a second member claims as well, on a policy of his own and with other names in the papers. */
const ONE_WRECK = 0.22
/** Crews whose outsiders show one card among them. */
const ONE_CARD = 0.4

interface Crew {
  /** Policies of the members who are customers. */
  readonly policies: readonly number[]
  readonly outsiders: readonly Outsider[]
  readonly organiser: number
  readonly members: Set<string>
  readonly repairers: readonly number[]
  readonly hospital: number
  readonly lawyer: number
}

export const stagedAccident: TypologyModule = {
  typology: 'staged_accident',
  share: 0.0125,
  plan(planner, quota, random) {
    for (let left = quota, tries = 0; left > 0 && tries < quota * 3; tries++) {
      left -= planRing(planner, Math.min(left, random.int(6, 13)), random)
    }
  },
}

function planRing(planner: Planner, count: number, random: Random): number {
  const { policies, customers, organisations } = planner.world
  const region = someRegion(random)
  const start = someDay(random, 200)
  const list = planner.of(LINE.auto, region)
  const from = lowerBound(policies.inception, list, start - 120)
  const to = lowerBound(policies.inception, list, start + 45)
  if (to - from < 12) return 0
  const chosen = new Map<number, number>()
  const size = random.int(5, 9)
  for (let i = 0; i < 40 && chosen.size < size; i++) {
    const policy = list[random.int(from, to - 1)] as number
    if (policies.holder[policy] >= 0) chosen.set(policies.holder[policy], policy)
  }
  const [organiser] = chosen.keys()
  if (organiser === undefined || chosen.size < 3) return 0
  for (const person of chosen.keys()) {
    if (random.chance(0.3)) customers.strained[person] = 1
    if (person === organiser) continue
    if (random.chance(0.32)) customers.phoneOf[person] = customers.phoneOf[organiser]
    if (random.chance(0.36)) customers.accountOf[person] = customers.accountOf[organiser]
    if (random.chance(0.16)) customers.addressOf[person] = customers.addressOf[organiser]
  }
  const members = new Set<string>()
  const card = random.fork('card').chance(ONE_CARD) ? { card: organiser } : {}
  const crew: Crew = {
    policies: [...chosen.values()],
    outsiders: Array.from({ length: random.int(2, 4) }, () =>
      outsider(
        random.chance(0.4) && customers.phoneOf[organiser] >= 0
          ? { phone: customers.phoneOf[organiser], ...card }
          : card,
        members,
        0.4,
      ),
    ),
    organiser,
    members,
    repairers: [
      organisations.pick('repairer', region, random.next()),
      organisations.pick('repairer', region, random.next()),
    ],
    hospital: organisations.pick('hospital', region, random.next()),
    lawyer: organisations.pick('lawyer', region, random.next()),
  }
  const scheme = addScheme(planner, 'staged_accident', {
    members,
    before: (draft, desk) => stage(draft, desk, crew),
    after: (draft, desk) => dress(draft, desk, crew),
  })
  let planned = 0
  let day = start
  const again = random.fork('one wreck, two claims')
  const add = (policy: number, loss: number, draw: Random): number => {
    const reported = loss + delay(LINE.auto, draw)
    if (planned >= count || !planner.add(policy, policies.holder[policy], loss, reported, scheme)) return -1
    planned++
    return planner.claims.count - 1
  }
  for (let i = 0; i < count * 2 && planned < count; i++) {
    const policy = random.pick(crew.policies)
    const night = random.chance(0.4)
    const minute = night ? (1230 + random.int(0, 420)) % DAY : minuteOfDay(LINE.auto, random)
    const loss = day * DAY + minute
    const first = add(policy, loss, random)
    const other = again.pick(crew.policies)
    if (first >= 0 && again.chance(ONE_WRECK) && policies.holder[other] !== policies.holder[policy]) {
      const second = add(other, loss + again.int(0, 9), again)
      if (second >= 0) planner.together([first, second])
    }
    day += Math.ceil(-Math.log(1 - random.next()) * 27)
  }
  return planned
}

/** Who sits where this time. */
function stage(draft: Draft, desk: Desk, crew: Crew): void {
  const { random, world } = desk
  draft.peril = random.chance(0.55) ? 'collision' : 'rear_end'
  if (random.chance(0.4)) draft.repairer = random.pick(crew.repairers)
  if (random.chance(0.4)) draft.hospital = crew.hospital
  crew.members.add(customerId(draft.claimant))
  const pool = random.shuffle(crew.policies.filter((p) => world.policies.holder[p] !== draft.claimant))
  const outside = random.shuffle([...crew.outsiders])
  const appear = (): string => {
    const policy = pool.pop()
    if (policy !== undefined && (outside.length === 0 || random.chance(0.6))) {
      const party = customerId(world.policies.holder[policy])
      crew.members.add(party)
      return party
    }
    return outside.pop()?.appear(draft, desk) ?? ''
  }
  const other = random.pick(crew.policies)
  const plate = carPlate(world, other)
  const others: Involved[] = [{ party: appear(), role: 'counterparty', injured: random.chance(0.25), plate }]
  for (let i = random.int(0, 2); i > 0; i--)
    others.push({
      party: appear(),
      role: 'passenger',
      injured: random.chance(0.45),
      plate: random.chance(0.5) ? plate : carPlate(world, draft.policy),
    })
  if (random.chance(0.25)) others.push({ party: appear(), role: 'witness', injured: false, plate: '' })
  draft.others = others.filter((o) => o.party !== '')
  if (others.some((o) => o.injured) && random.chance(0.45)) draft.lawyer = crew.lawyer
}

function dress(draft: Draft, desk: Desk, crew: Crew): void {
  const { random } = desk
  draft.police = random.chance(0.36)
  draft.trafficKnown = random.chance(0.08)
  scaleItems(draft, 0.95 + 0.5 * random.next())
  if (random.chance(0.3)) draft.payee = crew.organiser
}
