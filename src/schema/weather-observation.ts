import { flag, loaded, real, table, text, timestamp } from './table.ts'

/** Weather by region and hour. */
export const weatherObservation = table(
  'core.weather_observation',
  'one row per region and hour',
  ['region_code', 'observed_at'],
  loaded({
    region_code: text('region'),
    observed_at: timestamp('start of the hour'),
    temperature_c: real('degrees Celsius').optional(),
    rain_mm: real('rain in the hour, mm').optional(),
    wind_ms: real('mean wind, m/s').optional(),
    visibility_km: real('visibility, km').optional(),
    has_hail: flag('hail observed').optional(),
    has_storm: flag('storm or typhoon warning in force').optional(),
  }),
)
