/** The reasons that count for every typology: meetings, shared things, chance, time, money, known outcomes. */
import { NODE_WORDS } from '../schema/node-words.ts'
import type { Text } from '../util/text.ts'
import type { GroupFacts } from './group-facts.ts'
import type { MoneyFlow } from './money-flow.ts'
import type { Significance } from './null/significance.ts'
import { poissonTail } from './surprise.ts'
import type { RingReason } from './typology.ts'

const DEFAULTS = {
  /** Log-odds that a group is a ring before anything is said for or against it. */
  start: -3,
  mostRepeats: 2,
  mostShared: 2.2,
  mostFrauds: 2.4,
  mostMoney: 1.5,
  mostHaste: 1.2,
  /** What chance adds or takes for each power of ten, and at most. */
  chance: 0.5,
  mostChance: 1,
  /** A quarter of all groups being chance is neither good nor bad. */
  neutral: 0.25,
} as const

/** What is known of a group beside its facts. */
export interface Evidence {
  readonly significance: Significance | undefined
  /** Rewired books, and the share of the book in each. */
  readonly rewired: { readonly books: number; readonly share: number }
  readonly money: MoneyFlow
  /** Days from the first to the last loss of the book. */
  readonly bookDays: number
}

const WORDS: Readonly<Record<string, Text>> = NODE_WORDS

/** Words for kinds of things, in both languages. */
export const kindWords = (kinds: readonly string[]): Text => ({
  en: kinds.map((kind) => WORDS[kind]?.en ?? kind).join(', '),
  zh: kinds.map((kind) => WORDS[kind]?.zh ?? kind).join('、'),
})

const reason = (log_odds: number, en: string, zh: string): RingReason => ({ text: { en, zh }, log_odds })
const within = (most: number, value: number) => Math.max(-most, Math.min(most, value))

/** The reasons that hold; the first is the start. */
export function commonReasons(facts: GroupFacts, evidence: Evidence): RingReason[] {
  const { significance, money } = evidence
  return [
    reason(DEFAULTS.start, 'starting point: few groups are rings', '起点：多数群体并非团伙'),
    ...tieReasons(facts),
    ...(significance ? [chanceReason(significance, evidence.rewired)] : []),
    ...timeReasons(facts, evidence.bookDays),
    ...moneyReasons(money, facts.claims),
    ...outcomeReasons(facts),
  ]
}

function tieReasons({
  repeatedPairs,
  sharedThings,
  sharedKinds,
  sharingHouseholds,
}: GroupFacts): RingReason[] {
  const reasons: RingReason[] = []
  if (repeatedPairs > 0)
    reasons.push(
      reason(
        Math.min(DEFAULTS.mostRepeats, 0.6 * Math.log2(1 + repeatedPairs)),
        `${few(repeatedPairs, 'pair')} of unrelated households ${repeatedPairs === 1 ? 'meets' : 'meet'} in two or more claims`,
        `${repeatedPairs} 对互不相关的家庭在两起以上案件中相遇`,
      ),
    )
  if (sharedThings > 0) {
    const words = kindWords(sharedKinds)
    reasons.push(
      reason(
        Math.min(DEFAULTS.mostShared, 0.7 * Math.log2(1 + sharingHouseholds)),
        `unrelated households share ${few(sharedThings, 'thing')} (${words.en})`,
        `互不相关的家庭共用 ${sharedThings} 项（${words.zh}）`,
      ),
    )
  }
  return reasons
}

/** How often chance would give it: speaks for the group when seldom, against it when often. */
function chanceReason(
  { chance, groups, asTight }: Significance,
  { books, share: part }: Evidence['rewired'],
): RingReason {
  const sample = part < 1 ? (100 * part).toFixed(1) : undefined
  const share = chance < 0.1 ? (100 * chance).toFixed(1) : Math.round(100 * chance)
  return reason(
    within(
      DEFAULTS.mostChance,
      DEFAULTS.chance * Math.log10(DEFAULTS.neutral / chance) * (chance > DEFAULTS.neutral ? 2 : 1),
    ),
    `in ${books} ${sample ? `samples of ${sample} % of the book` : 'books'} rewired at random ${asTight} of ${groups} groups of its kind are as tight: chance gives about ${share} % of such groups`,
    `在 ${books} 个随机重连的${sample ? `账册样本（${sample}%）` : '账册'}中，${groups} 个同类群体有 ${asTight} 个同样紧密：此类群体约 ${share}% 可归于偶然`,
  )
}

