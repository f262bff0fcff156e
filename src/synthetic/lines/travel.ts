/** Travel claims: delay, baggage, cancellation, illness abroad. */
import { DAY } from '../calendar.ts'
import type { Desk, Draft } from '../draft.ts'

const PERILS = ['delay', 'baggage', 'cancellation', 'medical', 'theft'] as const
const WEIGHTS = [34, 24, 14, 18, 10]
const COVERS: Record<string, string> = {
  delay: 'delay',
  baggage: 'baggage',
  cancellation: 'delay',
  medical: 'travel_medical',
  theft: 'baggage',
}
const TYPICAL: Record<string, number> = {
  delay: 500,
  baggage: 1900,
  cancellation: 3900,
  medical: 3400,
  theft: 3000,
}
const THINGS = ['suitcase', 'camera', 'clothes', 'laptop', 'watch', 'sunglasses'] as const

/** Fills a travel claim in. */
export function fillTravel(draft: Draft, desk: Desk): void {
  const { random } = desk
  if (draft.peril === '') draft.peril = random.weighted(PERILS, WEIGHTS)
  draft.cover = COVERS[draft.peril] as string
  draft.police = random.chance(draft.peril === 'theft' ? 0.75 : 0.03)
  const day = Math.floor(draft.loss / DAY)
  const total = (TYPICAL[draft.peril] as number) * Math.exp(random.normal(0, 0.6))
  const goods = draft.peril === 'baggage' || draft.peril === 'theft'
  const lines = goods ? random.int(1, 4) : 1
  for (let i = 0; i < lines; i++)
    draft.items.push({
      kind: 'expense',
      code: goods ? `E1${i}` : 'E20',
      text: goods ? random.pick(THINGS) : draft.peril,
      quantity: 1,
      amount: Math.round((total / lines) * (0.8 + 0.4 * random.next())),
      provider: -1,
      day,
    })
}
