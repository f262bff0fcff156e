/** Feeds and pages, collected politely. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readArticle } from '../../src/collection/article.ts'
import { collector } from '../../src/collector.ts'
import { desk, site } from './desk.ts'

const item = (n: number, link = `/news/${n}`) =>
  `<item><guid>${n}</guid><title>News ${n}</title><link>${link}</link><pubDate>Mon, 29 Jun 2026 08:00:00 GMT</pubDate></item>`
const rss = (...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><lastBuildDate>${items.length}</lastBuildDate>${items.join('')}</channel></rss>`

const feed = (host: string) =>
  collector({
    name: 'regulator',
    kind: 'feed',
    title: { en: 'Regulator', zh: '监管' },
    description: 'Notices of the regulator',
    lands: 'web/news-*.rss',
    schedule: '0 */2 * * *',
    address: 'FEED_URL',
    allowPrivate: [host],
    attempts: 1,
  })

test('a feed lands as it came when it holds something new, and is asked for only if it has changed', async () => {
  let text = rss(item(1), item(2))
  let etag = '"1"'
  const here = await site((_url, response, request) => {
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end()
    response.writeHead(200, { etag, 'last-modified': 'Mon, 29 Jun 2026 08:00:00 GMT' }).end(text)
  })
  const desk1 = desk()
  const run = () => desk1.collect(feed(here.host), { FEED_URL: `${here.url}/feed` })
  expect(await run()).toMatchObject({ fetched: 2, new: 2, unchanged: 0, errors: [] })
  expect(desk1.landed()).toEqual([text])
  expect(await run()).toMatchObject({ fetched: 0, new: 0 })
  expect(here.asked[1].headers['if-modified-since']).toBe('Mon, 29 Jun 2026 08:00:00 GMT')
  // Other bytes, the same items.
  etag = '"2"'
  text = text.replace('<lastBuildDate>2', '<lastBuildDate>now')
  expect(await run()).toMatchObject({ fetched: 2, new: 0, unchanged: 2, files: [] })
  etag = '"3"'
  text = rss(item(2), item(3))
  expect(await run()).toMatchObject({ fetched: 2, new: 1, unchanged: 1 })
  expect(desk1.landed()).toHaveLength(2)
})

test.each([
  ['a page to sign in', '<!doctype html><title>Sign in</title>', /invalid feed/],
  [
    'entities of its own',
    '<!DOCTYPE x [<!ENTITY a "aaaa">]><rss version="2.0"><channel/></rss>',
    /declares entities/,
  ],
])('%s is no feed: nothing lands', async (_what, body, fault) => {
  const here = await site((_url, response) => response.end(body))
  const desk1 = desk()
  const report = await desk1.collect(feed(here.host), { FEED_URL: here.url })
  expect(report).toMatchObject({ new: 0, files: [] })
  expect(report.errors[0]).toMatch(fault)
})

const page = (title: string, text: string) =>
  `<!doctype html><html lang="zh"><head><title>${title}</title><meta property="article:published_time" content="2026-06-29T09:00:00Z"></head>
  <body><nav><a href="/">Home</a> <a href="/buy">Advertisement</a></nav><article><h1>${title}</h1><p class="byline">By A. Writer</p>${`<p>${text}</p>`.repeat(6)}</article>
  <footer>All rights reserved, imprint, contact</footer></body></html>`

const pages = (host: string, more: object = {}) =>
  collector({
    name: 'articles',
    kind: 'pages',
    title: { en: 'Articles', zh: '文章' },
    description: 'Articles',
    lands: 'web/pages-*.jsonl',
    schedule: '0 */2 * * *',
    addresses: 'PAGES',
    allowPrivate: [host],
    attempts: 1,
    rate: { perSecond: 1000, burst: 1000 },
    ...more,
  })

const TEXT = '台风过后，绍兴市多地积水，数百辆汽车受损，保险公司已经启动快速理赔程序。'

