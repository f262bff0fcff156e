/** Who handles the claim. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { fraudShare, withFrauds } from '../outcomes.ts'
import { runningTotals } from '../running.ts'

const handled = withFrauds(
  sql`select handler_id as k, claim_id, known_at as t, 0 as amount from core.claim where handler_id is not null`,
)

export const claimHandler = featureView({
  name: 'claim_handler',
  entity: 'claim',
  title: { en: 'Handler', zh: '经办人' },
  reads: ['core.claim'],
  features: {
    handler_fraud_share: indicator(
      'network',
      'share',
      'up',
      'Share of confirmed fraud among the other claims of the handler, smoothed',
      '经办人已确认欺诈占比（平滑）',
    ),
    handler_code: indicator(
      'network',
      'level',
      'none',
      'Number of the handler, where the book numbers up to 99',
      '经办人编号',
    ),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin(runningTotals(handled, { claims: { of: 'n' }, frauds: { of: 'fraud' } }).as('h'), (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        fraudShare(sql`h.frauds`, sql`h.claims`).as('handler_fraud_share'),
        sql<number>`case when regexp_full_match(c.handler_id, '[^0-9]*0*[0-9]{1,2}')
          then regexp_extract(c.handler_id, '[0-9]+$')::integer end`.as('handler_code'),
      ]),
  examples: [
    {
      title:
        'four other claims of the adjuster, one of them confirmed as fraud in April; the own outcome does not count',
      rows: {
        'core.claim': ['C0', 'C1', 'C2', 'C3', 'C9'].map((claim_id) => ({
          claim_id,
          line: 'auto' as const,
          handler_id: 'A00007',
          ...lossAt('2024-03-01'),
        })),
        'core.investigation': [
          { subject_kind: 'claim', subject_id: 'C1', outcome: 'fraud', known_at: at('2024-04-01') },
          { subject_kind: 'claim', subject_id: 'C9', outcome: 'fraud', known_at: at('2024-04-01') },
        ],
      },
      entityId: 'C9',
      asOf: '2024-04-02',
      expect: { handler_fraud_share: 2 / 24, handler_code: 7 },
      earlier: { asOf: '2024-03-02', expect: { handler_fraud_share: 1 / 24, handler_code: 7 } },
    },
  ],
})
