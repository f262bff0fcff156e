/** Alerts from rings that nothing honest explains. */
import type { AlertCandidate, AlertDetail } from '../alert.ts'
import { limitsOf, severityOf } from '../thresholds/index.ts'
import type { Text } from '../util/text.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { DEFAULTS, dedupeKey, type ProposeCounts, type ProposeOptions } from './context.ts'
import { money, percent, subjectWords, title } from './words.ts'

const STEPS: readonly Text[] = [
  { en: 'Open the ring and look at its most central member first.', zh: '打开团伙视图，先查看最核心成员。' },
  {
    en: 'Check the honest explanations: family, employer, clinic, weather.',
    zh: '排查正常解释：家庭、雇主、诊所、天气。',
  },
  {
    en: 'Hold open payments of its claims together, within the legal deadlines.',
    zh: '在法定时限内合并审核其未付款项。',
  },
  {
    en: 'Lay the claims on one time line and compare stories and documents.',
    zh: '将赔案排列在同一时间线，比对经过与单证。',
  },
]

/** Proposes every ring that reaches its thresholds. Its expected loss is its score times what is not paid yet. */
export async function ringCandidates(
  { db }: Warehouse,
  options: ProposeOptions,
): Promise<{ readonly candidates: AlertCandidate[]; readonly counts: ProposeCounts }> {
  const rows = await db.selectFrom('graph.ring').selectAll().orderBy('ring_id').execute()
  const candidates: AlertCandidate[] = []
  let explained = 0
  for (const ring of rows) {
    const loss = Math.round(ring.score * ring.at_stake_amount * 100) / 100
    const severity = severityOf(limitsOf(options.thresholds, 'ring', ring.line), ring.score, loss)
    if (!severity) continue
    if (ring.explanation !== null) {
      explained++
      continue
    }
    const known = options.typology(ring.typology)
    const plain = ring.typology.replaceAll('_', ' ')
    const typology = known?.title ?? { en: plain, zh: plain }
    const members = ring.member_count === 1 ? '1 member' : `${ring.member_count} members`
    const claims = ring.claim_count === 1 ? '1 claim' : `${ring.claim_count} claims`
    candidates.push({
      dedupeKey: dedupeKey(options.book, 'ring', ring.ring_id),
      kind: 'ring',
      subjectId: ring.ring_id,
      line: ring.line,
      severity,
      probability: ring.score,
      expectedLossAmount: loss,
      title: title(subjectWords('ring', ring.line, ring.ring_id), {
        en: `${typology.en.toLowerCase()}, ${members}, ${claims}`,
        zh: `${typology.zh}，${ring.member_count}名成员，${ring.claim_count}笔赔案`,
      }),
      detail: {
        why: whyOf(ring.reasons),
        confidence: {
          en: `Ring score ${percent(ring.score)}; ${money(ring.claimed_amount)} claimed, ${money(ring.at_stake_amount)} not paid yet.`,
          zh: `团伙评分${percent(ring.score)}；索赔${money(ring.claimed_amount)}，未付${money(ring.at_stake_amount)}。`,
        },
        comparedWith: {
          en: 'People of the same book who are not related: they seldom share a thing or meet twice. The score weighs each tie by fixed points; it is not calibrated on outcomes.',
          zh: '与本账册中互不相关的人比较：他们很少共用同一事物或两次相遇。评分按固定权重计算，未经结果校准。',
        },
        nextSteps: known ? [known.runbook, ...STEPS] : STEPS,
      },
      asOf: ring.known_at,
    })
  }
  return {
    candidates,
    counts: {
      looked: rows.length,
      alerts: candidates.length,
      below: rows.length - candidates.length - explained,
      settled: 0,
      explained,
    },
  }
}

function whyOf(json: string): AlertDetail['why'] {
  const reasons = JSON.parse(json) as { text: Text; log_odds: number }[]
  return reasons
    .map(({ text, log_odds: logOdds }) => ({ text, logOdds }))
    .sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
    .slice(0, DEFAULTS.reasons)
}
