/** The web: a news feed about weather and roads, and posts of customers and others. */
import type { Random } from '../../util/random.ts'
import { DAY, FIRST_DAY, isoDay, isoMinute, LAST_DAY } from '../calendar.ts'
import { REGIONS } from '../places.ts'
import type { World } from '../world.ts'
import type { Writers } from '../writers.ts'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const NEWS = {
  hail: {
    cn: ['{p}突降冰雹，多车受损', '{p}遭遇冰雹天气，部分农田受灾'],
    au: ['Hail storm hits {p}, hundreds of cars damaged', 'Large hail batters {p} suburbs'],
  },
  storm: {
    cn: ['台风影响{p}，多地积水严重', '{p}暴雨致道路被淹'],
    au: ['Severe storm floods streets in {p}', 'Flood warning after heavy rain in {p}'],
  },
  other: {
    cn: ['{p}警方破获一起保险诈骗案', '{p}车险理赔更便捷', '{p}新建高速路段通车', '{p}医保新政下月实施'],
    au: [
      'Police charge group over staged crashes in {p}',
      'Insurers report more claims in {p}',
      'New freeway section opens in {p}',
      'Drought worries farmers in {p}',
    ],
  },
} as const
const POSTS = {
  cn: [
    '{p}今天下冰雹了，我的车全是坑',
    '有没有人知道{p}哪家修理厂可以多开发票',
    '保险理赔等了一个月还没到账',
    '{p}堵车严重，又有追尾',
    '给大家推荐一个理赔很快的保险',
    '有人说坐车上报个受伤就能拿钱，靠谱吗',
    '{p}积水了，车子熄火怎么办',
  ],
  au: [
    'Hail in {p} just destroyed my roof',
    'Anyone know a repairer in {p} who writes up a bit extra for insurance?',
    'Still waiting on my claim after a month',
    'Another rear-ender in {p}, traffic is hopeless',
    'Claim paid in two days, impressed',
    'Guy at work says you can add a passenger to a claim for cash, really?',
    'Flood water in {p}, car will not start',
  ],
} as const

export function writeNews(world: World, out: Writers, random: Random): void {
  const items: { at: number; text: string }[] = []
  const add = (region: number, day: number, kind: keyof typeof NEWS) => {
    const place = REGIONS[region] as (typeof REGIONS)[number]
    const at = day * DAY + random.int(600, 1400)
    const title = random.pick(NEWS[kind][place.country]).replace('{p}', place.name)
    const guid = `https://news.example.com/${isoDay(day)}/${items.length + 1}`
    const date = new Date(at * 60_000).toUTCString()
    items.push({
      at,
      text: `<item><guid>${guid}</guid><title>${escaped(title)}</title><link>${guid}</link><description>${escaped(`${title}。 ${place.code} ${isoDay(day)}`)}</description><pubDate>${date}</pubDate><author>desk@example.com</author><category>${kind}</category></item>`,
    })
  }
  for (const event of world.weather.catastrophes)
    if (event.day >= FIRST_DAY && event.day < LAST_DAY && random.chance(0.85))
      for (let i = random.int(1, 3); i > 0; i--) add(event.region, event.day, event.kind)
  for (let day = FIRST_DAY; day < LAST_DAY; day++)
    if (random.chance(0.25)) add(random.int(0, REGIONS.length - 1), day, 'other')
  items.sort((a, b) => a.at - b.at)
  out.whole(
    'web/news.rss',
    `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Sample News (synthetic)</title><link>https://news.example.com</link><description>Synthetic news for the demo book</description>\n${items.map((i) => i.text).join('\n')}\n</channel></rss>\n`,
  )
}

export function writePosts(world: World, out: Writers, random: Random): void {
  const file = out.jsonl('web/posts.jsonl', {
    id: 'key',
    posted_at: 'time',
    platform: 'text',
    author: 'text',
    text: 'free',
    lang: 'text',
  })
  const count = Math.max(300, Math.round(world.policies.count / 25))
  for (let n = 1; n <= count; n++) {
    const place = random.pick(REGIONS)
    const at =
      (FIRST_DAY + Math.floor(((n - random.next()) / count) * (LAST_DAY - FIRST_DAY))) * DAY +
      random.int(0, DAY - 1)
    file.write([
      `PO${n}`,
      isoMinute(at),
      random.pick(['forum', 'microblog', 'reviews']),
      `user${random.int(1000, 9999)}`,
      random.pick(POSTS[place.country]).replace('{p}', place.name),
      place.country === 'cn' ? 'zh' : 'en',
    ])
  }
}
