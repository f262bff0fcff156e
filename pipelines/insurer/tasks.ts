/** What the full book learns: which claims are fraudulent, and how often policies have claims. */
import type { Database, Task } from 'claimscope'
import { type Kysely, sql } from 'kysely'

/** Every claim as of the moment that its survey and documents were complete; open ones as of now. */
export const claimFraud: Task = {
  name: 'claim_fraud',
  title: { en: 'Fraudulent claim', zh: '欺诈理赔' },
  entity: 'claim',
  objective: 'binary',
  spine: (db, asOf) =>
    db
      .selectFrom('core.claim')
      .select((eb) => [
        'claim_id as entity_id',
        eb
          .fn<Date>('least', [
            eb.fn.coalesce('assessed_at', eb.cast<Date>(eb.val(asOf), 'timestamp')),
            eb.cast<Date>(eb.val(asOf), 'timestamp'),
          ])
          .as('as_of'),
      ])
      .where('known_at', '<=', asOf),
  labels: (db, knownAt) =>
    db
      .selectFrom('core.investigation')
      .select([
        'subject_id as entity_id',
        sql<number>`max(case outcome when 'fraud' then 1.0 else 0.0 end)`.as('y'),
        sql<number>`1.0`.as('exposure'),
      ])
      .where('subject_kind', '=', 'claim')
      .where('outcome', 'in', ['fraud', 'cleared'])
      .where('known_at', '<=', knownAt)
      .groupBy('subject_id'),
  split: { kind: 'latest', testDays: 270, purgeDays: 30 },
  // Most claims are never investigated; half a year on, one that nobody doubted is taken for genuine, at less than full weight.
  assumed: { afterDays: 180, weight: 0.3 },
  // Whoever chose what to investigate read the claim and its survey; the ties over years of claims were not before them.
  referral: [
    ...['claimed_amount', 'claimed_amount_z', 'claimed_sum_insured_ratio', 'is_round_amount'],
    ...['reporting_delay_days', 'policy_age_days', 'days_to_expiry', 'is_night_loss', 'is_weekend_loss'],
    ...['has_police_report', 'has_witness', 'supplement_count', 'degree_of_loss', 'description_length'],
  ],
  group: (db) =>
    db
      .selectFrom('core.claim as c')
      .leftJoin('core.entity as e', 'e.party_id', 'c.claimant_id')
      .select([
        'c.claim_id as entity_id',
        sql<string>`coalesce(e.entity_id, c.claimant_id, c.claim_id)`.as('group_id'),
      ]),
}

/** Losses of the last days are not all reported yet: they are left out of the frequency. */
const REPORTING_DAYS = 45

/** Policies and the time in which their claims count: from when they were seen to the end of their year or to now. */
const observed = (db: Kysely<Database>, knownAt: Date) =>
  db.with('seen', (q) =>
    q
      .selectFrom('core.policy')
      .select([
        'policy_id',
        sql<Date>`greatest(inception_date::timestamp, known_at)`.as('begins'),
        sql<Date>`least(expiry_date + interval 1 day, inception_date + interval 1 year, ${knownAt}::timestamp - interval ${sql.lit(REPORTING_DAYS)} day)`.as(
          'ends',
        ),
      ])
      .where('known_at', '<=', knownAt),
  )

/** Claims in the year that follows the inception of each policy, by the time that it was seen. */
export const policyFrequency: Task = {
  name: 'policy_frequency',
  title: { en: 'Claims a policy year', zh: '年出险频率' },
  entity: 'policy',
  objective: 'poisson',
  spine: (db, asOf) =>
    db
      .selectFrom('core.policy')
      .select([
        'policy_id as entity_id',
        sql<Date>`greatest(inception_date::timestamp, known_at)`.as('as_of'),
      ])
      .where('known_at', '<=', asOf)
      .where(sql<boolean>`inception_date < ${asOf}::timestamp`),
  labels: (db, knownAt) =>
    observed(db, knownAt)
      .selectFrom('seen')
      .leftJoin('core.claim as c', (on) =>
        on
          .onRef('c.policy_id', '=', 'seen.policy_id')
          .onRef('c.loss_at', '>=', 'seen.begins')
          .onRef('c.loss_at', '<', 'seen.ends')
          .on('c.known_at', '<=', knownAt),
      )
      .select([
        'seen.policy_id as entity_id',
        sql<number>`count(c.claim_id)::double`.as('y'),
        sql<number>`date_diff('day', any_value(seen.begins), any_value(seen.ends)) / 365.25`.as('exposure'),
      ])
      .whereRef('seen.ends', '>', 'seen.begins')
      .where(sql<boolean>`date_diff('day', seen.begins, seen.ends) >= 3`)
      // Claims before the book's first are not in it: earlier days would look free of claims.
      .where(sql<boolean>`seen.begins >= (select min(loss_at) from core.claim)`)
      .groupBy('seen.policy_id'),
  // What the claims that are counted claimed.
  amounts: (db, knownAt) =>
    observed(db, knownAt)
      .selectFrom('seen')
      .innerJoin('core.claim as c', (on) =>
        on
          .onRef('c.policy_id', '=', 'seen.policy_id')
          .onRef('c.loss_at', '>=', 'seen.begins')
          .onRef('c.loss_at', '<', 'seen.ends')
          .on('c.known_at', '<=', knownAt),
      )
      .select(['seen.policy_id as entity_id', sql<number>`c.claimed_amount::double`.as('amount')])
      .where('c.claimed_amount', '>', 0)
      .orderBy('c.claim_id'),
  split: { kind: 'latest', testDays: 365, purgeDays: 0 },
  // Tariffs of all six lines rate by age; gender and marital status stay out.
  openly: ['holder_age', 'holder_age_now'],
  // Whom a holder knows is shown to the underwriter and sets no price; as rating factors they made the tariff no better either.
  without: [
    ...['holder_shared_account_entities', 'holder_linked_claims_24m', 'holder_linked_fraud'],
    ...['holder_suspicion', 'holder_fraud_steps'],
  ],
}
