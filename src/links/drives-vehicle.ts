import { sql } from 'kysely'
import type { Link } from '../link.ts'
import { codeKey } from './keys.ts'

/** Who came in which vehicle in a claim, and who insures it. */
export const drivesVehicle: Link = {
  name: 'drives_vehicle',
  title: { en: 'drives or insures the vehicle', zh: '驾驶或投保车辆' },
  target: 'vehicle',
  strength: 0.7,
  maxDegree: 12,
  apart: true,
  falsePositives: ['family cars', 'taxis, hire cars and company fleets', 'a car that was sold'],
  query: (db) =>
    db
      .selectFrom('core.claim_party')
      .where('plate', 'is not', null)
      .where('role', 'not in', [
        'physician',
        'hospital',
        'repairer',
        'adjuster',
        'agent',
        'lawyer',
        'witness',
      ])
      .select((eb) => ['party_id', codeKey(eb.ref('plate')).as('target'), 'claim_id', 'known_at'])
      .unionAll(
        db
          .selectFrom('core.insured_object as o')
          .innerJoin('core.policy as p', 'p.policy_id', 'o.policy_id')
          .where('o.plate', 'is not', null)
          .where('p.policyholder_id', 'is not', null)
          .select((eb) => [
            sql<string>`p.policyholder_id`.as('party_id'),
            codeKey(eb.ref('o.plate')).as('target'),
            sql<string>`''`.as('claim_id'),
            sql<Date>`greatest(o.known_at, p.known_at)`.as('known_at'),
          ]),
      ),
}
