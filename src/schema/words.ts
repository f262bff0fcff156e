/** The closed vocabularies that tables and contracts share. */

export const LINES = ['auto', 'health', 'accident', 'travel', 'group', 'agricultural'] as const
/** Line of business. */
export type Line = (typeof LINES)[number]

export const PARTY_TYPES = [
  'person',
  'hospital',
  'physician',
  'repairer',
  'adjuster',
  'agent',
  'lawyer',
  'employer',
  'organisation',
] as const
/** What a party is. */
export type PartyType = (typeof PARTY_TYPES)[number]

export const ROLES = [
  'policyholder',
  'insured',
  'claimant',
  'driver',
  'passenger',
  'witness',
  'counterparty',
  'physician',
  'hospital',
  'repairer',
  'adjuster',
  'agent',
  'lawyer',
] as const
/** What a party does in a claim. */
export type Role = (typeof ROLES)[number]

export const PROVIDER_ROLES = ['physician', 'hospital', 'repairer', 'adjuster', 'agent', 'lawyer'] as const

/** Perils that the weather brings, so that many honest claims come on the same day. */
export const WEATHER_PERILS = [
  'hail',
  'flood',
  'storm',
  'wind',
  'typhoon',
  'rain',
  'frost',
  'drought',
] as const

export const ENTITIES = ['claim', 'policy', 'party', 'provider', 'ring'] as const
/** What a feature view describes and a score belongs to. */
export type Entity = (typeof ENTITIES)[number]

export const ITEM_KINDS = [
  'diagnosis',
  'procedure',
  'drug',
  'room',
  'part',
  'labour',
  'crop',
  'expense',
] as const
/** What a claim item is. */
export type ItemKind = (typeof ITEM_KINDS)[number]

export const EVENT_KINDS = [
  'reported',
  'assessed',
  'approved',
  'rejected',
  'paid',
  'withdrawn',
  'reopened',
  'closed',
] as const
/** A step in the life of a claim. */
export type EventKind = (typeof EVENT_KINDS)[number]

export const OUTCOMES = ['fraud', 'cleared', 'inconclusive'] as const
/** What an investigation found. */
export type Outcome = (typeof OUTCOMES)[number]

export const FEATURE_GROUPS = [
  'claims',
  'customer',
  'product',
  'health',
  'behaviour',
  'network',
  'corroboration',
] as const
/** Group of the indicator system that a feature belongs to. */
export type FeatureGroup = (typeof FEATURE_GROUPS)[number]

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

export const BANDS = ['low', 'moderate', 'elevated', 'high'] as const
/** Risk band of a score, from the book's thresholds. */
export type Band = (typeof BANDS)[number]

export const SCORE_PARTS = ['base', 'rules', 'model', 'anomaly', 'network'] as const
/** The parts that add up, in log-odds, to a score. */
export type ScorePart = (typeof SCORE_PARTS)[number]

export const COST_PARTS = ['base', 'line', 'term', 'frequency', 'severity'] as const
/** The parts that add up, in logarithms, to the expected cost of a policy. */
export type CostPart = (typeof COST_PARTS)[number]

export const NODE_KINDS = [
  'entity',
  'claim',
  'phone',
  'account',
  'address',
  'building',
  'email',
  'vehicle',
  'device',
  'id_number',
  'place',
  'text',
  'photo',
] as const
export type NodeKind = (typeof NODE_KINDS)[number]

export const RING_ORIGINS = ['cycle', 'community', 'dense', 'burst', 'pattern'] as const
/** What brought a ring up: a way of looking for groups, or the pattern of its typology. */
export type RingOrigin = (typeof RING_ORIGINS)[number]

export const RING_CHANGES = ['new', 'same', 'grew', 'shrank', 'split', 'merged', 'quiet'] as const
/** What became of a ring since the snapshot before. */
export type RingChange = (typeof RING_CHANGES)[number]
