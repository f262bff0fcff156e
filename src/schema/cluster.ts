import { amount, bigint, flag, integer, json, real, table, text, timestamp, word } from './table.ts'
import { ENTITIES } from './words.ts'

const outcomes = {
  known: bigint('members whose outcome was known at the moment'),
  frauds: bigint('confirmed fraud among them'),
  fraud_share: real('share of the known ones, 0 to 1').optional(),
  lift: real('share against that of all known ones').optional(),
  lift_low: real("lower end of its 95 % interval (Wilson's, the share of all taken as given)").optional(),
  lift_high: real('upper end').optional(),
}

/** Groups of entities that are alike, in what they are and not in what they did. */
export const clusterPeerGroup = table(
  'cluster.peer_group',
  'one row per peer group of an entity',
  ['entity', 'peer_group'],
  {
    entity: word(ENTITIES, 'who is grouped'),
    peer_group: text('number from the largest; `score.risk` names it behind the line: `auto/2`'),
    members: bigint('entities in it'),
    share: real('of all entities, 0 to 1'),
    title: text('what sets it apart, in English'),
    title_zh: text('in Chinese'),
    profile: json('array of { name, label, mean, usual, z }: means that differ most, in standard deviations'),
    lines: json('members by line of business'),
    as_of: timestamp('the moment that it was found for'),
    ...outcomes,
  },
)

/** What spoke for a number of groups. */
export const clusterPeerChoice = table(
  'cluster.peer_choice',
  'one row per number of peer groups that was tried',
  ['entity', 'groups'],
  {
    entity: word(ENTITIES, 'who is grouped'),
    groups: integer('number of groups'),
    silhouette: real('mean silhouette width, -1 to 1'),
    stability: real('mean adjusted Rand index against groups of resampled rows, 1 is the same'),
    is_chosen: flag('this number was taken'),
  },
)

/** Whom an entity is compared with, and how far from them it is. */
export const clusterPeerMember = table(
  'cluster.peer_member',
  'one row per entity that has peers',
  ['entity', 'entity_id'],
  {
    entity: word(ENTITIES, 'who is grouped'),
    entity_id: text('which one'),
    peer_group: text('its group'),
    distance: real('distance to the centre of the group, in standard deviations of the features'),
    z: real('how unusual that distance is in the group: standard deviations of its logarithm'),
    oddest: text('the feature that adds most to the distance'),
  },
)

/** Claims that lie closer together in time than chance has them, at one place or one provider. */
export const clusterBurst = table('cluster.burst', 'one row per burst of claims', ['burst_id'], {
  burst_id: text('identifier: the same burst has the same in every run'),
  kind: word(['place', 'provider'], 'what its claims share'),
  line: text('line of business').optional(),
  peril: text('what happened, for a place').optional(),
  provider_id: text('the provider, for a provider').optional(),
  role: text('its role').optional(),
  region_code: text('region of most of its claims').optional(),
  latitude: real('degrees, the middle of its claims').optional(),
  longitude: real('degrees, the middle of its claims').optional(),
  radius_km: real('of the circle around the middle that holds them').optional(),
  from_at: timestamp('first loss'),
  to_at: timestamp('last loss'),
  claims: bigint('claims of that kind within the circle and the time'),
  expected: real('claims that place and season would bring if they had nothing to do with each other'),
  statistic: real('log likelihood ratio of the scan'),
  p_value: real('share of books with shuffled times whose strongest burst is as strong'),
  q_value: real('expected share of false ones among the bursts at least this strong'),
  shuffles: integer('books with shuffled times that were searched'),
  is_weather: flag(
    'most of its claims are for perils of the weather, of which many honest ones come at once',
  ),
  claimants: bigint('different claimants'),
  claimed_amount: amount('claimed by all of them'),
  as_of: timestamp('the moment that it was found for'),
  ...outcomes,
})

/** The claims of a burst. */
export const clusterBurstMember = table(
  'cluster.burst_member',
  'one row per claim of a burst',
  ['burst_id', 'claim_id'],
  {
    burst_id: text('the burst'),
    claim_id: text('the claim'),
    loss_at: timestamp('when the loss happened'),
    distance_km: real('from the middle').optional(),
  },
)
