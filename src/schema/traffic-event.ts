import { loaded, real, table, text, timestamp } from './table.ts'

/** Accidents, closures and jams as the traffic authority knows them. */
export const trafficEvent = table(
  'core.traffic_event',
  'one row per event on the road',
  ['traffic_event_id'],
  loaded({
    traffic_event_id: text('identifier'),
    region_code: text('region'),
    occurred_at: timestamp('when'),
    event_kind: text('collision, closure, jam, roadworks'),
    road: text('road').optional(),
    latitude: real('degrees').optional(),
    longitude: real('degrees').optional(),
    severity: text('minor, serious, fatal').optional(),
  }),
)
