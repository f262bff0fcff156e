/** Honest reasons why people hang together, checked before a group is called a ring. */
import type { Text } from '../util/text.ts'
import type { GroupFacts } from './group-facts.ts'
import type { Group, RingContext } from './typology.ts'

export interface HonestExplanation {
  /** One word, as stored. */
  readonly id: 'family' | 'employer' | 'clinic' | 'hail'
  readonly text: Text
  /** What it takes off the score, log-odds. */
  readonly logOdds: number
  readonly holds: (facts: GroupFacts, group: Group, context: RingContext) => boolean
}

/** Largest share of the persons that bear one surname. */
function surnameShare(group: Group, { book }: RingContext): number {
  const counts = new Map<string, number>()
  for (const person of group.persons) {
    const name = book.persons.surname[person]
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values()) / Math.max(1, group.persons.length)
}

const WEATHER = /hail|storm|flood|typhoon|wind|rain|雹|暴|洪|台风|drought/i

export const honestExplanations: readonly HonestExplanation[] = [
  {
    id: 'family',
    text: { en: 'a family: one surname or household, few claims', zh: '家庭：同姓或同住，理赔不多' },
    logOdds: -3,
    holds: (facts, group, context) =>
      facts.claims <= 1.5 * facts.persons &&
      (facts.households === 1 || (facts.persons <= 8 && surnameShare(group, context) >= 0.75)),
  },
  {
    id: 'employer',
    text: { en: 'colleagues of one employer', zh: '同一雇主的同事' },
    logOdds: -2.5,
    holds: (facts) => facts.persons >= 3 && facts.employerShare >= 0.6,
  },
  {
    id: 'clinic',
    text: {
      en: 'patients of one busy clinic who share nothing else',
      zh: '同一繁忙医疗机构的患者，别无关联',
    },
    logOdds: -2.5,
    holds: (facts, group) =>
      group.providers.length > 0 &&
      facts.persons > 0 &&
      (facts.line === 'health' || facts.line === 'group') &&
      facts.sharedThings === 0 &&
      facts.recurring / facts.persons < 0.05,
  },
  {
    id: 'hail',
    text: { en: 'one event of weather that hit everybody', zh: '同一天气事件波及众人' },
    logOdds: -3,
    holds: (facts, group, { book }) =>
      facts.claims >= 2 &&
      facts.sameDayShare >= 0.6 &&
      group.claims.filter((c) => WEATHER.test(book.claims.peril[c] ?? '')).length >= 0.6 * facts.claims,
  },
]
