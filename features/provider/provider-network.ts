/** With whom a provider shares patients and colleagues. */
import { featureView, PROVIDER_ROLES } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { ratio } from '../expressions.ts'
import { indicator } from '../indicator.ts'
import { nearFraud } from '../known-fraud.ts'

export const DEFAULTS = {
  /** Providers of one patient, and places of one colleague, that are looked at. */
  places: 30,
  /** Frauds and providers that are thought to each share before any is seen. */
  priorProviders: 10,
  priorShare: 0.05,
} as const

const roles = sql.join(PROVIDER_ROLES.map((role) => sql.lit(role)))
/** Who works with whom: physicians at hospitals, adjusters with repairers. */
const PARTNER = sql.raw(
  `case role when 'hospital' then 'physician' when 'physician' then 'hospital' when 'repairer' then 'adjuster' when 'adjuster' then 'repairer' end`,
)

interface Network {
  entity_id: string
  as_of: Date
}

/** Colleagues of each provider, where else they work, and how much of the provider's work each has. */
const colleagues = sql<
  Network & { claims: number; colleagues: number; top: number; elsewhere: number; places: number }
>`(
  with work as (
    select party_id, role, claim_id, known_at, ${PARTNER} as partner_role from core.claim_party
    where role in ('hospital', 'physician', 'repairer', 'adjuster')),
  own as (
    select s.entity_id, s.as_of, w.role, w.partner_role, w.claim_id from spine as s
    join work as w on w.party_id = s.entity_id and w.known_at <= s.as_of),
  pair as (
    select o.entity_id, o.as_of, o.role, w.party_id as colleague, count(distinct o.claim_id) as claims
    from own as o join work as w on w.claim_id = o.claim_id and w.role = o.partner_role and w.known_at <= o.as_of
    where w.party_id <> o.entity_id group by o.entity_id, o.as_of, o.role, w.party_id),
  place as (
    select w.party_id as colleague, x.role, x.party_id as place, min(greatest(w.known_at, x.known_at)) as known_at
    from work as w join work as x on x.claim_id = w.claim_id and x.role = w.partner_role
    where w.party_id in (select colleague from pair) group by w.party_id, x.role, x.party_id),
  near as (
    select * from place
    qualify row_number() over (partition by colleague, role order by known_at, place) <= ${sql.lit(DEFAULTS.places)}),
  other as (
    select p.entity_id, p.as_of, count(distinct p.colleague) as elsewhere, count(distinct n.place) as places
    from pair as p join near as n on n.colleague = p.colleague and n.role = p.role and n.known_at <= p.as_of
    where n.place <> p.entity_id group by p.entity_id, p.as_of),
  number as (
    select entity_id, as_of, count(*) as colleagues, max(claims) as top from pair group by entity_id, as_of),
  total as (select entity_id, as_of, count(distinct claim_id) as claims from own group by entity_id, as_of)
  select t.entity_id, t.as_of, t.claims, coalesce(n.colleagues, 0) as colleagues, n.top,
    coalesce(o.elsewhere, 0) as elsewhere, coalesce(o.places, 0) as places
  from total as t left join number as n using (entity_id, as_of) left join other as o using (entity_id, as_of))`

/** Providers of the same role who share a patient, and what became known of them. */
const patients = sql<
  Network & { patients: number; shared: number; providers: number; frauds: number; most: number }
