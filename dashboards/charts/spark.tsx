/** A small series for comparing many: band, line, warnings; no axes, its last value stands beside it. */
import { useWidth } from './figure.tsx'
import { type SeriesPoint, seriesLayout } from './series-layout.ts'

interface SparkProps {
  readonly points: readonly SeriesPoint[]
  readonly label: string
  /** Periods with a warning. */
  readonly marked: readonly string[]
  readonly height?: number
}

export function Spark({ points, label, marked, height = 60 }: SparkProps) {
  const { ref, width } = useWidth<HTMLSpanElement>(220)
  const size = { width, height, margin: { top: 6, right: 5, bottom: 5, left: 2 } }
  const layout = seriesLayout(points, size, false)
  const warned = new Set(marked)
  return (
    <span ref={ref} class="spark">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        <path class="mark-band" d={layout.band} />
        <path class="mark-forecast" d={layout.forecast} />
        <path class="mark-expected" d={layout.expected} />
        <path class="mark-line thin" d={layout.observed} />
        {points.map(
          ({ period, value }, i) =>
            warned.has(period) && (
              <path
                key={period}
                class="mark-warning"
                d="M0,-5L4.500,3.500H-4.500Z"
                transform={`translate(${layout.at(i)},${layout.y(value ?? 0)})`}
              />
            ),
        )}
      </svg>
    </span>
  )
}
