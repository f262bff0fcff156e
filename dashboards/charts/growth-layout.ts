/** How a ring grew: members, claims and payments as steps over one axis of time, and the moments at which something happened. */
import { area, curveStepAfter, scaleUtc } from 'd3'

export interface GrowthStep {
  /** ISO. */
  readonly at: string
  readonly kind: GrowthKind
  /** What it adds: 1 for a member or a claim, the sum for a payment. */
  readonly amount: number
  readonly label: string
}

export const GROWTH_KINDS = ['member', 'claim', 'payment'] as const
export type GrowthKind = (typeof GROWTH_KINDS)[number]

export const DEFAULTS = { lane: 34, gap: 10, top: 6, bottom: 22, left: 84, right: 76 } as const

export interface GrowthLane {
  readonly kind: GrowthKind
  readonly y: number
  readonly d: string
  readonly total: number
}

/** Sum of one kind up to a moment, and since one. */
export function grownBy(steps: readonly GrowthStep[], kind: GrowthKind, until: string, since = ''): number {
  let sum = 0
  for (const step of steps) if (step.kind === kind && step.at <= until && step.at >= since) sum += step.amount
  return sum
}

/** Days with a step, in order, each once. */
export function momentsOf(steps: readonly GrowthStep[]): string[] {
  return [...new Set(steps.map((step) => step.at.slice(0, 10)))].sort()
}

/** Lanes of the kinds that there are, each on its own scale from 0 to its total. */
export function growthLayout(steps: readonly GrowthStep[], width: number) {
  const { lane, gap, top, bottom, left, right } = DEFAULTS
  const moments = momentsOf(steps)
  const first = Date.parse(moments[0] ?? '2000-01-01')
  const last = Date.parse(moments.at(-1) ?? '2000-01-02')
  const margin = Math.max(86_400_000, (last - first) * 0.02)
  const x = scaleUtc()
    .domain([first - margin, last + margin])
    .range([left, Math.max(left + 40, width - right)])
  const kinds = GROWTH_KINDS.filter((kind) => steps.some((step) => step.kind === kind))
  const lanes = kinds.map((kind, i): GrowthLane => {
    const y = top + i * (lane + gap)
    const own = steps.filter((step) => step.kind === kind).sort((a, b) => a.at.localeCompare(b.at))
    const total = own.reduce((sum, step) => sum + step.amount, 0)
    let sum = 0
    const points: [Date, number][] = [[x.domain()[0], 0]]
    for (const step of own) {
      sum += step.amount
      points.push([new Date(step.at), sum])
    }
    points.push([x.domain()[1], sum])
    const shape = area<[Date, number]>()
      .x(([at]) => x(at))
      .y0(y + lane)
      .y1(([, value]) => y + lane - (total > 0 ? (value / total) * lane : 0))
      .curve(curveStepAfter)
    return { kind, y, d: shape(points) ?? '', total }
  })
  const height = top + kinds.length * (lane + gap) - gap + bottom
  return { x, lanes, moments, height, base: height - bottom }
}

/** Index of the last moment that is not after `at`; -1 when all are. */
export function indexAt(moments: readonly string[], at: string): number {
  return moments.findLastIndex((moment) => moment <= at.slice(0, 10))
}

/** Steps of playing: every moment, or at most `most` of them evenly, the last always among them. */
export function framesOf(moments: readonly string[], most: number): string[] {
  if (moments.length <= most) return [...moments]
  return Array.from({ length: most }, (_, i) => moments[Math.round((i * (moments.length - 1)) / (most - 1))])
}
