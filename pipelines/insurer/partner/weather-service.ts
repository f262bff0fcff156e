/** Weather as the weather service's interface gives it: the same columns as its files, as JSON lines. */
import { source } from 'claimscope'
import { weather } from './weather.ts'

export const weatherService = source({
  ...weather,
  name: 'insurer/weather_service',
  title: { en: 'Weather service', zh: '气象服务' },
  description: {
    en: 'Weather by region, collected from the interface of the weather service',
    zh: '从气象服务接口采集的各地区天气',
  },
  files: 'partner/weather_service-*.jsonl',
  format: 'jsonl',
  optional: true,
  checks: [
    {
      name: 'weather_service_ranges',
      severity: 'warn',
      meaning: { en: 'temperature, rain and wind are possible', zh: '气温、雨量和风速在可能范围内' },
      sql: 'select region_code, observed_at from {rows} where temperature_c not between -60 and 60 or rain_mm not between 0 and 500 or wind_ms not between 0 and 120',
    },
  ],
  sample: `{"station":"330100","observed_at":"2023-06-01 00:00:00","temp_c":21.4,"rain_mm":0.0,"wind_ms":2.1,"vis_km":15.2,"hail":"N","storm_warning":"N","published_at":"2023-06-01 01:00:00"}
{"station":"AU-NSW","observed_at":"2023-06-01 03:00:00","temp_c":11.0,"rain_mm":4.2,"wind_ms":6.8,"vis_km":9.1,"hail":"N","storm_warning":"Y","published_at":"2023-06-01 04:00:00"}
`,
})
