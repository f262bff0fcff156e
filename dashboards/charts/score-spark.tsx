/** The score of a source, load by load, on a scale from 0 to 100 that all sources share. */
import { useWidth } from './figure.tsx'

export interface ScorePoint {
  readonly key: string
  readonly score: number
  readonly says: string
}

/** Places of the points; one load stands at the right end. */
export function scorePoints(scores: readonly number[], width: number, height: number, lowest = 0) {
  const inner = width - 12
  return scores.map((score, i) => ({
    x: 6 + (scores.length === 1 ? inner : (inner * i) / (scores.length - 1)),
    y: 4 + (height - 8) * (1 - (Math.max(lowest, Math.min(100, score)) - lowest) / (100 - lowest)),
  }))
}

interface ScoreSparkProps {
  readonly points: readonly ScorePoint[]
  readonly label: string
  readonly height?: number
  /** Figure at the foot of the scale, 0 to 99. */
  readonly lowest?: number
  /** Draws lines at 50, 75 and 100 with their figures. */
  readonly hasScale?: boolean
}

export function ScoreSpark({
  points,
  label,
  height = 44,
  lowest: floor = 0,
  hasScale = false,
}: ScoreSparkProps) {
  const { ref, width } = useWidth<HTMLSpanElement>(220)
  const left = hasScale ? 28 : 0
  const lowest = hasScale
    ? Math.min(floor || 50, Math.floor(Math.min(100, ...points.map((p) => p.score)) / 10) * 10)
    : floor
  const places = scorePoints(
    points.map((point) => point.score),
    width - left,
    height,
    lowest,
  )
  const path = places
    .map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${(x + left).toFixed(1)},${y.toFixed(1)}`)
    .join('')
  const ticks = hasScale ? [lowest, (lowest + 100) / 2, 100] : [100]
  return (
    <span ref={ref} class="spark">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {ticks.map((tick) => {
          const y = 4 + (height - 8) * (1 - (tick - lowest) / (100 - lowest))
          return (
            <g key={tick}>
              <line class="grid-line" x1={left} x2={width} y1={y} y2={y} />
              {hasScale && (
                <text class="axis-text" x="0" y={y + 4}>
                  {tick}
                </text>
              )}
            </g>
          )
        })}
        <path class="mark-line" d={path} />
        {places.map(({ x, y }, i) => (
          <circle
            key={points[i].key}
            class={i === places.length - 1 ? 'score-dot last' : 'score-dot'}
            cx={x + left}
            cy={y}
            r={i === places.length - 1 ? 3.5 : 2}
          >
            <title>{points[i].says}</title>
          </circle>
        ))}
      </svg>
    </span>
  )
}
