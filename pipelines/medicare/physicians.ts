/** The physicians who appear in the claims. */
import { absent, asDate, asText, constant, required, source } from 'claimscope'
import { CLAIM_HEADER, CLAIM_SAMPLE, others, PUBLISHER } from './files.ts'

const KINDS = ['AttendingPhysician', 'OperatingPhysician', 'OtherPhysician'] as const
const each = KINDS.map(
  (kind) =>
    `select _line, _offset, "ClaimStartDt", "${kind}" as physician from {records} where "${kind}" is not null`,
)

export const physicians = source({
  name: 'medicare/physicians',
  title: { en: 'Physicians', zh: '医师' },
  into: 'core.party',
  description: {
    en: 'Physicians, each known since the first claim that names him.',
    zh: '医师，自首笔提及其的赔案起已知。',
  },
  publisher: PUBLISHER,
  origin: 'public',
  files: 'inpatient_claims.parquet',
  format: 'parquet',
  columns: {
    party_id: required(asText('physician')),
    party_type: constant('physician'),
    gender: absent,
    birth_date: absent,
    death_date: absent,
    occupation: absent,
    education: absent,
    marital_status: absent,
    employer_id: absent,
    region_code: absent,
    registered_date: absent,
    licence_date: absent,
    specialty: absent,
    bed_count: absent,
    event_at: required(asDate('first_day')),
    known_at: required(asDate('first_day')),
  },
  ignore: others(CLAIM_HEADER, 'ClaimStartDt', ...KINDS),
  rows: `select physician, min("ClaimStartDt") as first_day, min(_line) as _line, min(_offset) as _offset
    from (${each.join(' union all ')}) group by physician`,
  duplicates: 'ignore',
  checks: [
    {
      name: 'physician_numbers',
      severity: 'warn',
      meaning: { en: 'a physician number has an unknown form', zh: '医师编号格式未知' },
      sql: `select party_id from {rows} where not regexp_full_match(party_id, 'PHY[0-9]+')`,
    },
  ],
  sample: CLAIM_SAMPLE,
})
