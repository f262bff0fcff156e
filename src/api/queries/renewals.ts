/** Policies at their renewal: what they are expected to cost beside what they pay. */
import { sql } from 'kysely'
import type { Line } from '../../schema/words.ts'
import type { Labels } from '../labels.ts'
import type { ReviewedPolicy } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'

/** Expected cost over premium of each line, as a table. */
export const lineLevels = sql<{ line: string; ratio: number }>`(
  select line, sum(expected_cost_amount)::double / sum(premium_amount)::double as ratio
  from score.policy_cost where line is not null and premium_amount > 0 group by line)`

/** Rows of the policies with these ids that a user of these lines may see, in the order of the ids. */
export async function renewalsOf(
  view: View,
  labels: Labels,
  ids: readonly string[],
  lines: readonly Line[] | null,
): Promise<ReviewedPolicy[]> {
  if (ids.length === 0) return []
  const { db } = view.warehouse
  const [rows, reasons] = await Promise.all([
    db
      .selectFrom('score.policy_cost as c')
      .innerJoin('core.policy as y', 'y.policy_id', 'c.policy_id')
      .innerJoin(lineLevels.as('l'), (join) => join.onRef('l.line', '=', 'c.line'))
      .select([
        'c.policy_id',
        'y.line',
        'y.product_type',
        'y.region_code',
        'y.expiry_date',
        'c.claim_probability',
        sql<number>`c.premium_amount::double`.as('premium'),
        sql<number>`c.expected_cost_amount::double`.as('cost'),
        'l.ratio',
        sql<number>`(select count(*) from core.claim as k where k.policy_id = c.policy_id)`.as('claims'),
      ])
      .where('c.policy_id', 'in', [...ids])
      .where('c.premium_amount', '>', 0)
      .where(inLines('y.line', lines))
      .execute(),
    db
      .selectFrom('score.cost_reason')
      .select(['policy_id', sql<string>`arg_max(name, abs(log_effect))`.as('name')])
      .where('policy_id', 'in', [...ids])
      .where('name', '!=', 'other')
      .groupBy('policy_id')
      .execute(),
  ])
  const reasonOf = new Map(reasons.map(({ policy_id, name }) => [policy_id, labels.label('policy', name)]))
  const place = new Map(ids.map((id, i) => [id, i]))
  return rows
    .sort((a, b) => (place.get(a.policy_id) ?? 0) - (place.get(b.policy_id) ?? 0))
    .map((row) => ({
      policyId: row.policy_id,
      line: row.line,
      productType: row.product_type,
      regionCode: row.region_code,
      expiryDate: row.expiry_date,
      claims: Number(row.claims),
      premiumAmount: row.premium,
      expectedCost: row.cost,
      claimProbability: row.claim_probability,
      expectedLossRatio: row.cost / row.premium,
      indicatedPremium: row.cost / row.ratio,
      indicatedChange: row.cost / row.ratio / row.premium - 1,
      reason: reasonOf.get(row.policy_id) ?? null,
    }))
}
