/** The claimant's health before the claim. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

export const claimHealth = featureView({
  name: 'claim_health',
  entity: 'claim',
  title: { en: "Claimant's health", zh: '索赔人健康状况' },
  reads: ['core.claim', 'core.health_record'],
  features: {
    history_count: indicator('health', 'count', 'up', 'Conditions in the medical history', '既往病史项数'),
    abnormal_examination_count: indicator(
      'health',
      'count',
      'up',
      'Examinations outside the normal range',
      '体检异常项数',
    ),
    family_history_count: indicator('health', 'count', 'none', 'Conditions in the family', '家族病史项数'),
    matches_prior_condition: indicator(
      'health',
      '0/1',
      'up',
      'A diagnosis of the claim lies in the same group (first three characters) as a condition known before the loss',
      '本次诊断与出险前既往病症属同一类',
    ),
  },
  query: (db) =>
    db
      .with('known', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('core.claim as c', 'c.claim_id', 's.entity_id')
          .innerJoin('core.health_record as h', (join) =>
            join.onRef('h.party_id', '=', 'c.claimant_id').onRef('h.known_at', '<=', 's.as_of'),
          )
          .select([
            's.entity_id',
            's.as_of',
            'c.loss_at',
            'h.record_kind',
            'h.code',
            'h.event_at',
            sql<boolean>`coalesce(h.is_abnormal, true)`.as('is_present'),
          ]),
      )
      .with('total', (q) =>
        q
          .selectFrom('known as k')
          .select([
            'k.entity_id',
            'k.as_of',
            sql<number>`count(*) filter (where k.record_kind = 'history' and k.is_present)`.as('history'),
            sql<number>`count(*) filter (where k.record_kind = 'examination' and k.is_present)`.as(
              'abnormal',
            ),
            sql<number>`count(*) filter (where k.record_kind = 'family_history' and k.is_present)`.as(
              'family',
            ),
          ])
          .groupBy(['k.entity_id', 'k.as_of']),
      )
      .with('same', (q) =>
        q
          .selectFrom('known as k')
          .innerJoin('core.claim_item as i', (join) =>
            join
              .onRef('i.claim_id', '=', 'k.entity_id')
              .on('i.item_kind', '=', sql.lit('diagnosis'))
              .onRef('i.known_at', '<=', 'k.as_of'),
          )
          .where(sql<boolean>`k.record_kind = 'history' and k.is_present and k.event_at < k.loss_at
            and left(k.code, 3) = left(i.code, 3)`)
          .select(['k.entity_id', 'k.as_of'])
          .distinct(),
      )
      .selectFrom('spine as s')
      .leftJoin('total as t', (join) =>
        join.onRef('t.entity_id', '=', 's.entity_id').onRef('t.as_of', '=', 's.as_of'),
      )
      .leftJoin('same as m', (join) =>
        join.onRef('m.entity_id', '=', 's.entity_id').onRef('m.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(t.history, 0)`.as('history_count'),
        sql<number>`coalesce(t.abnormal, 0)`.as('abnormal_examination_count'),
        sql<number>`coalesce(t.family, 0)`.as('family_history_count'),
        sql<number>`(m.entity_id is not null)::integer`.as('matches_prior_condition'),
      ]),
  examples: [
    {
      title: 'gallstones were known before, under a neighbouring code; an examination comes in later',
      rows: {
        'core.claim': [{ claim_id: 'C1', claimant_id: 'A', line: 'health', ...lossAt('2024-03-01') }],
        'core.claim_item': [{ item_id: 'I1', claim_id: 'C1', item_kind: 'diagnosis', code: 'K80.0' }],
        'core.health_record': [
          { health_record_id: 'H1', party_id: 'A', record_kind: 'history', code: 'K80.2', is_abnormal: true },
          {
            health_record_id: 'H2',
            party_id: 'A',
            record_kind: 'examination',
            code: 'bmi',
            is_abnormal: false,
          },
          {
            health_record_id: 'H3',
            party_id: 'A',
            record_kind: 'examination',
            code: 'glucose',
            is_abnormal: true,
            known_at: at('2024-04-01'),
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-04-02',
      expect: {
        history_count: 1,
        abnormal_examination_count: 1,
        family_history_count: 0,
        matches_prior_condition: 1,
      },
      earlier: { asOf: '2024-03-02', expect: { history_count: 1, abnormal_examination_count: 0 } },
    },
  ],
})
