import { sql } from 'kysely'
import type { Link } from '../link.ts'
import { addressKeys } from './address-key.ts'

/** Who lives in the same house in another flat. A house of which only one flat is known says nothing that the address does not. */
export const inBuilding: Link = {
  name: 'in_building',
  title: { en: 'lives in the building', zh: '居住于同一楼栋' },
  target: 'building',
  strength: 0.15,
  maxDegree: 12,
  byHindsight: true,
  falsePositives: [
    'neighbours who have never met',
    'an office block',
    'families with two flats in one house',
  ],
  query: (db) =>
    db
      .with('home', (q) => q.selectFrom(addressKeys(db).as('a')).selectAll())
      .selectFrom('home')
      .innerJoin(
        (q) =>
          q
            .selectFrom('home')
            .select('building')
            // Few buildings have an address with a flat at all, and those are found without grouping anything.
            .where('building', 'in', (eb) =>
              eb.selectFrom('home').select('building').whereRef('address', '<>', 'building'),
            )
            .groupBy('building')
            .having(sql<boolean>`min(address) <> max(address)`)
            .as('shared'),
        (on) => on.onRef('shared.building', '=', 'home.building'),
      )
      .select(['party_id', 'home.building as target', sql<string>`''`.as('claim_id'), 'known_at']),
}
