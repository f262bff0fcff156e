/** What happens to records on their way out of real systems: repeated, cut, garbled; and harmless changes of shape. */
import type { Random } from '../util/random.ts'

/** What a field holds; `whole` ones are never damaged or written in another shape. */
export type FieldKind = 'whole' | 'key' | 'text' | 'free' | 'date' | 'time' | 'amount' | 'number' | 'flag'

export const DEFAULTS = {
  /** Share of records that are damaged. */
  damaged: 0.007,
  /** Share of dates in another shape, readable all the same. */
  reshaped: 0.01,
} as const

export const DAMAGES = [
  'repeated',
  'no_key',
  'impossible_date',
  'garbled_number',
  'ragged',
  'mojibake',
] as const
export type Damage = (typeof DAMAGES)[number]

const BAD_DATES = ['2025-02-30', '0000-00-00', '2024-13-01', '31/31/2024']
const BAD_NUMBERS = ['N/A', '12..5', '--', '#REF!', '1O00']

/** The value, or nothing with the given probability: what was not asked, or not answered. */
export const unless = (random: Random, share: number, value: string): string =>
  random.next() < share ? '' : value

/** Which damage befalls a record, if any. */
export function damageFor(kinds: readonly FieldKind[], share: number, random: Random): Damage | undefined {
  if (random.next() >= share) return undefined
  const wish = random.pick(DAMAGES)
  if (wish === 'impossible_date' && !kinds.some((k) => k === 'date' || k === 'time')) return 'ragged'
  if (wish === 'garbled_number' && !kinds.some((k) => k === 'amount' || k === 'number')) return 'repeated'
  if (wish === 'mojibake' && !kinds.includes('free')) return 'ragged'
  return wish
}

/** Changes the fields of a record in place; `repeated` and `ragged` are up to the writer. */
export function damageFields(
  fields: (string | number)[],
  kinds: readonly FieldKind[],
  damage: Damage,
  random: Random,
): void {
  const spoil = (wanted: readonly FieldKind[], value: string) => {
    const places = kinds.flatMap((kind, i) => (wanted.includes(kind) && fields[i] !== '' ? [i] : []))
    if (places.length > 0) fields[random.pick(places)] = value
  }
  if (damage === 'no_key') fields[kinds.indexOf('key')] = ''
  if (damage === 'impossible_date') spoil(['date', 'time'], random.pick(BAD_DATES))
  if (damage === 'garbled_number') spoil(['amount', 'number'], random.pick(BAD_NUMBERS))
  if (damage === 'mojibake') spoil(['free'], '锟斤拷锟斤拷烫烫')
}

/** Writes one date of the record in another shape now and then: `2024/3/9`, `20240309`; amounts with separators. */
export function reshape(fields: (string | number)[], kinds: readonly FieldKind[], random: Random): void {
  if (random.next() >= DEFAULTS.reshaped) return
  const open = kinds.flatMap((kind, at) => (kind === 'whole' ? [] : [at]))
  const i = open[random.int(0, open.length - 1)] as number
  const value = String(fields[i])
  if (value === '') return
  if (kinds[i] === 'date') {
    const [y, m, d] = value.split('-')
    fields[i] = random.chance(0.5) ? `${y}/${Number(m)}/${Number(d)}` : `${y}${m}${d}`
  } else if (kinds[i] === 'time') {
    fields[i] = value.slice(0, 16).replaceAll('-', '/')
  } else if (kinds[i] === 'amount' && Number(value) >= 1000) {
    fields[i] = `"${Number(value).toLocaleString('en-US')}"`
  } else if (kinds[i] === 'flag') {
    fields[i] = value === 'Y' ? '1' : '0'
  }
}
