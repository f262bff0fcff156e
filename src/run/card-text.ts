/** A model card as Markdown, in English or Chinese, for people who keep files. */
import type { GroupMeasures, Interval } from '../monitoring/index.ts'
import type { Text } from '../util/text.ts'
import type { CardDocument } from './card-document.ts'

export type Language = 'en' | 'zh'

const HEADS = {
  data: { en: 'Data', zh: '数据' },
  use: { en: 'Intended use', zh: '用途' },
  limits: { en: 'Limits', zh: '局限' },
  metrics: { en: 'Measures on rows that nothing was learned from', zh: '在未参与学习的数据上的表现' },
  groups: { en: 'By group', zh: '分组表现' },
  calibration: { en: 'Calibration', zh: '校准' },
  features: { en: 'Features', zh: '指标' },
  identity: { en: 'Identity', zh: '标识' },
  measure: { en: 'measure', zh: '指标' },
  value: { en: 'value', zh: '数值' },
  interval: { en: '95 % interval', zh: '95% 区间' },
  group: { en: 'group', zh: '分组' },
  rows: { en: 'rows', zh: '行数' },
  known: { en: 'with outcome', zh: '有结论' },
  events: { en: 'events', zh: '事件' },
  expected: { en: 'expected', zh: '预期' },
  observed: { en: 'observed', zh: '实际' },
  flagged: { en: 'flagged', zh: '标记比例' },
  years: { en: 'years', zh: '年' },
  ratio: { en: 'observed / expected', zh: '实际/预期' },
  deviance: { en: 'Poisson deviance', zh: '泊松偏差' },
  gini: { en: 'Gini', zh: '基尼系数' },
  small: { en: '(small)', zh: '（样本小）' },
  name: { en: 'feature', zh: '指标' },
  meaning: { en: 'meaning', zh: '含义' },
  importance: { en: 'mean contribution', zh: '平均贡献' },
  hash: { en: 'definition', zh: '定义' },
  protected: { en: 'protected, measured and not used', zh: '受保护：仅衡量，不使用' },
  openly: { en: 'protected, used openly', zh: '受保护：公开使用' },
} as const satisfies Record<string, Text>

/** The card of a model. */
export function cardMarkdown(document: CardDocument, language: Language = 'en'): string {
  const say = (text: Text) => text[language]
  const head = (key: keyof typeof HEADS) => say(HEADS[key])
  const { card, training } = document
  const lines: string[] = [
    `# ${card ? say(card.title) : document.task}`,
    '',
    `\`${document.modelId}\``,
    '',
    `## ${head('data')}`,
    '',
    ...dataLines(document, language),
    '',
  ]
  if (card) {
    lines.push(`## ${head('use')}`, '', ...card.use.map((text) => `- ${say(text)}`), '')
    lines.push(`## ${head('limits')}`, '', ...card.limits.map((text) => `- ${say(text)}`), '')
  }
  lines.push(
    `## ${head('metrics')}`,
    '',
    ...table(
      [head('measure'), head('value'), head('interval')],
      Object.entries(document.metrics).map(([name, { value, low, high }]) => [
        name,
        number(value),
        low === null || low === value ? '' : `${number(low)} – ${number(high)}`,
      ]),
    ),
    '',
  )
  if (card && card.dimensions.length > 0) {
    lines.push(`## ${head('groups')}`, '')
    for (const { label, isProtected, isUsed, groups } of card.dimensions) {
      const mark = isProtected ? ` — ${head(isUsed ? 'openly' : 'protected')}` : ''
      lines.push(`### ${say(label)}${mark}`, '', ...groupTable(groups, head), '')
    }
  }
  if (card && card.reliability.length > 0)
    lines.push(
      `## ${head('calibration')}`,
      '',
      ...table(
        [head('rows'), head('expected'), head('observed'), head('interval')],
        card.reliability.map((bin) => [
          String(bin.rows),
          number(bin.expected),
          number(bin.observed),
          `${number(bin.low)} – ${number(bin.high)}`,
        ]),
      ),
      '',
    )
  lines.push(
    `## ${head('features')}`,
    '',
    ...table(
      [head('name'), head('meaning'), head('importance'), head('hash')],
      document.features.map((feature) => [
        `\`${feature.name}\``,
        say(feature.label),
        number(feature.importance),
        feature.hash.slice(0, 12),
      ]),
    ),
    '',
    `## ${head('identity')}`,
    '',
    ...table(
      ['', ''],
      [
        ['SHA-256', `\`${document.sha256}\``],
        ['recipe', `\`${document.recipe.slice(0, 16)}\``],
        ['claimscope', document.code],
        ['snapshot', `\`${training.snapshot}\``],
        ['seed', String(document.seed)],
        ['created', document.createdAt],
      ],
    ),
    '',
  )
  return lines.join('\n')
}

function groupTable(groups: readonly GroupMeasures[], head: (key: keyof typeof HEADS) => string): string[] {
  const name = ({ group, isSmall }: GroupMeasures) => `${group}${isSmall ? ` ${head('small')}` : ''}`
  const within = (one: Interval | null) =>
    one ? `${number(one.value)} (${number(one.low)} – ${number(one.high)})` : ''
  const chances = groups.filter((one) => 'flagged' in one)
  const rates = groups.filter((one) => 'rates' in one)
  if (rates.length > 0)
    return table(
      [
        ...[head('group'), head('rows'), head('years'), head('events'), head('expected')],
        ...[head('ratio'), head('deviance'), head('gini')],
      ],
      rates.map((one) => [
        ...[name(one), String(one.rows), one.rates.exposure.toFixed(1), String(one.events)],
        ...[one.expected.toFixed(1), within(one.rates.ratio), within(one.rates.deviance)],
        within(one.rates.gini),
      ]),
    )
  return table(
    [head('group'), head('rows'), head('known'), head('events'), head('expected'), 'AUC', head('flagged')],
    chances.map((one) => [
      ...[name(one), String(one.rows), String(one.known), String(one.events), one.expected.toFixed(1)],
      ...[within(one.auc), within(one.flagged)],
    ]),
  )
}

function dataLines({ training, card }: CardDocument, language: Language): string[] {
  const period = `${training.from ?? '…'} – ${training.until ?? '…'}`
  const held = card?.heldOut
  return language === 'zh'
    ? [
        `- 训练快照 \`${training.snapshot}\`，期间 ${period}`,
        `- ${training.rows} 行有结论，其中 ${training.events} 起事件`,
        ...(held
          ? [
              `- 留出 ${held.rows} 行（${held.from} – ${held.until}），${held.known} 行有结论，${held.events} 起事件${held.exposure === undefined ? '' : `，${number(held.exposure)} 保单年`}`,
            ]
          : []),
      ]
    : [
        `- training snapshot \`${training.snapshot}\`, period ${period}`,
        `- ${training.rows} rows with an outcome, ${training.events} of them events`,
        ...(held
          ? [
              `- held out: ${held.rows} rows (${held.from} – ${held.until}), ${held.known} with an outcome, ${held.events} events${held.exposure === undefined ? '' : ` in ${number(held.exposure)} years`}`,
            ]
          : []),
      ]
}

const number = (value: number | null) =>
  value === null || !Number.isFinite(value)
    ? ''
    : Number.isInteger(value)
      ? String(value)
      : Math.abs(value) >= 100
        ? value.toFixed(1)
        : value.toFixed(3)

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
]
