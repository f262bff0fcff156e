/** Peer groups and bursts of a snapshot as lists show them; read once, since a run keeps no more than people can look at. */
import type { Entity, Line } from '../../schema/words.ts'
import { maskPartyName } from '../../security/index.ts'
import type { Labels } from '../labels.ts'
import type { Burst, BurstDetail, PeerGroups, PeerPlace } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

interface OutcomeColumns {
  readonly known: number
  readonly frauds: number
  readonly fraud_share: number | null
  readonly lift: number | null
  readonly lift_low: number | null
  readonly lift_high: number | null
}

const outcomesOf = (row: OutcomeColumns) => ({
  known: row.known,
  frauds: row.frauds,
  fraudShare: row.fraud_share,
  lift: row.lift,
  liftLow: row.lift_low,
  liftHigh: row.lift_high,
})

/** Peer groups of an entity, the largest first; members are counted by the lines that the user sees. */
export async function peerGroupsOf(
  view: View,
  entity: PeerGroups['entity'],
  lines: readonly Line[] | null,
): Promise<PeerGroups> {
  const { db } = view.warehouse
  const [groups, choices] = await Promise.all([
    view.once(`peer groups of ${entity}`, () =>
      db.selectFrom('cluster.peer_group').where('entity', '=', entity).selectAll().execute(),
    ),
    view.once(`numbers of peer groups of ${entity}`, () =>
      db
        .selectFrom('cluster.peer_choice')
        .where('entity', '=', entity)
        .selectAll()
        .orderBy('groups')
        .execute(),
    ),
  ])
  return {
    entity,
    groups: groups
      .sort((a, b) => Number(a.peer_group) - Number(b.peer_group))
      .map((row) => ({
        group: row.peer_group,
        members: row.members,
        share: row.share,
        title: { en: row.title, zh: row.title_zh },
        profile: JSON.parse(row.profile) as PeerGroups['groups'][number]['profile'],
        lines: Object.entries(JSON.parse(row.lines) as Record<Line, number>)
          .map(([line, members]) => ({ line: line as Line, members }))
          .filter(({ line }) => lines === null || lines.includes(line)),
        ...outcomesOf(row),
      })),
    choices: choices.map((row) => ({
      groups: row.groups,
      silhouette: row.silhouette,
      stability: row.stability,
      isChosen: row.is_chosen,
    })),
    asOf: groups[0]?.as_of.toISOString() ?? null,
  }
}

/** The group that an entity is compared with; null where it has none. */
export async function peerPlaceOf(
  view: View,
  labels: Labels,
  entity: Entity,
  entityId: string,
): Promise<PeerPlace | null> {
  const row = await view.warehouse.db
    .selectFrom('cluster.peer_member as m')
    .innerJoin('cluster.peer_group as g', (on) =>
      on.onRef('g.entity', '=', 'm.entity').onRef('g.peer_group', '=', 'm.peer_group'),
    )
    .where('m.entity', '=', entity)
    .where('m.entity_id', '=', entityId)
    .select(['g.peer_group', 'g.title', 'g.title_zh', 'g.members', 'g.share', 'm.z', 'm.oddest'])
    .executeTakeFirst()
  return row
    ? {
        group: row.peer_group,
        title: { en: row.title, zh: row.title_zh },
        members: row.members,
        share: row.share,
        z: row.z,
        oddest: { name: row.oddest, label: labels.label(entity, row.oddest) },
      }
    : null
}

/** All bursts. */
export function burstsOf(view: View): Promise<Burst[]> {
  return view.once('bursts', async () => {
    const { db } = view.warehouse
    const rows = await db.selectFrom('cluster.burst').selectAll().execute()
    const names = new Map(
      (
        await db
          .selectFrom('core.party as p')
          .innerJoin('core.party_identity as i', 'i.party_id', 'p.party_id')
          .where('p.party_id', 'in', (q) =>
            q
              .selectFrom('cluster.burst')
              .select('provider_id')
              .where('provider_id', 'is not', null)
              .$castTo<{ provider_id: string }>(),
          )
          .select(['p.party_id', 'p.party_type', 'i.name'])
          .execute()
      ).map((party) => [party.party_id, maskPartyName(party.name, party.party_type)]),
    )
    return rows.map((row) => ({
      burstId: row.burst_id,
      kind: row.kind as Burst['kind'],
      line: row.line as Line | null,
      peril: row.peril,
      providerId: row.provider_id,
      providerName: names.get(row.provider_id ?? '') ?? null,
      role: row.role,
      regionCode: row.region_code,
      latitude: row.latitude,
      longitude: row.longitude,
      radiusKm: row.radius_km,
      fromAt: row.from_at.toISOString(),
      toAt: row.to_at.toISOString(),
      claims: row.claims,
      expected: row.expected,
      pValue: row.p_value,
      qValue: row.q_value,
      shuffles: row.shuffles,
      isWeather: row.is_weather,
      claimants: row.claimants,
      claimedAmount: row.claimed_amount,
      ...outcomesOf(row),
    }))
  })
}

/** The claims of a burst, in the order of their losses. */
export async function burstMembers(view: View, burstId: string): Promise<BurstDetail['members']> {
  const rows = await view.warehouse.db
    .selectFrom('cluster.burst_member as m')
    .innerJoin('core.claim as c', 'c.claim_id', 'm.claim_id')
    .leftJoin('score.risk as r', (on) =>
      on.onRef('r.entity_id', '=', 'm.claim_id').on('r.entity', '=', 'claim'),
    )
    .where('m.burst_id', '=', burstId)
    .select(['m.claim_id', 'm.loss_at', 'm.distance_km', 'c.claimed_amount', 'r.probability'])
    .orderBy('m.loss_at')
    .orderBy('m.claim_id')
    .execute()
  return rows.map((row) => ({
    claimId: row.claim_id,
    lossAt: row.loss_at.toISOString(),
    distanceKm: row.distance_km,
    claimedAmount: row.claimed_amount,
    probability: row.probability,
  }))
}
