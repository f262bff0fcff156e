import { type Kysely, sql } from 'kysely'
import type { Link } from '../link.ts'
import type { Database } from '../schema/database.ts'
import { codeKey } from './keys.ts'
import { ownedByServer } from './owned-by-server.ts'
import { sharedOnly } from './shared-only.ts'

/** Who reported with which telephone or tablet. A device of one person alone is no evidence. */
export const reportsWith: Link = {
  name: 'reports_with',
  title: { en: 'reports with the device', zh: '使用报案设备' },
  target: 'device',
  strength: 0.75,
  maxDegree: 10,
  byHindsight: true,
  falsePositives: [
    'a family tablet',
    'an agent or garage that reports for its customers',
    'a terminal in a branch or call centre',
    'a telephone that was sold',
  ],
  query: (db) =>
    db
      .selectFrom(ownedByServer(db, sharedOnly(db, reported(db)), ['repairer', 'agent']).as('d'))
      .select(['party_id', 'target', 'claim_id', 'known_at']),
}

const reported = (db: Kysely<Database>) =>
  db
    .selectFrom('core.claim')
    .where('device_id', 'is not', null)
    .where('claimant_id', 'is not', null)
    .select((eb) => [
      sql<string>`claimant_id`.as('party_id'),
      codeKey(eb.ref('device_id')).as('target'),
      'claim_id',
      'known_at',
    ])
