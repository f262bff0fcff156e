/** Motor claims: cars, the people in them, parts and labour. */
import { DAY } from '../calendar.ts'
import { LABOUR, PARTS, type Part, ZONES } from '../catalogue.ts'
import type { Desk, Draft, Involved } from '../draft.ts'
import { mix } from '../draw.ts'
import { carOf, carPlate, carValue } from '../files/policies.ts'
import { plate } from '../identifiers.ts'
import { REGIONS } from '../places.ts'
import { MARK } from '../weather.ts'
import { billInjury } from './medical.ts'

const PERILS = ['collision', 'rear_end', 'parking', 'single_vehicle', 'glass', 'theft', 'fire'] as const
const WEIGHTS = [36, 25, 20, 11, 5, 2.2, 0.8]

/** Fills a motor claim in. */
export function fillAuto(draft: Draft, desk: Desk): void {
  const { world, random } = desk
  const { people } = world
  if (draft.peril === '')
    draft.peril = draft.catastrophe ? weatherPeril(draft, desk) : random.weighted(PERILS, WEIGHTS)
  const crash = draft.peril === 'collision' || draft.peril === 'rear_end'
  const repairers = world.organisations
  if (draft.repairer < 0) draft.repairer = repairers.pick('repairer', draft.region, random.next())
  if (draft.fault === '') draft.fault = crash && random.chance(0.46) ? 'third_party' : 'policyholder'
  draft.cover = draft.fault === 'policyholder' && crash && random.chance(0.4) ? 'third_party' : 'motor_damage'
  draft.police = random.chance(crash ? 0.52 : draft.peril === 'theft' ? 0.9 : 0.12)
  const head = people.head(draft.claimant)
  const partner = head === draft.claimant ? head + 1 : head
  const shares = people.size(head) > 1 && partner < world.customers.count && people.adult(partner)
  const driver = shares && random.chance(0.25) ? partner : draft.claimant
  const own = carPlate(world, draft.policy)
  draft.involved.push({ party: desk.partyOf(draft, driver), role: 'driver', injured: false, plate: own })
  draft.others ??= crash ? bystanders(draft, desk, own, driver) : []
  draft.witness = draft.others.some((o) => o.role === 'witness')
  draft.involved.push(...draft.others)
  repair(draft, desk)
  for (const other of draft.others) if (other.injured) billInjury(draft, desk)
  if (draft.others.some((o) => o.injured) && draft.lawyer < 0 && random.chance(0.5))
    draft.lawyer = world.organisations.pick('lawyer', draft.region, random.next())
  draft.trafficKnown = crash && random.chance(draft.police ? 0.5 : 0.2)
}

function bystanders(draft: Draft, desk: Desk, own: string, driver: number): Involved[] {
  const { random, world } = desk
  const { people } = world
  const found: Involved[] = []
  if (random.chance(0.85)) {
    const customer = random.chance(0.05)
    const person = customer ? random.int(0, world.customers.count - 1) : desk.stranger(draft.region)
    const party =
      customer && world.customers.registered[person] > 0 && random.chance(0.5)
        ? desk.partyOf(draft, person)
        : desk.contact(draft, person)
    const theirs = plate(REGIONS[draft.region]?.plate ?? '', mix(world.seed, person, 801))
    found.push({ party, role: 'counterparty', injured: random.chance(0.07), plate: theirs })
    if (random.chance(0.16))
      found.push({
        party: desk.contact(draft, desk.stranger(draft.region)),
        role: 'passenger',
        injured: random.chance(0.2),
        plate: theirs,
      })
  }
  const head = people.head(driver)
  for (let person = head; person < head + people.size(head); person++)
    if (person !== driver && random.chance(0.14))
      found.push({
        party: desk.partyOf(draft, person),
        role: 'passenger',
        injured: random.chance(0.16),
        plate: own,
      })
  if (random.chance(0.08))
    found.push({
      party: desk.contact(draft, desk.stranger(draft.region)),
      role: 'passenger',
      injured: random.chance(0.22),
      plate: own,
    })
  if (random.chance(0.15))
    found.push({
      party: desk.contact(draft, desk.stranger(draft.region)),
      role: 'witness',
      injured: false,
      plate: '',
    })
  return found
}

/** Hail dents cars; the water of a storm drowns their engines. */
function weatherPeril({ region, loss }: Draft, { world: { weather } }: Desk): 'hail' | 'flood' {
  const marks = (weather.marks[region] as Uint8Array)[weather.step(loss)] ?? 0
  return marks & MARK.storm ? 'flood' : 'hail'
}

function repair(draft: Draft, desk: Desk): void {
  const { random, world } = desk
  const car = carOf(world, draft.policy)
  const shop = world.organisations.all[draft.repairer]?.price ?? 1
  const day = Math.floor(draft.reported / DAY) + random.int(0, 3)
  const zones = ZONES[draft.peril] ?? ['front']
  const zone = random.pick(zones)
  const all = draft.peril === 'hail' ? ['body', 'glass'] : [zone]
  const candidates = random.shuffle(PARTS.filter((p) => all.includes(p.zone)))
  const count = Math.min(candidates.length, 1 + Math.floor(random.next() ** 1.6 * 4))
  for (const part of candidates.slice(0, count))
    billPart(draft, part, car.parts * shop * Math.exp(random.normal(0, 0.12)), day)
  if (draft.peril === 'theft')
    draft.items.push({
      kind: 'expense',
      code: 'E90',
      text: 'stolen items or vehicle',
      quantity: 1,
      amount: Math.round(carValue(world, draft.policy) * random.next() ** 3),
      provider: -1,
      day,
    })
  if (draft.cover === 'third_party')
    draft.items.push({
      kind: 'expense',
      code: 'E91',
      text: 'damage to the other vehicle',
      quantity: 1,
      amount: Math.round(1500 * Math.exp(random.normal(0.6, 0.8))),
      provider: -1,
      day,
    })
  draft.supplements = random.chance(0.17) ? (random.chance(0.25) ? 2 : 1) : 0
  if (draft.supplements > 0) billPart(draft, random.pick(PARTS), car.parts * shop, day)
}

/** A part and its labour; `factor` stands for make, shop and chance. */
export function billPart(draft: Draft, part: Part, factor: number, day: number): void {
  const fitted = Math.round(part.hours * LABOUR * Math.min(1.6, factor) ** 0.5)
  draft.items.push(
    {
      kind: 'part',
      code: part.code,
      text: part.name,
      quantity: 1,
      amount: Math.round(part.price * factor),
      provider: draft.repairer,
      day,
    },
    {
      kind: 'labour',
      code: `L${part.code.slice(1)}`,
      text: `fit ${part.name}`,
      quantity: part.hours,
      amount: fitted,
      provider: draft.repairer,
      day,
    },
  )
}
