/** What the holder of the policy shares with others, which claims that leads to, and how near the holder stands to known fraud. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { tiesOf } from '../ties.ts'

const holder = sql`
  select s.entity_id, s.as_of, p.policyholder_id as party_id
  from spine as s join core.policy as p on p.policy_id = s.entity_id and p.policyholder_id is not null`

export const policyNetwork = featureView({
  name: 'policy_network',
  entity: 'policy',
  title: { en: 'Whom the holder is linked to', zh: '投保人关联' },
  reads: ['core.policy', 'core.claim', 'graph.edge'],
  features: {
    holder_shared_account_entities: indicator(
      'network',
      'count',
      'up',
      'Others who use a bank account of the holder',
      '与投保人共用银行账户的人数',
    ),
    holder_linked_claims_24m: indicator(
      'network',
      'claims',
      'up',
      'Claims in 24 months of those who share a telephone, account, address or e-mail with the holder',
      '与投保人共用信息者的近24个月赔案数',
    ),
    holder_linked_fraud: indicator(
      'network',
      'claims',
      'up',
      'Claims with confirmed fraud of those who share something with the holder',
      '与投保人共用信息者的已确认欺诈赔案数',
    ),
    holder_suspicion: indicator(
      'network',
      'ratio',
      'up',
      'Nearness of the holder to fraud known at the start of the month or quarter; 1 is a tie at random',
      '投保人与已知欺诈的网络接近度（1为随机水平）',
    ),
    holder_fraud_steps: indicator(
      'network',
      'count',
      'down',
      'Fewest ties from the holder to known fraud: 1 for who stands in such a claim; unknown beyond 4',
      '投保人距已知欺诈的最少关联步数（超过4步为空）',
    ),
  },
  query: (db) =>
    db
      .selectFrom(tiesOf('policy', holder).as('t'))
      .select([
        't.entity_id',
        't.as_of',
        't.accounts as holder_shared_account_entities',
        't.linked_claims as holder_linked_claims_24m',
        't.linked_frauds as holder_linked_fraud',
        't.suspicion as holder_suspicion',
        't.steps as holder_fraud_steps',
      ]),
  examples: [
    {
      title: 'the holder shares a telephone with B, in whose claim fraud is found in March',
      rows: {
        'core.policy': [{ policy_id: 'P1', policyholder_id: 'A', line: 'auto' }],
        'core.claim': [{ claim_id: 'C2', claimant_id: 'B', line: 'auto', ...lossAt('2023-12-01') }],
        'core.claim_party': [{ claim_id: 'C2', party_id: 'B', role: 'claimant', event_at: at('2023-12-01') }],
        'core.investigation': [
          { subject_kind: 'claim', subject_id: 'C2', outcome: 'fraud', known_at: at('2024-03-10') },
        ],
        'graph.edge': ['A', 'B'].map((party) => ({
          source_id: `entity:${party}`,
          target_id: 'phone:1',
          link: 'uses_phone',
          claim_id: '',
          known_at: at('2023-11-01'),
        })),
        'graph.suspicion_moment': [{ as_of: at('2024-04-01') }],
        'graph.suspicion': [{ node_id: 'entity:A', as_of: at('2024-04-01'), suspicion: 3.2, fraud_steps: 3 }],
      },
      entityId: 'P1',
      asOf: '2024-04-02',
      expect: {
        holder_shared_account_entities: 0,
        holder_linked_claims_24m: 1,
        holder_linked_fraud: 1,
        holder_suspicion: 3.2,
        holder_fraud_steps: 3,
      },
      earlier: {
        asOf: '2024-03-01',
        expect: {
          holder_linked_claims_24m: 1,
          holder_linked_fraud: 0,
          holder_suspicion: 0,
          holder_fraud_steps: null,
        },
      },
    },
  ],
})
