/** One party with everything that belongs to the same entity. */
import { sql } from 'kysely'
import { unknown } from '../../errors.ts'
import { maskAddress, maskEmail, maskNumber, maskPartyName, type Principal } from '../../security/index.ts'
import type { Labels } from '../labels.ts'
import type { PartyDetail } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { featureValues } from './features.ts'
import { inLines } from './lines.ts'
import { partySummaries } from './party-summaries.ts'
import { entityOf, ringsOf } from './references.ts'
import { asOfBook } from './snapshot-facts.ts'
import { listingsOf } from './watchlist.ts'

/** @throws UserError (404) for a party that does not exist. */
export async function partyDetailOf(
  view: View,
  labels: Labels,
  user: Principal,
  partyId: string,
): Promise<PartyDetail> {
  const { db } = view.warehouse
  const [summary] = await partySummaries(view, [partyId], user.lines)
  if (!summary) throw unknown('party', partyId)
  const asOf = await asOfBook(view)
  const { entityId, partyIds } = await entityOf(view, partyId)
  const [party, identity, same, listings, claimList, policies, rings, features] = await Promise.all([
    db
      .selectFrom('core.party')
      .select(['gender', 'occupation', 'education', 'marital_status', 'specialty'])
      .select(sql<number | null>`date_sub('year', birth_date, ${asOf}::date)`.as('age'))
      .where('party_id', '=', partyId)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('core.party_identity')
      .select(['id_number', 'phone', 'email', 'bank_account', 'address'])
      .where('party_id', '=', partyId)
      .executeTakeFirst(),
    samePartiesOf(view, partyId, partyIds),
    listingsOf(view, partyIds),
    claimsOf(view, user, partyIds),
    db
      .selectFrom('core.policy')
      .select(['policy_id', 'line', 'product_type', 'inception_date', 'expiry_date', 'premium_amount'])
      .where('policyholder_id', 'in', partyIds)
      .where(inLines('line', user.lines))
      .orderBy('inception_date', 'desc')
      .orderBy('policy_id')
      .limit(200)
      .execute(),
    ringsOf(view, [`entity:${entityId}`], user.lines),
    featureValues(view, labels, 'party', partyId),
  ])
  return {
    ...summary,
    gender: party.gender,
    age: party.age,
    occupation: party.occupation,
    education: party.education,
    maritalStatus: party.marital_status,
    specialty: party.specialty,
    identity: {
      idNumber: maskNumber(identity?.id_number ?? null),
      phone: maskNumber(identity?.phone ?? null),
      email: maskEmail(identity?.email ?? null),
      bankAccount: maskNumber(identity?.bank_account ?? null),
      address: maskAddress(identity?.address ?? null),
    },
    same,
    listings,
    claimList,
    policies: policies.map((row) => ({
      policyId: row.policy_id,
      line: row.line,
      productType: row.product_type,
      inceptionDate: row.inception_date,
      expiryDate: row.expiry_date,
      premiumAmount: row.premium_amount,
    })),
    rings,
    features,
  }
}

/** The other parties of the entity, with the comparison to this one where linkage kept it. */
async function samePartiesOf(
  view: View,
  partyId: string,
  partyIds: readonly string[],
): Promise<PartyDetail['same']> {
  const others = partyIds.filter((id) => id !== partyId).slice(0, 200)
  if (others.length === 0) return []
  const { rows } = await sql<{
    party_id: string
    name: string | null
    party_type: string | null
    match_weight: number | null
    match_probability: number | null
    waterfall: string | null
  }>`
    select p.party_id, n.name, p.party_type, m.match_weight, m.match_probability, m.waterfall
    from core.party p
    left join core.party_identity n on n.party_id = p.party_id
    left join core.match m on m.party_id_l = least(p.party_id, ${partyId})
      and m.party_id_r = greatest(p.party_id, ${partyId})
    where p.party_id in (${sql.join(others)})
    order by m.match_weight desc nulls last, p.party_id`.execute(view.warehouse.db)
  return rows.map((row) => ({
    partyId: row.party_id,
    name: maskPartyName(row.name, row.party_type),
    matchWeight: row.match_weight,
    matchProbability: row.match_probability,
    waterfall: row.waterfall === null ? [] : waterfallOf(row.waterfall),
  }))
}

function waterfallOf(json: string): PartyDetail['same'][number]['waterfall'] {
  const steps: { comparison: string; level: unknown; weight: number }[] = JSON.parse(json)
  return steps.map(({ comparison, level, weight }) => ({ comparison, level: String(level), weight }))
}

async function claimsOf(
  view: View,
  user: Principal,
  partyIds: readonly string[],
): Promise<PartyDetail['claimList']> {
  const rows = await view.warehouse.db
    .selectFrom('core.claim_party as cp')
    .innerJoin('core.claim as c', 'c.claim_id', 'cp.claim_id')
    .leftJoin('score.risk as r', (join) =>
      join.onRef('r.entity_id', '=', 'c.claim_id').on('r.entity', '=', 'claim'),
    )
    .select([
      'c.claim_id',
      'cp.role',
      'c.line',
      'c.loss_date',
      'c.reported_at',
      'c.peril',
      'c.claimed_amount',
      'r.probability',
      'r.band',
    ])
    .where('cp.party_id', 'in', [...partyIds])
    .where(inLines('c.line', user.lines))
    .orderBy('c.reported_at', 'desc')
    .orderBy('c.claim_id')
    .orderBy('cp.role')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    claimId: row.claim_id,
    role: row.role,
    line: row.line,
    lossDate: row.loss_date,
    reportedAt: row.reported_at.toISOString(),
    peril: row.peril,
    claimedAmount: row.claimed_amount,
    probability: row.probability,
    band: row.band,
  }))
}
