/** What the people of the claim share with others, and which claims that leads to. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { sharing } from '../sharing.ts'
import { PERSON_ROLES } from '../words.ts'

const roles = sql.join(PERSON_ROLES.map((role) => sql.lit(role)))

const people = sql`
  select distinct s.entity_id, s.as_of, 'entity:' || coalesce(e.entity_id, p.party_id) as who
  from spine as s
  join (
    select claim_id, party_id, known_at from core.claim_party where role in (${roles})
    union all select claim_id, claimant_id, null from core.claim where claimant_id is not null) as p
    on p.claim_id = s.entity_id and (p.known_at is null or p.known_at <= s.as_of)
  left join core.entity as e on e.party_id = p.party_id and e.known_at <= s.as_of`

export const claimNetwork = featureView({
  name: 'claim_network',
  entity: 'claim',
  title: { en: 'Shared things and linked claims', zh: '关联与共用信息' },
  reads: ['core.claim', 'graph.edge'],
  features: {
    shared_phone_entities: indicator(
      'network',
      'count',
      'up',
      'Others who use a telephone of a person of the claim',
      '与涉案人员共用电话的人数',
    ),
    shared_account_entities: indicator(
      'network',
      'count',
      'up',
      'Others who use a bank account of a person of the claim',
      '与涉案人员共用银行账户的人数',
    ),
    shared_address_entities: indicator(
      'network',
      'count',
      'none',
      'Others who live at an address of a person of the claim; families do',
      '与涉案人员同地址的人数',
    ),
    linked_claims_24m: indicator(
      'network',
      'claims',
      'up',
      'Claims in 24 months of those who share a telephone, account, address or e-mail with a person of the claim',
      '通过共用信息关联的近24个月赔案数',
    ),
    linked_confirmed_fraud: indicator(
      'network',
      'claims',
      'up',
      'Claims with confirmed fraud of those who share something with a person of the claim',
      '关联赔案中已确认欺诈数',
    ),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin(sharing(people).as('h'), (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(h.phones, 0)`.as('shared_phone_entities'),
        sql<number>`coalesce(h.accounts, 0)`.as('shared_account_entities'),
        sql<number>`coalesce(h.addresses, 0)`.as('shared_address_entities'),
        sql<number>`coalesce(h.linked_claims, 0)`.as('linked_claims_24m'),
        sql<number>`coalesce(h.linked_frauds, 0)`.as('linked_confirmed_fraud'),
      ]),
  examples: [
    {
      title:
        'a telephone shared with B, whose claim turned out a fraud; what the claim itself shows does not count',
      rows: {
        'core.claim': [
          { claim_id: 'C1', claimant_id: 'A', line: 'auto', ...lossAt('2024-03-01') },
          { claim_id: 'C2', claimant_id: 'B', line: 'auto', ...lossAt('2023-12-01') },
        ],
        'core.claim_party': [{ claim_id: 'C2', party_id: 'B', role: 'claimant', event_at: at('2023-12-01') }],
        'core.investigation': [
          { subject_kind: 'claim', subject_id: 'C2', outcome: 'fraud', known_at: at('2024-03-10') },
        ],
        'graph.edge': [
          {
            source_id: 'entity:A',
            target_id: 'phone:1',
            link: 'uses_phone',
            claim_id: '',
            known_at: at('2023-01-01'),
          },
          {
            source_id: 'entity:B',
            target_id: 'phone:1',
            link: 'uses_phone',
            claim_id: 'C2',
            known_at: at('2023-12-01'),
          },
          {
            source_id: 'entity:A',
            target_id: 'account:9',
            link: 'paid_to',
            claim_id: 'C1',
            known_at: at('2024-03-01'),
          },
          {
            source_id: 'entity:B',
            target_id: 'account:9',
            link: 'paid_to',
            claim_id: 'C2',
            known_at: at('2023-12-20'),
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-11',
      expect: {
        shared_phone_entities: 1,
        shared_account_entities: 0,
        shared_address_entities: 0,
        linked_claims_24m: 1,
        linked_confirmed_fraud: 1,
      },
      earlier: {
        asOf: '2024-03-02',
        expect: { shared_phone_entities: 1, linked_claims_24m: 1, linked_confirmed_fraud: 0 },
      },
    },
  ],
})
