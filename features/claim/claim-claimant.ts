/** Earlier claims of the claimant, under every name that linkage holds for the same person. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { runningTotals } from '../running.ts'

/** Claims by claimant; a claim shows under an entity once both are known. */
const claims = sql`
  select coalesce(e.entity_id, c.claimant_id) as k, c.claim_id, greatest(c.known_at, e.known_at) as t,
    c.known_at, coalesce(c.claimed_amount, 0) as amount
  from core.claim as c left join core.entity as e on e.party_id = c.claimant_id
  where c.claimant_id is not null`

const frauds = sql`
  select c.k, c.claim_id, greatest(c.t, min(i.known_at)) as t, 0 as n, 0 as amount, 1 as fraud
  from (${claims}) as c join core.investigation as i on i.subject_id = c.claim_id
  where i.subject_kind = 'claim' and i.outcome = 'fraud' group by c.k, c.claim_id, c.t`

const events = sql`select k, claim_id, t, 1 as n, amount, 0 as fraud from (${claims}) union all ${frauds}`

export const claimClaimant = featureView({
  name: 'claim_claimant',
  entity: 'claim',
  title: { en: "Claimant's earlier claims", zh: '索赔人历史' },
  reads: ['core.claim'],
  features: {
    claims_12m: indicator(
      'claims',
      'claims',
      'up',
      'Other claims of the claimant in 12 months',
      '近12个月其他索赔次数',
    ),
    claims_24m: indicator(
      'claims',
      'claims',
      'up',
      'Other claims of the claimant in 24 months',
      '近24个月其他索赔次数',
    ),
    claimed_amount_24m: indicator(
      'claims',
      'money',
      'up',
      'Amount of the other claims of the claimant in 24 months',
      '近24个月其他索赔金额',
    ),
    days_since_last_claim: indicator(
      'claims',
      'days',
      'down',
      "From the claimant's previous claim to this one, as they became known",
      '距上一次索赔的天数',
    ),
    confirmed_fraud_before: indicator(
      'claims',
      'claims',
      'up',
      'Other claims of the claimant in which fraud was confirmed',
      '此前被确认欺诈的索赔次数',
    ),
  },
  query: (db) =>
    db
      .with('total', (q) =>
        q
          .selectFrom(
            runningTotals(events, {
              claims_12m: { of: 'n', within: '12 months' },
              claims_24m: { of: 'n', within: '24 months' },
              claimed_amount_24m: { of: 'amount', within: '24 months' },
              confirmed_fraud_before: { of: 'fraud' },
            }).as('t'),
          )
          .selectAll(),
      )
      .with('step', (q) =>
        q
          .selectFrom(
            sql<{ claim_id: string; t: Date; gap: number }>`(
              select claim_id, t, date_diff('day', lag(t) over (partition by k order by t, claim_id), t) as gap
              from (${claims}) where k in (select k from total))`.as('g'),
          )
          .selectAll(),
      )
      .selectFrom('spine as s')
      .leftJoin('total as h', (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .leftJoin('step as g', (join) =>
        join.onRef('g.claim_id', '=', 's.entity_id').onRef('g.t', '<=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        'h.claims_12m',
        'h.claims_24m',
        'h.claimed_amount_24m',
        'g.gap as days_since_last_claim',
        'h.confirmed_fraud_before',
      ]),
  examples: [
    {
      title: 'one claim a year and a half before under another name, one afterwards',
      rows: {
        'core.entity': [
          { party_id: 'A', entity_id: 'A', known_at: at('2022-01-01') },
          { party_id: 'A2', entity_id: 'A', known_at: at('2022-01-01') },
        ],
        'core.claim': [
          { claim_id: 'C0', claimant_id: 'A2', line: 'auto', claimed_amount: 700, ...lossAt('2022-09-01') },
          { claim_id: 'C1', claimant_id: 'A', line: 'auto', claimed_amount: 900, ...lossAt('2024-03-01') },
          { claim_id: 'C2', claimant_id: 'A', line: 'travel', claimed_amount: 50, ...lossAt('2024-03-05') },
        ],
        'core.investigation': [
          { subject_kind: 'claim', subject_id: 'C0', outcome: 'fraud', known_at: at('2024-03-08') },
          { subject_kind: 'claim', subject_id: 'C1', outcome: 'fraud', known_at: at('2024-03-08') },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-09',
      expect: {
        claims_12m: 1,
        claims_24m: 2,
        claimed_amount_24m: 750,
        days_since_last_claim: 547,
        confirmed_fraud_before: 1,
      },
      earlier: {
        asOf: '2024-03-04',
        expect: {
          claims_12m: 0,
          claims_24m: 1,
          claimed_amount_24m: 700,
          days_since_last_claim: 547,
          confirmed_fraud_before: 0,
        },
      },
    },
  ],
})
