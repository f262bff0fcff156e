/** Others who tell of the same moment and place: the other side of an accident, or one loss that is claimed under two names. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { WEATHER_PERILS } from '../words.ts'

/** Losses so near and so close in time are told as one. */
const METRES = 1000
const MINUTES = 15

/** Degrees of latitude, and of longitude up to 60 degrees of latitude, within which such losses lie. */
const LATITUDE = METRES / 111_195
const LONGITUDE = LATITUDE / 0.5

const perils = sql.join(WEATHER_PERILS.map((peril) => sql.lit(peril)))

/** A claim whose loss is told with its place, and not one that the weather brought. */
const isTold = (claim: string) => {
  const c = sql.ref(claim)
  return sql`${c}.latitude is not null and ${c}.longitude is not null and ${c}.claimant_id is not null
    and coalesce(${c}.peril, '') not in (${perils})`
}

export const claimTwins = featureView({
  name: 'claim_twins',
  entity: 'claim',
  title: { en: 'Claims for one moment and place', zh: '同时同地的赔案' },
  reads: ['core.claim'],
  features: {
    same_moment_claims: indicator(
      'corroboration',
      'claims',
      'up',
      'Claims of other people on other policies of the line with a loss within a quarter of an hour and a kilometre, those of the weather apart',
      '他人在同险种其他保单上15分钟、1公里内的赔案数（天气灾害除外）',
    ),
  },
  query: (db) =>
    db
      .with('near', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; claims: number }>`(
              with mine as (
                select s.entity_id, s.as_of, c.line, c.claimant_id, c.policy_id, c.loss_at, c.latitude, c.longitude,
                  unnest([-1, 0, 1]) as step
                from spine as s join core.claim as c on c.claim_id = s.entity_id where ${isTold('c')})
              select m.entity_id, m.as_of, count(distinct o.claim_id) as claims
              from mine as m join core.claim as o
                on o.line = m.line and date_trunc('hour', o.loss_at) = date_trunc('hour', m.loss_at) + to_hours(m.step)
              where ${isTold('o')} and o.claim_id <> m.entity_id and o.known_at <= m.as_of
                and o.claimant_id <> m.claimant_id and o.policy_id is distinct from m.policy_id
                and abs(date_diff('minute', o.loss_at, m.loss_at)) <= ${sql.lit(MINUTES)}
                and abs(o.latitude - m.latitude) <= ${sql.lit(LATITUDE)} and abs(o.longitude - m.longitude) <= ${sql.lit(LONGITUDE)}
                and power(111195 * (o.latitude - m.latitude), 2)
                  + power(111195 * cos(radians(m.latitude)) * (o.longitude - m.longitude), 2) <= ${sql.lit(METRES ** 2)}
              group by m.entity_id, m.as_of)`.as('n'),
          )
          .selectAll(),
      )
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('near as n', (join) =>
        join.onRef('n.entity_id', '=', 's.entity_id').onRef('n.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`case when ${isTold('c')} then coalesce(n.claims, 0) end`.as('same_moment_claims'),
      ]),
  examples: [
    {
      title:
        'two others within the quarter of an hour across the full hour, one of whom reports late; one far off, one an hour later, one on the same policy',
      rows: {
        'core.claim': [
          ['C1', 'A', 'P1', '2024-03-01 09:58', 30.25],
          ['C2', 'B', 'P2', '2024-03-01 10:03', 30.254],
          ['C3', 'C', 'P3', '2024-03-01 09:50', 30.249],
          ['C4', 'D', 'P4', '2024-03-01 09:58', 30.27],
          ['C5', 'E', 'P5', '2024-03-01 10:58', 30.25],
          ['C6', 'F', 'P1', '2024-03-01 09:58', 30.25],
        ].map(([claim_id, claimant_id, policy_id, loss, latitude]) => ({
          claim_id: String(claim_id),
          claimant_id: String(claimant_id),
          policy_id: String(policy_id),
          line: 'auto' as const,
          peril: 'collision',
          latitude: Number(latitude),
          longitude: 120.15,
          ...lossAt(String(loss)),
          ...(claim_id === 'C3' ? { known_at: at('2024-03-20') } : {}),
        })),
      },
      entityId: 'C1',
      asOf: '2024-03-21',
      expect: { same_moment_claims: 2 },
      earlier: { asOf: '2024-03-02', expect: { same_moment_claims: 1 } },
    },
  ],
})
