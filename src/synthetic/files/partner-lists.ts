/** Smaller partner files: repair prices, credit reports, health records, the watch list. */
import type { Random } from '../../util/random.ts'
import { DAY, dayOf, END, FIRST_DAY, isoDay, isoMinute, LAST_DAY } from '../calendar.ts'
import { CARS, DIAGNOSES, PARTS, PROCEDURES } from '../catalogue.ts'
import { unit } from '../draw.ts'
import { chineseId } from '../identifiers.ts'
import { chineseName, englishName } from '../names.ts'
import { dayText } from '../people.ts'
import { customerId, identity, type World } from '../world.ts'
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

/** Mostly strangers; a few customers, and a few who only bear a customer's name. */
export function writeWatchlist(world: World, out: Writers, random: Random): void {
  const file = out.csv('partner/watchlist.csv', {
    entry_no: 'key',
    list: 'text',
    name: 'free',
    id_no: 'text',
    date_of_birth: 'date',
    reason: 'free',
    listed_on: 'date',
  })
  const { people, customers } = world
  const write = (n: number, name: string, id: string, birth: number) =>
    file.write([
      `WL${String(n).padStart(4, '0')}`,
      random.pick(['industry_fraud_register', 'court_enforcement', 'sanctions']),
      name,
      id,
      dayText(birth),
      random.pick(['prior insurance fraud', 'unpaid judgment', 'sanctioned person', 'barred from office']),
      isoDay(random.int(FIRST_DAY - 900, LAST_DAY - 40)),
    ])
  for (let n = 1; n <= 320; n++) {
    const person = random.int(0, customers.count - 1)
    const birth = dayOf('1950-01-01') + random.int(0, 18_000)
    const way = random.next()
    if (way < 0.08) {
      const form = identity(world, person)
      write(n, form.name, random.chance(0.7) ? form.id : '', people.birthDay(person))
    } else if (way < 0.16) write(n, people.name(person).full, '', birth)
    else if (way < 0.7)
      write(
        n,
        chineseName(random.chance(0.7), random.next(), random.next(), random.next()).full,
        chineseId('3301', birth, true, random.int(0, 999)),
        birth,
      )
    else
      write(n, englishName(random.chance(0.7), random.next(), random.next(), random.next()).full, '', birth)
  }
}
