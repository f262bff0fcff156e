/** What the claim itself has in common with other claims: the device it was reported with, its photos, its story. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

export const DEFAULTS = {
  /** Claims of one device, photo or story that are counted; a terminal in a branch has thousands. */
  crowd: 50,
} as const

interface Traces {
  entity_id: string
  as_of: Date
}

/** Claims of other people from the same device, in 24 months. It stands in the claim, so that a claim just reported has it too. */
const devices = sql<Traces & { claims: number }>`(
  with device as (
    select claim_id, coalesce(claimant_id, claim_id) as who, known_at,
      nullif(upper(regexp_replace(device_id, '[[:space:][:punct:]]+', '', 'g')), '') as device
    from core.claim where device_id is not null),
  own as (
    select s.entity_id, s.as_of, d.device, d.who from spine as s join device as d on d.claim_id = s.entity_id
    where d.device is not null),
  near as (
    select * from device where device in (select device from own)
    qualify row_number() over (partition by device order by known_at, claim_id) <= ${sql.lit(DEFAULTS.crowd)})
  select o.entity_id, o.as_of, count(distinct n.claim_id) as claims
  from own as o join near as n on n.device = o.device and n.who <> o.who and n.claim_id <> o.entity_id
    and n.known_at <= o.as_of and n.known_at >= o.as_of - interval '24 months'
  group by o.entity_id, o.as_of)`

/** Other claims with the same photo or story. They are compared when the graph is built: of a claim just reported none is known. */
const resembling = sql<Traces & { photos: number; texts: number }>`(
  with trace as (
    select target_id, link, claim_id, min(known_at) as known_at from graph.edge
    where link in ('same_photo', 'same_text') and claim_id <> '' group by target_id, link, claim_id),
  own as (
    select s.entity_id, s.as_of, t.target_id from spine as s
    join trace as t on t.claim_id = s.entity_id and t.known_at <= s.as_of),
  near as (
    select * from trace where target_id in (select target_id from own)
    qualify row_number() over (partition by target_id order by known_at, claim_id) <= ${sql.lit(DEFAULTS.crowd)})
  select o.entity_id, o.as_of,
    count(distinct n.claim_id) filter (where n.link = 'same_photo') as photos,
    count(distinct n.claim_id) filter (where n.link = 'same_text') as texts
  from own as o join near as n on n.target_id = o.target_id and n.claim_id <> o.entity_id and n.known_at <= o.as_of
  group by o.entity_id, o.as_of)`

export const claimTraces = featureView({
  name: 'claim_traces',
  entity: 'claim',
  title: { en: 'Device, photos and story in common', zh: '设备、照片与陈述重合' },
  reads: ['core.claim', 'graph.edge'],
  features: {
    shared_device_claims: indicator(
      'network',
      'claims',
      'up',
      'Claims of other people in 24 months reported with the same device',
      '近24个月同一设备为他人报案的赔案数',
    ),
    shared_photo_claims: indicator(
      'network',
      'claims',
      'up',
      'Other claims that show the same photo',
      '使用相同照片的其他赔案数',
    ),
    shared_text_claims: indicator(
      'network',
      'claims',
      'up',
      'Other claims that tell the same story',
      '陈述文字相同的其他赔案数',
    ),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin(devices.as('d'), (join) =>
        join.onRef('d.entity_id', '=', 's.entity_id').onRef('d.as_of', '=', 's.as_of'),
      )
      .leftJoin(resembling.as('r'), (join) =>
        join.onRef('r.entity_id', '=', 's.entity_id').onRef('r.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(d.claims, 0)`.as('shared_device_claims'),
        sql<number>`coalesce(r.photos, 0)`.as('shared_photo_claims'),
        sql<number>`coalesce(r.texts, 0)`.as('shared_text_claims'),
      ]),
  examples: [
    {
      title:
        'a stranger reported with the same telephone in March and showed the same photo; the own earlier claim does not count',
      rows: {
        'core.claim': [
          { claim_id: 'C1', claimant_id: 'A', line: 'auto', device_id: 'ab-12', ...lossAt('2024-04-01') },
          { claim_id: 'C2', claimant_id: 'B', line: 'auto', device_id: 'AB12', ...lossAt('2024-03-01') },
          { claim_id: 'C3', claimant_id: 'A', line: 'auto', device_id: 'AB12', ...lossAt('2024-02-01') },
          { claim_id: 'C4', claimant_id: 'D', line: 'auto', device_id: 'AB12', ...lossAt('2024-05-01') },
        ],
        'graph.edge': [
          ...['C1', 'C2'].map((claim_id) => ({
            source_id: claim_id === 'C1' ? 'entity:A' : 'entity:B',
            target_id: 'photo:ff00',
            link: 'same_photo',
            claim_id,
            known_at: at(claim_id === 'C1' ? '2024-04-01' : '2024-03-01'),
          })),
          ...['C1', 'C4'].map((claim_id) => ({
            source_id: claim_id === 'C1' ? 'entity:A' : 'entity:D',
            target_id: 'text:C1',
            link: 'same_text',
            claim_id,
            known_at: at(claim_id === 'C1' ? '2024-04-01' : '2024-05-01'),
          })),
        ],
      },
      entityId: 'C1',
      asOf: '2024-05-02',
      expect: { shared_device_claims: 2, shared_photo_claims: 1, shared_text_claims: 1 },
      earlier: {
        asOf: '2024-04-02',
        expect: { shared_device_claims: 1, shared_photo_claims: 1, shared_text_claims: 0 },
      },
    },
  ],
})
