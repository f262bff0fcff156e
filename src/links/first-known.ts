/**
 * Groups of things that resemble each other and bear no name of their own: each points to the first known of those that it
 * resembles. What comes later so never renames what was there, and a chain of small changes is not drawn into one heap.
 */

/**
 * Common table expressions that end in `resembling` (claim_id, item, known_at): what each claim shows, by the item that stands
 * for it, where more than one claim shows it. `shown` has the claims' own items under the same names; `pair` (one, other) are
 * items that resemble each other, each pair once.
 */
export const FIRST_KNOWN = `
  met as (select item, min((known_at, claim_id)) as at, count(distinct claim_id) as claims from shown group by 1),
  alike as (select one as item, other from pair union all select other, one from pair),
  led as (
    select a.item, arg_min(a.other, o.at) as first from alike a join met o on o.item = a.other join met i on i.item = a.item
    where o.at < i.at group by 1
  ), points as (
    select item, first from led union select first, first from led
    union select item, item from met where claims > 1 and item not in (select item from led)
  ),
  resembling as (select distinct on (s.claim_id, p.first) s.claim_id, p.first as item, s.known_at
    from points p join shown s on s.item = p.item order by s.claim_id, p.first, s.known_at)`
