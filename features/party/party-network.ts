/** What a party shares with others, which claims that leads to, and how near it stands to known fraud. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { fraudShare } from '../outcomes.ts'
import { tiesOf } from '../ties.ts'

const self = sql`select entity_id, as_of, entity_id as party_id from spine`

export const partyNetwork = featureView({
  name: 'party_network',
  entity: 'party',
  title: { en: 'Shared things and linked claims', zh: '关联与共用信息' },
  reads: ['core.claim', 'graph.edge'],
  features: {
    shared_phone_entities: indicator(
      'network',
      'count',
      'up',
      'Others who use one of its telephones',
      '共用电话的人数',
    ),
    shared_account_entities: indicator(
      'network',
      'count',
      'up',
      'Others who use one of its bank accounts',
      '共用银行账户的人数',
    ),
    linked_claims_24m: indicator(
      'network',
      'claims',
      'up',
      'Claims in 24 months of those who share a telephone, account, address or e-mail with it',
      '通过共用信息关联的近24个月赔案数',
    ),
    linked_fraud_share: indicator(
      'network',
      'share',
      'up',
      'Share of confirmed fraud among the claims of those who share something with it, smoothed',
      '关联赔案中已确认欺诈占比（平滑）',
    ),
    suspicion: indicator(
      'network',
      'ratio',
      'up',
      'Nearness to fraud known at the start of the month or quarter; 1 is a tie at random',
      '与已知欺诈的网络接近度（1为随机水平）',
    ),
    fraud_steps: indicator(
      'network',
      'count',
      'down',
      'Fewest ties to known fraud: 1 for who stands in such a claim; unknown beyond 4',
      '距已知欺诈的最少关联步数（超过4步为空）',
    ),
  },
  query: (db) =>
    db
      .selectFrom(tiesOf('provider', self).as('t'))
      .select([
        't.entity_id',
        't.as_of',
        't.phones as shared_phone_entities',
        't.accounts as shared_account_entities',
        't.linked_claims as linked_claims_24m',
        sql<number>`case when t.linked_ever > 0 then ${fraudShare(sql`t.linked_frauds`, sql`t.linked_ever`)} end`.as(
          'linked_fraud_share',
        ),
        't.suspicion',
        't.steps as fraud_steps',
      ]),
  examples: [
    {
      title: 'an account shared with B, in whose claim fraud is found in March',
      rows: {
        'core.claim': [{ claim_id: 'C2', claimant_id: 'B', line: 'auto', ...lossAt('2023-12-01') }],
        'core.claim_party': [{ claim_id: 'C2', party_id: 'B', role: 'claimant', event_at: at('2023-12-01') }],
        'core.investigation': [
          { subject_kind: 'claim', subject_id: 'C2', outcome: 'fraud', known_at: at('2024-03-10') },
        ],
        'graph.edge': ['A', 'B'].map((party) => ({
          source_id: `entity:${party}`,
          target_id: 'account:9',
          link: 'uses_account',
          claim_id: '',
          known_at: at('2023-11-01'),
        })),
        'graph.suspicion_moment': [{ as_of: at('2024-04-01') }],
        'graph.suspicion': [{ node_id: 'entity:A', as_of: at('2024-04-01'), suspicion: 6.5, fraud_steps: 3 }],
      },
      entityId: 'A',
      asOf: '2024-04-02',
      expect: {
        shared_phone_entities: 0,
        shared_account_entities: 1,
        linked_claims_24m: 1,
        linked_fraud_share: 2 / 21,
        suspicion: 6.5,
        fraud_steps: 3,
      },
      earlier: {
        asOf: '2024-03-01',
        expect: { linked_claims_24m: 1, linked_fraud_share: 1 / 21, suspicion: 0, fraud_steps: null },
      },
    },
  ],
})
