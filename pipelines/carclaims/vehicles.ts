/** Vehicles of the car claims. */
import { absent, asText, constant, expression, reference, required, source } from 'claimscope'
import { numberOf, others, policyDate, policyReads, SAMPLE } from './file.ts'

const PRICES = {
  'less than 20,000': 19999,
  '20,000 to 29,000': 24500,
  '30,000 to 39,000': 34500,
  '40,000 to 59,000': 49500,
  '60,000 to 69,000': 64500,
  'more than 69,000': 69001,
}
const AGES = {
  new: 0,
  '2 years': 2,
  '3 years': 3,
  '4 years': 4,
  '5 years': 5,
  '6 years': 6,
  '7 years': 7,
  'more than 7': 8,
}

export const vehicles = source({
  name: 'carclaims/vehicles',
  title: { en: 'Insured cars', zh: '承保车辆' },
  into: 'core.insured_object',
  description: {
    en: 'Vehicles insured. A band of the price is represented by its middle, an open one by the value next to its bound; more than 7 years by 8. Four makes are misspelt in the file and spelt right here.',
    zh: '承保车辆。价格区间取中值，开区间取边界旁的值；车龄7年以上取8。文件中四个品牌拼写有误，此处已更正。',
  },
  publisher: 'Angoss Knowledge Seeker sample, public mirror',
  origin: 'public',
  files: 'carclaims.csv',
  format: 'csv',
  columns: {
    object_id: required(expression(['PolicyNumber'], `'V' || trim("PolicyNumber")`)),
    policy_id: required(expression(['PolicyNumber'], `'P' || trim("PolicyNumber")`)),
    object_kind: constant('vehicle'),
    make: expression(
      ['Make'],
      `case trim("Make") when 'Accura' then 'Acura' when 'Mecedes' then 'Mercedes' when 'Nisson' then 'Nissan'
        when 'Porche' then 'Porsche' else nullif(trim("Make"), '') end`,
    ),
    model: absent,
    category: asText('VehicleCategory'),
    model_year: absent,
    vehicle_age_years: expression(['AgeOfVehicle'], numberOf('AgeOfVehicle', AGES), 'unknown_band'),
    vehicle_power: absent,
    fuel: absent,
    value_amount: expression(['VehiclePrice'], numberOf('VehiclePrice', PRICES), 'unknown_band'),
    plate: absent,
    vin: absent,
    area_class: absent,
    density: absent,
    area_hectares: absent,
    latitude: absent,
    longitude: absent,
    destination: absent,
    start_date: absent,
    end_date: absent,
    event_at: required(expression(policyReads, policyDate, 'invalid_date')),
    known_at: required(expression(policyReads, policyDate, 'invalid_date')),
  },
  ignore: others('PolicyNumber', 'Make', 'VehicleCategory', 'AgeOfVehicle', 'VehiclePrice', ...policyReads),
  duplicates: 'ignore',
  checks: [
    {
      name: 'vehicle_known',
      severity: 'warn',
      meaning: { en: 'a vehicle has neither make nor category', zh: '车辆既无品牌也无类别' },
      sql: 'select object_id from {rows} where make is null and category is null',
    },
    reference('policy_id', 'core.policy'),
  ],
  sample: SAMPLE,
})
