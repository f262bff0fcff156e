/** Measures of models and runs in words: those that stand in a list, and those that are put together from a part and a measure. */

import type { Text } from '../../src/api/schemas/index.ts'
import { say } from '../language.ts'
import { TERMS, term } from '../terms.ts'

const t = (en: string, zh: string): Text => ({ en, zh })

const WHOLE: Readonly<Record<string, Text>> = {
  rings_planted: t('rings planted in the demo book', '演示账册中植入的团伙'),
  rings_found: t('planted rings that were found', '其中被发现'),
  rings_found_by_desk: t('found within what the desk can look at', '在处理能力之内被发现'),
  rings_found_by_alerts: t('found among the alerts', '在预警中被发现'),
  rings_reported: t('rings reported', '报告的团伙'),
  rings_alerted: t('rings that raised an alert', '提出预警的团伙'),
  ring_lookalikes: t('look-alikes among those reported', '报告中的正当相似群体'),
  ring_recall: t('rings: share found', '团伙：召回率'),
  ring_precision: t('rings: share of those reported that hold one', '团伙：精确率'),
  ring_precision_by_desk: t('the same within what the desk can look at', '处理能力之内的精确率'),
  ring_member_recall: t('members of found rings: recall', '团伙成员：召回率'),
  ring_member_precision: t('members of found rings: precision', '团伙成员：精确率'),
  ring_calibration_rings: t(
    'earlier rings that the ring score is calibrated on',
    '用于校准团伙评分的早期团伙',
  ),
  ring_calibration_confirmed: t('of them confirmed since', '其中后来证实'),
  rate_test_rows: t('policies that were held out', '留出的保单'),
}

/** Parts that a measure is taken of. */
const PARTS: readonly (readonly [prefix: string, of: Text])[] = [
  ['key_', t('against the answer key', '对照答案')],
  ['network_gain_', t('what the network adds', '关联网络的增益')],
  ['rules_', t('red flags alone', '仅规则')],
  ['model_', t('learned model alone', '仅学习模型')],
  ['network_', t('network alone', '仅关联网络')],
  ['linkage_', t('who is who', '身份核对')],
  ['watchlist_', t('watch list', '关注名单')],
]

const MEASURES: Readonly<Record<string, Text>> = {
  recall: t('recall', '召回率'),
  precision: t('precision', '精确率'),
  f1: t('F1', 'F1 值'),
}

/** The name of a measure in the page's language. */
export function metricName(name: string): string {
  const whole = WHOLE[name] ?? TERMS[name]
  if (whole) return say(whole)
  const tenth = /^rate_decile_(\d+)_(observed|expected)$/.exec(name)
  if (tenth)
    return say(
      tenth[2] === 'observed'
        ? t(`tenth ${Number(tenth[1])}: observed`, `第 ${Number(tenth[1])} 个十分位：实际`)
        : t(`tenth ${Number(tenth[1])}: expected`, `第 ${Number(tenth[1])} 个十分位：预期`),
    )
  const part = PARTS.find(([prefix]) => name.startsWith(prefix))
  if (part) return `${say(part[1])}: ${metricName(name.slice(part[0].length))}`
  return MEASURES[name] ? say(MEASURES[name]) : term(name)
}
