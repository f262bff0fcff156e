import { amount, date, integer, loaded, real, table, text } from './table.ts'

/** What is insured: a vehicle, property, field, trip or person. */
export const insuredObject = table(
  'core.insured_object',
  'one row per insured object of a policy',
  ['object_id'],
  loaded({
    object_id: text('identifier'),
    policy_id: text('the policy'),
    object_kind: text('vehicle, property, field, trip, person'),
    make: text('make of a vehicle').optional(),
    model: text('model of a vehicle').optional(),
    category: text('category: sedan, sport, utility; or crop').optional(),
    model_year: integer('model year').optional(),
    vehicle_age_years: integer('age of the vehicle as stated, years').optional(),
    vehicle_power: integer('power class').optional(),
    fuel: text('fuel').optional(),
    value_amount: amount('value as stated').optional(),
    plate: text('number plate').optional().secret(),
    vin: text('vehicle identification number').optional().secret(),
    area_class: text('class of the area it is kept in').optional(),
    density: real('inhabitants per square kilometre where it is kept').optional(),
    area_hectares: real('area of a field, hectares').optional(),
    latitude: real('degrees').optional(),
    longitude: real('degrees').optional(),
    destination: text('destination of a trip').optional(),
    start_date: date('start of a trip or season').optional(),
    end_date: date('end of a trip or season').optional(),
  }),
)
