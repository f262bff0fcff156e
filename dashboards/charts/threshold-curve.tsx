/** What a match line at each weight would mean: precision and recall by the model, and precision by verdicts with its interval. */
import { area, line, scaleLinear } from 'd3'
import type { ThresholdPoint } from '../../src/api/schemas/index.ts'
import { count, decimal, percent } from '../format.ts'
import { words } from '../words.ts'
import { Figure, useWidth } from './figure.tsx'

const HEIGHT = 300
const MARGIN = { top: 30, right: 78, bottom: 36, left: 44 }

export interface Line {
  readonly weight: number
  readonly label: string
  readonly kind: 'now' | 'next' | 'proposed' | 'picked'
}

/** Places of the curves' points; weights rise to the right, shares from the lowest that is shown. */
export function curveLayout(curve: readonly ThresholdPoint[], width: number, height = HEIGHT) {
  const points = [...curve].sort((a, b) => a.matchWeight - b.matchWeight)
  const weights = points.map((point) => point.matchWeight)
  const shares = points.flatMap((p) =>
    [p.precisionEstimated, p.recallEstimated, p.low].filter((v) => v !== null),
  )
  const floor = Math.min(0.9, ...shares)
  const x = scaleLinear()
    .domain([weights[0] ?? 0, weights.at(-1) ?? 1])
    .range([MARGIN.left, width - MARGIN.right])
  const y = scaleLinear()
    .domain([Math.max(0, Math.floor(floor * 10) / 10), 1])
    .range([height - MARGIN.bottom, MARGIN.top])
  const path = (pick: (point: ThresholdPoint) => number | null) =>
    line<ThresholdPoint>()
      .defined((point) => pick(point) !== null)
      .x((point) => x(point.matchWeight))
      .y((point) => y(pick(point) ?? 0))(points) ?? ''
  const interval = area<ThresholdPoint>()
    .defined((point) => point.low !== null && point.high !== null)
    .x((point) => x(point.matchWeight))
    .y0((point) => y(point.low ?? 0))
    .y1((point) => y(point.high ?? 1))
  return {
    points,
    x,
    y,
    interval: interval(points) ?? '',
    reviewed: path((point) => point.precisionReviewed),
    precision: path((point) => point.precisionEstimated),
    recall: path((point) => point.recallEstimated),
  }
}

/** Heights of labels that would lie on each other are moved apart, each at least `gap` below the one before. */
export function apart(places: readonly number[], gap: number): number[] {
  const order = places.map((place, i) => ({ place, i })).sort((a, b) => a.place - b.place)
  const moved = [...places]
  let last = Number.NEGATIVE_INFINITY
  for (const { place, i } of order) {
    moved[i] = Math.max(place, last + gap)
    last = moved[i]
  }
  return moved
}

export function ThresholdCurve({
  curve,
  lines,
}: {
  curve: readonly ThresholdPoint[]
  lines: readonly Line[]
}) {
  const { ref, width } = useWidth<HTMLDivElement>()
  const { points, x, y, precision, recall, interval, reviewed } = curveLayout(curve, width)
  const last = points.at(-1)
  const [labelP, labelR] = apart([y(last?.precisionEstimated ?? 1), y(last?.recallEstimated ?? 0)], 14)
  const shares = y.ticks(4)
  const shown = [...lines].sort((a, b) => a.weight - b.weight)
  return (
    <Figure
      title={words('curveTitle')}
      note={words('limitCurveNote')}
      data={{
        head: [
          words('matchWeight'),
          words('pairsAbove'),
          words('precisionWord'),
          words('recallWord'),
          words('fromVerdicts'),
        ],
        rows: points.map((p) => [
          decimal(p.matchWeight, 1),
          count(p.pairs),
          percent(p.precisionEstimated),
          percent(p.recallEstimated),
          p.precisionReviewed === null
            ? '–'
            : `${percent(p.precisionReviewed)} (${percent(p.low)} – ${percent(p.high)}, n=${count(p.verdicts)})`,
        ]),
      }}
    >
      <div ref={ref}>
        <svg
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={words('curveTitle')}
        >
          {shares.map((tick) => (
            <g key={tick}>
              <line class="grid-line" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
              <text class="axis-text" x={MARGIN.left - 8} y={y(tick) + 4} text-anchor="end">
                {percent(tick)}
              </text>
            </g>
          ))}
          {x.ticks(width < 520 ? 5 : 9).map((tick) => (
            <text
              key={tick}
              class="axis-text"
              x={x(tick)}
              y={HEIGHT - MARGIN.bottom + 16}
              text-anchor="middle"
            >
              {tick}
            </text>
          ))}
          <text class="axis-title" x={width - MARGIN.right} y={HEIGHT - 4} text-anchor="end">
            {words('matchWeight')} →
          </text>
          {shown.map(({ weight, label, kind }, i) => (
            <g key={kind} class={`match-line ${kind}`}>
              <line
                x1={x(weight)}
                x2={x(weight)}
                y1={MARGIN.top - 6 + (i % 2) * 12}
                y2={HEIGHT - MARGIN.bottom}
              />
              <text class="mark-label" x={x(weight) + 4} y={MARGIN.top - 8 + (i % 2) * 13}>
                {label} {decimal(weight, 1)}
              </text>
            </g>
          ))}
          <path class="reviewed-band" d={interval} />
          <path class="reviewed-line" d={reviewed} />
          <path class="mark-line" d={precision} />
          <path class="mark-expected" d={recall} />
          <text class="mark-label strong" x={width - MARGIN.right + 6} y={labelP + 4}>
            {words('precisionWord')}
          </text>
          <text class="mark-label" x={width - MARGIN.right + 6} y={labelR + 4}>
            {words('recallWord')}
          </text>
        </svg>
      </div>
    </Figure>
  )
}
