/** Scales of findings by probability and expected loss: both stretched at the low end, where most lie. */
import { scaleLinear, scaleSymlog } from 'd3'
import type { Limit } from '../thresholds.ts'

export const HEIGHT = 380
export const MARGIN = { top: 26, right: 20, bottom: 40, left: 58 }

/** Probability by its square root, so that a few per cent can be told apart; loss by its logarithm from 100 on. */
export function limitScales(points: readonly Limit[], corners: readonly Limit[], width: number) {
  const most = Math.max(1000, ...[...points, ...corners].map((one) => one.expectedLossAmount))
  const root = scaleLinear()
    .domain([0, 1])
    .range([MARGIN.left, width - MARGIN.right])
  const loss = scaleSymlog()
    .constant(100)
    .domain([0, most * 1.3])
    .range([HEIGHT - MARGIN.bottom, MARGIN.top])
    .clamp(true)
  return {
    x: (probability: number) => root(Math.sqrt(Math.max(0, probability))),
    y: (amount: number) => loss(amount),
    /** The finding that a place of the picture stands for. */
    at: (px: number, py: number): Limit => ({
      probability: Math.min(1, Math.max(0, root.invert(px))) ** 2,
      expectedLossAmount: Math.max(0, loss.invert(py)),
    }),
    most,
  }
}

/** Sums to mark on the axis of losses, up to `most`, few enough for the height. */
export const lossTicks = (most: number): number[] =>
  [0, 100, 1000, 10_000, 100_000, 1e6, 1e7, 1e8, 1e9].filter((tick) => tick <= most * 1.3)

export const SHARE_TICKS = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1]

/** How far an arrow key moves a corner: a point of probability, a tenth of the sum. */
export function nudge(limit: Limit, key: string): Limit | undefined {
  const { probability: p, expectedLossAmount: loss } = limit
  const step = Math.max(10, loss * 0.1)
  switch (key) {
    case 'ArrowRight':
      return { probability: p + 0.01, expectedLossAmount: loss }
    case 'ArrowLeft':
      return { probability: p - 0.01, expectedLossAmount: loss }
    case 'ArrowUp':
      return { probability: p, expectedLossAmount: loss + step }
    case 'ArrowDown':
      return { probability: p, expectedLossAmount: loss - step }
    default:
      return undefined
  }
}
