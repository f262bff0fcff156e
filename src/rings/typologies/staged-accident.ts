import type { Text } from '../../util/text.ts'
import { tiedGroups } from '../tied-groups.ts'
import type { Typology } from '../typology.ts'

const DEFAULTS = {
  /** What it takes off, log-odds, when no two households meet twice or share anything. */
  strangers: 1.5,
  /** What changing roles counts, log-odds, for each person and at most: among such strangers whoever is hit once and claims once has. */
  role: 0.5,
  mostRoles: 1.5,
  mostRolesOfStrangers: 0.5,
} as const

/** Where the group comes from, in words. */
const HOW: Readonly<Record<string, Text>> = {
  cycle: { en: 'are tied in more than one way', zh: '多重关联' },
  community: { en: 'form a community of their own, tied', zh: '自成社群' },
  dense: { en: 'form a dense block of meetings, tied', zh: '形成密集关联' },
}

/** The same unrelated people crash into each other, in changing roles. */
export const stagedAccident: Typology = {
  id: 'staged_accident',
  title: { en: 'Staged accidents', zh: '伪造交通事故' },
  runbook: {
    en: 'Compare photos and places of the accidents; ask each driver separately how he knows the others; trace the payments.',
    zh: '比对各起事故的照片与地点；分别询问各驾驶人如何相识；追踪赔款去向。',
  },
  candidates: (context) => {
    const { communities, dense } = tiedGroups(context)
    return [...context.cycles, ...communities, ...dense]
  },
  test: (facts, group) => {
    const road = facts.line === 'auto' || facts.line === 'accident'
    if (!road || facts.lineShare < 0.6 || facts.claims < 2 || facts.persons < 3) return undefined
    const areStrangers = facts.repeatedPairs + facts.sharedThings === 0
    const how = HOW[group.origin ?? 'cycle'] ?? HOW.cycle
    const reasons = [
      {
        text: {
          en: `${facts.persons} people of ${facts.households} households ${how.en} by ${facts.claims} claims`,
          zh: `${facts.households} 个家庭的 ${facts.persons} 人因 ${facts.claims} 起理赔${how.zh}`,
        },
        // Three people who meet twice may be two neighbours and a bad crossing, and strangers who share nothing and meet nobody
        // twice may be a circle of chance.
        log_odds:
          (facts.persons > 3 || facts.claims > 2 ? 0.8 : 0.2) - (areStrangers ? DEFAULTS.strangers : 0),
      },
    ]
    if (facts.rotating > 0) {
      reasons.push({
        text: {
          en: `${facts.rotating} people change roles between claims (driver, passenger, witness, other side)`,
          zh: `${facts.rotating} 人在不同案件中变换角色（驾驶人、乘客、证人、对方）`,
        },
        log_odds: Math.min(
          areStrangers ? DEFAULTS.mostRolesOfStrangers : DEFAULTS.mostRoles,
          DEFAULTS.role * facts.rotating,
        ),
      })
    }
    return reasons
  },
}
