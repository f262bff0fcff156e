/** A small series for comparing many: band, line, warnings; no axes, its last value stands beside it. */
import { type SeriesPoint, seriesLayout } from './series-layout.ts'

interface SparkProps {
  readonly points: readonly SeriesPoint[]
  readonly label: string
  readonly width?: number
  readonly height?: number
}

export function Spark({ points, label, width = 220, height = 52 }: SparkProps) {
  const layout = seriesLayout(points, {
    width,
    height,
    margin: { top: 5, right: 5, bottom: 4, left: 2 },
  })
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width="100%"
      height={height}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path class="mark-band" d={layout.band} />
      <path class="mark-forecast" d={layout.forecast} />
      <path class="mark-line" d={layout.observed} style={{ strokeWidth: 1.4 }} vector-effect="non-scaling-stroke" />
      {layout.outside.map((i) => (
        <circle key={i} class="mark-warning" cx={layout.at(i)} cy={layout.y(points[i].value ?? 0)} r="3.2" />
      ))}
    </svg>
  )
}
