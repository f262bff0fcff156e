/** How good alarms are where the outbreaks are known. */
import type { EvaluatedMetric } from '../../evaluation.ts'
import { wilson } from '../../util/wilson.ts'
import type { Judgement } from './methods.ts'

export interface JudgedSeries {
  readonly judgements: readonly Judgement[]
  /** 1 in weeks of an outbreak. */
  readonly outbreak: Uint8Array
}

/** A share of `n` with Wilson's 95 % interval. */
export function shareOf(hits: number, n: number): EvaluatedMetric {
  if (n === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN }
  return { value: hits / n, ...wilson(hits / n, n) }
}

const exactly = (value: number): EvaluatedMetric => ({ value, low: value, high: value })

/**
 * Weeks of outbreaks with an alarm, quiet weeks with one, alarms that were right, outbreaks with at least one alarm and the weeks
 * until it; and the first two again with a line that gives every method the same false alarms.
 */
export function qualityOf(
  series: readonly JudgedSeries[],
  falseAlarms: readonly number[] = [0.01, 0.025],
): Record<string, EvaluatedMetric> {
  const own = tally(series, ({ alarm }) => alarm)
  const quiet = series
    .flatMap(({ judgements, outbreak }) =>
      judgements.filter((_, i) => outbreak[i] === 0).map(({ score }) => score),
    )
    .sort((a, b) => b - a)
  const out: Record<string, EvaluatedMetric> = {
    sensitivity: shareOf(own.hits, own.weeks),
    false_alarm_rate: shareOf(own.falseAlarms, own.quiet),
    precision: shareOf(own.hits, own.hits + own.falseAlarms),
    f1: exactly((2 * own.hits) / (own.weeks + own.hits + own.falseAlarms)),
    outbreaks_found: shareOf(own.found, own.outbreaks),
    weeks_to_alarm: exactly(own.found > 0 ? own.delay / own.found : Number.NaN),
  }
  for (const rate of falseAlarms) {
    const line = quiet[Math.floor(quiet.length * rate)]
    const at = tally(series, ({ score }) => score > line)
    const name = `at_${String(rate * 100).replace('.', '_')}_percent_false`
    out[`sensitivity_${name}`] = shareOf(at.hits, at.weeks)
    out[`outbreaks_found_${name}`] = shareOf(at.found, at.outbreaks)
  }
  return out
}

function tally(series: readonly JudgedSeries[], isAlarm: (judgement: Judgement) => boolean) {
  const out = { weeks: 0, quiet: 0, hits: 0, falseAlarms: 0, outbreaks: 0, found: 0, delay: 0 }
  for (const { judgements, outbreak } of series) {
    let began = -1
    let isFound = false
    judgements.forEach((judgement, i) => {
      const alarm = isAlarm(judgement)
      if (outbreak[i] === 0) {
        began = -1
        out.quiet++
        if (alarm) out.falseAlarms++
        return
      }
      out.weeks++
      if (began < 0) {
        began = i
        isFound = false
        out.outbreaks++
      }
      if (!alarm) return
      out.hits++
      if (isFound) return
      isFound = true
      out.found++
      out.delay += i - began
    })
  }
  return out
}
