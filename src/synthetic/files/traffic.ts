/** What the traffic authorities know: accidents behind claims, other events, offences of drivers. */
import type { Random } from '../../util/random.ts'
import { DAY, END, FIRST_DAY, isoMinute, LAST_DAY } from '../calendar.ts'
import type { Draft } from '../draft.ts'
import { REGIONS, STREETS } from '../places.ts'
import { customerId, type World } from '../world.ts'
import type { Writers } from '../writers.ts'
import { propensity } from './policies.ts'

export interface TrafficFile {
  write(draft: Draft): void
  /** Events that no claim is behind. */
  rest(): void
}

export function trafficFile(world: World, out: Writers, random: Random): TrafficFile {
  const file = out.jsonl('partner/traffic_events.jsonl', {
    id: 'key',
    region: 'text',
    occurred_at: 'time',
    kind: 'text',
    road: 'free',
    lat: 'number',
    lon: 'number',
    severity: 'text',
    published_at: 'time',
  })
  let n = 0
  const write = (
    region: number,
    minute: number,
    kind: string,
    latitude: number,
    longitude: number,
    severity: string,
  ) => {
    const published = minute + random.int(10, 600)
    if (published > END) return
    const place = REGIONS[region] as (typeof REGIONS)[number]
    file.write([
      `TE${++n}`,
      place.code,
      isoMinute(minute),
      kind,
      random.pick(STREETS[place.country]),
      latitude.toFixed(4),
      longitude.toFixed(4),
      severity,
      isoMinute(published),
    ])
  }
  return {
    write(draft) {
      if (!draft.trafficKnown) return
      const near = () => random.normal(0, 0.002)
      write(
        draft.region,
        Math.max(0, draft.loss + random.int(-20, 25)),
        'collision',
        draft.latitude + near(),
        draft.longitude + near(),
        draft.items.some((i) => i.kind === 'diagnosis') ? 'serious' : 'minor',
      )
    },
    rest() {
      const perDay = Math.max(0.4, world.policies.count / 40_000)
      REGIONS.forEach((place, region) => {
        for (let day = FIRST_DAY; day <= LAST_DAY; day++)
          for (let left = perDay * 2 * random.next(); random.next() < left; left--)
            write(
              region,
              day * DAY + random.int(0, DAY - 1),
              random.weighted(['collision', 'jam', 'roadworks', 'closure'], [30, 40, 20, 10]),
              place.latitude + random.normal(0, 0.15),
              place.longitude + random.normal(0, 0.15),
              random.weighted(['minor', 'serious', 'fatal'], [80, 18, 2]),
            )
      })
    },
  }
}

const OFFENCES = [
  ['speeding', 3],
  ['red_light', 6],
  ['parking', 0],
  ['mobile_phone', 2],
  ['drink_driving', 12],
  ['no_seat_belt', 1],
] as const

export function writeViolations(world: World, out: Writers, random: Random): void {
  const file = out.csv(
    'partner/driving_violations.csv',
    {
      违法编号: 'key',
      驾驶人编号: 'text',
      违法时间: 'time',
      违法代码: 'text',
      记分: 'number',
      接收时间: 'time',
    },
    'gb18030',
  )
  let n = 0
  for (let person = 0; person < world.customers.count; person++) {
    if (world.customers.registered[person] === 0 || !world.people.adult(person)) continue
    const rate = 0.45 * propensity(world, person) ** 1.3 + world.customers.strained[person] * 0.15
    const count = Math.min(12, Math.floor(-Math.log(1 - random.next()) * rate * 1.3))
    for (let i = 0; i < count; i++) {
      const minute = random.int(FIRST_DAY - 700, LAST_DAY) * DAY + random.int(0, DAY - 1)
      const received = minute + random.int(1, 30) * DAY
      const [code, points] = random.weighted(OFFENCES, [38, 12, 28, 12, 2, 8])
      if (received <= END)
        file.write([`W${++n}`, customerId(person), isoMinute(minute), code, points, isoMinute(received)])
    }
  }
}
