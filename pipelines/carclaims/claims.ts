/** The car claims. */
import { absent, asFlag, asText, asWord, constant, expression, required, source } from 'claimscope'
import { lossDate, lossReads, numberOf, others, POLICY_AGE, reportDate, reportReads, SAMPLE } from './file.ts'

const policyAge = Object.fromEntries(Object.entries(POLICY_AGE).map(([band, days]) => [band, Number(days)]))

export const claims = source({
  name: 'carclaims/claims',
  into: 'core.claim',
  description:
    'US car claims of 1994-96. Month, week and weekday become the real day (see file.ts). Documents, the supplements among them, are held to be complete 14 days after the report. Bands are represented by their middle, open ones by the value next to their bound; an address that did not change gives no days. The age band of the holder is left out because the stated age decides it.',
  publisher: 'Angoss Knowledge Seeker sample, public mirror',
  origin: 'public',
  files: 'carclaims.csv',
  format: 'csv',
  columns: {
    claim_id: required(expression(['PolicyNumber'], `'C' || trim("PolicyNumber")`)),
    policy_id: expression(['PolicyNumber'], `'P' || trim("PolicyNumber")`),
    line: constant('auto'),
    claimant_id: expression(['PolicyNumber'], `'H' || trim("PolicyNumber")`),
    object_id: expression(['PolicyNumber'], `'V' || trim("PolicyNumber")`),
    handler_id: expression(['RepNumber'], `'R' || nullif(trim("RepNumber"), '')`),
    loss_at: required(expression(lossReads, lossDate, 'invalid_date')),
    loss_date: required(expression(lossReads, lossDate, 'invalid_date')),
    reported_at: required(expression(reportReads, reportDate, 'invalid_date')),
    assessed_at: expression(reportReads, `(${reportDate}) + 14`, 'invalid_date'),
    peril: absent,
    cover: asText('PolicyType'),
    region_code: absent,
    place: absent,
    loss_area: asWord('AccidentArea', { Urban: 'urban', Rural: 'rural' }),
    latitude: absent,
    longitude: absent,
    claimed_amount: absent,
    deductible_amount: absent,
    fault: asWord('Fault', { 'Policy Holder': 'policyholder', 'Third Party': 'third_party' }),
    degree_of_loss: absent,
    has_police_report: asFlag('PoliceReportFiled'),
    has_witness: asFlag('WitnessPresent'),
    supplement_count: expression(
      ['NumberOfSuppliments'],
      numberOf('NumberOfSuppliments', { none: 0, '1 to 2': 1, '3 to 5': 4, 'more than 5': 6 }),
      'unknown_band',
    ),
    address_changed_days: expression(
      ['AddressChange-Claim'],
      numberOf('AddressChange-Claim', {
        'under 6 months': 91,
        '1 year': 365,
        '2 to 3 years': 913,
        '4 to 8 years': 2191,
      }),
    ),
    policy_age_days: expression(
      ['Days:Policy-Accident'],
      numberOf('Days:Policy-Accident', policyAge),
      'unknown_band',
    ),
    report_channel: absent,
    description: absent,
    event_at: required(expression(lossReads, lossDate, 'invalid_date')),
    known_at: required(expression(reportReads, reportDate, 'invalid_date')),
  },
  ignore: others(
    'PolicyNumber',
    'RepNumber',
    'PolicyType',
    'AccidentArea',
    'Fault',
    'PoliceReportFiled',
    'WitnessPresent',
    'NumberOfSuppliments',
    'AddressChange-Claim',
    'Days:Policy-Accident',
    ...reportReads,
  ),
  duplicates: 'ignore',
  checks: [
    {
      name: 'reported_after_loss',
      severity: 'stop',
      meaning: 'a claim is reported before its loss',
      sql: 'select claim_id, loss_at, reported_at from {rows} where reported_at < loss_at',
    },
    {
      name: 'years_of_the_book',
      severity: 'stop',
      meaning: 'a loss lies outside of 1994-96',
      sql: 'select claim_id, loss_at from {rows} where year(loss_at) not between 1994 and 1996',
    },
  ],
  sample: SAMPLE,
})
