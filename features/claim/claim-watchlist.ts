/** Whether parties of the claim resemble names on watch lists. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { listed } from '../listed.ts'
import { WATCHLISTS } from '../words.ts'

/** Everybody who stands in the claim or was paid for it. */
const people = sql`
  select s.entity_id, s.as_of, p.party_id, p.part
  from spine as s join (
    select claim_id, party_id, case role when 'policyholder' then 'holder' when 'claimant' then 'claimant' else '' end as part, known_at
      from core.claim_party
    union all select claim_id, claimant_id, 'claimant', null from core.claim where claimant_id is not null
    union all select claim_id, payee_id, 'payee', known_at from core.payment where payee_id is not null) as p
    on p.claim_id = s.entity_id and (p.known_at is null or p.known_at <= s.as_of)`

export const claimWatchlist = featureView({
  name: 'claim_watchlist',
  entity: 'claim',
  title: { en: 'Parties on watch lists', zh: '涉案人员与关注名单' },
  reads: ['core.claim', 'core.watchlist_entry'],
  features: {
    listed_parties: indicator(
      'corroboration',
      'count',
      'up',
      'Parties of the claim that more likely than not are on a watch list',
      '较可能在关注名单上的涉案人数',
    ),
    listed_probability: indicator(
      'corroboration',
      'share',
      'up',
      'Highest probability that a party of the claim is the one on a watch list',
      '涉案人员为名单所列者的最高概率',
    ),
    listed_claimant_probability: indicator(
      'corroboration',
      'share',
      'up',
      'Probability that the claimant is on a watch list',
      '索赔人为名单所列者的概率',
    ),
    listed_holder_probability: indicator(
      'corroboration',
      'share',
      'up',
      'Probability that the policyholder is on a watch list',
      '投保人为名单所列者的概率',
    ),
    listed_payee_probability: indicator(
      'corroboration',
      'share',
      'up',
      'Highest probability that a payee of the claim is on a watch list',
      '收款人为名单所列者的最高概率',
    ),
    listed_on: indicator(
      'corroboration',
      'category',
      'none',
      'The list that the likeliest party stands on',
      '最可能者所在的名单',
      { categories: WATCHLISTS },
    ),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin(listed(people).as('l'), (join) =>
        join.onRef('l.entity_id', '=', 's.entity_id').onRef('l.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(l.parties, 0)`.as('listed_parties'),
        sql<number>`coalesce(l.best, 0)`.as('listed_probability'),
        sql<number>`coalesce(l.claimant, 0)`.as('listed_claimant_probability'),
        sql<number>`coalesce(l.holder, 0)`.as('listed_holder_probability'),
        sql<number>`coalesce(l.payee, 0)`.as('listed_payee_probability'),
        'l.list as listed_on',
      ]),
  examples: [
    {
      title:
        'the claimant is listed in February under another name; a passenger who was listed is no longer; the payee comes later',
      rows: {
        'core.claim': [{ claim_id: 'C1', claimant_id: 'A', line: 'auto', ...lossAt('2024-01-10') }],
        'core.claim_party': [
          { claim_id: 'C1', party_id: 'A', role: 'policyholder', event_at: at('2024-01-10') },
          { claim_id: 'C1', party_id: 'B', role: 'passenger', event_at: at('2024-01-10') },
        ],
        'core.payment': [{ claim_id: 'C1', payee_id: 'P', amount: 5, event_at: at('2024-03-01') }],
        'core.entity': ['A', 'A2'].map((party) => ({ party_id: party, entity_id: 'A' })),
        'core.watchlist_entry': [
          { entry_id: 'W1', list: 'sanctions' },
          { entry_id: 'W2', list: 'court_enforcement', delisted_date: '2024-02-15' },
          { entry_id: 'W3', list: 'industry_fraud_register' },
        ],
        'core.watchlist_hit': [
          { party_id: 'A2', entry_id: 'W1', match_probability: 0.75, known_at: at('2024-02-01') },
          { party_id: 'B', entry_id: 'W2', match_probability: 0.5, known_at: at('2023-01-01') },
          { party_id: 'P', entry_id: 'W3', match_probability: 0.25, known_at: at('2023-01-01') },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-02',
      expect: {
        listed_parties: 1,
        listed_probability: 0.75,
        listed_claimant_probability: 0.75,
        listed_holder_probability: 0.75,
        listed_payee_probability: 0.25,
        listed_on: 3,
      },
      earlier: {
        asOf: '2024-01-20',
        expect: {
          listed_parties: 1,
          listed_probability: 0.5,
          listed_claimant_probability: 0,
          listed_holder_probability: 0,
          listed_payee_probability: 0,
          listed_on: 2,
        },
      },
    },
  ],
})
