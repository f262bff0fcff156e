/** Values of indicators as people read them, in the page's language. */
import type { ScoreReason, Text } from '../src/api/schemas/index.ts'
import { say } from './language.ts'
import { term } from './terms.ts'
import { words } from './words.ts'

type ShownReason = Pick<ScoreReason, 'name' | 'shown' | 'shownZh' | 'peerShown' | 'peerShownZh'>

/** A value in words; what both languages write alike is a word of the data. */
export function shownValue({ en, zh }: Text, of?: string): string {
  if (en !== zh || en === '') return say({ en, zh })
  return en
    .split(' - ')
    .map((word) => term(word.replaceAll(' ', '_'), of))
    .join(' - ')
}

/** A peer group as scores name it: `auto/2` is the second group, of it the claims or policies of motor; else line and product. */
export function peerGroupName(group: string): string {
  const [, line, number] = /^(\w+)\/(\d+)$/.exec(group) ?? []
  if (number === undefined)
    return group
      .split(', ')
      .map((word, i) => term(word, i === 0 ? 'line' : 'product_type'))
      .join(', ')
  return say({ en: `${term(line, 'line')}, group ${number}`, zh: `${term(line, 'line')}第 ${number} 组` })
}

/** The value of an indicator, beside the usual one of its peers where that is known. */
export function shownOfReason({ name, shown, shownZh, peerShown, peerShownZh }: ShownReason): string {
  const own = shownValue({ en: shown, zh: shownZh }, name)
  if (peerShown === null) return own
  return `${own} · ${words('peersUsual')} ${shownValue({ en: peerShown, zh: peerShownZh ?? peerShown }, name)}`
}
