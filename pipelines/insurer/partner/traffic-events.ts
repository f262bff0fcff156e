/** Accidents, jams and works as the traffic authorities publish them. */
import {
  asReal,
  asText,
  asTimestamp,
  asWord,
  fresh,
  prompt,
  required,
  source,
  steady,
  volume,
} from 'claimscope'
import { same } from '../vocabulary.ts'

export const trafficEvents = source({
  name: 'insurer/traffic_events',
  title: { en: 'Road events', zh: '道路事件' },
  into: 'core.traffic_event',
  description: { en: 'Events on the road with place and time', zh: '带地点和时间的道路事件' },
  publisher: 'traffic authorities',
  origin: 'partner',
  files: 'partner/traffic_events*.jsonl',
  format: 'jsonl',
  columns: {
    traffic_event_id: required(asText('id')),
    region_code: required(asText('region')),
    occurred_at: required(asTimestamp('occurred_at')),
    event_kind: required(asWord('kind', same('collision', 'closure', 'jam', 'roadworks'))),
    road: asText('road'),
    latitude: asReal('lat'),
    longitude: asReal('lon'),
    severity: asWord('severity', same('minor', 'serious', 'fatal')),
    event_at: required(asTimestamp('occurred_at')),
    known_at: required(asTimestamp('published_at')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    {
      name: 'traffic_events_place',
      severity: 'warn',
      meaning: { en: 'a place lies on the earth', zh: '坐标在地球上' },
      sql: 'select traffic_event_id from {rows} where latitude not between -90 and 90 or longitude not between -180 and 180',
    },
    prompt(3),
    fresh(14, { beside: 'book' }),
    volume(),
    steady(),
  ],
  sample: `{"id":"TE1","region":"330200","occurred_at":"2023-07-01 20:51:00","kind":"collision","road":"学院路","lat":29.9581,"lon":121.4142,"severity":"minor","published_at":"2023-07-01 22:10:00"}
{"id":"TE2","region":"AU-NSW","occurred_at":"2023-07-02 07:30:00","kind":"jam","road":"Victoria Road","lat":-33.85,"lon":151.1,"severity":"minor","published_at":"2023-07-02 07:45:00"}
`,
})
