/** What the claim itself has in common with other claims: the device it was reported with, its photos, its story. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

export const DEFAULTS = {
  /** A device, photo or story of more other people than this says nothing: a branch's terminal, a form letter. */
  sharedBy: 10,
  /** Claims of one that are looked at, in the order in which they became known. */
  crowd: 50,
} as const

interface Traces {
  entity_id: string
  as_of: Date
  devices: number
  photos: number
  texts: number
  rarity: number
}

/**
 * Other claims with the same device, of other people, and with the same photo or story. The device stands in the claim, so that a claim
 * just reported has it; photos and stories are compared when the graph is built, and of a claim just reported none is known.
 */
const traces = sql<Traces>`(
  with trace as (
    select 'device' as kind, upper(regexp_replace(device_id, '[[:space:][:punct:]]+', '', 'g')) as target_id, claim_id,
      coalesce('entity:' || coalesce(e.entity_id, c.claimant_id), c.claim_id) as who, c.known_at
    from core.claim as c left join core.entity as e on e.party_id = c.claimant_id and e.known_at <= c.known_at
    where regexp_matches(device_id, '[[:alnum:]]')
    union all
    select link, target_id, claim_id, source_id, min(known_at) from graph.edge
    where link in ('same_photo', 'same_text') and claim_id <> '' group by link, target_id, claim_id, source_id),
  own as (
    select s.entity_id, s.as_of, t.kind, t.target_id, t.who from spine as s
    join trace as t on t.claim_id = s.entity_id and (t.kind = 'device' or t.known_at <= s.as_of)),
  near as (
    select * from trace where (kind, target_id) in (select kind, target_id from own)
    qualify row_number() over (partition by kind, target_id order by known_at, claim_id) <= ${sql.lit(DEFAULTS.crowd)}),
  common as (
    select o.entity_id, o.as_of, o.kind, o.target_id, count(distinct n.claim_id) as claims
    from own as o join near as n on n.kind = o.kind and n.target_id = o.target_id and n.claim_id <> o.entity_id
      and n.known_at <= o.as_of and (o.kind <> 'device' or n.who <> o.who)
    group by o.entity_id, o.as_of, o.kind, o.target_id
    having count(distinct n.who) <= ${sql.lit(DEFAULTS.sharedBy)})
  select entity_id, as_of,
    sum(claims) filter (where kind = 'device') as devices,
    sum(claims) filter (where kind = 'same_photo') as photos,
    sum(claims) filter (where kind = 'same_text') as texts,
    sum(1.0 / claims) as rarity
  from common group by entity_id, as_of)`

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
      'Claims of other people reported with the same device, where ten others use it at most',
      '同一设备为他人报案的赔案数（共用者不超过10人）',
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
    trace_rarity: indicator(
      'network',
      'ratio',
      'up',
      'Devices, photos and stories in common with other claims, each by how few they are',
      '与其他赔案重合的设备、照片与陈述（按稀有程度加权）',
    ),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin(traces.as('t'), (join) =>
        join.onRef('t.entity_id', '=', 's.entity_id').onRef('t.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(t.devices, 0)`.as('shared_device_claims'),
        sql<number>`coalesce(t.photos, 0)`.as('shared_photo_claims'),
        sql<number>`coalesce(t.texts, 0)`.as('shared_text_claims'),
        sql<number>`coalesce(t.rarity, 0)`.as('trace_rarity'),
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
      expect: { shared_device_claims: 2, shared_photo_claims: 1, shared_text_claims: 1, trace_rarity: 2.5 },
      earlier: {
        asOf: '2024-04-02',
        expect: { shared_device_claims: 1, shared_photo_claims: 1, shared_text_claims: 0, trace_rarity: 2 },
      },
    },
  ],
})
