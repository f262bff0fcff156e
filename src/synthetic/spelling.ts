/** The same person written down another way: homophones, swapped parts, transposed digits, a new telephone. */
import type { Random } from '../util/random.ts'
import { luhn, mobile } from './identifiers.ts'
import { homophone } from './names.ts'
import type { Identity } from './people.ts'

function transpose(text: string, random: Random, from = 0): string {
  const i = random.int(from, Math.max(from, text.length - 3))
  return text.slice(0, i) + text.charAt(i + 1) + text.charAt(i) + text.slice(i + 2)
}

function otherName(form: Identity, country: 'cn' | 'au', random: Random): void {
  if (country === 'cn') {
    const i = random.int(1, form.name.length - 1)
    const other = homophone(form.name.charAt(i))
    if (other && random.chance(0.7)) form.name = form.name.slice(0, i) + other + form.name.slice(i + 1)
    else if (form.name.length > 2 && random.chance(0.3))
      form.name = `${form.name.slice(0, 1)} ${form.name.slice(1)}`
    else form.name = form.latin.toUpperCase()
    return
  }
  const words = form.name.split(' ')
  const way = random.int(0, 4)
  if (way === 0) form.name = `${words.at(-1)}, ${words.slice(0, -1).join(' ')}`
  else if (way === 1) form.name = `${words[0]?.charAt(0)} ${words.at(-1)}`
  else if (way === 2 && words.length > 2) form.name = `${words[0]} ${words.at(-1)}`
  else {
    const last = words.length - 1
    words[last] = transpose(words[last] ?? '', random, 1)
    form.name = words.join(' ')
  }
  form.latin = form.name
}

/**
 * Changes some of the details in place, each with probability `strength`, and gives the day of birth as stated.
 * At least one detail changes; not all of them do.
 */
export function misspell(
  form: Identity,
  birthDay: number,
  country: 'cn' | 'au',
  random: Random,
  strength = 0.55,
): number {
  const name = random.chance(strength)
  if (name) otherName(form, country, random)
  if (!name || random.chance(strength * 0.5))
    form.id = form.id && (random.chance(0.6) ? transpose(form.id, random, 10) : '')
  if (random.chance(strength)) form.phone = mobile(country, random.int(0, 0x7fffffff) * 2)
  if (random.chance(strength * 0.4)) {
    const body = form.account.slice(0, -4) + String(random.int(100, 999))
    form.account = body + luhn(body)
  }
  if (random.chance(strength * 0.4))
    form.address = form.address.replace(/(\d+)(?=号|\s)/, (n) => String(Number(n) + random.int(1, 40)))
  if (random.chance(strength * 0.4)) form.email = ''
  return random.chance(strength * 0.2) ? birthDay + random.pick([-1, 1, 9, 30, -30, 365]) : birthDay
}
