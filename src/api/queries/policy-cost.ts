/** What a policy is expected to cost, as the run kept it. */
import { sql } from 'kysely'
import { COST_PARTS, type CostPart } from '../../schema/words.ts'
import type { Text } from '../../util/text.ts'
import type { Labels } from '../labels.ts'
import type { PolicyCost } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

/** The parts in words. */
export const PART_WORDS: Readonly<Record<CostPart, Text>> = {
  base: { en: 'a policy like any other, a year', zh: '一般保单（一年）' },
  line: { en: 'level of the line, large losses included', zh: '险种水平（含大额赔付）' },
  term: { en: 'length of the term', zh: '保险期间' },
  frequency: { en: 'how often it is expected to claim', zh: '预计出险频率' },
  severity: { en: 'what a claim is expected to cost', zh: '预计每案金额' },
}

/** Expected cost over premium by line; null where no premium is known. */
export function lineLossRatios(view: View): Promise<ReadonlyMap<string, number>> {
  return view.once('line loss ratios', async () => {
    const { rows } = await sql<{ line: string; ratio: number }>`
      select line, sum(expected_cost_amount)::double / sum(premium_amount)::double as ratio
      from score.policy_cost where line is not null and premium_amount > 0
      group by line having sum(premium_amount) > 0`.execute(view.warehouse.db)
    return new Map(rows.map((row) => [row.line, row.ratio]))
  })
}

/** A premium held against an expected cost and what its line costs. */
export function against(expectedCost: number, premium: number | null, lineLossRatio: number | null) {
  const known = premium !== null && premium > 0
  const expectedLossRatio = known ? expectedCost / premium : null
  const indicatedPremium = lineLossRatio ? expectedCost / lineLossRatio : null
  return {
    premiumAmount: premium,
    expectedLossRatio,
    lineLossRatio,
    indicatedPremium,
    indicatedChange: known && indicatedPremium !== null ? indicatedPremium / premium - 1 : null,
  }
}

/** Parts in their order, with words. */
export const partsInWords = (parts: Readonly<Record<CostPart, number>>): PolicyCost['parts'] =>
  COST_PARTS.map((part) => ({ part, label: PART_WORDS[part], logEffect: parts[part] }))

/** A reason with its words; NaN counts as not known. */
export function costReasonOf(
  labels: Labels,
  reason: {
    part: 'frequency' | 'severity'
    name: string
    value: number | null
    peerValue: number | null
    logEffect: number
  },
): PolicyCost['reasons'][number] {
  const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null)
  const [value, peerValue] = [finite(reason.value), finite(reason.peerValue)]
  return {
    part: reason.part,
    name: reason.name,
    label: labels.label('policy', reason.name),
    value,
    shown: labels.shown('policy', reason.name, value),
    shownZh: labels.shown('policy', reason.name, value, 'zh'),
    peerValue,
    peerShown: peerValue === null ? null : labels.shown('policy', reason.name, peerValue),
    peerShownZh: peerValue === null ? null : labels.shown('policy', reason.name, peerValue, 'zh'),
    logEffect: reason.logEffect,
  }
}

/** Null when the policy has no expected cost. */
export async function policyCostOf(view: View, labels: Labels, policyId: string): Promise<PolicyCost | null> {
  const { db } = view.warehouse
  const [row, reasons, ratios] = await Promise.all([
    db.selectFrom('score.policy_cost').selectAll().where('policy_id', '=', policyId).executeTakeFirst(),
    db
      .selectFrom('score.cost_reason')
      .select(['part', 'name', 'value', 'peer_value', 'log_effect'])
      .where('policy_id', '=', policyId)
      .execute(),
    lineLossRatios(view),
  ])
  if (!row) return null
  return {
    termYears: row.term_years,
    frequency: row.frequency,
    expectedClaims: row.expected_claims,
    claimProbability: row.claim_probability,
    severityAmount: row.severity_amount,
    expectedCost: row.expected_cost_amount,
    ...against(
      row.expected_cost_amount,
      row.premium_amount,
      row.line === null ? null : (ratios.get(row.line) ?? null),
    ),
    parts: partsInWords({
      base: row.base_log,
      line: row.line_log,
      term: row.term_log,
      frequency: row.frequency_log,
      severity: row.severity_log,
    }),
    reasons: reasons
      .sort((a, b) => Math.abs(b.log_effect) - Math.abs(a.log_effect))
      .map(({ part, name, value, peer_value, log_effect }) =>
        costReasonOf(labels, {
          part: part === 'severity' ? 'severity' : 'frequency',
          name,
          value,
          peerValue: peer_value,
          logEffect: log_effect,
        }),
      ),
  }
}
