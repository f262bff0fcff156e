/** Whether a model is due to be trained again: by drift, by how its scores turned out, or by age. */
import type { Text } from '../util/text.ts'
import type { FeatureDrift } from './drift.ts'
import { WHOLE } from './profile.ts'

export const DEFAULTS = {
  /** Days after which a model is old whatever it does. */
  days: 90,
  /** Days for which drift is no reason: a model that has just learned from these rows gains nothing by learning them again. */
  settledDays: 7,
  /** Share of the features that it reads, drifted over the whole book, from which it is due. */
  driftedShare: 0.2,
  /** Events against those expected, either way, from which a model is out of tune. */
  ratio: 1.5,
} as const

export type Trigger = 'drift' | 'score_drift' | 'performance' | 'calibration' | 'age' | 'refused'

export interface DueReason {
  readonly trigger: Trigger
  readonly text: Text
}

/** What is known of a champion. */
export interface Checkup {
  readonly ageDays: number
  readonly drift: readonly FeatureDrift[]
  /** AUC that it was trained to, with the lower end of its interval; null without one. */
  readonly trained: { readonly value: number; readonly low: number } | null
  /** Of the scores as they were given, over all rows whose outcome became known since. */
  readonly given: {
    readonly rows: number
    readonly events: number
    /** Events as usual among rows that are looked at. */
    readonly expected: number
    readonly auc: { readonly value: number; readonly high: number } | null
  } | null
}

/** Name of the score among the features. */
export const SCORE = 'score'

/** Every reason to train again; none when the model may go on. */
export function reasonsToRetrain({ ageDays, drift, trained, given }: Checkup): DueReason[] {
  const reasons: DueReason[] = []
  const add = (trigger: Trigger, en: string, zh: string) => reasons.push({ trigger, text: { en, zh } })
  const whole = drift.filter(({ line, feature }) => line === WHOLE && feature !== SCORE)
  const moved = whole.filter(({ isDrifted }) => isDrifted).sort((a, b) => b.psi - a.psi)
  const isSettled = ageDays >= DEFAULTS.settledDays
  if (isSettled && whole.length > 0 && moved.length / whole.length >= DEFAULTS.driftedShare) {
    const names = moved.slice(0, 3).map(({ feature }) => feature)
    add(
      'drift',
      `${moved.length} of ${whole.length} features have moved, most of all ${names.join(', ')}`,
      `${whole.length} 个指标中有 ${moved.length} 个发生漂移，最明显：${names.join('、')}`,
    )
  }
  const score = drift.find(({ line, feature }) => line === WHOLE && feature === SCORE)
  if (isSettled && score?.isDrifted)
    add(
      'score_drift',
      `the score itself has moved: stability index ${score.psi.toFixed(2)}, limit ${score.psiLimit.toFixed(2)}`,
      `评分分布发生漂移：稳定性指数 ${score.psi.toFixed(2)}，界限 ${score.psiLimit.toFixed(2)}`,
    )
  if (given?.auc && trained && given.auc.high < trained.low)
    add(
      'performance',
      `AUC of the scores given is ${given.auc.value.toFixed(3)}; it was ${trained.value.toFixed(3)} in training`,
      `已出评分的 AUC 为 ${given.auc.value.toFixed(3)}，训练时为 ${trained.value.toFixed(3)}`,
    )
  if (given && isOutOfTune(given.events, given.expected))
    add(
      'calibration',
      `${given.events} events where ${given.expected.toFixed(1)} were expected`,
      `预期 ${given.expected.toFixed(1)} 起，实际 ${given.events} 起`,
    )
  if (ageDays > DEFAULTS.days)
    add(
      'age',
      `trained ${Math.floor(ageDays)} days ago; ${DEFAULTS.days} is the limit`,
      `训练已 ${Math.floor(ageDays)} 天，上限 ${DEFAULTS.days} 天`,
    )
  return reasons
}

/** Beyond chance (three standard deviations of a count) and large enough to matter. */
function isOutOfTune(events: number, expected: number): boolean {
  if (expected < 5) return false
  const ratio = events / expected
  const far = Math.abs(events - expected) > 3 * Math.sqrt(expected)
  return far && (ratio >= DEFAULTS.ratio || ratio <= 1 / DEFAULTS.ratio)
}
