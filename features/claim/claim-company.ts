/** Whether the people of the claim met before in other claims. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { PERSON_ROLES } from '../words.ts'

const roles = sql.join(PERSON_ROLES.map((role) => sql.lit(role)))

export const claimCompany = featureView({
  name: 'claim_company',
  entity: 'claim',
  title: { en: 'People who met before', zh: '涉案人员过往交集' },
  reads: ['core.claim', 'core.claim_party'],
  features: {
    co_claim_repeats: indicator(
      'network',
      'claims',
      'up',
      'Claims on other policies in which at least two of the people of this claim stand together',
      '本案人员在其他保单赔案中再次同时出现的次数',
    ),
    people_claims_24m: indicator(
      'network',
      'claims',
      'up',
      'Other claims in 24 months in which any person of this claim stands',
      '涉案人员近24个月参与的其他赔案数',
    ),
    roles_person_max: indicator(
      'network',
      'count',
      'up',
      'Most kinds of role that one person of this claim has had in all claims',
      '同一人在各赔案中担任的角色种数最大值',
    ),
  },
  query: (db) =>
    db
      .with('stand', (q) =>
        q
          .selectFrom(
            sql<{ who: string; claim_id: string; role: string; known_at: Date }>`(
              select coalesce(e.entity_id, cp.party_id) as who, cp.claim_id, cp.role, greatest(cp.known_at, e.known_at) as known_at
              from core.claim_party as cp left join core.entity as e on e.party_id = cp.party_id
              where cp.role in (${roles}))`.as('p'),
          )
          .selectAll(),
      )
      .with('own', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('stand as p', (join) =>
            join.onRef('p.claim_id', '=', 's.entity_id').onRef('p.known_at', '<=', 's.as_of'),
          )
          .select(['s.entity_id', 's.as_of', 'p.who'])
          .distinct(),
      )
      // A hundred appearances of one person are enough to tell, and bound the work on a fleet's driver.
      .with('history', (q) =>
        q
          .selectFrom(
            sql<{ who: string; claim_id: string; role: string; known_at: Date }>`(
              select * from stand where who in (select who from own)
              qualify row_number() over (partition by who order by known_at, claim_id, role) <= 100)`.as('p'),
          )
          .selectAll(),
      )
      .with('met', (q) =>
        q
          .selectFrom('own as o')
          .innerJoin('history as h', (join) =>
            join.onRef('h.who', '=', 'o.who').onRef('h.known_at', '<=', 'o.as_of'),
          )
          .whereRef('h.claim_id', '<>', 'o.entity_id')
          .select([
            'o.entity_id',
            'o.as_of',
            'h.claim_id',
            sql<number>`count(distinct o.who)`.as('people'),
            sql<Date>`max(h.known_at)`.as('known_at'),
          ])
          .groupBy(['o.entity_id', 'o.as_of', 'h.claim_id']),
      )
      .with('company', (q) =>
        q
          .selectFrom('met as m')
          .leftJoin('core.claim as c', 'c.claim_id', 'm.claim_id')
          .leftJoin('core.claim as mine', 'mine.claim_id', 'm.entity_id')
          .select([
            'm.entity_id',
            'm.as_of',
            sql<number>`count(*) filter (where m.people >= 2 and c.policy_id is distinct from mine.policy_id)`.as(
              'repeats',
            ),
            sql<number>`count(*) filter (where m.known_at >= m.as_of - interval '24 months')`.as('claims'),
          ])
          .groupBy(['m.entity_id', 'm.as_of']),
      )
      .with('part', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; roles: number }>`(
              select entity_id, as_of, max(n) as roles from (
                select o.entity_id, o.as_of, o.who,
                  count(distinct case when h.role in ('policyholder', 'insured', 'claimant') then 'claimant' else h.role end) as n
                from own as o join history as h on h.who = o.who and h.known_at <= o.as_of
                group by o.entity_id, o.as_of, o.who) as r
              group by entity_id, as_of)`.as('r'),
          )
          .selectAll(),
      )
      .selectFrom('spine as s')
      .leftJoin('company as h', (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .leftJoin('part as r', (join) =>
        join.onRef('r.entity_id', '=', 's.entity_id').onRef('r.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(h.repeats, 0)`.as('co_claim_repeats'),
        sql<number>`coalesce(h.claims, 0)`.as('people_claims_24m'),
        sql<number>`coalesce(r.roles, 0)`.as('roles_person_max'),
      ]),
  examples: [
    {
      title: 'driver and passenger met half a year before, with the parts exchanged',
      rows: {
        'core.claim': [
          { claim_id: 'C0', policy_id: 'P0', line: 'auto', ...lossAt('2023-09-01') },
          { claim_id: 'C1', policy_id: 'P1', line: 'auto', ...lossAt('2024-03-01') },
          { claim_id: 'C2', policy_id: 'P2', line: 'auto', ...lossAt('2024-03-15') },
        ],
        'core.claim_party': [
          { claim_id: 'C0', party_id: 'A', role: 'passenger', event_at: at('2023-09-01') },
          { claim_id: 'C0', party_id: 'B', role: 'driver', event_at: at('2023-09-01') },
          { claim_id: 'C1', party_id: 'A', role: 'driver', event_at: at('2024-03-01') },
          { claim_id: 'C1', party_id: 'B', role: 'passenger', event_at: at('2024-03-01') },
          { claim_id: 'C2', party_id: 'A', role: 'witness', event_at: at('2024-03-15') },
          { claim_id: 'C2', party_id: 'B', role: 'driver', event_at: at('2024-03-15') },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-20',
      expect: { co_claim_repeats: 2, people_claims_24m: 2, roles_person_max: 3 },
      earlier: {
        asOf: '2024-03-02',
        expect: { co_claim_repeats: 1, people_claims_24m: 1, roles_person_max: 2 },
      },
    },
  ],
})
