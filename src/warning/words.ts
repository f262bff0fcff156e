/** What a warning says in a sentence: what moved, by how much, since when, who explains it, and whether it lasts. */
import { LINES } from '../schema/words.ts'
import type { Text } from '../util/text.ts'
import { type Driver, OTHER } from './drivers.ts'
import type { Episode } from './episodes.ts'

const LINE_WORDS: Readonly<Record<string, string>> = {
  auto: '车险',
  health: '健康险',
  accident: '意外险',
  travel: '旅行险',
  group: '团体险',
  agricultural: '农险',
}

const plain = (name: string) => name.replaceAll('_', ' ')
const inChinese = (name: string) =>
  (LINES as readonly string[]).includes(name) ? LINE_WORDS[name] : plain(name)

const figure = (x: number, unit: string) =>
  unit === 'share'
    ? `${(x * 100).toFixed(1)} %`
    : x.toLocaleString('en-US', { maximumFractionDigits: Math.abs(x) < 10 && unit !== 'money' ? 1 : 0 })

const percent = (ratio: number) => `${Math.abs((ratio - 1) * 100).toFixed(0)} %`

/** A title of the series and the sentence. */
export function sentenceOf(episode: Episode, drivers: readonly Driver[]): Text {
  const { of, observed, expected, ratio, ratioLow, ratioHigh, direction } = episode
  const { signal, parts, periods } = of
  const names = [...parts.values()]
  const up = direction === 'up'
  const endsAt = (value: number) => `${value >= 1 ? '+' : '-'}${percent(value)}`
  const seen = figure(observed, signal.unit)
  const due = figure(expected, signal.unit)
  const lead = strongest(drivers)
  const since = periods[episode.since]
  const title = {
    en: names.length > 0 ? `${signal.title.en} (${names.map(plain).join(', ')})` : signal.title.en,
    zh: names.length > 0 ? `${signal.title.zh}（${names.map(inChinese).join('，')}）` : signal.title.zh,
  }
  const bounded = expected > 0 && Number.isFinite(ratioHigh) && ratioHigh < 1000
  const by = bounded
    ? {
        en: `, ${percent(ratio)} ${up ? 'more' : 'less'} (95 % interval ${endsAt(ratioLow)} to ${endsAt(ratioHigh)})`,
        zh: `，${up ? '高出' : '低了'}${percent(ratio)}（95%区间${endsAt(ratioLow)}至${endsAt(ratioHigh)}）`,
      }
    : { en: '', zh: '' }
  const who = lead
    ? {
        en: ` ${plain(lead.dimension)} ${plain(lead.member)} explains ${(lead.share * 100).toFixed(0)} % of it.`,
        zh: `其中${DIMENSION_WORDS[lead.dimension]}${inChinese(lead.member)}占${(lead.share * 100).toFixed(0)}%。`,
      }
    : { en: '', zh: '' }
  const end =
    episode.ended === null
      ? { en: ' It lasts.', zh: '目前仍在持续。' }
      : {
          en: ` Back within limits from ${periods[episode.ended]}.`,
          zh: `自${periods[episode.ended]}起恢复正常。`,
        }
  return {
    en: `${title.en}: ${seen} since ${since}, ${due} expected${by.en}.${capital(who.en)}${end.en}`,
    zh: `${title.zh}：${since}以来${seen}，预期${due}${by.zh}。${who.zh}${end.zh}`,
  }
}

const DIMENSION_WORDS: Readonly<Record<Driver['dimension'], string>> = {
  line: '险种',
  region: '地区',
  peril: '事故原因',
  product: '产品',
  provider: '机构',
  agent: '代理人',
}

const capital = (text: string) => text.replace(/^ (.)/, (_, letter: string) => ` ${letter.toUpperCase()}`)

/** The member that explains most, if it explains much. */
const strongest = (drivers: readonly Driver[]): Driver | undefined =>
  drivers
    .filter(({ member, share }) => member !== OTHER && share >= 0.25)
    .sort((a, b) => b.share - a.share)[0]
