import { readFileSync } from 'node:fs'
import { absent, asText, asTimestamp, type Source } from 'claimscope'
import { expect, test } from 'vitest'
import { onBench, payments, posts } from './bench.ts'

const post = (id: number, more = '') =>
  `{"id": ${id}, "at": "2024-01-01", "author": "a", "body": "b${id}"${more}}`

test('JSON lines: values as text, nested ones as JSON, long numbers with all their digits', () =>
  onBench(async ({ load, write, rows }) => {
    write(
      'posts.jsonl',
      [
        post(1).replace('"id": 1', '"id": 12345678901234567890'),
        post(2).replace('"b2"', '{"a": [1, "x,\\"y"]}'),
        post(3).replace('"b3"', '"line\\nbreak, \\"quoted\\""'),
        '',
        post(4, ', "likes": 3'),
      ].join('\n'),
    )
    const { sources } = await load([posts()])
    expect(sources[0]).toMatchObject({ records: 4, accepted: 4, unknownColumns: ['likes'] })
    expect(await rows('select post_id, body, source_line from core.post order by source_line')).toEqual([
      { post_id: '12345678901234567890', body: 'b1', source_line: 1 },
      { post_id: '2', body: '{"a":[1,"x,\\"y"]}', source_line: 2 },
      { post_id: '3', body: 'line\nbreak, "quoted"', source_line: 3 },
      { post_id: '4', body: 'b4', source_line: 5 },
    ])
  }))

test('JSON lines: what is no object, too deep, or no number is set aside; the rest goes on', () =>
  onBench(async ({ load, write, rows }) => {
    const deep = `${'['.repeat(50000)}${']'.repeat(50000)}`
    write(
      'posts.jsonl',
      [
        post(1),
        '{"id": 2, "at": "2024-01-01"',
        '[1, 2]',
        `{"id": 4, "body": ${deep}}`,
        '{"id": 1e400}',
        '{"id": "\\ud800"}',
        '{"id": "a\\u0000b"}',
        '{"id": 8}',
        post(9),
      ].join('\n'),
    )
    await load([posts({ tolerance: 1 })])
    expect(await rows('select line, code from meta.quarantine order by line')).toEqual([
      { line: 2, code: 'invalid_json' },
      { line: 3, code: 'invalid_json' },
      { line: 4, code: 'deep_json' },
      { line: 5, code: 'invalid_number' },
      { line: 6, code: 'invalid_text' },
      { line: 7, code: 'nul_byte' },
      { line: 8, code: 'missing_value' },
    ])
    const [deepOne] = await rows<{ n: number }>(
      `select length(record) as n from meta.quarantine where line = 4`,
    )
    expect(deepOne.n).toBe(100000 + '{"id": 4, "body": }\n'.length)
    expect(await rows('select record from meta.quarantine where line = 8')).toEqual([
      { record: '{"id": 8}\n' },
    ])
    expect(await rows('select post_id from core.post order by 1')).toEqual([
      { post_id: '1' },
      { post_id: '9' },
    ])
  }))

const paymentsFromParquet = (): Source => payments({ files: 'payments*.parquet', format: 'parquet' })

test('Parquet is read as texts; a damaged file is refused by name', () =>
  onBench(async ({ load, write, rows, folder, warehouse }) => {
    const path = `${folder}/payments.parquet`
    await warehouse.execute(
      `copy (select i as id, 'C' || i as claim, null as payee, i + 0.5 as amount, date '2024-01-02' as paid from range(1, 2001) as r(i)) to '${path}'`,
    )
    const { sources } = await load([paymentsFromParquet()])
    expect(sources[0]).toMatchObject({ records: 2000, accepted: 2000 })
    expect(await rows(`select amount, source_line from core.payment where payment_id = '7'`)).toEqual([
      { amount: 7.5, source_line: 7 },
    ])
    const bytes = readFileSync(path)
    write('payments.parquet', bytes.subarray(0, bytes.length - 300))
    await expect(load([paymentsFromParquet()])).rejects.toThrow(
      /^invalid file: "payments\.parquet" \[damaged, or not Parquet: /,
    )
    write('payments.parquet', 'not parquet at all, only a line of text')
    await expect(load([paymentsFromParquet()])).rejects.toThrow('invalid file: "payments.parquet" [damaged')
  }))

test('a record of a Parquet file is set aside as JSON', () =>
  onBench(async ({ load, rows, folder, warehouse }) => {
    await warehouse.execute(
      `copy (select i as id, 'C' || i as claim, 'P' as payee, case when i = 3 then 'much' else '5' end as amount, date '2024-01-02' as paid, i * 2 as colour
        from range(1, 11) as r(i)) to '${folder}/payments.parquet'`,
    )
    await load([paymentsFromParquet()])
    expect(await rows('select line, code, record from meta.quarantine')).toEqual([
      {
        line: 3,
        code: 'invalid_amount',
        record: '{"id":"3","claim":"C3","payee":"P","amount":"much","paid":"2024-01-02","colour":"6"}',
      },
    ])
  }))

const news = {
  name: 'test/news',
  into: 'core.article',
  title: { en: 'news', zh: 'news' },
  description: { en: 'news', zh: 'news' },
  publisher: 'test',
  origin: 'web',
  files: 'news*.xml',
  format: 'rss',
  columns: {
    article_id: asText('guid'),
    published_at: asTimestamp('pubDate'),
    title: asText('title'),
    body: asText('description'),
    url: asText('link'),
    outlet: asText('feed_title'),
    language: absent,
    event_at: asTimestamp('pubDate'),
    known_at: asTimestamp('pubDate'),
  },
  ignore: ['author', 'category'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'title',
      severity: 'warn',
      meaning: { en: 'no title', zh: 'no title' },
      sql: `select 1 from {rows} where title = ''`,
    },
  ],
  sample: '',
} as unknown as Source

test('RSS and Atom items become rows', () =>
  onBench(async ({ load, write, rows }) => {
    write(
      'news-1.xml',
      `<?xml version="1.0"?><rss version="2.0"><channel><title>Daily</title>
      <item><guid>g1</guid><title>Hail &amp; rain</title><link>http://a/1</link><description><![CDATA[<b>big</b>]]></description><pubDate>2024-03-05 10:00:00</pubDate></item>
      </channel></rss>`,
    )
    write(
      'news-2.xml',
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom daily</title><id>f</id><updated>2024-01-01T00:00:00Z</updated>
      <entry><id>e1</id><title>Flood</title><link href="http://a/2"/><updated>2024-03-06T00:00:00Z</updated><content>text</content></entry></feed>`,
    )
    await load([news])
    expect(await rows('select article_id, title, body, url, outlet from core.article order by 1')).toEqual([
      { article_id: 'e1', title: 'Flood', body: 'text', url: 'http://a/2', outlet: 'Atom daily' },
      { article_id: 'g1', title: 'Hail & rain', body: '<b>big</b>', url: 'http://a/1', outlet: 'Daily' },
    ])
    write('news-3.xml', '<!DOCTYPE x [<!ENTITY a "b">]><rss><channel></channel></rss>')
    await expect(load([news])).rejects.toThrow('invalid file: "news-3.xml" [declares entities')
    write('news-3.xml', 'no feed')
    await expect(load([news])).rejects.toThrow('invalid file: "news-3.xml" [no feed')
  }))
