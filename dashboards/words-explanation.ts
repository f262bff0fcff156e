/** Words of explanations: of a claim beyond its parts, and of a model as a whole. */
import type { Text } from '../src/api/schemas/index.ts'

const t = (en: string, zh: string): Text => ({ en, zh })

export const EXPLANATION_WORDS = {
  togetherTitle: t('What counts together', '哪些指标共同起作用'),
  togetherNote: t(
    'Beyond what each adds alone, these pairs raise or lower the score, in log-odds.',
    '除各自作用外，下列成对指标共同提高或降低评分（对数几率）。',
  ),
  andWord: t('and', '与'),
  noPairsTogether: t(
    'No two indicators count together noticeably here: no pair moves the score by 0.05 or more beyond what each adds alone.',
    '没有两个指标明显地共同起作用：除各自作用外，任何一对的影响均不足 0.05。',
  ),
  nothingMoves: t('No indicator moves this model.', '没有指标影响该模型。'),
  whatIfTitle: t('What would lower the score', '怎样才能降低评分'),
  whatIfReached: t(
    'The smallest changes to what can still change that bring it under the threshold, scored by the model itself. All other indicators are held.',
    '在仍可变更的事项中，使评分降到阈值以下的最小变更，由模型本身重新评分；其余指标保持不变。',
  ),
  whatIfNotReached: t(
    'Nothing that can still change brings it under the threshold; this comes nearest. What weighs most here is past and cannot be mended.',
    '仍可变更的事项都不足以使评分降到阈值以下；下列变更最接近。主要因素已成事实，无法更改。',
  ),
  whatIfNone: t('Nothing that can still change would lower it.', '没有仍可变更的事项能降低评分。'),
  whatIfBelow: t('It lies under all thresholds already.', '评分已低于所有阈值。'),
  thresholdWord: t('threshold', '阈值'),
  afterChanges: t('after the changes', '变更后'),
  nowWord: t('now', '目前'),
  changeTo: t('to', '改为'),
  explanationTitle: t('What moves the model', '模型的依据'),
  explanationLead: t(
    'Measured on a sample of the snapshot. Effects are in log units of the margin: above 0 raises, below 0 lowers.',
    '以快照样本测算。作用以边际对数单位表示：大于 0 为提高，小于 0 为降低。',
  ),
  explanationLink: t('What moves it', '模型依据'),
  meanContribution: t('Mean size of the contribution', '贡献的平均大小'),
  effectsTitle: t('How each indicator moves it', '各指标如何影响'),
  effectsNote: t(
    'Line: how the score moves when this alone moves (accumulated local effects). Dots: what it contributed claim by claim. Bars below: where the rows lie.',
    '曲线：仅此指标变动时评分的变化（累积局部效应）。圆点：逐笔贡献。下方柱形：样本分布。',
  ),
  colourBy: t('colour: low to high', '颜色：由低到高'),
  missingRows: t('rows without a value', '无取值的行'),
  effectRows: t('rows', '行'),
  effectWord: t('effect', '作用'),
} as const satisfies Readonly<Record<string, Text>>