>`(
  with visit as (
    select cp.party_id, cp.role, c.claimant_id, min(greatest(cp.known_at, c.known_at)) as known_at
    from core.claim_party as cp join core.claim as c on c.claim_id = cp.claim_id
    where cp.role in (${roles}) and c.claimant_id is not null group by cp.party_id, cp.role, c.claimant_id),
  own as (
    select s.entity_id, s.as_of, v.role, v.claimant_id from spine as s
    join visit as v on v.party_id = s.entity_id and v.known_at <= s.as_of),
  near as (
    select * from visit where claimant_id in (select claimant_id from own)
    qualify row_number() over (partition by claimant_id, role order by known_at, party_id) <= ${sql.lit(DEFAULTS.places)}),
  tie as (
    select o.entity_id, o.as_of, n.party_id as other, count(distinct o.claimant_id) as patients
    from own as o join near as n on n.claimant_id = o.claimant_id and n.role = o.role and n.known_at <= o.as_of
    where n.party_id <> o.entity_id group by o.entity_id, o.as_of, n.party_id),
  shared as (
    select o.entity_id, o.as_of, count(distinct o.claimant_id) as shared
    from own as o join near as n on n.claimant_id = o.claimant_id and n.role = o.role and n.known_at <= o.as_of
    where n.party_id <> o.entity_id group by o.entity_id, o.as_of),
  fraud as (
    select subject_id, min(known_at) as known_at from core.investigation
    where subject_kind = 'provider' and outcome = 'fraud' group by subject_id),
  linked as (
    select t.entity_id, t.as_of, count(*) as providers, max(t.patients) as most, count(f.subject_id) as frauds
    from tie as t left join fraud as f on f.subject_id = t.other and f.known_at <= t.as_of group by t.entity_id, t.as_of),
  total as (select entity_id, as_of, count(distinct claimant_id) as patients from own group by entity_id, as_of)
  select t.*, coalesce(h.shared, 0) as shared, coalesce(l.providers, 0) as providers, coalesce(l.frauds, 0) as frauds,
    coalesce(l.most, 0) as most
  from total as t left join shared as h using (entity_id, as_of) left join linked as l using (entity_id, as_of))`

const self = sql`
  select s.entity_id, s.as_of, 'entity:' || coalesce(e.entity_id, s.entity_id) as node_id, true as is_provider
  from spine as s left join core.entity as e on e.party_id = s.entity_id and e.known_at <= s.as_of`

