import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sliceRecords } from '../../src/collection/json-slices.ts'
import { linkOf } from '../../src/collection/pages.ts'
import { collector, type RestCollector } from '../../src/collector.ts'
import { desk, json, site } from './desk.ts'

const weather = (more: Partial<RestCollector> & { readonly allowPrivate: readonly string[] }) =>
  collector({
    name: 'weather-service',
    kind: 'rest',
    title: { en: 'Weather', zh: '天气' },
    description: 'Observations',
    lands: 'partner/weather-*.jsonl',
    schedule: '15 * * * *',
    address: 'WEATHER_URL',
    path: '/v2/observations',
    records: 'data.items',
    ...more,
  })

const all = Array.from({ length: 23 }, (_, i) => ({ station: '330100', id: i + 1, at: 1_000 + i }))
const SIZE = 5

test.each([
  ['by a Link header', { by: 'link' }],
  ['by a token', { by: 'token', at: 'meta.next', parameter: 'cursor' }],
  ['by number', { by: 'number', parameter: 'page', first: 1, size: SIZE }],
  ['by offset', { by: 'offset', parameter: 'from', limit: { parameter: 'count', value: SIZE } }],
] as const)(
  'pages %s bring every record once, a second run asks with validators and brings none',
  async (_how, pages) => {
    const here = await site((url, response, request) => {
      const query = url.searchParams
      const from =
        query.get('cursor') ?? query.get('from') ?? String((Number(query.get('page') ?? 1) - 1) * SIZE)
      const items = all.slice(Number(from), Number(from) + SIZE)
      const next = Number(from) + SIZE < all.length ? Number(from) + SIZE : null
      const etag = `"${from}"`
      if (request.headers['if-none-match'] === etag) return response.writeHead(304).end()
      const link = next === null ? '' : `</v2/observations?cursor=${next}>; rel="next"`
      json(response, { data: { items }, meta: { next } }, { etag, ...(link ? { link } : {}) })
    })
    const desk1 = desk()
    const definition = weather({ pages, allowPrivate: [here.host] })
    const first = await desk1.collect(definition, { WEATHER_URL: here.url })
    expect(first).toMatchObject({ fetched: 23, new: 23, unchanged: 0, errors: [], resumed: false })
    expect(desk1.records()).toEqual(all)
    const second = await desk1.collect(definition, { WEATHER_URL: here.url })
    expect(second).toMatchObject({ fetched: 0, new: 0, errors: [], files: [] })
    expect(here.asked).toHaveLength(10)
    expect(here.asked.slice(5).every((request) => request.headers['if-none-match'])).toBe(true)
  },
)

test('pages that lead in a circle end the run, keep what came, and are begun anew', async () => {
  let isMended = false
  const here = await site((url, response) => {
    const at = url.searchParams.get('cursor') ?? ''
    const items = at === '' ? all.slice(0, 5) : at === 'b' ? all.slice(5, 10) : all.slice(10)
    json(response, { data: { items }, meta: { next: { '': 'b', b: 'c', c: isMended ? null : 'b' }[at] } })
  })
  const desk1 = desk()
  const definition = weather({
    pages: { by: 'token', at: 'meta.next', parameter: 'cursor' },
    allowPrivate: [here.host],
  })
  const first = await desk1.collect(definition, { WEATHER_URL: here.url })
  expect(first).toMatchObject({ new: 23, errors: [expect.stringContaining('circle')] })
  expect(here.asked).toHaveLength(3)
  isMended = true
  const second = await desk1.collect(definition, { WEATHER_URL: here.url })
  expect(second).toMatchObject({ fetched: 23, new: 0, errors: [] })
  expect(desk1.records()).toEqual(all)
})

