import { sql } from 'kysely'
import type { Link, LinkRow } from '../link.ts'
import { FIRST_KNOWN } from './first-known.ts'
import { ownedByServer } from './owned-by-server.ts'

export const DEFAULTS = {
  /** Words (Chinese characters) below which two texts are alike by chance. */
  words: 30,
  /** Characters read of a text. */
  longest: 1500,
  /** Words that are compared at a time. */
  shingle: 3,
  /** Smallest hashes that stand for a text, and those of them by which texts find each other. */
  sketch: 32,
  keys: 12,
  /** A run of words in more different texts than this is a phrase of the trade and brings none of them together. */
  common: 24,
  /** Rare runs among the keys that two texts must share before they are compared. */
  met: 2,
  /** Share of their runs of words that two texts must have in common. */
  alike: 0.6,
} as const

/**
 * Claims whose stories are the same or nearly so. Each text is kept as the smallest hashes of its runs of words, whose overlap
 * estimates the share that two texts have in common; only texts with some rare runs in common are compared. Word for word the same
 * texts count once here and show in the number that share the story, so that a form letter ties nobody.
 * Reference: A. Broder, "On the resemblance and containment of documents", SEQUENCES 1997 (bottom-k sketches).
 */
export const sameText: Link = {
  name: 'same_text',
  title: { en: 'tells the same story', zh: '陈述文字相同' },
  target: 'text',
  strength: 0.6,
  maxDegree: 8,
  byHindsight: true,
  falsePositives: [
    'a form letter of an agent or lawyer',
    'two people of one accident who copied from each other',
    'the same person who claims again',
  ],
  query: (db) =>
    db
      .selectFrom(ownedByServer(db, stories, ['lawyer', 'agent']).as('s'))
      .select(['party_id', 'target', 'claim_id', 'known_at']),
}

const { words, longest, shingle, sketch, keys, common, met, alike } = DEFAULTS
/** The words of a text beside those that follow them, row by row. */
const WORDS = Array.from({ length: shingle }, (_, i) => `unnest(w[${i + 1}:]) as w${i + 1}`).join(', ')
const RUN = Array.from({ length: shingle }, (_, i) => `w${i + 1}`).join(', ')

const stories = sql<LinkRow>`(${sql.raw(`
  with written as (
    select claim_id, known_at, trim(regexp_replace(lower(left(description, ${longest})), '[^\\p{L}\\p{N}]+', ' ', 'g')) as t
    from core.claim where claimant_id is not null and length(description) >= ${words}
  ), shown as (select claim_id, known_at, hash(t) as item, t from written),
  parted as (
    select item, regexp_extract_all(any_value(t), '\\p{Han}|[^\\p{Han} ]+') as w from shown group by 1
  ), run as (
    select distinct item, hash(${RUN}) as h from (select item, ${WORDS} from parted where len(w) >= ${words}) where w${shingle} is not null
  ),
  sketched as (select item, list_sort(min(h, ${sketch})) as k from run group by 1), keyed as (select item, unnest(k[1:${keys}]) as h from sketched),
  rare as (select h, list(item) as items from keyed group by 1 having count(*) between 2 and ${common}),
  near as (
    select a as one, b as other from (select unnest(items) as a, items from rare) r, unnest(r.items) as t(b)
    where a < b group by a, b having count(*) >= ${met}
  ), pair as (
    select one, other from near join sketched x on x.item = one join sketched y on y.item = other
    where len(list_intersect(list_intersect(list_sort(list_distinct(x.k || y.k))[1:${sketch}], x.k), y.k))
      >= ${alike} * least(${sketch}, len(list_distinct(x.k || y.k)))
  ), ${FIRST_KNOWN.replace('from shown group', 'from shown where item in (select item from sketched) group')},
  named as (select item, arg_min(claim_id, (known_at, claim_id)) as target from shown group by 1)
  select c.claimant_id as party_id, n.target, r.claim_id, r.known_at
  from resembling r join named n on n.item = r.item join core.claim c on c.claim_id = r.claim_id`)})`
