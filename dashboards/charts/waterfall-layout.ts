/** Steps of a score from where every claim begins to where this one ends, in log-odds. */
import type { ScoreDetail, ScoreReason } from '../../src/api/schemas/index.ts'

export interface WaterfallStep {
  readonly kind: 'single' | 'part' | 'reason' | 'total'
  /** Name of the part or of the reason. */
  readonly name: string
  readonly reason?: ScoreReason
  readonly from: number
  readonly to: number
}

export interface Waterfall {
  readonly steps: readonly WaterfallStep[]
  /** Both ends of the axis in log-odds. */
  readonly domain: readonly [number, number]
  /** Per cent of the width for a log-odds. */
  readonly place: (logOdds: number) => number
}

/** Parts that add nothing are left out. Reasons that hardly move it are gathered, so that the sum stays whole. */
export function waterfallOf(score: Pick<ScoreDetail, 'parts' | 'logOdds'>, least = 0.05): Waterfall {
  const steps: WaterfallStep[] = []
  let at = 0
  for (const { part, logOdds, reasons } of score.parts) {
    if (part === 'base') {
      steps.push({ kind: 'single', name: part, from: 0, to: logOdds })
      at = logOdds
      continue
    }
    if (logOdds === 0 && reasons.length === 0) continue
    steps.push({ kind: 'part', name: part, from: at, to: at + logOdds })
    let inner = at
    let small = 0
    for (const reason of reasons) {
      if (Math.abs(reason.logOdds) < least || reason.name === 'other') {
        small += reason.logOdds
        continue
      }
      steps.push({ kind: 'reason', name: reason.name, reason, from: inner, to: inner + reason.logOdds })
      inner += reason.logOdds
    }
    const rest = at + logOdds - inner
    if (reasons.length > 0 && (Math.abs(rest) >= least || small !== 0))
      steps.push({ kind: 'reason', name: 'other', from: inner, to: at + logOdds })
    at += logOdds
  }
  steps.push({ kind: 'total', name: 'total', from: 0, to: score.logOdds })
  const ends = steps.flatMap(({ kind, from, to }) =>
    kind === 'single' || kind === 'total' ? [to] : [from, to],
  )
  const low = Math.min(...ends)
  const high = Math.max(...ends)
  const pad = Math.max(0.4, (high - low) * 0.06)
  const domain = [low - pad, high + pad] as const
  const place = (logOdds: number) => ((logOdds - domain[0]) / (domain[1] - domain[0])) * 100
  return { steps, domain, place }
}

const PROBABILITIES = [0.0001, 0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999]

/** Probabilities that fall on the axis, at least `gap` per cent of the width apart. */
export function probabilityTicks({ domain, place }: Waterfall, gap = 11) {
  const ticks: { probability: number; at: number }[] = []
  for (const probability of PROBABILITIES) {
    const logOdds = Math.log(probability / (1 - probability))
    if (logOdds < domain[0] || logOdds > domain[1]) continue
    const at = place(logOdds)
    if (at < 3 || at > 97 || ticks.some((tick) => Math.abs(tick.at - at) < gap)) continue
    ticks.push({ probability, at })
  }
  return ticks
}