test('changes since the last run only; what the server repeats lands no second time', async () => {
  const rows = [...all]
  const here = await site((url, response) => {
    const since = Number(url.searchParams.get('since') ?? 0)
    json(response, { data: { items: rows.filter((row) => row.at >= since) } })
  })
  const desk1 = desk()
  const definition = weather({ since: { field: 'at', parameter: 'since' }, allowPrivate: [here.host] })
  const run = () => desk1.collect(definition, { WEATHER_URL: here.url })
  expect(await run()).toMatchObject({ fetched: 23, new: 23 })
  rows.push({ station: '330200', id: 24, at: 1_022 }, { station: '330200', id: 25, at: 1_030 })
  expect(await run()).toMatchObject({ fetched: 3, new: 2, unchanged: 1 })
  expect(await run()).toMatchObject({ fetched: 1, new: 0, unchanged: 1, files: [] })
  expect(desk1.records().map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
  expect(new URL(here.asked[2].url ?? '', here.url).searchParams.get('since')).toBe('1030')
})

test('a server that stumbles is asked again: with jitter, and not before it wants to be', async () => {
  let asked = 0
  const here = await site((_url, response) => {
    asked++
    if (asked === 1) response.writeHead(503, { 'retry-after': '7' }).end()
    else if (asked === 2) response.destroy()
    else if (asked === 3) response.writeHead(429).end()
    else json(response, { data: { items: all } })
  })
  const desk1 = desk()
  const definition = weather({ allowPrivate: [here.host], rate: { perSecond: 1000, burst: 100 } })
  expect(await desk1.collect(definition, { WEATHER_URL: here.url })).toMatchObject({ new: 23, errors: [] })
  expect(asked).toBe(4)
  const [first, second, third] = desk1.pauses
  expect(first).toBeGreaterThanOrEqual(7000)
  expect(first).toBeLessThanOrEqual(7500)
  expect(second).toBeLessThanOrEqual(1000)
  expect(third).toBeLessThanOrEqual(2000)
})

test('a server that wants a long pause is left alone; a refusal is not asked again', async () => {
  const codes = [503, 401, 500, 500, 500]
  const here = await site((_url, response) => {
    const code = codes.shift() ?? 200
    response.writeHead(code, code === 503 ? { 'retry-after': '3600' } : {}).end()
  })
  const run = () =>
    desk().collect(weather({ allowPrivate: [here.host], attempts: 3 }), { WEATHER_URL: here.url })
  expect((await run()).errors[0]).toMatch(/answered 503 \[it asks for a pause of 3600 s\]/)
  expect((await run()).errors[0]).toMatch(/answered 401/)
  expect((await run()).errors[0]).toMatch(/answered 500 \[3 attempts\]/)
  expect(here.asked).toHaveLength(5)
})

test('questions keep the agreed pace', async () => {
  const here = await site((url, response) => {
    const page = Number(url.searchParams.get('page'))
    json(response, { data: { items: page < 9 ? [{ id: page }] : [] } })
  })
  const desk1 = desk()
  const definition = weather({
    pages: { by: 'number', parameter: 'page', first: 1 },
    allowPrivate: [here.host],
    rate: { perSecond: 4, burst: 3 },
  })
  const { new: landed } = await desk1.collect(definition, { WEATHER_URL: here.url })
  expect(landed).toBe(8)
  // Nine questions, three of them at once, four a second.
  const waited = desk1.pauses.reduce((sum, ms) => sum + ms, 0)
  expect(waited).toBeGreaterThan(1400)
  expect(waited).toBeLessThanOrEqual(1501)
})

test('keys stand in the environment, and in no file and no message of ours', async () => {
  const seen: (string | undefined)[] = []
  const here = await site((url, response, request) => {
    seen.push(url.searchParams.get('key') ?? (request.headers['x-api-key'] as string | undefined))
    if (url.searchParams.get('page') === '3') return response.writeHead(403).end('bad key tell-nobody')
    const next = `/v2/observations?key=tell-nobody&page=${Number(url.searchParams.get('page') ?? 1) + 1}`
    json(response, { data: { items: [{ id: url.search.length }] } }, { link: `<${next}>; rel=next` })
  })
  const environment = { WEATHER_URL: here.url, WEATHER_KEY: 'tell-nobody' }
  for (const authorization of [
    { kind: 'header', header: 'x-api-key', key: 'WEATHER_KEY' },
    { kind: 'parameter', parameter: 'key', key: 'WEATHER_KEY' },
  ] as const) {
    const desk1 = desk()
    const definition = weather({ pages: { by: 'link' }, authorization, allowPrivate: [here.host] })
    const report = await desk1.collect(definition, environment)
    expect(report.errors[0]).toMatch(/answered 403/)
    expect(JSON.stringify(report)).not.toContain('tell-nobody')
    const journal = readFileSync(
      join(desk1.home, 'books/insurer/collectors/weather-service/state.json'),
      'utf8',
    )
    if (authorization.kind === 'parameter') expect(journal).not.toContain('tell-nobody')
  }
  expect(seen).toEqual(Array(6).fill('tell-nobody'))
})

test('a collector without its variables, or at work already, is refused', async () => {
  const definition = weather({ allowPrivate: [] })
  await expect(desk().collect(definition, {})).rejects.toThrow(/missing variable: "WEATHER_URL"/)
  const desk1 = desk()
  const here = await site(() => undefined)
  const settings = { WEATHER_URL: here.url }
  const slow = weather({ allowPrivate: [here.host], answerSeconds: 1, attempts: 1 })
  const [first, second] = await Promise.allSettled([
    desk1.collect(slow, settings),
    desk1.collect(slow, settings),
  ])
  expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected'])
})

test('records are cut out of an answer as they came', () => {
  const text =
    '{"data": {"items": [ {"n": 12345678901234567890, "x": 1.50,\n "s": "a\\"]}\\\\"}, {"z": [1, {"y": "\\n"}]} ]}, "data2": 1}'
  expect(sliceRecords(text, 'data.items').records.map((record) => record.text)).toEqual([
    '{"n":12345678901234567890,"x":1.50,"s":"a\\"]}\\\\"}',
    '{"z": [1, {"y": "\\n"}]}',
  ])
  expect(sliceRecords(' [] ', '').records).toEqual([])
  expect(() => sliceRecords('{"data": 1}', 'data.items')).toThrow(/nothing at "data.items"/)
  expect(() => sliceRecords('[1]', '')).toThrow(/element 1 of "" is no object/)
  expect(() => sliceRecords('[{]', '')).toThrow(/no JSON/)
  expect(() => sliceRecords('['.repeat(50_000), '')).toThrow(/deeper than 64/)
})

test('links are read as RFC 8288 has them', () => {
  expect(linkOf('<https://a/?x=1,2>; rel="prev", </b>; title="next"; rel=next', 'next')).toBe('/b')
  expect(linkOf('<a>; rel="last next"', 'next')).toBe('a')
  expect(linkOf('<a>; rel="last"', 'next')).toBeUndefined()
  expect(linkOf(undefined, 'next')).toBeUndefined()
})