test('pages that a feed links to: robots rules kept, slowly, once each, raw and as text', async () => {
  const here = await site((url, response) => {
    if (url.pathname === '/robots.txt')
      return response.end(
        'User-agent: *\nDisallow: /\n\nUser-agent: claimscope\nDisallow: /private\nCrawl-delay: 9\n',
      )
    if (url.pathname === '/feed')
      return response
        .writeHead(200, { 'content-type': 'application/rss+xml' })
        .end(
          rss(
            item(1),
            item(2),
            item(3, '/private/3'),
            item(4, '/away'),
            item(5, 'file:///etc/passwd'),
            item(6, '/gone'),
          ),
        )
    if (url.pathname === '/away') return response.writeHead(302, { location: '/private/4' }).end()
    if (url.pathname === '/gone') return response.writeHead(410).end()
    response.writeHead(200, { 'content-type': 'text/html' }).end(page(`News of ${url.pathname}`, TEXT))
  })
  const desk1 = desk()
  const run = () => desk1.collect(pages(here.host), { PAGES: `${here.url}/feed` })
  const report = await run()
  expect(report).toMatchObject({
    fetched: 2,
    new: 2,
    notes: [`robots rules of ${here.host} keep 1 pages closed`],
  })
  expect(report.errors.map((error) => error.replace(/127\.0\.0\.1:\d+/, 'host'))).toEqual([
    'invalid address: host [its robots rules keep /private/4 closed]',
    'invalid address: file: [http: or https:]',
    'invalid answer: host answered 410',
  ])
  expect(desk1.records()).toEqual([
    expect.objectContaining({
      url: `${here.url}/news/1`,
      title: 'News of /news/1',
      published: '2026-06-29T09:00:00Z',
      language: 'zh',
    }),
    expect.objectContaining({ url: `${here.url}/news/2` }),
  ])
  const [first] = desk1.records()
  expect(first.text).toContain(TEXT)
  expect(first.text).not.toContain('Advertisement')
  const raw = join(desk1.home, 'books/insurer/collectors/articles/raw')
  const [kept] = readdirSync(raw, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.includes(String(first.html_sha256)),
  )
  expect(gunzipSync(readFileSync(join(raw, kept))).toString()).toBe(page('News of /news/1', TEXT))
  // Feed, two pages, the one that leads elsewhere, the one that is gone: the wait that the host asked for lies between them.
  expect(desk1.pauses.filter((ms) => ms > 0).every((ms) => ms <= 9000)).toBe(true)
  expect(desk1.pauses.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(4 * 9000)
  const paths = here.asked.map(({ url }) => url)
  expect(paths).toEqual(['/robots.txt', '/feed', '/news/1', '/news/2', '/away', '/gone'])
  expect(here.asked.every(({ headers }) => headers['user-agent'] === 'claimscope/1')).toBe(true)
  expect(await run()).toMatchObject({ fetched: 0, new: 0 })
  expect(here.asked.slice(6).map(({ url }) => url)).toEqual(['/feed'])
})

test('pages named are asked again, and land when they changed; a cap leaves the others for the next run', async () => {
  let text = TEXT
  const here = await site((url, response) => {
    if (url.pathname === '/robots.txt') return response.writeHead(404).end()
    if (url.pathname === '/feed')
      return response.writeHead(200, { 'content-type': 'text/xml' }).end(rss(item(1), item(2), item(3)))
    response.writeHead(200, { 'content-type': 'text/html' }).end(page('Notice', text))
  })
  const desk1 = desk()
  const run = (address: string) => desk1.collect(pages(here.host, { pagesPerRun: 2 }), { PAGES: address })
  expect(await run(`${here.url}/notice`)).toMatchObject({ fetched: 1, new: 1 })
  expect(await run(`${here.url}/notice`)).toMatchObject({ fetched: 1, new: 0, unchanged: 1 })
  text = `${TEXT}${TEXT}`
  expect(await run(`${here.url}/notice`)).toMatchObject({ fetched: 1, new: 1 })
  expect(await run(`${here.url}/feed`)).toMatchObject({
    fetched: 2,
    notes: [expect.stringContaining('2 pages in this run')],
  })
  expect(await run(`${here.url}/feed`)).toMatchObject({ fetched: 1 })
})

test('a server whose robots rules cannot be read is asked for nothing, and is not forgotten', async () => {
  let broken = true
  const here = await site((url, response) => {
    if (url.pathname === '/robots.txt') return response.writeHead(broken ? 500 : 404).end()
    response.writeHead(200, { 'content-type': 'text/html' }).end(page('Notice', TEXT))
  })
  const desk1 = desk()
  const run = () => desk1.collect(pages(here.host), { PAGES: `${here.url}/notice` })
  expect((await run()).errors[0]).toMatch(/robots rules cannot be read now/)
  expect(here.asked.map(({ url }) => url)).toEqual(['/robots.txt'])
  broken = false
  expect(await run()).toMatchObject({ new: 1, errors: [] })
})

test('what is no article is no article, and hostile pages end', () => {
  expect(readArticle('')).toBeUndefined()
  expect(readArticle('<p>')).toBeUndefined()
  expect(readArticle('\0\0\0')).toBeUndefined()
  expect(readArticle('<div>'.repeat(60_000))).toBeUndefined()
  expect(readArticle('<b>x</b>'.repeat(60_000))).toBeUndefined()
})
