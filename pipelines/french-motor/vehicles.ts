/** Vehicles of the French motor policies. */
import { absent, asInteger, asReal, asText, constant, expression, required, source } from 'claimscope'
import { FREQUENCY_SAMPLE, others, PUBLISHER, policyNumber } from './files.ts'

export const vehicles = source({
  name: 'french-motor/vehicles',
  into: 'core.insured_object',
  description:
    'The vehicle of each policy, and the area that it is kept in. Makes are codes of the publisher.',
  publisher: PUBLISHER,
  origin: 'public',
  files: 'frequency.parquet',
  format: 'parquet',
  columns: {
    object_id: required(expression(['IDpol'], `'V' || ${policyNumber}`, 'invalid_integer')),
    policy_id: required(expression(['IDpol'], policyNumber, 'invalid_integer')),
    object_kind: constant('vehicle'),
    make: asText('VehBrand'),
    model: absent,
    category: absent,
    model_year: absent,
    vehicle_age_years: asInteger('VehAge'),
    vehicle_power: asInteger('VehPower'),
    fuel: asText('VehGas'),
    value_amount: absent,
    plate: absent,
    vin: absent,
    area_class: asText('Area'),
    density: asReal('Density'),
    area_hectares: absent,
    latitude: absent,
    longitude: absent,
    destination: absent,
    start_date: absent,
    end_date: absent,
    event_at: constant('2004-01-01'),
    known_at: constant('2004-01-01'),
  },
  ignore: others('IDpol', 'VehBrand', 'VehAge', 'VehPower', 'VehGas', 'Area', 'Density'),
  duplicates: 'update',
  checks: [
    {
      name: 'vehicle_age_possible',
      severity: 'stop',
      meaning: 'a vehicle is younger than 0 or older than 120 years',
      sql: 'select object_id, vehicle_age_years from {rows} where vehicle_age_years not between 0 and 120',
    },
  ],
  sample: FREQUENCY_SAMPLE,
})
