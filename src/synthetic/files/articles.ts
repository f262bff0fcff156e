/**
 * Articles in full, some of which name partners of the insurer: honestly, for a penalty, in short, in traditional characters,
 * or not at all though it looks so. What a reader would say that each names is kept in the answer key.
 */
import { Converter } from 'opencc-js/cn2t'
import type { Random } from '../../util/random.ts'
import { DAY, FIRST_DAY, isoMinute, LAST_DAY } from '../calendar.ts'
import { chineseName, englishName } from '../names.ts'
import type { Organisation } from '../organisations.ts'
import { REGIONS, type Region } from '../places.ts'
import type { World } from '../world.ts'
import type { Writers } from '../writers.ts'

const DEFAULTS = {
  /** Articles for each thousand customers. */
  perThousand: 12,
  least: 160,
  /** Share of the partners in schemes that the press has caught, and of others that it wrongs. */
  caught: 0.25,
  wronged: 0.02,
  traditional: 0.1,
} as const

/** What an article names: `party H00001`, `place 330100`. */
export type Named = readonly string[]

interface Article {
  readonly title: string
  readonly text: string
  readonly named: Named
  readonly language: 'zh' | 'en'
}

const toTraditional: (text: string) => unknown = Converter({ from: 'cn', to: 'tw' })

/** `suspects`: parties that take part in a scheme. `note` keeps what an article names. */
export function writeArticles(
  world: World,
  out: Writers,
  random: Random,
  suspects: ReadonlySet<string>,
  note: (article: string, named: Named) => void,
): void {
  const { all } = world.organisations
  const names = new Map<string, number>()
  for (const { name } of all) names.set(name, (names.get(name) ?? 0) + 1)
  const firms = all.filter(
    ({ kind, name }) => (kind === 'hospital' || kind === 'repairer') && names.get(name) === 1,
  )
  const file = out.jsonl('web/pages-archive.jsonl', {
    url: 'key',
    final_url: 'text',
    fetched_at: 'time',
    title: 'free',
    byline: 'text',
    site: 'text',
    language: 'text',
    published: 'time',
    text: 'free',
    html_sha256: 'text',
    html_bytes: 'number',
  })
  let written = 0
  const write = (article: Article, day: number) => {
    const url = `https://daily.example.com/${++written}`
    const at = day * DAY + random.int(360, 1300)
    const isOld = article.language === 'zh' && random.chance(DEFAULTS.traditional)
    const spelt = (text: string) => (isOld ? String(toTraditional(text)) : text)
    file.write([
      ...[url, url, isoMinute(at + random.int(60, 2000)), spelt(article.title), '', 'Sample Daily'],
      ...[article.language, isoMinute(at), spelt(article.text), '', article.text.length * 4],
    ])
    note(url, article.named)
  }
  for (const firm of firms) {
    const share = suspects.has(firm.id) ? DEFAULTS.caught : DEFAULTS.wronged
    // The press is late: what it tells was found out before.
    if (random.chance(share)) write(adverse(firm, random), random.int(FIRST_DAY + 240, LAST_DAY - 10))
  }
  const count = Math.max(DEFAULTS.least, Math.round((world.customers.count * DEFAULTS.perThousand) / 1000))
  for (let i = 0; i < count; i++) {
    const make = random.pick([neutral, neutral, short, person, stranger, otherFirm, denial])
    write(make(random.pick(firms), random, world), random.int(FIRST_DAY, LAST_DAY - 10))
  }
}

const regionOf = ({ region }: Organisation) => REGIONS[region] as Region
const isChinese = (firm: Organisation) => regionOf(firm).country === 'cn'
const zh = (title: string, text: string, named: Named): Article => ({ title, text, named, language: 'zh' })
const en = (title: string, text: string, named: Named): Article => ({ title, text, named, language: 'en' })

