/** Agricultural claims: what the weather did to the field. */
import { DAY } from '../calendar.ts'
import { CROPS } from '../catalogue.ts'
import type { Desk, Draft } from '../draft.ts'
import { cropOf, fieldPlace, hectaresOf } from '../files/policies.ts'
import { MARK } from '../weather.ts'

/** Fills an agricultural claim in; the peril follows the weather unless it is set. */
export function fillCrop(draft: Draft, desk: Desk): void {
  const { random, world } = desk
  if (draft.peril === '') draft.peril = perilOf(draft, desk)
  draft.cover = 'crop_cost'
  draft.rural = true
  ;[draft.latitude, draft.longitude] = fieldPlace(world, draft.policy)
  const [crop, worth] = cropOf(world, draft.policy)
  const hectares = hectaresOf(world, draft.policy)
  draft.degree = Math.round(Math.min(0.98, 0.12 + 0.85 * random.next() ** 1.2) * 100) / 100
  draft.items.push({
    kind: 'crop',
    code: `C0${CROPS.findIndex(([name]) => name === crop) + 1}`,
    text: crop,
    quantity: hectares,
    amount: Math.round(hectares * worth * draft.degree * 0.35),
    provider: -1,
    day: Math.floor(draft.loss / DAY),
  })
}

function perilOf(draft: Draft, desk: Desk): string {
  const { random, world } = desk
  const step = world.weather.step(Math.floor(draft.loss / DAY) * DAY)
  let marks = 0
  for (let s = 0; s < 8; s++) marks |= (world.weather.marks[draft.region] as Uint8Array)[step + s] ?? 0
  if (marks & MARK.hail) return 'hail'
  if (marks & MARK.storm) return random.chance(0.6) ? 'flood' : 'wind'
  if (marks & MARK.dry) return 'drought'
  if (marks & MARK.frost) return 'frost'
  // Some fields are hit by weather that no station saw.
  return random.weighted(['pest', 'flood', 'hail', 'drought', 'wind'], [70, 8, 8, 9, 5])
}
