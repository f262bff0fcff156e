/** Whether claims for the same thing crowd at the place and time of this one, more than the place has known in the year before. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

/** Claims so near and so close in time are of one burst. */
const KM = 5
const DAYS = 7
/** How far back the usual number is taken from. */
const YEAR = 365

/** Cells of a size that neighbours within the distance lie in the same or the next one; wide enough up to 60 degrees of latitude. */
const LATITUDE = KM / 111.195
const LONGITUDE = LATITUDE / 0.5

const km2 = sql`
  power(111.195 * (o.latitude - m.latitude), 2)
    + power(111.195 * cos(radians(m.latitude)) * (o.longitude - m.longitude), 2)`

export const claimBurst = featureView({
  name: 'claim_burst',
  entity: 'claim',
  title: { en: 'Claims near in place and time', zh: '时空邻近的赔案' },
  reads: ['core.claim'],
  features: {
    near_claims_7d: indicator(
      'corroboration',
      'claims',
      'none',
      'Other claims for the same peril within 5 km and seven days of the loss',
      '5公里、7天内同类事故的其他赔案数',
    ),
    near_claims_ratio: indicator(
      'corroboration',
      'ratio',
      'none',
      'These against what the place had in such a time over the year before',
      '上述件数与该地此前一年同等时长件数之比',
    ),
  },
  query: (db) =>
    db
      .with('mine', (q) =>
        q
          .selectFrom(
            sql<{
              entity_id: string
              as_of: Date
              line: string
              peril: string
              loss_at: Date
              latitude: number
              longitude: number
              north: number
              east: number
            }>`(
              select *, floor(latitude / ${sql.lit(LATITUDE)})::integer + dy as north,
                floor(longitude / ${sql.lit(LONGITUDE)})::integer + dx as east
              from (
                select s.entity_id, s.as_of, c.line, c.peril, c.loss_at, c.latitude, c.longitude,
                  unnest([-1, 0, 1, -1, 0, 1, -1, 0, 1]) as dy, unnest([-1, -1, -1, 0, 0, 0, 1, 1, 1]) as dx
                from spine as s join core.claim as c on c.claim_id = s.entity_id
                where c.latitude is not null and c.longitude is not null and c.peril is not null) as a)`.as(
              'm',
            ),
          )
          .selectAll(),
      )
      .with('near', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; now: number; year: number }>`(
              select m.entity_id, m.as_of,
                count(*) filter (where abs(date_diff('hour', m.loss_at, o.loss_at)) <= ${sql.lit(24 * DAYS)}) as now,
                count(*) filter (where date_diff('hour', o.loss_at, m.loss_at) > ${sql.lit(24 * DAYS)}) as year
              from mine as m join (
                select claim_id, line, peril, loss_at, known_at, latitude, longitude,
                  floor(latitude / ${sql.lit(LATITUDE)})::integer as north,
                  floor(longitude / ${sql.lit(LONGITUDE)})::integer as east
                from core.claim where latitude is not null and longitude is not null) as o
                on o.line = m.line and o.peril = m.peril and o.north = m.north and o.east = m.east
                and o.known_at <= m.as_of and o.claim_id <> m.entity_id
                and o.loss_at >= m.loss_at - to_days(${sql.lit(YEAR)}) and o.loss_at <= m.loss_at + to_days(${sql.lit(DAYS)})
              where ${km2} <= ${sql.lit(KM * KM)}
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
        sql<number>`case when c.latitude is not null and c.longitude is not null and c.peril is not null
          then coalesce(n.now, 0) end`.as('near_claims_7d'),
        // Half a claim on both sides: a place without a past is no infinite surprise.
        sql<number>`case when c.latitude is not null and c.longitude is not null and c.peril is not null
          then (coalesce(n.now, 0) + 0.5)
            / (coalesce(n.year, 0) * ${sql.lit((2 * DAYS) / (YEAR - DAYS))} + 0.5) end`.as(
          'near_claims_ratio',
        ),
      ]),
  examples: [
    {
      title:
        'three near at hand of which one becomes known late, one far, one of another kind, two of the year before',
      rows: {
        'core.claim': [
          ['C1', 'parking', 31.23, 121.47, '2024-07-01'],
          ['C2', 'parking', 31.24, 121.48, '2024-07-03'],
          ['C3', 'parking', 31.22, 121.47, '2024-06-25'],
          ['C4', 'parking', 31.23, 121.46, '2024-07-02'],
          ['C5', 'parking', 31.29, 121.47, '2024-07-01'],
          ['C6', 'hail', 31.23, 121.47, '2024-07-01'],
          ['C7', 'parking', 31.23, 121.47, '2024-03-01'],
          ['C8', 'parking', 31.23, 121.47, '2023-09-01'],
        ].map(([claim_id, peril, latitude, longitude, day]) => ({
          claim_id: String(claim_id),
          line: 'auto' as const,
          peril: String(peril),
          latitude: Number(latitude),
          longitude: Number(longitude),
          ...lossAt(String(day)),
          ...(claim_id === 'C4' ? { known_at: at('2024-07-20') } : {}),
        })),
      },
      entityId: 'C1',
      asOf: '2024-07-21',
      expect: { near_claims_7d: 3, near_claims_ratio: 3.5 / (2 * (14 / 358) + 0.5) },
      earlier: {
        asOf: '2024-07-05',
        expect: { near_claims_7d: 2, near_claims_ratio: 2.5 / (2 * (14 / 358) + 0.5) },
      },
    },
  ],
})
