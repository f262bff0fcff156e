/** One claim with everything known of it. */
import { sql } from 'kysely'
import { unknown } from '../../errors.ts'
import { CAVEAT } from '../../rule.ts'
import { maskNumber, maskPartyName, may, type Principal } from '../../security/index.ts'
import type { ApiContext } from '../context.ts'
import { labelsOf } from '../labels.ts'
import type { ClaimDetail } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { claimSummaries } from './claim-summaries.ts'
import { policySummaries } from './policy-summaries.ts'
import { investigationOf, ringsOf } from './references.ts'
import { ruleHits } from './rule-hits.ts'
import { scoreDetailOf } from './score-detail.ts'
import { peerPlaceOf } from './segments.ts'

/** @throws UserError (404) for a claim that does not exist, or belongs to a line that the user may not see. */
export async function claimDetailOf(
  view: View,
  context: ApiContext,
  user: Principal,
  claimId: string,
): Promise<ClaimDetail> {
  const { db } = view.warehouse
  const [summary] = await claimSummaries(view, [claimId], user.lines)
  if (!summary) throw unknown('claim', claimId)
  const labels = labelsOf(context.catalog)
  const [
    claim,
    policies,
    parties,
    items,
    events,
    payments,
    investigation,
    score,
    peers,
    rings,
    weather,
    alerts,
  ] = await Promise.all([
    db
      .selectFrom('core.claim')
      .select([
        'cover',
        'loss_at',
        'deductible_amount',
        'has_police_report',
        'has_witness',
        'report_channel',
        'description',
      ])
      .where('claim_id', '=', claimId)
      .executeTakeFirstOrThrow(),
    policySummaries(view, summary.policyId === null ? [] : [summary.policyId], user.lines),
    partiesOf(view, claimId),
    itemsOf(view, claimId),
    db
      .selectFrom('core.claim_event')
      .select(['event_kind', 'event_at', 'amount'])
      .where('claim_id', '=', claimId)
      .orderBy('event_at')
      .execute(),
    paymentsOf(view, claimId),
    investigationOf(view, 'claim', claimId),
    scoreDetailOf(view, labels, 'claim', claimId),
    peerPlaceOf(view, labels, 'claim', claimId),
    ringsOf(view, [`claim:${claimId}`], user.lines),
    weatherOf(view, claimId),
    context.operations.alerts.list({
      book: view.manifest.book,
      kind: 'claim',
      subjectId: claimId,
      sort: 'raised',
      limit: 1,
    }),
  ])
  return {
    ...summary,
    cover: claim.cover,
    lossAt: claim.loss_at.toISOString(),
    deductibleAmount: claim.deductible_amount,
    hasPoliceReport: claim.has_police_report,
    hasWitness: claim.has_witness,
    reportChannel: claim.report_channel,
    policy: policies[0] ?? null,
    description: claim.description,
    parties,
    items,
    events: events.map((row) => ({
      kind: row.event_kind,
      at: row.event_at.toISOString(),
      amount: row.amount,
    })),
    payments,
    investigation,
    score,
    peers,
    rings,
    rules: await ruleHits(view, labels, score, claimId),
    weather,
    alertId: may(user, 'alerts:read') ? (alerts.items[0]?.alertId ?? null) : null,
    caveat: CAVEAT,
  }
}

async function partiesOf(view: View, claimId: string): Promise<ClaimDetail['parties']> {
  const { rows } = await sql<{
    party_id: string
    entity_id: string
    name: string | null
    role: ClaimDetail['parties'][number]['role']
    is_injured: boolean | null
    party_type: ClaimDetail['parties'][number]['partyType']
    other_claims: number
    listed: number | null
  }>`
    with here as materialized (
      select cp.party_id, cp.role, cp.is_injured, coalesce(e.entity_id, cp.party_id) as entity_id
      from core.claim_party cp left join core.entity e on e.party_id = cp.party_id
      where cp.claim_id = ${claimId}
    ), same as materialized (
      select h.entity_id, coalesce(e.party_id, h.entity_id) as party_id
      from (select distinct entity_id from here) h left join core.entity e on e.entity_id = h.entity_id
    ), other as (
      select s.entity_id, count(distinct cp.claim_id) as claims
      from same s join core.claim_party cp on cp.party_id = s.party_id
      where cp.claim_id <> ${claimId} group by s.entity_id
    ), listed as (
      select s.entity_id, max(w.match_probability) as listed
      from same s join core.watchlist_hit w on w.party_id = s.party_id group by s.entity_id
    )
    select h.*, n.name, p.party_type, coalesce(o.claims, 0) as other_claims, l.listed
    from here h
    left join core.party_identity n on n.party_id = h.party_id
    left join core.party p on p.party_id = h.party_id
    left join other o on o.entity_id = h.entity_id
    left join listed l on l.entity_id = h.entity_id
    order by h.role, h.party_id`.execute(view.warehouse.db)
  return rows.map((row) => ({
    partyId: row.party_id,
    entityId: row.entity_id,
    name: maskPartyName(row.name, row.party_type),
    role: row.role,
    isInjured: row.is_injured,
    partyType: row.party_type,
    otherClaims: row.other_claims,
    listedProbability: row.listed,
  }))
}

