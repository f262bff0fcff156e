/** How near the people and providers of the claim stood to fraud that was known. */
import { featureView, PROVIDER_ROLES } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { nearFraud } from '../known-fraud.ts'

const roles = sql.join(PROVIDER_ROLES.map((role) => sql.lit(role)))

/** Everybody who stands in the claim. */
const standing = sql`
  select distinct s.entity_id, s.as_of, 'entity:' || coalesce(e.entity_id, p.party_id) as node_id, p.is_provider
  from spine as s
  join (
    select claim_id, party_id, role in (${roles}) as is_provider, known_at from core.claim_party
    union all select claim_id, claimant_id, false, null from core.claim where claimant_id is not null
    union all select claim_id, handler_id, true, null from core.claim where handler_id is not null) as p
    on p.claim_id = s.entity_id and (p.known_at is null or p.known_at <= s.as_of)
  left join core.entity as e on e.party_id = p.party_id and e.known_at <= s.as_of`

export const claimSuspicion = featureView({
  name: 'claim_suspicion',
  entity: 'claim',
  title: { en: 'Nearness to known fraud', zh: '与已知欺诈的接近程度' },
  reads: ['core.claim', 'graph.suspicion'],
  features: {
    people_suspicion: indicator(
      'network',
      'ratio',
      'up',
      'Nearness of a person of the claim to fraud known at the start of the month or quarter, the claim itself aside; 1 is a tie at random',
      '涉案人员与此前已知欺诈的网络接近度（本案除外，1为随机水平）',
    ),
    provider_suspicion: indicator(
      'network',
      'ratio',
      'up',
      'Nearness of a provider or handler of the claim to fraud known at the start of the month or quarter, the claim itself aside; 1 is a tie at random',
      '涉案机构或经办人与此前已知欺诈的网络接近度（本案除外，1为随机水平）',
    ),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin(nearFraud('claim', standing).as('n'), (join) =>
        join.onRef('n.entity_id', '=', 's.entity_id').onRef('n.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(n.people, 0)`.as('people_suspicion'),
        sql<number>`coalesce(n.providers, 0)`.as('provider_suspicion'),
      ]),
  examples: [
    {
      title:
        'a claimant near fraud from April on; from July the claim itself is known to be one, and that does not count',
      rows: {
        'core.claim': [{ claim_id: 'C1', claimant_id: 'A', line: 'auto', ...lossAt('2024-04-10') }],
        'core.claim_party': [
          { claim_id: 'C1', party_id: 'R1', role: 'repairer', event_at: at('2024-04-10') },
        ],
        'core.investigation': [
          { subject_kind: 'claim', subject_id: 'C1', outcome: 'fraud', known_at: at('2024-06-20') },
        ],
        'graph.suspicion_moment': ['2024-01-01', '2024-04-01', '2024-07-01'].map((moment) => ({
          as_of: at(moment),
        })),
        'graph.suspicion': [
          { node_id: 'entity:R1', as_of: at('2024-01-01'), suspicion: 2 },
          { node_id: 'entity:A', as_of: at('2024-04-01'), suspicion: 8, fraud_steps: 3 },
          { node_id: 'entity:A', as_of: at('2024-07-01'), suspicion: 90, fraud_steps: 1 },
        ],
      },
      entityId: 'C1',
      asOf: '2024-07-02',
      expect: { people_suspicion: 8, provider_suspicion: 0 },
      earlier: { asOf: '2024-03-01', expect: { people_suspicion: 0, provider_suspicion: 0 } },
    },
  ],
})
