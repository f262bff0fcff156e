/** Weather by region, every three hours. */
import {
  asFlag,
  asReal,
  asText,
  asTimestamp,
  fresh,
  prompt,
  required,
  source,
  steady,
  unique,
  volume,
} from 'claimscope'

export const weather = source({
  name: 'insurer/weather',
  title: { en: 'Weather', zh: '天气' },
  into: 'core.weather_observation',
  description: {
    en: 'Temperature, rain, wind, visibility, hail and storm warnings by region in steps of three hours',
    zh: '各地区气温、雨量、风速、能见度、冰雹和风暴预警，每三小时一次',
  },
  publisher: 'weather service',
  origin: 'partner',
  files: 'partner/weather*.parquet',
  format: 'parquet',
  columns: {
    region_code: required(asText('station')),
    observed_at: required(asTimestamp('observed_at')),
    temperature_c: asReal('temp_c'),
    rain_mm: asReal('rain_mm'),
    wind_ms: asReal('wind_ms'),
    visibility_km: asReal('vis_km'),
    has_hail: asFlag('hail'),
    has_storm: asFlag('storm_warning'),
    event_at: required(asTimestamp('observed_at')),
    known_at: required(asTimestamp('published_at')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    {
      name: 'weather_ranges',
      severity: 'warn',
      meaning: { en: 'temperature, rain and wind are possible', zh: '气温、雨量和风速在可能范围内' },
      sql: 'select region_code, observed_at from {rows} where temperature_c not between -60 and 60 or rain_mm not between 0 and 500 or wind_ms not between 0 and 120',
    },
    unique(['region_code', 'observed_at']),
    prompt(1),
    fresh(3, { beside: 'book' }),
    volume(),
    steady(),
  ],
  sample: `station,observed_at,temp_c,rain_mm,wind_ms,vis_km,hail,storm_warning,published_at
330100,2023-06-01 00:00:00,21.4,0.0,2.1,15.2,N,N,2023-06-01 01:00:00
AU-NSW,2023-06-01 03:00:00,11.0,4.2,6.8,9.1,N,Y,2023-06-01 04:00:00
`,
})