export const providerNetwork = featureView({
  name: 'provider_network',
  entity: 'provider',
  title: { en: 'Network', zh: '关系网络' },
  reads: ['core.claim', 'core.claim_party'],
  features: {
    shared_patient_share: indicator(
      'network',
      'share',
      'up',
      'Share of its patients whom another provider of the same role treats too',
      '与同类机构共有患者的占比',
    ),
    linked_providers: indicator(
      'network',
      'count',
      'up',
      'Providers of the same role with whom it shares patients',
      '共有患者的同类机构数',
    ),
    shared_patients_max: indicator(
      'network',
      'count',
      'up',
      'Most patients shared with one other provider',
      '与单一机构共有患者的最大数',
    ),
    linked_fraud_share: indicator(
      'network',
      'share',
      'up',
      'Share of confirmed frauds among the providers with whom it shares patients, smoothed',
      '共有患者机构中已确认欺诈占比（平滑）',
    ),
    colleague_count: indicator(
      'network',
      'count',
      'none',
      'Physicians of a hospital, hospitals of a physician, adjusters of a repairer',
      '协作人员或机构数',
    ),
    claims_per_colleague: indicator('network', 'ratio', 'up', 'Claims by colleague', '每名协作者的赔案数'),
    top_colleague_share: indicator(
      'network',
      'share',
      'up',
      'Share of its claims that one colleague has',
      '单一协作者赔案占比',
    ),
    colleague_elsewhere_share: indicator(
      'network',
      'share',
      'up',
      'Share of its colleagues who work with others of its role too',
      '协作者同时服务其他机构的占比',
    ),
    colleague_places: indicator(
      'network',
      'count',
      'up',
      'Others of its role that its colleagues work with',
      '协作者服务的其他机构数',
    ),
    suspicion: indicator(
      'network',
      'ratio',
      'up',
      'Nearness to fraud known at the start of the month or quarter, what was found of the provider itself aside; 1 is a tie at random',
      '与已知欺诈的网络接近度（自身调查结果除外，1为随机水平）',
    ),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin(patients.as('p'), (join) =>
        join.onRef('p.entity_id', '=', 's.entity_id').onRef('p.as_of', '=', 's.as_of'),
      )
      .leftJoin(colleagues.as('c'), (join) =>
        join.onRef('c.entity_id', '=', 's.entity_id').onRef('c.as_of', '=', 's.as_of'),
      )
      .leftJoin(nearFraud('provider', self).as('n'), (join) =>
        join.onRef('n.entity_id', '=', 's.entity_id').onRef('n.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        ratio(sql`p.shared`, sql`p.patients`).as('shared_patient_share'),
        sql<number>`coalesce(p.providers, 0)`.as('linked_providers'),
        sql<number>`coalesce(p.most, 0)`.as('shared_patients_max'),
        sql<number>`(p.frauds + ${sql.lit(DEFAULTS.priorProviders * DEFAULTS.priorShare)})
          / (p.providers + ${sql.lit(DEFAULTS.priorProviders)})`.as('linked_fraud_share'),
        sql<number>`coalesce(c.colleagues, 0)`.as('colleague_count'),
        ratio(sql`c.claims`, sql`c.colleagues`).as('claims_per_colleague'),
        ratio(sql`c.top`, sql`c.claims`).as('top_colleague_share'),
        ratio(sql`c.elsewhere`, sql`c.colleagues`).as('colleague_elsewhere_share'),
        sql<number>`coalesce(c.places, 0)`.as('colleague_places'),
        sql<number>`coalesce(n.providers, 0)`.as('suspicion'),
      ]),
  examples: [
    {
      title: 'a hospital with two physicians, one of whom also works at another that shares a patient',
      rows: {
        'core.claim': [
          { claim_id: 'C1', claimant_id: 'A', line: 'health', ...lossAt('2024-03-01') },
          { claim_id: 'C2', claimant_id: 'B', line: 'health', ...lossAt('2024-03-02') },
          { claim_id: 'C3', claimant_id: 'A', line: 'health', ...lossAt('2024-04-01') },
        ],
        'core.claim_party': [
          { claim_id: 'C1', party_id: 'H1', role: 'hospital', event_at: at('2024-03-01') },
          { claim_id: 'C1', party_id: 'D1', role: 'physician', event_at: at('2024-03-01') },
          { claim_id: 'C2', party_id: 'H1', role: 'hospital', event_at: at('2024-03-02') },
          { claim_id: 'C2', party_id: 'D2', role: 'physician', event_at: at('2024-03-02') },
          { claim_id: 'C3', party_id: 'H2', role: 'hospital', event_at: at('2024-04-01') },
          { claim_id: 'C3', party_id: 'D1', role: 'physician', event_at: at('2024-04-01') },
        ],
        'core.investigation': [
          { subject_kind: 'provider', subject_id: 'H2', outcome: 'fraud', known_at: at('2024-05-01') },
          { subject_kind: 'provider', subject_id: 'H1', outcome: 'fraud', known_at: at('2024-04-20') },
        ],
        'graph.suspicion_moment': ['2024-04-01', '2024-05-01'].map((moment) => ({ as_of: at(moment) })),
        'graph.suspicion': [
          { node_id: 'entity:H1', as_of: at('2024-04-01'), suspicion: 4 },
          { node_id: 'entity:H1', as_of: at('2024-05-01'), suspicion: 70 },
        ],
      },
      entityId: 'H1',
      asOf: '2024-05-02',
      expect: {
        shared_patient_share: 0.5,
        linked_providers: 1,
        shared_patients_max: 1,
        linked_fraud_share: 1.5 / 11,
        colleague_count: 2,
        claims_per_colleague: 1,
        top_colleague_share: 0.5,
        colleague_elsewhere_share: 0.5,
        colleague_places: 1,
        suspicion: 4,
      },
      earlier: {
        asOf: '2024-03-10',
        expect: {
          shared_patient_share: 0,
          linked_providers: 0,
          linked_fraud_share: 0.05,
          colleague_elsewhere_share: 0,
          colleague_places: 0,
          suspicion: 0,
        },
      },
    },
  ],
})
