/** Policies as lists show them. */
import { sql } from 'kysely'
import type { Line } from '../../schema/words.ts'
import { maskPartyName } from '../../security/index.ts'
import type { PolicySummary } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'
import { asOfBook } from './snapshot-facts.ts'

/** Claims of each policy: number and sum. Counts that the source states stand in where there are no claims. */
export const policyClaims = sql<{ policy_id: string; claims: number; claimed_amount: number }>`(
  select policy_id, count(*) as claims, coalesce(sum(claimed_amount), 0)::double as claimed_amount
  from core.claim where policy_id is not null group by policy_id)`

/** Summaries of the policies with these ids that a user of these lines may see, in the order of the ids. */
export async function policySummaries(
  view: View,
  ids: readonly string[],
  lines: readonly Line[] | null,
): Promise<PolicySummary[]> {
  if (ids.length === 0) return []
  const asOf = await asOfBook(view)
  const rows = await view.warehouse.db
    .with('claimed', (w) =>
      w
        .selectFrom('core.claim')
        .select([
          'policy_id',
          sql<number>`count(*)`.as('claims'),
          sql<number>`coalesce(sum(claimed_amount), 0)::double`.as('claimed_amount'),
        ])
        .where('policy_id', 'in', [...ids])
        .groupBy('policy_id'),
    )
    .selectFrom('core.policy as y')
    .leftJoin('claimed as k', 'k.policy_id', 'y.policy_id')
    .leftJoin('score.risk as r', (join) =>
      join.onRef('r.entity_id', '=', 'y.policy_id').on('r.entity', '=', 'policy'),
    )
    .leftJoin('core.party_identity as n', 'n.party_id', 'y.policyholder_id')
    .leftJoin('core.party as p', 'p.party_id', 'y.policyholder_id')
    .select([
      'y.policy_id',
      'y.line',
      'y.product_type',
      'y.policyholder_id',
      'y.region_code',
      'y.inception_date',
      'y.expiry_date',
      'y.sum_insured_amount',
      'y.premium_amount',
      'n.name',
      'p.party_type',
      'r.probability',
      'r.expected_loss_amount',
      'r.band',
      sql<number>`coalesce(k.claims, y.claim_count, 0)`.as('claims'),
      sql<number>`coalesce(k.claimed_amount, 0)`.as('claimed_amount'),
      sql<number | null>`coalesce(y.exposure_years,
        date_diff('day', y.inception_date, least(y.expiry_date, ${asOf}::date)) / 365.25)`.as('years'),
    ])
    .where('y.policy_id', 'in', [...ids])
    .where(inLines('y.line', lines))
    .execute()
  const place = new Map(ids.map((id, i) => [id, i]))
  return rows
    .sort((a, b) => (place.get(a.policy_id) ?? 0) - (place.get(b.policy_id) ?? 0))
    .map((row) => ({
      policyId: row.policy_id,
      line: row.line,
      productType: row.product_type,
      holder:
        row.policyholder_id === null
          ? null
          : { partyId: row.policyholder_id, name: maskPartyName(row.name, row.party_type) },
      regionCode: row.region_code,
      inceptionDate: row.inception_date,
      expiryDate: row.expiry_date,
      sumInsuredAmount: row.sum_insured_amount,
      premiumAmount: row.premium_amount,
      claims: row.claims,
      claimedAmount: row.claimed_amount,
      lossRatio: row.premium_amount ? row.claimed_amount / row.premium_amount : null,
      frequency: row.years !== null && row.years > 0 ? row.claims / row.years : null,
      claimProbability: row.probability,
      expectedCost: row.expected_loss_amount,
      band: row.band,
    }))
}
