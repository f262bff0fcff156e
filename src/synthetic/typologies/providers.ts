/** Hospitals that bill too much: a graver diagnosis than was treated, or one test in many pieces. */
import type { Random } from '../../util/random.ts'
import { DAY } from '../calendar.ts'
import { DIAGNOSES, DIAGNOSIS, PANEL } from '../catalogue.ts'
import { type Desk, type Draft, type Scheme, scaleItems, type Typology } from '../draft.ts'
import type { Planner } from '../plan.ts'
import { LINE } from '../world.ts'
import { addScheme, someDay, someRegion, strike, type TypologyModule } from './ring.ts'

const MILD = DIAGNOSES.filter((d) => d.dearer !== '')

export const providerUpcoding: TypologyModule = {
  typology: 'provider_upcoding',
  share: 0.0095,
  plan: (planner, quota, random) => planCircles(planner, quota, random, 'provider_upcoding', upcode),
}

export const providerUnbundling: TypologyModule = {
  typology: 'provider_unbundling',
  share: 0.005,
  plan: (planner, quota, random) => planCircles(planner, quota, random, 'provider_unbundling', unbundle),
}

type Change = (draft: Draft, desk: Desk) => void

function planCircles(
  planner: Planner,
  quota: number,
  random: Random,
  typology: Typology,
  change: Change,
): void {
  const { organisations } = planner.world
  const used = new Set<number>()
  for (let left = quota, tries = 0; left > 0 && tries < quota * 3; tries++) {
    const region = someRegion(random)
    const hospital = organisations.pick('hospital', region, random.next())
    // One circle a hospital, until there are no more.
    if (used.has(hospital) && tries < quota) continue
    used.add(hospital)
    const physician = organisations.physician(hospital, random.next())
    const name = (position: number) => organisations.all[position]?.id ?? ''
    const parts: Pick<Scheme, 'before' | 'after'> = {
      before(draft, desk) {
        draft.hospital = hospital
        draft.physician = desk.random.chance(0.55) ? physician : -1
        if (typology === 'provider_upcoding') draft.diagnosis = mild(draft, desk)
      },
      after: change,
    }
    const scheme = addScheme(planner, typology, {
      ...parts,
      members: new Set([name(hospital), name(physician)]),
    })
    const count = Math.min(left, random.int(7, 12))
    let day = someDay(random, 300)
    let planned = 0
    for (let i = 0; i < count * 2 && planned < count; i++) {
      const line = random.weighted([LINE.health, LINE.accident, LINE.group], [52, 16, 32])
      if (strike(planner, line, region, day, scheme, random)) planned++
      day += Math.ceil(-Math.log(1 - random.next()) * 22)
    }
    left -= planned
  }
}

function mild(draft: Draft, desk: Desk): string {
  const injury = draft.line === LINE.accident
  return desk.random.pick(MILD.filter((d) => (d.cause === 'injury') === injury && d.cause !== 'maternity'))
    .code
}

/** Writes the dearer neighbour of what was treated; the stay remains short. */
function upcode(draft: Draft, desk: Desk): void {
  const { random } = desk
  const treated = draft.diagnosis
  const written = DIAGNOSIS.get(DIAGNOSIS.get(treated)?.dearer ?? '')
  if (!written) return
  const usual = DIAGNOSIS.get(treated)?.cost ?? written.cost
  const factor = Math.min(5, (written.cost / usual) ** 0.75) * (0.75 + 0.3 * random.next())
  for (const item of draft.items)
    if (item.kind === 'diagnosis') {
      item.code = written.code
      item.text = written.name
    }
  scaleItems(draft, factor)
  draft.diagnosis = written.code
  // What the hospital reports to the exchange of visits is sometimes what was really done.
  draft.visitDiagnosis = random.chance(0.45) ? treated : written.code
  draft.visitShare = random.chance(0.4) ? 1 / factor : 1
  draft.nights = Math.max(draft.nights, written.nights > 0 && random.chance(0.6) ? 1 : 0)
}

/** Bills the panel test by test, and visits twice. */
function unbundle(draft: Draft, desk: Desk): void {
  const { random } = desk
  const day = Math.floor(draft.loss / DAY)
  for (const [code, text, usual] of random.shuffle([...PANEL]).slice(0, random.int(3, 6)))
    draft.items.push({
      kind: 'procedure',
      code,
      text,
      quantity: 1,
      amount: Math.round(usual * (1 + random.next())),
      provider: draft.hospital,
      day,
    })
  for (const item of draft.items.filter((i) => i.kind === 'procedure' && i.amount > 300).slice(0, 2)) {
    const half = Math.round(item.amount * 0.62)
    item.amount = half
    draft.items.push({ ...item, amount: half, day: item.day + random.int(0, 1) })
  }
}
