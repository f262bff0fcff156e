/** From a partner to core: what a collector lands, the next run loads, once. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asReal, asText, asTimestamp, required, snapshots, source } from 'claimscope'
import { expect, test } from 'vitest'
import type { Book } from '../../src/book.ts'
import { collector } from '../../src/collector.ts'
import { run } from '../../src/run.ts'
import { absent } from '../../src/source.ts'
import { desk, json, site } from './desk.ts'

const weather = source({
  name: 'small/weather',
  into: 'core.weather_observation',
  title: { en: 'Weather', zh: 'Weather' },
  description: { en: 'Weather', zh: 'Weather' },
  publisher: 'weather service',
  origin: 'partner',
  files: 'partner/weather*.jsonl',
  format: 'jsonl',
  columns: {
    region_code: required(asText('station')),
    observed_at: required(asTimestamp('at')),
    temperature_c: asReal('temp_c'),
    rain_mm: absent,
    wind_ms: absent,
    visibility_km: absent,
    has_hail: absent,
    has_storm: absent,
    event_at: required(asTimestamp('at')),
    known_at: required(asTimestamp('at')),
  },
  ignore: [],
  duplicates: 'update',
  checks: [
    {
      name: 'weather_warm',
      severity: 'warn',
      meaning: { en: 'it is not too cold', zh: 'it is not too cold' },
      sql: 'select * from {rows} where temperature_c < -80',
    },
  ],
  sample: '{"station":"330100","at":"2026-06-01 00:00:00","temp_c":21}\n',
})

test('collected twice with a change between, loaded by two runs, with lineage to the file in the inbox', async () => {
  const here = desk()
  const data = join(here.home, 'data')
  mkdirSync(join(data, 'partner'), { recursive: true })
  writeFileSync(
    join(data, 'partner', 'weather.jsonl'),
    '{"station":"330100","at":"2026-06-01 00:00:00","temp_c":1}\n',
  )
  const rows = [
    { station: '330200', at: '2026-06-02 00:00:00', temp_c: 2 },
    { station: '330300', at: '2026-06-03 00:00:00', temp_c: 3 },
  ]
  const partner = await site((_url, response) => json(response, rows))
  const definition = collector({
    name: 'weather',
    kind: 'rest',
    title: { en: 'Weather', zh: '天气' },
    description: 'Weather',
    lands: 'partner/weather-*.jsonl',
    schedule: '0 * * * *',
    address: 'WEATHER',
    path: '/',
    records: '',
    allowPrivate: [partner.host],
  })
  const book: Book = {
    name: 'insurer',
    title: { en: 'Small', zh: '小' },
    description: 'Weather alone',
    sources: [weather],
    collectors: [definition],
    tasks: [],
    asOf: '2026-06-30',
    stages: [],
  }
  const shelves = { books: [book], views: [], rules: [], links: [], signals: [] }
  const load = (now: string) =>
    run({
      book: book.name,
      shelves,
      home: here.home,
      dataDirectory: data,
      until: 'load',
      now: new Date(now),
    })
  const core = async () => {
    const { warehouse } = await snapshots(here.home, book.name).openCurrent()
    try {
      return await warehouse.db
        .selectFrom('core.weather_observation as w')
        .innerJoin('meta.batch as b', 'b.batch_id', 'w.batch_id')
        .select(['w.region_code', 'w.temperature_c', 'b.file'])
        .orderBy('w.region_code')
        .execute()
    } finally {
      await warehouse.close()
    }
  }
  await here.collect(definition, { WEATHER: partner.url })
  await load('2026-07-01')
  expect(await core()).toEqual([
    { region_code: '330100', temperature_c: 1, file: 'partner/weather.jsonl' },
    {
      region_code: '330200',
      temperature_c: 2,
      file: expect.stringMatching(/weather-weather-00000001-[0-9a-f]{12}\.jsonl$/),
    },
    { region_code: '330300', temperature_c: 3, file: expect.any(String) },
  ])
  rows[1] = { ...rows[1], temp_c: 33 }
  rows.push({ station: '330400', at: '2026-06-04 00:00:00', temp_c: 4 })
  expect(await here.collect(definition, { WEATHER: partner.url })).toMatchObject({ new: 2, unchanged: 1 })
  await load('2026-07-02')
  expect((await core()).map(({ temperature_c }) => temperature_c)).toEqual([1, 2, 33, 4])
})