async function itemsOf(view: View, claimId: string): Promise<ClaimDetail['items']> {
  const rows = await view.warehouse.db
    .with('here', (w) =>
      w
        .selectFrom('core.claim_item')
        .select([
          'item_id',
          'item_kind',
          'code',
          'description',
          'quantity',
          'amount',
          'provider_id',
          'service_date',
        ])
        .where('claim_id', '=', claimId),
    )
    .with('usual', (w) =>
      w
        .selectFrom('core.claim_item')
        .select(['item_kind', 'code', sql<number>`median(amount)::double`.as('usual_price')])
        .where('code', 'in', (eb) => eb.selectFrom('here').select('here.code'))
        .where('claim_id', '<>', claimId)
        .groupBy(['item_kind', 'code']),
    )
    .selectFrom('here as i')
    .leftJoin('usual as u', (join) =>
      join.onRef('u.code', '=', 'i.code').onRef('u.item_kind', '=', 'i.item_kind'),
    )
    .select([
      'i.item_id',
      'i.item_kind',
      'i.code',
      'i.description',
      'i.quantity',
      'i.amount',
      'i.provider_id',
      'i.service_date',
      'u.usual_price',
    ])
    .orderBy('i.item_id')
    .execute()
  return rows.map((row) => ({
    itemId: row.item_id,
    kind: row.item_kind,
    code: row.code,
    description: row.description,
    quantity: row.quantity,
    amount: row.amount,
    providerId: row.provider_id,
    serviceDate: row.service_date,
    usualPrice: row.usual_price,
  }))
}

async function paymentsOf(view: View, claimId: string): Promise<ClaimDetail['payments']> {
  const rows = await view.warehouse.db
    .selectFrom('core.payment as m')
    .leftJoin('core.party_identity as n', 'n.party_id', 'm.payee_id')
    .leftJoin('core.party as p', 'p.party_id', 'm.payee_id')
    .select([
      'm.payment_id',
      'm.payee_id',
      'm.bank_account',
      'm.amount',
      'm.paid_at',
      'n.name',
      'p.party_type',
    ])
    .where('m.claim_id', '=', claimId)
    .orderBy('m.paid_at')
    .orderBy('m.payment_id')
    .execute()
  return rows.map((row) => ({
    paymentId: row.payment_id,
    payeeId: row.payee_id,
    payeeName: maskPartyName(row.name, row.party_type),
    bankAccount: maskNumber(row.bank_account),
    amount: row.amount,
    paidAt: row.paid_at.toISOString(),
  }))
}

/** The hour of the loss, where it happened. */
async function weatherOf(view: View, claimId: string): Promise<ClaimDetail['weather']> {
  const row = await view.warehouse.db
    .selectFrom('core.claim as c')
    .innerJoin('core.weather_observation as w', (join) =>
      join
        .onRef('w.region_code', '=', 'c.region_code')
        .on(sql<boolean>`w.observed_at = date_trunc('hour', c.loss_at)`),
    )
    .select([
      'w.observed_at',
      'w.temperature_c',
      'w.rain_mm',
      'w.wind_ms',
      'w.visibility_km',
      'w.has_hail',
      'w.has_storm',
    ])
    .where('c.claim_id', '=', claimId)
    .executeTakeFirst()
  if (!row) return null
  return {
    observedAt: row.observed_at.toISOString(),
    temperatureC: row.temperature_c,
    rainMm: row.rain_mm,
    windMs: row.wind_ms,
    visibilityKm: row.visibility_km,
    hasHail: row.has_hail,
    hasStorm: row.has_storm,
  }
}
