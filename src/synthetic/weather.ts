/** Weather by region in steps of three hours, with hail, storms and dry spells; claims look it up here. */
import type { Random } from '../util/random.ts'
import { DAY, FIRST_DAY, LAST_DAY, monthOf } from './calendar.ts'
import { REGIONS } from './places.ts'

/** Steps of a day. */
export const STEPS = 8
export const FIRST_WEATHER_DAY = FIRST_DAY - 30
const DAYS = LAST_DAY - FIRST_WEATHER_DAY + 1

export const MARK = { hail: 1, storm: 2, dry: 4, frost: 8 } as const

/** A day on which much was damaged at once. */
export interface Catastrophe {
  readonly region: number
  readonly day: number
  readonly kind: 'hail' | 'storm'
  /** How many claims follow, relative. */
  readonly size: number
}

export interface Weather {
  readonly steps: number
  readonly temperature: readonly Float32Array[]
  readonly rain: readonly Float32Array[]
  readonly wind: readonly Float32Array[]
  readonly visibility: readonly Float32Array[]
  /** Bits of {@link MARK}. */
  readonly marks: readonly Uint8Array[]
  readonly catastrophes: readonly Catastrophe[]
  /** Position of the step that a minute falls into. */
  step(minute: number): number
  /** Days of a region that bear a mark. */
  days(region: number, mark: number): readonly number[]
}

export function weather(random: Random): Weather {
  const steps = DAYS * STEPS
  const make = () => REGIONS.map(() => new Float32Array(steps))
  const temperature = make()
  const rain = make()
  const wind = make()
  const visibility = make()
  const marks = REGIONS.map(() => new Uint8Array(steps))
  const catastrophes: Catastrophe[] = []
  REGIONS.forEach((region, r) => {
    const south = region.latitude < 0
    let wet = false
    let warm = 0
    let dryFor = 0
    for (let d = 0; d < DAYS; d++) {
      const season = Math.cos(((monthOf(FIRST_WEATHER_DAY + d) + (south ? 6 : 0) - 6.5) / 12) * 2 * Math.PI)
      if (dryFor > 0) dryFor--
      else if (season > 0.2 && random.chance(0.006)) dryFor = random.int(25, 45)
      wet = dryFor === 0 && random.chance(wet ? 0.62 : 0.2)
      warm = 0.7 * warm + random.normal(0, 1.8)
      const hail = wet && season > -0.1 && random.chance(0.022)
      const storm = !hail && wet && season > 0 && random.chance(0.03)
      if (hail || storm)
        catastrophes.push({
          region: r,
          day: FIRST_WEATHER_DAY + d,
          kind: hail ? 'hail' : 'storm',
          size: (1 - random.next()) ** -1.15,
        })
      const gusts = storm ? random.int(11, 19) : random.next() * 5
      const from = random.int(2, 6)
      for (let s = 0; s < STEPS; s++) {
        const i = d * STEPS + s
        const sun = Math.sin(((s - 2) / STEPS) * 2 * Math.PI)
        temperature[r][i] = 16 + 11 * season + warm + 3.5 * sun + (south ? 2 : 0)
        rain[r][i] = wet && random.chance(0.45) ? -Math.log(1 - random.next()) * (storm ? 9 : 2) : 0
        wind[r][i] = 1.5 + gusts + random.next() * 2
        visibility[r][i] = Math.max(
          0.2,
          16 - 1.1 * rain[r][i] - (s < 2 && random.chance(0.06) ? 13 : 0) + random.normal(0, 1.5),
        )
        let mark = 0
        if (hail && s >= from && s < from + 2) mark |= MARK.hail
        if (storm) mark |= MARK.storm
        if (dryFor > 0 && dryFor < 25) mark |= MARK.dry
        if (temperature[r][i] < 1) mark |= MARK.frost
        marks[r][i] = mark
      }
    }
  })
  return {
    steps,
    temperature,
    rain,
    wind,
    visibility,
    marks,
    catastrophes,
    step: (minute) =>
      Math.min(steps - 1, Math.max(0, Math.floor((minute - FIRST_WEATHER_DAY * DAY) / (DAY / STEPS)))),
    days: (region, mark) => {
      const found: number[] = []
      for (let d = 0; d < DAYS; d++)
        for (let s = 0; s < STEPS; s++)
          if (marks[region][d * STEPS + s] & mark) {
            found.push(FIRST_WEATHER_DAY + d)
            break
          }
      return found
    },
  }
}
