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
        comparedWith: comparedWith(options.rings),
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

/** What the score was held against, and what it rests on. */
function comparedWith(calibration: ProposeOptions['rings']): Text {
  const chance = {
    en: 'Groups of its kind in the same book rewired at random, where everybody keeps the number of his claims and ties.',
    zh: '与随机重连的同一账册中的同类群体比较：每人的理赔与关联数量不变。',
  }
  if (!calibration?.isFitted)
    return {
      en: `${chance.en} The score weighs each reason by fixed points; too few rings have outcomes to calibrate it.`,
      zh: `${chance.zh}评分按固定分值计算；有结论的团伙过少，未能校准。`,
    }
  const { rings, confirmed } = calibration
  return {
    en: `${chance.en} The score is calibrated on ${rings} rings that were there earlier, ${confirmed} of which outcomes have confirmed since; so few leave it uncertain.`,
    zh: `${chance.zh}评分依据更早发现的 ${rings} 个团伙校准，其中 ${confirmed} 个其后得到证实；样本有限，仍有不确定性。`,
  }
}

function whyOf(json: string): AlertDetail['why'] {
  const reasons = JSON.parse(json) as { text: Text; log_odds: number }[]
  return reasons
    .map(({ text, log_odds: logOdds }) => ({ text, logOdds }))
    .sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
    .slice(0, DEFAULTS.reasons)
}
