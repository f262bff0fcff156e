/** The reasons that count for every typology: meetings, shared things, time, known outcomes. */
import type { Text } from '../util/text.ts'
import type { GroupFacts } from './group-facts.ts'
import { poissonTail } from './surprise.ts'
import type { RingReason } from './typology.ts'

const DEFAULTS = {
  /** Log-odds that a group is a ring before anything is said for or against it. */
  start: -3,
  mostRepeats: 2,
  mostShared: 2.2,
  mostFrauds: 2.4,
} as const

const KINDS: Readonly<Record<string, Text>> = {
  phone: { en: 'telephone', zh: '电话' },
  account: { en: 'bank account', zh: '银行账户' },
  address: { en: 'address', zh: '地址' },
  email: { en: 'e-mail', zh: '邮箱' },
  vehicle: { en: 'vehicle', zh: '车辆' },
}

/** Words for kinds of things, in both languages. */
export const kindWords = (kinds: readonly string[]): Text => ({
  en: kinds.map((kind) => KINDS[kind]?.en ?? kind).join(', '),
  zh: kinds.map((kind) => KINDS[kind]?.zh ?? kind).join('、'),
})

const reason = (log_odds: number, en: string, zh: string): RingReason => ({
  text: { en, zh },
  log_odds: Math.round(log_odds * 1000) / 1000,
})

/** The reasons that hold; the first is the start. */
export function commonReasons(facts: GroupFacts): RingReason[] {
  const reasons = [reason(DEFAULTS.start, 'starting point: few groups are rings', '起点：多数群体并非团伙')]
  const { repeatedPairs, sharedThings, sharingHouseholds, claims, spanDays, earlyClaims, frauds, cleared } =
    facts
  if (repeatedPairs > 0) {
    const bits = Math.min(DEFAULTS.mostRepeats, 0.6 * Math.log2(1 + repeatedPairs))
    reasons.push(
      reason(
        bits,
        `${repeatedPairs} pairs of unrelated households meet in two or more claims`,
        `${repeatedPairs} 对互不相关的家庭在两起以上案件中相遇`,
      ),
    )
  }
  if (sharedThings > 0) {
    const words = kindWords(facts.sharedKinds)
    const bits = Math.min(DEFAULTS.mostShared, 0.7 * Math.log2(1 + sharingHouseholds))
    reasons.push(
      reason(
        bits,
        `unrelated households share ${sharedThings} things (${words.en})`,
        `互不相关的家庭共用 ${sharedThings} 项（${words.zh}）`,
      ),
    )
  }
  if (claims >= 3 && spanDays <= 400) {
    reasons.push(
      reason(
        spanDays <= 150 ? 0.8 : 0.4,
        `${claims} claims within ${Math.round(spanDays)} days`,
        `${Math.round(spanDays)} 天内发生 ${claims} 起理赔`,
      ),
    )
  }
  if (earlyClaims >= 2 && earlyClaims / claims >= 0.2) {
    reasons.push(
      reason(
        Math.min(1.2, 0.4 * earlyClaims),
        `${earlyClaims} losses within 30 days of the policy's first day`,
        `${earlyClaims} 起损失发生在保单起期 30 天内`,
      ),
    )
  }
  if (facts.topProviderClaims >= 3 && facts.topProviderClaims / claims >= 0.5) {
    reasons.push(
      reason(
        0.6,
        `one provider serves ${facts.topProviderClaims} of ${claims} claims`,
        `同一服务商经手 ${claims} 起中的 ${facts.topProviderClaims} 起`,
      ),
    )
  }
  const tail = -poissonTail(frauds, facts.expectedFrauds)
  if (tail > 0.3) {
    reasons.push(
      reason(
        Math.min(DEFAULTS.mostFrauds, tail),
        `${frauds} of its claims were found fraudulent where ${facts.expectedFrauds.toFixed(1)} would be usual`,
        `其中 ${frauds} 起已认定欺诈，通常约 ${facts.expectedFrauds.toFixed(1)} 起`,
      ),
    )
  }
  if (cleared > 0) {
    reasons.push(
      reason(
        -Math.min(1.5, 0.4 * cleared * Math.min(1, 10 / claims)),
        `${cleared} of its claims were investigated and cleared`,
        `其中 ${cleared} 起经调查排除`,
      ),
    )
  }
  return reasons
}
