/** People who cheat alone: soon after inception, twice for one trip, and for crops that stand. */
import type { Random } from '../../util/random.ts'
import { DAY, FIRST_DAY, LAST_DAY } from '../calendar.ts'
import { CROPS } from '../catalogue.ts'
import { type Desk, type Draft, type Item, scaleItems } from '../draft.ts'
import { cropOf, hectaresOf } from '../files/policies.ts'
import { active, delay, lowerBound, minuteOfDay, type Planner } from '../plan.ts'
import { LINE } from '../world.ts'
import { addScheme, someDay, someRegion, type TypologyModule } from './ring.ts'

/** Damage and illness that were there before the policy was. */
export const earlyClaim: TypologyModule = {
  typology: 'early_claim',
  share: 0.0095,
  plan(planner, quota, random) {
    const { policies, customers } = planner.world
    const scheme = addScheme(planner, 'early_claim', { after: exaggerate }, true)
    for (let left = quota, tries = 0; left > 0 && tries < quota * 20; tries++) {
      const line = random.weighted([LINE.auto, LINE.health, LINE.accident], [60, 20, 20])
      const list = planner.of(line, someRegion(random))
      const policy = list[random.int(0, Math.max(0, list.length - 1))]
      if (policy === undefined || policies.root[policy] !== policy) continue
      const day = policies.inception[policy] + 1 + Math.floor(random.next() ** 1.3 * 45)
      const loss = day * DAY + minuteOfDay(line, random)
      if (!planner.add(policy, policies.holder[policy], loss, loss + delay(line, random), scheme)) continue
      left--
      if (random.chance(0.4)) customers.strained[policies.holder[policy]] = 1
    }
  },
}

function exaggerate(draft: Draft, desk: Desk): void {
  const { random } = desk
  scaleItems(draft, 1.05 + 0.6 * random.next())
  if (draft.line !== LINE.auto) return
  draft.police = random.chance(0.22)
  draft.trafficKnown = draft.trafficKnown && random.chance(0.25)
  draft.witness = draft.witness && random.chance(0.5)
}

/** One loss on one trip, claimed under two policies. */
export const travelDouble: TypologyModule = {
  typology: 'travel_double',
  share: 0.005,
  plan(planner, quota, random) {
    for (let left = quota, tries = 0; left > 1 && tries < quota * 20; tries++)
      left -= planTrip(planner, random)
  },
}

function planTrip(planner: Planner, random: Random): number {
  const { policies, people } = planner.world
  const list = planner.of(LINE.travel, someRegion(random))
  if (list.length < 4) return 0
  const at = random.int(0, list.length - 2)
  const first = list[at] as number
  const second =
    list[lowerBound(policies.inception, list, policies.inception[first] + random.int(0, 2))] ?? first
  if (second === first || policies.root[second] !== second || policies.root[first] !== first) return 0
  if (policies.inception[second] - policies.inception[first] > 6) return 0
  const overlap =
    Math.min(
      policies.inception[first] + policies.term[first],
      policies.inception[second] + policies.term[second],
    ) - policies.inception[second]
  const from = policies.inception[second]
  if (overlap < 2 || from < FIRST_DAY || from + overlap > LAST_DAY - 25) return 0
  const head = people.head(policies.holder[first])
  const partner = people.size(head) > 1 && people.adult(head + 1) && random.chance(0.3)
  const person = partner ? head + (policies.holder[first] === head ? 1 : 0) : policies.holder[first]
  policies.holder[second] = person
  policies.insured[second] = person
  policies.root[second] = first
  let told: { readonly peril: string; readonly items: readonly Item[] } | undefined
  const peril = random.weighted(['baggage', 'theft', 'medical', 'delay'], [45, 22, 18, 15])
  const scheme = addScheme(
    planner,
    'travel_double',
    {
      before(draft) {
        draft.peril = peril
      },
      after(draft, desk) {
        if (told)
          draft.items = told.items.map((item) => ({
            ...item,
            amount: Math.round(item.amount * (0.94 + 0.12 * desk.random.next())),
          }))
        else told = { peril: draft.peril, items: draft.items }
      },
    },
    true,
  )
  const loss = (from + random.int(0, overlap - 1)) * DAY + minuteOfDay(LINE.travel, random)
  const one = planner.add(first, policies.holder[first], loss, loss + delay(LINE.travel, random), scheme)
  const apart = random.int(-90, 90)
  const again = loss + (partner ? Math.round(apart / 10) : apart)
  const two = planner.add(second, person, again, Math.max(again, loss) + delay(LINE.travel, random), scheme)
  if (one && two) planner.together([planner.claims.count - 2, planner.claims.count - 1])
  return (one ? 1 : 0) + (two ? 1 : 0)
}

/** Weather that only one field has seen. */
export const cropOverclaim: TypologyModule = {
  typology: 'crop_overclaim',
  share: 0.0045,
  plan(planner, quota, random) {
    const { weather, policies } = planner.world
    const scheme = addScheme(planner, 'crop_overclaim', { before: invent, after: overstate }, true)
    for (let left = quota, tries = 0; left > 0 && tries < quota * 30; tries++) {
      const region = someRegion(random)
      const day = someDay(random)
      const step = weather.step(day * DAY)
      const marks = weather.marks[region] as Uint8Array
      if (marks.subarray(Math.max(0, step - 24), step + 8).some((m) => m > 0)) continue
      const policy = active(policies.inception, planner.of(LINE.agricultural, region), day, random)
      if (policy < 0) continue
      const loss = day * DAY + minuteOfDay(LINE.agricultural, random)
      if (
        planner.add(policy, policies.insured[policy], loss, loss + delay(LINE.agricultural, random), scheme)
      )
        left--
    }
  },
}

function invent(draft: Draft, desk: Desk): void {
  draft.peril = desk.random.weighted(['hail', 'flood', 'drought', 'wind'], [30, 28, 26, 16])
}

function overstate(draft: Draft, desk: Desk): void {
  const { random, world } = desk
  const [crop, worth] = cropOf(world, draft.policy)
  draft.degree = Math.round((0.35 + 0.6 * random.next()) * 100) / 100
  const item = draft.items[0]
  if (!item) return
  item.code = `C0${CROPS.findIndex(([name]) => name === crop) + 1}`
  item.amount = Math.round(hectaresOf(world, draft.policy) * worth * draft.degree * 0.35)
}
