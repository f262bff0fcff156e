/** The account that the claimant is paid on. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

export const claimPayee = featureView({
  name: 'claim_payee',
  entity: 'claim',
  title: { en: 'Account of the claimant', zh: '收款账户' },
  reads: ['core.claim', 'core.payment', 'core.party_identity'],
  features: {
    payee_account_shared: indicator(
      'network',
      'count',
      'up',
      "Other people who were paid on the claimant's account",
      '曾通过该账户收款的其他人数',
    ),
    payments_24m: indicator(
      'claims',
      'count',
      'up',
      "Payments on the claimant's account for other claims in 24 months",
      '该账户近24个月其他赔款笔数',
    ),
  },
  query: (db) =>
    db
      .with('account', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('core.claim as c', 'c.claim_id', 's.entity_id')
          .innerJoin('core.party_identity as i', (join) =>
            join.onRef('i.party_id', '=', 'c.claimant_id').onRef('i.known_at', '<=', 's.as_of'),
          )
          .leftJoin('core.entity as e', (join) =>
            join.onRef('e.party_id', '=', 'c.claimant_id').onRef('e.known_at', '<=', 's.as_of'),
          )
          .where('i.bank_account', 'is not', null)
          .select([
            's.entity_id',
            's.as_of',
            'i.bank_account',
            sql<string>`coalesce(e.entity_id, c.claimant_id)`.as('who'),
          ]),
      )
      .with('paid', (q) =>
        q
          .selectFrom(
            // Two hundred payments are enough to tell, and bound the work on an employer's account.
            sql<{ bank_account: string; claim_id: string; who: string; known_at: Date }>`(
              select p.bank_account, p.claim_id, coalesce(e.entity_id, p.payee_id) as who, greatest(p.known_at, e.known_at) as known_at
              from core.payment as p left join core.entity as e on e.party_id = p.payee_id
              where p.bank_account in (select bank_account from account)
              qualify row_number() over (partition by p.bank_account order by p.known_at, p.payment_id) <= 200)`.as(
              'p',
            ),
          )
          .selectAll(),
      )
      .with('total', (q) =>
        q
          .selectFrom('account as a')
          .innerJoin('paid as p', (join) =>
            join.onRef('p.bank_account', '=', 'a.bank_account').onRef('p.known_at', '<=', 'a.as_of'),
          )
          .whereRef('p.claim_id', '<>', 'a.entity_id')
          .select([
            'a.entity_id',
            'a.as_of',
            sql<number>`count(distinct p.who) filter (where p.who <> a.who)`.as('others'),
            sql<number>`count(*) filter (where p.known_at >= a.as_of - interval '24 months')`.as('payments'),
          ])
          .groupBy(['a.entity_id', 'a.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('account as a', (join) =>
        join.onRef('a.entity_id', '=', 's.entity_id').onRef('a.as_of', '=', 's.as_of'),
      )
      .leftJoin('total as t', (join) =>
        join.onRef('t.entity_id', '=', 's.entity_id').onRef('t.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`case when a.bank_account is not null then coalesce(t.others, 0) end`.as(
          'payee_account_shared',
        ),
        sql<number>`case when a.bank_account is not null then coalesce(t.payments, 0) end`.as('payments_24m'),
      ]),
  examples: [
    {
      title: "another person is paid on the claimant's account in April",
      rows: {
        'core.claim': [{ claim_id: 'C1', claimant_id: 'A', line: 'auto', ...lossAt('2024-03-01') }],
        'core.party_identity': [{ party_id: 'A', bank_account: '62' }],
        'core.payment': [
          {
            payment_id: 'Y1',
            claim_id: 'C0',
            payee_id: 'A',
            bank_account: '62',
            amount: 5,
            event_at: at('2023-03-01'),
          },
          {
            payment_id: 'Y2',
            claim_id: 'C2',
            payee_id: 'B',
            bank_account: '62',
            amount: 5,
            event_at: at('2024-04-01'),
          },
          {
            payment_id: 'Y3',
            claim_id: 'C1',
            payee_id: 'B',
            bank_account: '62',
            amount: 5,
            event_at: at('2024-04-01'),
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-04-02',
      expect: { payee_account_shared: 1, payments_24m: 2 },
      earlier: { asOf: '2024-03-02', expect: { payee_account_shared: 0, payments_24m: 1 } },
    },
  ],
})