function adverse(firm: Organisation, random: Random): Article {
  const party = `party ${firm.id}`
  const { name, code } = regionOf(firm)
  return isChinese(firm)
    ? random.pick([
        zh(
          `${firm.name}因虚开发票被处罚`,
          `监管部门近日通报，${firm.name}多次虚开发票，已被罚款并责令整改。记者了解到，该机构此前曾多次被投诉。`,
          [party, 'event fraud', 'event penalty'],
        ),
        zh(
          `${name}警方破获骗保案`,
          `${name}警方通报，一伙人与${firm.name}的工作人员勾结骗保，涉案人员已被刑拘，案件正在进一步侦查。`,
          [party, `place ${code}`, 'event fraud', 'event investigation'],
        ),
      ])
    : random.pick([
        en(
          `${firm.name} fined over inflated invoices`,
          `The regulator said on Monday that ${firm.name} was fined after an audit found inflated invoices in dozens of files.`,
          [party, 'event fraud', 'event penalty'],
        ),
        en(
          `Police raid in ${name}`,
          `Detectives raided ${firm.name} on Tuesday. A man was charged with fraud, police said, and more arrests may follow.`,
          [party, `place ${code}`, 'event fraud', 'event investigation'],
        ),
      ])
}

function neutral(firm: Organisation): Article {
  const party = `party ${firm.id}`
  return isChinese(firm)
    ? zh(
        `${firm.name}举办开放日`,
        `本报讯，${firm.name}上周末举办开放日活动，吸引了附近居民前来参观。负责人表示，今后每年都会举办。`,
        [party],
      )
    : en(
        `Open day draws a crowd`,
        `Families queued around the block when ${firm.name} opened its doors last weekend. Organisers hope to repeat it every year.`,
        [party],
      )
}

/** In short, as the local paper has it. */
function short(firm: Organisation): Article {
  const { name, code } = regionOf(firm)
  const party = `party ${firm.id}`
  return isChinese(firm)
    ? zh(
        `${name}要闻`,
        `${firm.name.slice(name.length)}本月迁入新址，市民办事更加方便，停车位也比原来多了一倍。`,
        [party, `place ${code}`],
      )
    : en(`News from ${name}`, `${firm.name} has moved to new premises with twice the parking.`, [
        party,
        `place ${code}`,
      ])
}

/** A physician, named with the hospital. */
function person(firm: Organisation, random: Random, world: World): Article {
  const { organisations } = world
  if (firm.kind !== 'hospital') return neutral(firm)
  const doctor = organisations.all[organisations.physician(organisations.all.indexOf(firm), random.next())]
  const isStaff = doctor !== undefined && organisations.all[doctor.hospital] === firm
  if (!isStaff) return neutral(firm)
  const named = [`party ${firm.id}`, `party ${doctor.id}`]
  return isChinese(firm)
    ? zh(
        '名医讲座',
        `${firm.name}的${doctor.name}医生将于周六开讲，介绍秋季保健常识，名额有限，欢迎预约。`,
        named,
      )
    : en(
        'Free talk on winter health',
        `Dr ${doctor.name} of ${firm.name} gives a free talk on Saturday.`,
        named,
      )
}

/** A private person whose name may be that of anybody: nobody of the book. */
function stranger(firm: Organisation, random: Random): Article {
  const { name, code } = regionOf(firm)
  const make = isChinese(firm) ? chineseName : englishName
  const { full } = make(random.chance(0.5), random.next(), random.next(), random.next())
  return isChinese(firm)
    ? zh('好人好事', `${name}市民${full}拾金不昧，将装有现金的钱包交还失主，受到街坊邻居的称赞。`, [
        `place ${code}`,
      ])
    : en('Wallet returned', `${full}, a resident of ${name}, handed in a wallet full of cash on Friday.`, [
        `place ${code}`,
      ])
}

/** A firm that is not in the book, with a name much like those that are. */
function otherFirm(firm: Organisation): Article {
  const { name, code } = regionOf(firm)
  return isChinese(firm)
    ? zh(
        `${name}一诊所被处罚`,
        `${name}卫生部门通报，一家名为康宁堂的诊所因虚开发票被罚款。示例医院等机构未受影响。`,
        [`place ${code}`, 'event fraud', 'event penalty'],
      )
    : en(
        `Clinic in ${name} fined`,
        `A clinic called Elmwood Grove was fined for inflated invoices, officials said.`,
        [`place ${code}`, 'event fraud', 'event penalty'],
      )
}

/** What did not happen. */
function denial(firm: Organisation): Article {
  const { name, code } = regionOf(firm)
  return isChinese(firm)
    ? zh(
        `${name}气象台辟谣`,
        `针对网传消息，${name}气象台表示，本周没有冰雹，请市民不要相信网络传言，以官方发布为准。`,
        [`place ${code}`],
      )
    : en(
        `Forecasters calm nerves`,
        `There was no hail in ${name} this week, forecasters said, whatever the rumours.`,
        [`place ${code}`],
      )
}
