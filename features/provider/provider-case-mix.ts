/** Whom a provider treats, and for what. */
import { featureView, PROVIDER_ROLES } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { ratio } from '../expressions.ts'
import { indicator } from '../indicator.ts'

export const DEFAULTS = {
  /** A diagnosis that the book has seen at most so often is rare. */
  rareUses: 10,
} as const

const roles = sql.join(PROVIDER_ROLES.map((role) => sql.lit(role)))

export const providerCaseMix = featureView({
  name: 'provider_case_mix',
  entity: 'provider',
  title: { en: 'Case mix', zh: '病例构成' },
  reads: ['core.claim', 'core.claim_party', 'core.claim_item'],
  features: {
    diagnosis_count: indicator('health', 'count', 'none', 'Different diagnoses', '不同诊断数'),
    diagnoses_per_claim: indicator('health', 'ratio', 'up', 'Diagnoses by claim', '案均诊断数'),
    procedures_per_claim: indicator('health', 'ratio', 'up', 'Procedures by claim', '案均诊疗项目数'),
    items_per_claim: indicator('claims', 'ratio', 'up', 'Lines by claim', '案均明细行数'),
    top_diagnosis_share: indicator(
      'health',
      'share',
      'up',
      'Share of the most frequent diagnosis',
      '最常见诊断占比',
    ),
    rare_diagnosis_share: indicator(
      'health',
      'share',
      'none',
      'Share of diagnoses that the whole book has seen ten times at most',
      '罕见诊断占比',
    ),
    repeat_patient_share: indicator(
      'claims',
      'share',
      'up',
      'Share of claims of somebody who has claimed there before',
      '重复就诊占比',
    ),
    chronic_conditions_mean: indicator(
      'health',
      'count',
      'none',
      'Mean number of known conditions of its patients',
      '患者平均慢性病数',
    ),
    patient_age_mean: indicator('customer', 'years', 'none', 'Mean age of its patients', '患者平均年龄', {
      isProtected: true,
    }),
    deceased_patient_share: indicator(
      'health',
      'share',
      'none',
      'Share of its patients who have died',
      '死亡患者占比',
    ),
    claims_after_death: indicator(
      'claims',
      'claims',
      'up',
      'Claims for a loss after the death of the claimant',
      '索赔人死亡后发生的赔案数',
    ),
    patient_region_count: indicator(
      'customer',
      'count',
      'up',
      'Different regions that its patients are insured in',
      '患者来源地区数',
    ),
  },
  query: (db) =>
    db
      .with('seen', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; claim_id: string }>`(
              select s.entity_id, s.as_of, p.claim_id from spine as s
              join (select party_id, claim_id, min(known_at) as known_at from core.claim_party
                where role in (${roles}) and party_id in (select entity_id from spine) group by party_id, claim_id) as p
                on p.party_id = s.entity_id and p.known_at <= s.as_of)`.as('p'),
          )
          .innerJoin('core.claim as c', (join) =>
            join.onRef('c.claim_id', '=', 'p.claim_id').onRef('c.known_at', '<=', 'p.as_of'),
          )
          .select(['p.entity_id', 'p.as_of', 'c.claim_id', 'c.claimant_id', 'c.policy_id', 'c.loss_date']),
      )
      .with('item', (q) =>
        q
          .selectFrom('seen as c')
          .innerJoin('core.claim_item as i', (join) =>
            join.onRef('i.claim_id', '=', 'c.claim_id').onRef('i.known_at', '<=', 'c.as_of'),
          )
          .select(['c.entity_id', 'c.as_of', 'c.claim_id', 'i.item_kind', 'i.code']),
      )
      .with('lines', (q) =>
        q
          .selectFrom('item as i')
          .select([
            'i.entity_id',
            'i.as_of',
            sql<number>`count(*)`.as('items'),
            sql<number>`count(*) filter (where i.item_kind = 'diagnosis')`.as('diagnoses'),
            sql<number>`count(*) filter (where i.item_kind = 'procedure')`.as('procedures'),
          ])
          .groupBy(['i.entity_id', 'i.as_of']),
      )
      .with('code', (q) =>
        q
          .selectFrom('item as i')
          .where('i.item_kind', '=', sql.lit('diagnosis'))
          .where('i.code', 'is not', null)
          .select(['i.entity_id', 'i.as_of', 'i.code', sql<number>`count(*)`.as('uses')])
          .groupBy(['i.entity_id', 'i.as_of', 'i.code']),
      )
      // How often the book had used each code at the moment, counted along the code's time line.
      .with('spread', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; codes: number; top: number; rare: number; uses: number }>`(
              with moment as (
                select code, known_at as t, 1 as n, null as entity_id, null as as_of, null as uses from core.claim_item
                where item_kind = 'diagnosis' and code in (select code from code)
                union all select code, as_of, 0, entity_id, as_of, uses from code),
              counted as (
                select *, sum(n) over (partition by code order by t range between unbounded preceding and current row) as book_uses
                from moment)
              select entity_id, as_of, count(*) as codes, max(uses) as top, sum(uses) as uses,
                coalesce(sum(uses) filter (where book_uses <= ${sql.lit(DEFAULTS.rareUses)}), 0) as rare
              from counted where entity_id is not null group by entity_id, as_of)`.as('d'),
          )
          .selectAll(),
      )
      .with('patient', (q) =>
        q
          .selectFrom(
            sql<{
              entity_id: string
              as_of: Date
              patients: number
              conditions: number
              age: number
              deceased: number
            }>`(
              select v.entity_id, v.as_of, count(*) as patients, avg(coalesce(h.conditions, 0)) as conditions,
                avg(date_diff('day', p.birth_date, v.as_of::date) / 365.25) as age,
                avg((p.death_date is not null and p.death_date <= v.as_of)::integer) as deceased
              from (select distinct entity_id, as_of, claimant_id from seen where claimant_id is not null) as v
              left join core.party as p on p.party_id = v.claimant_id and p.known_at <= v.as_of
              left join (
                select s.entity_id, s.as_of, s.claimant_id, count(*) as conditions
                from (select distinct entity_id, as_of, claimant_id from seen) as s
                join core.health_record as r on r.party_id = s.claimant_id and r.known_at <= s.as_of
                where r.record_kind = 'history' and coalesce(r.is_abnormal, true)
                group by s.entity_id, s.as_of, s.claimant_id) as h
                on h.entity_id = v.entity_id and h.as_of = v.as_of and h.claimant_id = v.claimant_id
              group by v.entity_id, v.as_of)`.as('p'),
          )
          .selectAll(),
      )
      .with('total', (q) =>
        q
          .selectFrom('seen as c')
          .leftJoin('core.policy as p', (join) =>
            join.onRef('p.policy_id', '=', 'c.policy_id').onRef('p.known_at', '<=', 'c.as_of'),
          )
          .leftJoin('core.party as q', (join) =>
            join.onRef('q.party_id', '=', 'c.claimant_id').onRef('q.known_at', '<=', 'c.as_of'),
          )
          .select([
            'c.entity_id',
            'c.as_of',
            sql<number>`count(*)`.as('claims'),
            sql<number>`count(distinct p.region_code)`.as('regions'),
            sql<number>`count(*) filter (where c.loss_date > q.death_date)`.as('after_death'),
          ])
          .groupBy(['c.entity_id', 'c.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('total as t', (join) =>
        join.onRef('t.entity_id', '=', 's.entity_id').onRef('t.as_of', '=', 's.as_of'),
      )
      .leftJoin('lines as l', (join) =>
        join.onRef('l.entity_id', '=', 's.entity_id').onRef('l.as_of', '=', 's.as_of'),
      )
      .leftJoin('spread as d', (join) =>
        join.onRef('d.entity_id', '=', 's.entity_id').onRef('d.as_of', '=', 's.as_of'),
      )
      .leftJoin('patient as p', (join) =>
        join.onRef('p.entity_id', '=', 's.entity_id').onRef('p.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(d.codes, 0)`.as('diagnosis_count'),
        ratio(sql`coalesce(l.diagnoses, 0)`, sql`t.claims`).as('diagnoses_per_claim'),
        ratio(sql`coalesce(l.procedures, 0)`, sql`t.claims`).as('procedures_per_claim'),
        ratio(sql`coalesce(l.items, 0)`, sql`t.claims`).as('items_per_claim'),
        ratio(sql`d.top`, sql`d.uses`).as('top_diagnosis_share'),
        ratio(sql`d.rare`, sql`d.uses`).as('rare_diagnosis_share'),
        sql<number>`1 - p.patients / nullif(t.claims, 0)`.as('repeat_patient_share'),
        'p.conditions as chronic_conditions_mean',
        'p.age as patient_age_mean',
        'p.deceased as deceased_patient_share',
        sql<number>`coalesce(t.after_death, 0)`.as('claims_after_death'),
        sql<number>`coalesce(t.regions, 0)`.as('patient_region_count'),
      ]),
  examples: [
    {
      title:
        'one patient twice with the same rare diagnosis, once after death; a condition becomes known in May',
      rows: {
        'core.party': [
          { party_id: 'A', party_type: 'person', birth_date: '1944-04-01', death_date: '2024-03-15' },
        ],
        'core.policy': [{ policy_id: 'P1', line: 'health', region_code: 'US-39-230' }],
        'core.claim': [
          { claim_id: 'C1', policy_id: 'P1', claimant_id: 'A', line: 'health', ...lossAt('2024-03-01') },
          { claim_id: 'C2', policy_id: 'P1', claimant_id: 'A', line: 'health', ...lossAt('2024-03-20') },
        ],
        'core.claim_party': [
          { claim_id: 'C1', party_id: 'H1', role: 'hospital', event_at: at('2024-03-01') },
          { claim_id: 'C2', party_id: 'H1', role: 'hospital', event_at: at('2024-03-20') },
        ],
        'core.claim_item': [
          { item_id: 'I1', claim_id: 'C1', item_kind: 'diagnosis', code: '1970', known_at: at('2024-03-01') },
          { item_id: 'I2', claim_id: 'C2', item_kind: 'diagnosis', code: '1970', known_at: at('2024-03-20') },
          { item_id: 'I3', claim_id: 'C2', item_kind: 'procedure', code: '7092', known_at: at('2024-03-20') },
        ],
        'core.health_record': [
          { health_record_id: 'R1', party_id: 'A', record_kind: 'history', code: 'diabetes' },
          {
            health_record_id: 'R2',
            party_id: 'A',
            record_kind: 'history',
            code: 'stroke',
            known_at: at('2024-05-01'),
          },
        ],
      },
      entityId: 'H1',
      asOf: '2024-04-01',
      expect: {
        diagnosis_count: 1,
        diagnoses_per_claim: 1,
        procedures_per_claim: 0.5,
        items_per_claim: 1.5,
        top_diagnosis_share: 1,
        rare_diagnosis_share: 1,
        repeat_patient_share: 0.5,
        chronic_conditions_mean: 1,
        patient_age_mean: 80,
        deceased_patient_share: 1,
        claims_after_death: 1,
        patient_region_count: 1,
      },
      earlier: {
        asOf: '2024-03-10',
        expect: {
          diagnoses_per_claim: 1,
          procedures_per_claim: 0,
          repeat_patient_share: 0,
          claims_after_death: 0,
        },
      },
    },
  ],
})
