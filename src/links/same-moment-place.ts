import { type RawBuilder, sql } from 'kysely'
import type { Link, LinkRow } from '../link.ts'
import { WEATHER_PERILS } from '../schema/words.ts'

export const DEFAULTS = {
  /** Side of a cell, degrees: a kilometre or less. */
  cell: 0.01,
  /** Side of the neighbourhood whose crowd is counted, in cells. */
  neighbourhood: 10,
  /** A day with more claims than this in a neighbourhood would bring strangers together by chance. */
  crowd: 60,
} as const

/**
 * Strangers whose losses fell in one cell of place and hour. It needs the coordinates and a loss before its report; what the
 * weather brings does not count, nor does a day on which the neighbourhood is so busy that chance alone would do it, nor a claim
 * whose claimant stands in another claim of the cell: the two drivers of one accident are no strangers.
 */
export const sameMomentPlace: Link = {
  name: 'same_moment_place',
  title: { en: 'lost at the same time and place', zh: '同时同地出险' },
  target: 'place',
  strength: 0.35,
  maxDegree: 6,
  byHindsight: true,
  falsePositives: [
    'a pile-up',
    'a shop or car park where much happens',
    'coordinates of the branch instead of the loss',
  ],
  query: (db) => db.selectFrom(meetings().as('m')).select(['party_id', 'target', 'claim_id', 'known_at']),
}

const { cell, neighbourhood, crowd } = DEFAULTS

const meetings = (): RawBuilder<LinkRow> => sql<LinkRow>`(
  with told as (
    select claim_id, claimant_id as party_id, known_at, date_trunc('hour', loss_at) as hour, loss_at::date as day,
      floor(latitude / ${sql.lit(cell)})::integer as y, floor(longitude / ${sql.lit(cell)})::integer as x
    from core.claim
    where claimant_id is not null and loss_at <= reported_at and latitude between -90 and 90 and longitude between -180 and 180
      and not (latitude = 0 and longitude = 0)
      and coalesce(peril, '') not in (${sql.join(WEATHER_PERILS.map((peril) => sql.lit(peril)))})
  ), quiet as (
    select *, y // ${sql.lit(neighbourhood)} as v, x // ${sql.lit(neighbourhood)} as u from told
    where (day, y // ${sql.lit(neighbourhood)}, x // ${sql.lit(neighbourhood)}) in (
      select (day, y // ${sql.lit(neighbourhood)}, x // ${sql.lit(neighbourhood)}) from told group by all having count(*) between 2 and ${sql.lit(crowd)})
  ), met as (
    select *, strftime(hour, '%Y-%m-%d %Hh ') || printf('%.2f %.2f', y * ${sql.lit(cell)}, x * ${sql.lit(cell)}) as target from quiet
    where (hour, y, x) in (select (hour, y, x) from quiet group by all having min(party_id) <> max(party_id))
  ), stranger as (
    select * from met m where not exists (
      select 1 from met o join core.claim_party s on s.claim_id = o.claim_id
      where o.target = m.target and o.claim_id <> m.claim_id and s.party_id = m.party_id)
  )
  select party_id, target, claim_id, known_at from stranger
  where target in (select target from stranger group by 1 having min(party_id) <> max(party_id))
)`
