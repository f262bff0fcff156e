import { integer, loaded, table, text, timestamp } from './table.ts'

/** Driving offences. */
export const drivingViolation = table(
  'core.driving_violation',
  'one row per driving offence',
  ['violation_id'],
  loaded({
    violation_id: text('identifier'),
    party_id: text('the driver'),
    violated_at: timestamp('when'),
    code: text('kind of offence'),
    points: integer('penalty points').optional(),
  }),
)
