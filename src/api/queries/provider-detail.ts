/** One provider: its dearest claims, what it bills beside others, month by month. */
import { sql } from 'kysely'
import type { Principal } from '../../security/index.ts'
import type { Labels } from '../labels.ts'
import type { ProviderDetail, ProviderSummary } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { featureValues } from './features.ts'
import { inLines } from './lines.ts'
import { entityOf, investigationOf, ringsOf } from './references.ts'
import { scoreDetailOf } from './score-detail.ts'

export const DEFAULTS = { topClaims: 50, codes: 50 } as const

export async function providerDetailOf(
  view: View,
  labels: Labels,
  user: Principal,
  summary: ProviderSummary,
): Promise<ProviderDetail> {
  const { partyId } = summary
  const { entityId } = await entityOf(view, partyId)
  const [party, scoreDetail, investigation, rings, topClaims, billing, monthly, features] = await Promise.all(
    [
      view.warehouse.db
        .selectFrom('core.party')
        .select(['registered_date', 'bed_count'])
        .where('party_id', '=', partyId)
        .executeTakeFirstOrThrow(),
      scoreDetailOf(view, labels, 'provider', partyId),
      investigationOf(view, 'provider', partyId),
      ringsOf(view, [`entity:${entityId}`], user.lines),
      topClaimsOf(view, user, partyId),
      billingOf(view, user, partyId),
      monthlyOf(view, user, partyId),
      featureValues(view, labels, 'provider', partyId),
    ],
  )
  return {
    ...summary,
    entityId,
    registeredDate: party.registered_date,
    bedCount: party.bed_count,
    scoreDetail,
    investigation,
    rings,
    topClaims,
    billing,
    monthly,
    features,
  }
}

async function topClaimsOf(
  view: View,
  user: Principal,
  partyId: string,
): Promise<ProviderDetail['topClaims']> {
  const rows = await view.warehouse.db
    .selectFrom('core.claim as c')
    .leftJoin('score.risk as r', (join) =>
      join.onRef('r.entity_id', '=', 'c.claim_id').on('r.entity', '=', 'claim'),
    )
    .select(['c.claim_id', 'c.line', 'c.loss_date', 'c.peril', 'c.claimed_amount', 'r.probability'])
    .where('c.claim_id', 'in', (eb) =>
      eb.selectFrom('core.claim_party as cp').select('cp.claim_id').where('cp.party_id', '=', partyId),
    )
    .where(inLines('c.line', user.lines))
    .orderBy(sql`coalesce(r.probability, -1) desc, c.claimed_amount desc nulls last, c.claim_id`)
    .limit(DEFAULTS.topClaims)
    .execute()
  return rows.map((row) => ({
    claimId: row.claim_id,
    line: row.line,
    lossDate: row.loss_date,
    peril: row.peril,
    claimedAmount: row.claimed_amount,
    probability: row.probability,
  }))
}

async function billingOf(view: View, user: Principal, partyId: string): Promise<ProviderDetail['billing']> {
  const { rows } = await sql<{
    kind: string
    code: string
    lines: number
    mean_amount: number | null
    usual_amount: number | null
  }>`
    with own as (
      select i.item_kind as kind, i.code, count(*) as lines, avg(i.amount)::double as mean_amount
      from core.claim_item i join core.claim c on c.claim_id = i.claim_id
      where i.provider_id = ${partyId} and i.code is not null and ${inLines('c.line', user.lines)}
      group by all order by sum(i.amount) desc nulls last, i.code limit ${DEFAULTS.codes}
    ), usual as (
      select item_kind as kind, code, median(amount)::double as usual_amount
      from core.claim_item
      where code in (select code from own) and provider_id is distinct from ${partyId}
      group by all
    )
    select own.*, usual.usual_amount from own left join usual using (kind, code)
    order by own.lines * own.mean_amount desc nulls last, own.code`.execute(view.warehouse.db)
  return rows.map((row) => ({
    kind: row.kind,
    code: row.code,
    lines: row.lines,
    meanAmount: row.mean_amount,
    usualAmount: row.usual_amount,
  }))
}

async function monthlyOf(view: View, user: Principal, partyId: string): Promise<ProviderDetail['monthly']> {
  const { rows } = await sql<{ month: string; claims: number; claimed_amount: number }>`
    select date_trunc('month', c.reported_at)::date as month, count(*) as claims,
      coalesce(sum(c.claimed_amount), 0)::double as claimed_amount
    from core.claim c
    where c.claim_id in (select claim_id from core.claim_party where party_id = ${partyId})
      and ${inLines('c.line', user.lines)}
    group by 1 order by 1`.execute(view.warehouse.db)
  return rows.map((row) => ({ month: row.month, claims: row.claims, claimedAmount: row.claimed_amount }))
}
