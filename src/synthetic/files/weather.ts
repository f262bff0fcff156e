/** Weather observations of a partner, every three hours. */
import { DAY, isoMinute } from '../calendar.ts'
import { REGIONS } from '../places.ts'
import { FIRST_WEATHER_DAY, MARK, STEPS } from '../weather.ts'
import type { World } from '../world.ts'
import type { Writers } from '../writers.ts'

export const WEATHER_TYPES = {
  station: 'VARCHAR',
  observed_at: 'TIMESTAMP',
  temp_c: 'DOUBLE',
  rain_mm: 'DOUBLE',
  wind_ms: 'DOUBLE',
  vis_km: 'DOUBLE',
  hail: 'VARCHAR',
  storm_warning: 'VARCHAR',
  published_at: 'TIMESTAMP',
} as const

export function writeWeather(world: World, out: Writers): void {
  const { weather } = world
  const file = out.csv(
    'partner/weather.csv',
    {
      station: 'text',
      observed_at: 'time',
      temp_c: 'number',
      rain_mm: 'number',
      wind_ms: 'number',
      vis_km: 'number',
      hail: 'flag',
      storm_warning: 'flag',
      published_at: 'time',
    },
    'utf-8',
    0,
  )
  REGIONS.forEach((region, r) => {
    for (let i = 0; i < weather.steps; i++) {
      const minute = FIRST_WEATHER_DAY * DAY + (i * DAY) / STEPS
      const marks = weather.marks[r][i]
      file.write([
        region.code,
        isoMinute(minute),
        weather.temperature[r][i].toFixed(1),
        weather.rain[r][i].toFixed(1),
        weather.wind[r][i].toFixed(1),
        weather.visibility[r][i].toFixed(1),
        marks & MARK.hail ? 'Y' : 'N',
        marks & MARK.storm ? 'Y' : 'N',
        isoMinute(minute + 60),
      ])
    }
  })
}
