/** Words of alerts in both languages. */
import type { AlertKind } from '../alert.ts'
import { LINES, type Line } from '../schema/words.ts'
import type { Text } from '../util/text.ts'

export const LINE_WORDS: Readonly<Record<Line, Text>> = {
  auto: { en: 'auto', zh: '车险' },
  health: { en: 'health', zh: '健康险' },
  accident: { en: 'accident', zh: '意外险' },
  travel: { en: 'travel', zh: '旅行险' },
  group: { en: 'group', zh: '团体险' },
  agricultural: { en: 'agricultural', zh: '农险' },
}

const KIND_WORDS: Readonly<Record<AlertKind, Text>> = {
  claim: { en: 'claim', zh: '赔案' },
  provider: { en: 'provider', zh: '机构' },
  policy: { en: 'policy', zh: '保单' },
  ring: { en: 'ring', zh: '团伙' },
  signal: { en: 'signal', zh: '指标' },
}

const isLine = (line: string | null): line is Line => (LINES as readonly (string | null)[]).includes(line)

/** `Auto claim C-17`, `车险赔案C-17`. */
export function subjectWords(kind: AlertKind, line: string | null, subjectId: string): Text {
  const of = isLine(line) ? LINE_WORDS[line] : { en: '', zh: '' }
  const en = `${of.en} ${KIND_WORDS[kind].en} ${subjectId}`.trim()
  return { en: en[0].toUpperCase() + en.slice(1), zh: `${of.zh}${KIND_WORDS[kind].zh}${subjectId}` }
}

/** The parts of a series, lines of business in words: `auto, 330100`, `车险，330100`. */
export function seriesWords(series: string): Text {
  const parts = series.split(':')
  const inWords = (language: keyof Text) =>
    parts.map((part) => (isLine(part) ? LINE_WORDS[part][language] : part))
  return { en: inWords('en').join(', '), zh: inWords('zh').join('，') }
}

/** Subject and what stands out: one line in a queue. */
export function title(subject: Text, headline: Text): Text {
  return { en: `${subject.en}: ${headline.en}`, zh: `${subject.zh}：${headline.zh}` }
}

/** `42 %`; below one per cent with one decimal. */
export function percent(share: number): string {
  return `${(share * 100).toLocaleString('en-US', { maximumFractionDigits: share < 0.01 ? 1 : 0 })} %`
}

/** A sum without its cents. */
export function money(amount: number): string {
  return Math.round(amount).toLocaleString('en-US')
}

/** A runbook `1. Do this. 2. Do that.` as its steps, in both languages side by side. */
export function stepsOf(runbook: Text): Text[] {
  const split = (text: string) =>
    text
      .split(/(?:^|(?<=[.!?。！？)）]))\s*\d+\.\s+/)
      .map((step) => step.trim())
      .filter((step) => step !== '')
  const en = split(runbook.en)
  const zh = split(runbook.zh)
  return en.length === zh.length ? en.map((step, i) => ({ en: step, zh: zh[i] })) : [runbook]
}
