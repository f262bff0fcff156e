/** The book of US car claims of 1994-96 with a fraud label. */
import type { Book } from 'claimscope'
import { sql } from 'kysely'
import { claimParties } from './claim-parties.ts'
import { claims } from './claims.ts'
import { investigations } from './investigations.ts'
import { policies } from './policies.ts'
import { policyholders } from './policyholders.ts'
import { representatives } from './representatives.ts'
import { vehicles } from './vehicles.ts'

export const book: Book = {
  name: 'carclaims',
  title: { en: 'Car claims 1994-96', zh: '1994-96 年车险理赔' },
  description:
    'US car claims with a fraud label on every one: learn from 1994-95, judge on 1996. Each claim has a policy, a holder and a vehicle of its own; only the representatives come back.',
  sources: [policyholders, representatives, policies, vehicles, claims, claimParties, investigations],
  tasks: [
    {
      name: 'claim_fraud',
      title: { en: 'Fraud in a claim', zh: '理赔欺诈' },
      entity: 'claim',
      objective: 'binary',
      spine: (db, asOf) =>
        db
          .selectFrom('core.claim')
          .select((e) => ['claim_id as entity_id', e.fn.coalesce('assessed_at', 'reported_at').as('as_of')])
          .where('book', '=', 'carclaims')
          .where('known_at', '<=', asOf),
      labels: (db, knownAt) =>
        db
          .selectFrom('core.investigation')
          .select([
            'subject_id as entity_id',
            sql<number>`case when outcome = 'fraud' then 1 else 0 end`.as('y'),
            sql<number>`1`.as('exposure'),
          ])
          .where('book', '=', 'carclaims')
          .where('subject_kind', '=', 'claim')
          .where('outcome', 'in', ['fraud', 'cleared'])
          .where('known_at', '<=', knownAt),
      // A loss of December may be assessed in January: the years are told apart by the loss.
      splitAt: (db) => db.selectFrom('core.claim').select(['claim_id as entity_id', 'loss_at as split_at']),
      split: { kind: 'time', testFrom: '1996-01-01', purgeDays: 0 },
      // Chosen within 1994-95: months and weeks of the year do not carry over from one year to the next, and the file knows
      // the day of the report to the week only. Sixteen representatives are no network.
      without: [
        ...[
          'claim_calendar',
          'claim_neighbours',
          'claim_company',
          'claim_provider',
          'claim_handler',
          'claim_claimant',
        ],
        ...[
          'loss_month',
          'loss_week_of_month',
          'reported_month',
          'reported_week_of_month',
          'is_weekend_loss',
        ],
        ...['reporting_delay_days', 'reporting_delay_weeks', 'shared_vehicle_claims'],
      ],
      trees: {
        rounds: 100,
        learningRate: 0.05,
        maxDepth: 4,
        l2: 10,
        minChildWeight: 2,
        rowSample: 0.8,
        columnSample: 1,
        maxBins: 255,
      },
      tune: {
        space: {
          rounds: { from: 50, to: 300, whole: true },
          learningRate: { from: 0.02, to: 0.2, scale: 'log' },
          maxDepth: { from: 3, to: 6, whole: true },
          l2: { from: 1, to: 30, scale: 'log' },
          minChildWeight: { from: 1, to: 10, scale: 'log' },
          rowSample: { from: 0.6, to: 1 },
          columnSample: { from: 0.5, to: 1 },
        },
        candidates: 12,
      },
      bag: 5,
    },
  ],
  // The last claims of 1996 are reported in late 1997, and their outcomes known a month later.
  asOf: '1998-01-01',
  stages: ['rules', 'score'],
}
