/** Smaller partner files: repair prices, credit reports, health records. */
import type { Random } from '../../util/random.ts'
import { DAY, dayOf, END, FIRST_DAY, isoDay, isoMinute, LAST_DAY } from '../calendar.ts'
import { CARS, DIAGNOSES, PARTS, PROCEDURES } from '../catalogue.ts'
import { unit } from '../draw.ts'
import { customerId, type World } from '../world.ts'
import type { Writers } from '../writers.ts'

export function writeRepairPrices(out: Writers): void {
  const file = out.csv(
    'partner/repair_prices.csv',
    {
      part_no: 'key',
      make: 'text',
      valid_from: 'date',
      price: 'amount',
      hours: 'number',
      published_at: 'time',
    },
    'utf-8',
    0,
  )
  const makes = new Map<string, number>()
  for (const car of CARS) makes.set(car.make, Math.max(makes.get(car.make) ?? 0, car.parts))
  for (const [year, level] of [
    [2022, 0.97],
    [2023, 1],
    [2024, 1.02],
    [2025, 1.04],
    [2026, 1.05],
  ] as const) {
    const from = `${year}-01-01`
    for (const part of PARTS)
      for (const [make, factor] of makes)
        file.write([
          part.code,
          make,
          from,
          (part.price * factor * level).toFixed(2),
          part.hours,
          `${year - 1}-12-15 09:00:00`,
        ])
    for (const [code, , usual] of PROCEDURES)
      file.write([code, 'any', from, (usual * level).toFixed(2), '', `${year - 1}-12-15 09:00:00`])
  }
}

export function writeCreditReports(world: World, out: Writers, random: Random): void {
  const file = out.csv('partner/credit_reports.csv', {
    report_no: 'key',
    customer_no: 'text',
    report_date: 'date',
    score: 'number',
    late_payments_24m: 'number',
    debt: 'amount',
    received_at: 'time',
  })
  let n = 0
  for (let person = 0; person < world.customers.count; person++) {
    const since = world.customers.registered[person]
    if (since === 0 || !world.people.adult(person) || unit(world.seed, person, 911) > 0.55) continue
    const strained = world.customers.strained[person]
    const day = Math.min(LAST_DAY - 5, Math.max(FIRST_DAY - 300, since - random.int(0, 20)))
    for (let at = day; at < LAST_DAY - 5; at += random.int(300, 700)) {
      const score = Math.round(Math.min(950, Math.max(350, 690 + 90 * random.normal() - 95 * strained)))
      const late = Math.floor(-Math.log(1 - random.next()) * (strained ? 1.6 : 0.5))
      file.write([
        `CR${++n}`,
        customerId(person),
        isoDay(at),
        score,
        late,
        Math.round(8000 * Math.exp(random.normal(0.4 + strained * 0.7, 1))),
        isoMinute(Math.min(END, (at + random.int(0, 3)) * DAY + 600)),
      ])
    }
  }
}

const MEASURES = [
  ['bmi', 24, 4, 29],
  ['systolic', 124, 15, 140],
  ['glucose', 5.4, 1, 7],
  ['cholesterol', 4.9, 0.9, 6.2],
] as const

export function writeHealthRecords(world: World, out: Writers, random: Random): void {
  const file = out.csv('internal/health_records.csv', {
    record_no: 'key',
    customer_no: 'text',
    kind: 'text',
    code: 'text',
    value: 'number',
    abnormal: 'flag',
    recorded_on: 'date',
    entered_at: 'time',
  })
  let n = 0
  const chronic = DIAGNOSES.filter((d) => d.cause === 'illness').map((d) => d.code)
  for (let person = 0; person < world.customers.count; person++) {
    const since = world.customers.registered[person]
    if (since === 0 || unit(world.seed, person, 921) > 0.42) continue
    const day = Math.min(LAST_DAY - 3, Math.max(dayOf('2022-01-01'), since))
    const write = (kind: string, code: string, value: number | '', abnormal: boolean) =>
      file.write([
        `HR${++n}`,
        customerId(person),
        kind,
        code,
        value,
        abnormal ? 'Y' : 'N',
        isoDay(day),
        isoMinute(day * DAY + 840),
      ])
    const [code, mean, spread, limit] = random.pick(MEASURES)
    const value = Math.round((mean + spread * random.normal()) * 10) / 10
    write('examination', code, value, value > limit)
    if (random.chance(0.22)) write('history', random.pick(chronic), '', true)
    if (random.chance(0.16)) write('family_history', random.pick(chronic), '', true)
  }
}
