import { random, type Source } from 'claimscope'
import { expect, test } from 'vitest'
import { onBench, posts } from './bench.ts'

const fromJson = (changes: Partial<Source<'core.post'>> = {}): Source =>
  posts({
    files: 'posts*.json',
    format: 'json',
    sample: '[{"id":"1","at":"2024-01-01","author":"a","body":"b"}]',
    tolerance: 1,
    ...changes,
  })
const post = (id: number | string, more: Record<string, unknown> = {}) => ({
  id,
  at: '2024-01-01',
  author: 'a',
  body: `b${id}`,
  ...more,
})

test('an array of objects, pretty or on one line, numbers with all their digits, nested values as JSON', () =>
  onBench(async ({ load, write, rows }) => {
    const text = JSON.stringify([post(1), post(2, { body: { a: [1, 'x,"y'], b: 12 } }), post(3)], null, 2)
    write('posts.json', text.replace('"id": 3', '"id": 12345678901234567890').replace('"b3"', '1.10'))
    await load([fromJson()])
    expect(await rows('select post_id, body, source_line from core.post order by source_line')).toEqual([
      { post_id: '1', body: 'b1', source_line: 2 },
      { post_id: '2', body: '{"a":[1,"x,\\"y"],"b":12}', source_line: 8 },
      { post_id: '12345678901234567890', body: '1.10', source_line: 20 },
    ])
    write('posts.json', JSON.stringify([post(4), post(5)]))
    expect((await load([fromJson()])).sources[0]).toMatchObject({ accepted: 2, quarantined: 0 })
  }))

test('the array of an object is found, or named', () =>
  onBench(async ({ load, write, rows }) => {
    const pages = { total: 2, tags: ['x', 'y'], empty: [], data: { items: [post(1), post(2)] }, next: 'a[{' }
    write('posts.json', JSON.stringify(pages))
    expect((await load([fromJson()])).sources[0]).toMatchObject({ accepted: 2, quarantined: 0 })
    write('posts.json', JSON.stringify({ ...pages, more: [post(3)] }))
    await expect(load([fromJson()])).rejects.toThrow(
      'several arrays of records: data.items, more; name one by reading.path',
    )
    await load([fromJson({ reading: { path: 'more' } })])
    await expect(load([fromJson({ reading: { path: 'data' } })])).rejects.toThrow('no array at "data"')
    expect(await rows('select post_id from core.post order by 1')).toHaveLength(3)
    for (const [text, reason] of [
      ['{"a": 1}\n{"a": 2}', 'its format is jsonl'],
      ['hello', 'no array of objects'],
    ]) {
      write('posts.json', text)
      await expect(load([fromJson()])).rejects.toThrow(reason)
    }
    write('posts.json', '[]')
    expect((await load([fromJson()])).sources[0]).toMatchObject({ records: 0 })
  }))

test.each([
  ['pretty', 2],
  ['on one line', 0],
])('a broken record costs itself only (%s)', (_, indent) =>
  onBench(async ({ load, write, rows }) => {
    const text = JSON.stringify(
      Array.from({ length: 40 }, (_, i) => post(i)),
      null,
      indent,
    )
    write(
      'posts.json',
      text
        .replace('"b7"', '"b7')
        .replace('"b20"', 'b20"')
        .replace(/\{\s*"id":\s*30/, (part) => part.slice(1)),
    )
    const { sources } = await load([fromJson()])
    expect(sources[0].accepted).toBeGreaterThanOrEqual(36)
    const kept = await rows<{ post_id: string }>('select post_id from core.post')
    const ids = new Set(kept.map((row) => row.post_id))
    for (const id of [0, 6, 8, 19, 21, 28, 31, 39]) expect(ids, String(id)).toContain(String(id))
    const aside = await rows<{ record: string; byte_offset: number }>(
      'select record, byte_offset from meta.quarantine',
    )
    expect(aside.map((row) => row.record).join('\n')).toContain('"b7')
  }),
)

test('what is no object, too deep, beyond every number or ill-formed is set aside with its very bytes', () =>
  onBench(async ({ load, write, rows }) => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    const parts = [
      JSON.stringify(post(1)),
      '7',
      '"text"',
      `{"id":2,"body":${deep}}`,
      '{"id":1e400,"at":"2024-01-01","body":"b"}',
      '{"id":"\\ud800","at":"2024-01-01","body":"b"}',
      '{"id":"a\\u0000","at":"2024-01-01","body":"b"}',
      '{"id":5,"id":6,"at":"2024-01-01","body":"b"}',
      JSON.stringify(post(9)),
    ]
    write('posts.json', `[${parts.join(',\n')}]`)
    await load([fromJson()])
    expect(await rows('select line, code, length(record) as n from meta.quarantine order by line')).toEqual([
      { line: 2, code: 'invalid_json', n: 1 },
      { line: 3, code: 'invalid_json', n: 6 },
      { line: 4, code: 'deep_json', n: parts[3].length },
      { line: 5, code: 'invalid_number', n: parts[4].length },
      { line: 6, code: 'invalid_text', n: parts[5].length },
      { line: 7, code: 'nul_byte', n: parts[6].length },
      { line: 8, code: 'duplicate_member', n: parts[7].length },
    ])
    expect(await rows('select post_id from core.post order by 1')).toEqual([
      { post_id: '1' },
      { post_id: '9' },
    ])
  }))

test('a document that is cut, or goes on behind its end, says so', () =>
  onBench(async ({ load, write, rows, warehouse }) => {
    const text = JSON.stringify([post(1), post(2), post(3)])
    const codes = async (content: string) => {
      await warehouse.execute('delete from core.post; delete from meta.quarantine; delete from meta.batch')
      write('posts.json', content)
      await load([fromJson()])
      return (await rows<{ code: string }>('select code from meta.quarantine order by byte_offset')).map(
        (r) => r.code,
      )
    }
    expect(await codes(text.slice(0, -20))).toEqual(['invalid_json', 'cut_off'])
    expect(await codes(text.slice(0, -1))).toEqual(['cut_off'])
    expect(await codes(`${text} tail`)).toEqual(['invalid_json'])
    expect(await codes(`{"a":${text},"b":}`)).toEqual(['invalid_json', 'invalid_json'])
    expect(await codes(`{"x":,"a":${text.slice(0, -1)}`)).toEqual(['invalid_json', 'cut_off'])
    expect(await codes(`${text}\n${text}`)).toEqual([])
  }))

test('documents larger than a block, with broken records here and there: every record is accounted for', () =>
  onBench(async ({ load, write }) => {
    const r = random(5)
    const n = 60_000
    let broken = 0
    const records = Array.from({ length: n }, (_, i) => {
      const text = JSON.stringify(post(i, { body: 'x'.repeat(r.int(20, 140)) }))
      if (!r.chance(0.001)) return text
      broken++
      return r.chance(0.5) ? text.replace('"x', 'x') : text.replace('x"', 'x')
    })
    write('posts.json', `[${records.join(',')}]`)
    const { sources } = await load([fromJson()])
    expect(sources[0]).toMatchObject({ accepted: n - broken, quarantined: broken })
  }))
