/**
 * Who resembles a name on a watch list: `core.watchlist_hit` as it stood. A hit counts from when both the party and the entry were
 * known, until the entry was taken off its list, and for every name that the party's entity goes by.
 */
import { type RawBuilder, sql } from 'kysely'
import { category } from './expressions.ts'
import { WATCHLISTS } from './words.ts'

export const DEFAULTS = {
  /** Hits at least this probable make a listed party, 0 to 1. */
  likely: 0.5,
} as const

interface Listed {
  entity_id: string
  as_of: Date
  /** People that are likely listed. */
  parties: number
  /** Entries that likely mean one of them. */
  entries: number
  /** Best probability of anybody, and of those of a part. */
  best: number
  claimant: number | null
  holder: number | null
  payee: number | null
  /** The list of the best hit, as a category. */
  list: number | null
}

/**
 * What the lists say of `people` (`entity_id`, `as_of`, `party_id`, `part`: `claimant`, `holder`, `payee` or anything else); rows of the
 * spine nobody of whom resembles a listed name are not returned.
 */
export const listed = (people: RawBuilder<unknown>): RawBuilder<Listed> => sql<Listed>`(
  with bearer as materialized (
    select coalesce(e.entity_id, h.party_id) as who, h.entry_id, h.match_probability, w.list, w.delisted_date,
      greatest(h.known_at, e.known_at) as known_at
    from core.watchlist_hit as h join core.watchlist_entry as w using (entry_id)
    left join core.entity as e on e.party_id = h.party_id),
  person as (
    select p.entity_id, p.as_of, p.part, coalesce(e.entity_id, p.party_id) as who
    from (${people}) as p left join core.entity as e on e.party_id = p.party_id and e.known_at <= p.as_of)
  select p.entity_id, p.as_of,
    count(distinct p.who) filter (where b.match_probability >= ${sql.lit(DEFAULTS.likely)}) as parties,
    count(distinct b.entry_id) filter (where b.match_probability >= ${sql.lit(DEFAULTS.likely)}) as entries,
    max(b.match_probability) as best,
    max(b.match_probability) filter (where p.part = 'claimant') as claimant,
    max(b.match_probability) filter (where p.part = 'holder') as holder,
    max(b.match_probability) filter (where p.part = 'payee') as payee,
    arg_max(${category(sql`b.list`, WATCHLISTS)}, (b.match_probability, b.entry_id)) as list
  from person as p join bearer as b on b.who = p.who
    and b.known_at <= p.as_of and (b.delisted_date is null or b.delisted_date > p.as_of)
  group by p.entity_id, p.as_of)`
