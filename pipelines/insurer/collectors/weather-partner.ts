/** Observations of the weather service, by its interface. */
import { collector } from 'claimscope'

export const weatherPartner = collector({
  name: 'weather-partner',
  kind: 'rest',
  title: { en: 'Weather service', zh: '气象服务' },
  description: 'Temperature, rain, wind, visibility, hail and storm warnings by region, every three hours',
  lands: 'partner/weather_service-*.jsonl',
  schedule: '20 */3 * * *',
  address: 'INSURER_WEATHER_URL',
  path: '/v2/observations',
  query: { regions: 'CN-33,CN-32,AU' },
  authorization: { kind: 'bearer', token: 'INSURER_WEATHER_TOKEN' },
  records: 'data.observations',
  pages: { by: 'token', at: 'data.next', parameter: 'cursor' },
  since: { field: 'published_at', parameter: 'published_since' },
  rate: { perSecond: 5, burst: 10 },
})
