/** Claims with doctors in them: health, accident and group, and the injured of motor claims. */
import { DAY } from '../calendar.ts'
import { DIAGNOSES, DIAGNOSIS, type Diagnosis, DRUGS, PANEL, PROCEDURES } from '../catalogue.ts'
import type { Desk, Draft, Item } from '../draft.ts'
import { chooseBy, cumulative } from '../draw.ts'
import { LINE } from '../world.ts'

const of = (causes: readonly Diagnosis['cause'][]) => DIAGNOSES.filter((d) => causes.includes(d.cause))
const LISTS = {
  illness: of(['illness']),
  injury: of(['injury']),
  group: of(['illness', 'injury', 'maternity']),
}
const TOTALS = {
  illness: cumulative(LISTS.illness.map((d) => d.cost ** -0.42)),
  injury: cumulative(LISTS.injury.map((d) => d.cost ** -0.42)),
  group: cumulative(LISTS.group.map((d) => d.cost ** -0.42)),
}

/** Fills a health, accident or group claim in. */
export function fillMedical(draft: Draft, desk: Desk): void {
  const { random, world } = desk
  const kind = draft.line === LINE.accident ? 'injury' : draft.line === LINE.group ? 'group' : 'illness'
  if (draft.diagnosis === '') {
    let found = LISTS[kind][chooseBy(TOTALS[kind], random.next())] as Diagnosis
    while (found.cause === 'maternity' && world.people.male(draft.claimant))
      found = LISTS[kind][chooseBy(TOTALS[kind], random.next())] as Diagnosis
    draft.diagnosis = found.code
  }
  const found = DIAGNOSIS.get(draft.diagnosis) as Diagnosis
  chooseDoctor(draft, desk)
  draft.peril =
    draft.peril ||
    (kind === 'injury'
      ? random.weighted(['fall', 'traffic', 'sports', 'burn', 'work'], [40, 25, 18, 7, 10])
      : found.cause)
  draft.cover =
    draft.line === LINE.group
      ? 'group_medical'
      : draft.line === LINE.accident
        ? 'accident_medical'
        : found.nights > 0
          ? 'inpatient'
          : 'outpatient'
  draft.nights =
    found.nights === 0 ? 0 : Math.max(1, Math.round(found.nights * Math.exp(random.normal(0, 0.3))))
  const price = world.organisations.all[draft.hospital]?.price ?? 1
  billStay(draft, desk, found, price * Math.exp(random.normal(0, 0.3)))
  draft.police = draft.peril === 'traffic' && random.chance(0.6)
  draft.witness = kind === 'injury' && random.chance(0.2)
  draft.visitKnown = random.chance(0.92)
  if (kind === 'injury' && random.chance(0.12))
    draft.lawyer = world.organisations.pick('lawyer', draft.region, random.next())
}

export function chooseDoctor(draft: Draft, desk: Desk): void {
  const { organisations } = desk.world
  if (draft.hospital < 0) draft.hospital = organisations.pick('hospital', draft.region, desk.random.next())
  if (draft.physician < 0)
    draft.physician = organisations.physician(draft.hospital, desk.random.next() ** 1.4)
}

function bill(
  draft: Draft,
  day: number,
  kind: Item['kind'],
  code: string,
  text: string,
  quantity: number,
  amount: number,
): void {
  const cents = Math.round(amount * 100) / 100
  draft.items.push({ kind, code, text, quantity, amount: cents, provider: draft.hospital, day })
}

/** The bill of a stay or visit: about `factor` times the usual. */
function billStay(draft: Draft, desk: Desk, found: Diagnosis, factor: number): void {
  const { random } = desk
  const day = Math.floor(draft.loss / DAY)
  const total = found.cost * factor
  bill(draft, day, 'diagnosis', found.code, found.name, 1, 0)
  let left = total
  if (draft.nights > 0) {
    const room = total * (0.16 + 0.1 * random.next())
    bill(draft, day, 'room', 'R01', 'ward', draft.nights, room)
    left -= room
  }
  const procedures = 1 + Math.floor(random.next() * (found.nights > 0 ? 4 : 2.4))
  for (let i = 0; i < procedures; i++) {
    const [code, text, usual] = random.pick(PROCEDURES)
    const cost = i === 0 && found.nights > 0 ? left * 0.42 : Math.min(left * 0.4, usual * factor)
    const main = i === 0 && found.nights > 3
    const on = day + Math.min(draft.nights, random.int(0, 2))
    bill(draft, on, 'procedure', main ? 'X900' : code, main ? 'operation or main treatment' : text, 1, cost)
    left -= cost
  }
  // Honest clinics bill single tests as well, now and then.
  if (random.chance(0.14))
    for (const [code, text, usual] of random.shuffle([...PANEL]).slice(0, random.int(2, 4)))
      bill(draft, day, 'procedure', code, text, 1, usual * factor)
  const [code, text] = random.pick(DRUGS)
  bill(draft, day, 'drug', code, text, random.int(1, 14), Math.max(10, left))
}

/** What the injury of somebody in a car costs. */
export function billInjury(draft: Draft, desk: Desk): void {
  const { random, world } = desk
  chooseDoctor(draft, desk)
  const found = LISTS.injury[chooseBy(TOTALS.injury, random.next() * 0.8)] as Diagnosis
  draft.diagnosis ||= found.code
  const amount = Math.round(
    found.cost *
      0.8 *
      (world.organisations.all[draft.hospital]?.price ?? 1) *
      Math.exp(random.normal(0, 0.35)),
  )
  const day = Math.floor(draft.loss / DAY) + random.int(0, 2)
  const provider = draft.hospital
  draft.items.push(
    { kind: 'diagnosis', code: found.code, text: found.name, quantity: 1, amount: 0, provider, day },
    {
      kind: 'procedure',
      code: 'X100',
      text: 'treatment after an accident',
      quantity: 1,
      amount,
      provider,
      day,
    },
  )
}
