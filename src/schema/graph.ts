import { amount, bigint, integer, json, real, table, text, timestamp, word } from './table.ts'
import { NODE_KINDS } from './words.ts'

/** Nodes: entities, claims, and the things that entities share. */
export const graphNode = table('graph.node', 'one row per node', ['node_id'], {
  node_id: text('`<kind>:<id>`, for instance `entity:P12`, `claim:C7`, `phone:138...`'),
  node_kind: word(NODE_KINDS, 'what the node is'),
  label: text('what to show; sensitive values are masked where they are shown').optional().secret(),
  degree: integer('edges'),
  component_id: bigint('connected component, numbered by size').optional(),
  community_id: bigint('community').optional(),
})

/** Edges: evidence that an entity used a thing or took part in a claim. */
export const graphEdge = table(
  'graph.edge',
  'one row per piece of evidence that two nodes belong together',
  ['source_id', 'target_id', 'link', 'claim_id'],
  {
    source_id: text('node_id, an entity'),
    target_id: text('node_id, a thing, a claim or another entity'),
    link: text('name of the link on the shelf'),
    weight: real('strength by rarity, 0 to 1'),
    claim_id: text('the claim that showed it; empty when it comes from master data'),
    known_at: timestamp('when it became known'),
  },
)

/** Rings: groups that share more than chance would give. */
export const graphRing = table('graph.ring', 'one row per suspected ring', ['ring_id'], {
  ring_id: text('stable identifier'),
  typology: text('what it looks like'),
  score: real('0 to 1, higher is more suspicious'),
  member_count: integer('entities'),
  claim_count: integer('claims'),
  line: text('main line of business'),
  claimed_amount: amount('claimed by its claims'),
  at_stake_amount: amount('claimed and not yet paid'),
  first_at: timestamp('first loss'),
  last_at: timestamp('last loss'),
  known_at: timestamp('when the last piece of evidence became known'),
  reasons: json('array of { text: { en, zh }, log_odds }, adding up to the score'),
  explanation: text(
    'honest explanation that was checked and holds: family, employer, clinic, hail; NULL when none',
  ).optional(),
})

/** Who and what belongs to a ring. */
export const graphRingMember = table(
  'graph.ring_member',
  'one row per node of a ring',
  ['ring_id', 'node_id'],
  {
    ring_id: text('the ring'),
    node_id: text('the node'),
    node_kind: word(NODE_KINDS, 'what the node is'),
    centrality: real("share of the ring's weight that passes through the node, 0 to 1"),
    reason: text('why it belongs').optional(),
  },
)
