/** What brings files into the book, and how it went last, over HTTP. */
import { expect, test } from 'vitest'
import type { Collections } from '../../src/api/schemas/index.ts'
import { collector } from '../../src/collector.ts'
import { ledger } from '../../src/warehouse/index.ts'
import { BOOK } from './book.ts'
import { desk } from './desk.ts'

const feed = (name: string) =>
  collector({
    name,
    kind: 'feed',
    title: { en: name, zh: name },
    description: name,
    lands: 'web/news-*.rss',
    schedule: '0 * * * *',
    address: 'FEED',
  })

test('each collector with its last runs, the latest first', async () => {
  const at = await desk({
    catalog: {
      sources: [],
      views: [],
      rules: [],
      links: [],
      signals: [],
      collectors: [feed('regulator'), feed('other')],
    },
  })
  try {
    const run = (hour: number) => ({
      name: 'regulator',
      kind: 'feed',
      started_at: `2026-06-30T${String(hour).padStart(2, '0')}:00:00.000Z`,
      seconds: 1.5,
      fetched: hour,
      new: hour,
      unchanged: 0,
      bytes: 10,
      files: [],
      resumed: false,
      errors: hour === 11 ? ['invalid feed'] : [],
      notes: [],
    })
    await ledger(at.context.home, BOOK, 'collections').append(Array.from({ length: 12 }, (_, i) => run(i)))
    const { collectors }: Collections = await at.json('risk', '/v1/collections')
    expect(collectors.map(({ name, runs }) => [name, runs.map(({ fetched }) => fetched)])).toEqual([
      ['regulator', [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]],
      ['other', []],
    ])
    expect(collectors[0].runs[0]).toMatchObject({
      startedAt: '2026-06-30T11:00:00.000Z',
      errors: ['invalid feed'],
    })
    expect((await at.ask('investigator', '/v1/collections')).status).toBe(403)
  } finally {
    await at.close()
  }
})
