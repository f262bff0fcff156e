/** What belongs to one policy: covers, claims, peers. */
import { sql } from 'kysely'
import type { PolicyDetail, PolicySummary } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

export async function coveragesOf(view: View, policyId: string): Promise<PolicyDetail['coverages']> {
  const rows = await view.warehouse.db
    .selectFrom('core.coverage')
    .select(['cover', 'limit_amount', 'deductible_amount', 'payout_ratio', 'waiting_days'])
    .where('policy_id', '=', policyId)
    .orderBy('cover')
    .execute()
  return rows.map((row) => ({
    cover: row.cover,
    limitAmount: row.limit_amount,
    deductibleAmount: row.deductible_amount,
    payoutRatio: row.payout_ratio,
    waitingDays: row.waiting_days,
  }))
}

/** Claims under the policy, the latest loss first. */
export async function claimsOfPolicy(view: View, policyId: string): Promise<PolicyDetail['claimList']> {
  const rows = await view.warehouse.db
    .with('here', (w) =>
      w
        .selectFrom('core.claim')
        .select(['claim_id', 'loss_date', 'loss_at', 'peril', 'claimed_amount'])
        .where('policy_id', '=', policyId),
    )
    .with('paid', (w) =>
      w
        .selectFrom('core.payment')
        .select(['claim_id', sql<number>`sum(amount)::double`.as('paid_amount')])
        .where('claim_id', 'in', (eb) => eb.selectFrom('here').select('here.claim_id'))
        .groupBy('claim_id'),
    )
    .selectFrom('here as c')
    .leftJoin('paid', 'paid.claim_id', 'c.claim_id')
    .leftJoin('score.risk as r', (join) =>
      join.onRef('r.entity_id', '=', 'c.claim_id').on('r.entity', '=', 'claim'),
    )
    .select([
      'c.claim_id',
      'c.loss_date',
      'c.peril',
      'c.claimed_amount',
      'paid.paid_amount',
      'r.probability',
      'r.band',
    ])
    .orderBy('c.loss_at', 'desc')
    .orderBy('c.claim_id')
    .execute()
  return rows.map((row) => ({
    claimId: row.claim_id,
    lossDate: row.loss_date,
    peril: row.peril,
    claimedAmount: row.claimed_amount,
    paidAmount: row.paid_amount ?? 0,
    probability: row.probability,
    band: row.band,
  }))
}

/** Policies that it is compared with: its peer group where the score names one, otherwise its line and product. */
export async function peersOf(
  view: View,
  policy: PolicySummary,
  peerGroup: string | null,
): Promise<PolicyDetail['peers']> {
  const group = peerGroup ?? [policy.line, policy.productType].filter((word) => word !== null).join(', ')
  const same =
    peerGroup === null
      ? sql`y.line = ${policy.line} and y.product_type is not distinct from ${policy.productType}`
      : sql`r.peer_group = ${peerGroup}`
  return view.once(`peers ${group}`, async () => {
    const { rows } = await sql<{
      policies: number
      claim_probability: number | null
      loss_ratio: number | null
    }>`
      with peer as (
        select y.policy_id, y.premium_amount::double as premium_amount, r.probability
        from core.policy y left join score.risk r on r.entity = 'policy' and r.entity_id = y.policy_id
        where ${same}
      ), claimed as (
        select sum(c.claimed_amount)::double as amount
        from core.claim c where c.policy_id in (select policy_id from peer)
      )
      select count(*) as policies, avg(probability) as claim_probability,
        coalesce(any_value(claimed.amount), 0) / nullif(sum(premium_amount), 0) as loss_ratio
      from peer, claimed`.execute(view.warehouse.db)
    const [row] = rows
    return {
      group,
      policies: row.policies,
      claimProbability: row.claim_probability,
      lossRatio: row.loss_ratio,
    }
  })
}
