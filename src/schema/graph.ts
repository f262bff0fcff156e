import { amount, bigint, flag, integer, json, real, table, text, timestamp, word } from './table.ts'
import { NODE_KINDS, RING_CHANGES, RING_ORIGINS } from './words.ts'

/** Nodes: entities, claims, and the things that entities share. */
export const graphNode = table('graph.node', 'one row per node', ['node_id'], {
  node_id: text('`<kind>:<id>`, for instance `entity:P12`, `claim:C7`, `phone:138...`'),
  node_kind: word(NODE_KINDS, 'what the node is'),
  label: text('what to show; sensitive values are masked where they are shown').optional().secret(),
  degree: integer('edges'),
  component_id: bigint('connected component, numbered by size').optional(),
  community_id: bigint('community').optional(),
  core_number: integer('largest k for which it lies where everybody has at least k neighbours').optional(),
  page_rank: real('share of a random walk spent at it, 0 to 1').optional(),
  betweenness: real(
    'share of the pairs of other nodes whose shortest path passes it, 0 to 1; in large graphs an estimate',
  ).optional(),
  is_cut: flag('its part of the graph falls apart without it (articulation point)').optional(),
})

/** How near nodes were to known fraud, at moments of the past. */
export const graphSuspicion = table(
  'graph.suspicion',
  'one row per node that known fraud reaches, and moment',
  ['node_id', 'as_of'],
  {
    node_id: text('the node'),
    as_of: timestamp('nothing known later entered'),
    suspicion: real(
      'BiRank from what was known to be fraud, aged, over what chance gives the node: 1 is as near as a tie at random',
    ),
    fraud_steps: integer(
      'fewest ties to something known to be fraud: 1 for who stands in such a claim; NULL beyond 4',
    ).optional(),
  },
)

/** The moments of the suspicion, and what each was worked out from. */
export const graphSuspicionMoment = table(
  'graph.suspicion_moment',
  'one row per moment that suspicion was worked out at',
  ['as_of'],
  {
    as_of: timestamp('the moment'),
    frauds: integer('claims and providers known to be fraud then'),
    edges: integer('ties known then'),
    nodes: integer('nodes with suspicion'),
    content_hash: text('of ties, frauds and settings: while it stays the same, so do the rows of the moment'),
  },
)

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
    known_at: timestamp('when it became known; for a claim not before its loss'),
    last_known_at: timestamp('when the last record of it came').optional(),
  },
)

/** What the edges of each link were made from, so that a link whose tables did not change is not asked again. */
export const graphLinkState = table('graph.link_state', 'one row per link', ['link'], {
  link: text('name of the link on the shelf'),
  made_from: text('hash of its definition and of the rows of every table that it reads'),
  as_of: timestamp('nothing known later entered; NULL when everything did').optional(),
  report: json('what it brought'),
})

/** What the rows of each claim and party were like, so that links are asked for those alone that changed. */
export const graphOwner = table(
  'graph.owner',
  'one row per claim, and per party, whose rows links read',
  ['kind', 'owner'],
  {
    kind: word(['claim', 'party'], 'what it is'),
    owner: bigint('hash of its identifier, 63 bits'),
    content: bigint('hash of its rows, in any order'),
    entity: bigint('hash of the entity of a party').optional(),
    next_at: timestamp('first moment that lies after the one that the graph is of').optional(),
  },
)

/** Rows that are no evidence or count from another moment, by claim or entity, for the reports of links. */
export const graphLinkFlaw = table(
  'graph.link_flaw',
  'one row per link, claim or entity, and flaw',
  ['link', 'kind', 'owner', 'flaw'],
  {
    link: text('name of the link on the shelf'),
    kind: word(['claim', 'entity'], 'whose rows they are'),
    owner: bigint('hash of its identifier, 63 bits'),
    flaw: integer('1 unnamed, 2 undated, 3 known later, 4 of an entity with itself, 5 known before the loss'),
    rows: bigint('how many'),
  },
)

/** Rings: groups that share more than chance would give. */
export const graphRing = table('graph.ring', 'one row per suspected ring', ['ring_id'], {
  ring_id: text('stable identifier'),
  typology: text('what it looks like'),
  score: real('calibrated chance that an investigation would confirm it, 0 to 1'),
  p_value: real(
    'share of the groups of its kind in books rewired at random that are as tightly tied; NULL when not tested',
  ).optional(),
  member_count: integer('entities'),
  claim_count: integer('claims'),
  line: text('main line of business'),
  claimed_amount: amount('claimed by its claims'),
  at_stake_amount: amount('claimed and not yet paid'),
  paid_amount: amount('paid on its claims').optional(),
  first_at: timestamp('first loss'),
  last_at: timestamp('last loss'),
  known_at: timestamp('when the last piece of evidence became known'),
  reasons: json('array of { text: { en, zh }, log_odds }, adding up to the score'),
  explanation: text(
    'honest explanation that was checked and holds: family, employer, clinic, hail; NULL when none',
  ).optional(),
  checks: json(
    'array of { id, holds, text: { en, zh } }: every honest explanation that was checked',
  ).optional(),
  change: word(RING_CHANGES, 'since the snapshot before').optional(),
  found_by: word(RING_ORIGINS, 'what brought it up').optional(),
})

/** Where a ring comes from in the snapshot before. */
export const graphRingOrigin = table(
  'graph.ring_origin',
  'one row per ring and ring of the snapshot before that it shares members with',
  ['ring_id', 'from_ring_id'],
  {
    ring_id: text('the ring now'),
    from_ring_id: text('the ring before'),
    shared: integer('entities in both'),
    joined: integer('entities that were not in the ring before'),
    gone: integer('entities of the ring before that are no longer in it'),
  },
)

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