function timeReasons(
  { claims, persons, spanDays, earlyClaims, topProviderClaims }: GroupFacts,
  bookDays: number,
): RingReason[] {
  const reasons: RingReason[] = []
  if (claims >= 3 && persons > 0 && spanDays < 0.8 * bookDays) {
    // n losses within a share s of the book's time, were each on any day of it: n s^(n-1) - (n-1) s^n.
    const s = Math.max(spanDays, 1) / bookDays
    const chance = claims * s ** (claims - 1) - (claims - 1) * s ** claims
    const bits = Math.min(DEFAULTS.mostHaste, -0.25 * Math.log10(Math.max(chance, 1e-30)))
    if (bits >= 0.1)
      reasons.push(
        reason(
          bits,
          spanDays < 1
            ? `${claims} claims on one day of the book's ${Math.round(bookDays)}`
            : `${claims} claims within ${few(Math.round(spanDays), 'day')} of the book's ${Math.round(bookDays)}`,
          spanDays < 1
            ? `账册 ${Math.round(bookDays)} 天中，同一天发生 ${claims} 起理赔`
            : `账册 ${Math.round(bookDays)} 天中，${Math.round(spanDays)} 天内发生 ${claims} 起理赔`,
        ),
      )
  }
  if (earlyClaims >= 2 && earlyClaims / claims >= 0.2)
    reasons.push(
      reason(
        Math.min(1.2, 0.4 * earlyClaims),
        `${earlyClaims} losses within 30 days of the policy's first day`,
        `${earlyClaims} 起损失发生在保单起期 30 天内`,
      ),
    )
  if (topProviderClaims >= 3 && topProviderClaims / claims >= 0.5)
    reasons.push(
      reason(
        0.6,
        `one provider serves ${topProviderClaims} of ${claims} claims`,
        `同一服务商经手 ${claims} 起中的 ${topProviderClaims} 起`,
      ),
    )
  return reasons
}

function moneyReasons({ accounts, claims, amount, payers, outward }: MoneyFlow, own: number): RingReason[] {
  const reasons: RingReason[] = []
  const money = Math.round(amount).toLocaleString('en-US')
  if (claims >= 2)
    reasons.push(
      reason(
        Math.min(DEFAULTS.mostMoney, 0.4 * Math.log2(claims)),
        `${money} for ${claims} claims, in this group or not, of ${few(payers, 'unrelated household')} went into ${accounts === 1 ? 'an account' : `${accounts} accounts`} of its members`,
        `${payers} 个无关家庭的 ${claims} 起理赔（含本群体以外的）共 ${money} 付入其成员的 ${accounts} 个账户`,
      ),
    )
  if (outward >= 2)
    reasons.push(
      reason(
        Math.min(DEFAULTS.mostMoney, 0.4 * Math.log2(outward)),
        `${outward} of its ${few(own, 'claim')} ${outward === 1 ? 'was' : 'were'} paid to people who do not stand in them`,
        `其 ${own} 起理赔中 ${outward} 起付给与案件无关的人`,
      ),
    )
  return reasons
}

function outcomeReasons({ frauds, expectedFrauds, cleared, claims }: GroupFacts): RingReason[] {
  const reasons: RingReason[] = []
  const tail = -poissonTail(frauds, expectedFrauds)
  if (tail > 0.3)
    reasons.push(
      reason(
        Math.min(DEFAULTS.mostFrauds, tail),
        `${frauds} of its claims ${frauds === 1 ? 'was' : 'were'} found fraudulent where ${expectedFrauds.toFixed(1)} would be usual`,
        `其中 ${frauds} 起已认定欺诈，通常约 ${expectedFrauds.toFixed(1)} 起`,
      ),
    )
  if (cleared > 0)
    reasons.push(
      reason(
        -Math.min(1.5, 0.4 * cleared * Math.min(1, 10 / claims)),
        `${cleared} of its claims ${cleared === 1 ? 'was' : 'were'} investigated and cleared`,
        `其中 ${cleared} 起经调查排除`,
      ),
    )
  return reasons
}

/** `1 thing`, `2 things`. */
const few = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`
