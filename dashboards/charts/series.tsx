/** A series over time with expected value, limits, forecast and warnings; read by pointer and by arrow keys. */
import { utcFormat } from 'd3'
import { useMemo, useState } from 'preact/hooks'
import { count, decimal, money, percent } from '../format.ts'
import { words } from '../words.ts'
import { useWidth } from './figure.tsx'
import { nearest, type SeriesPoint, seriesLayout } from './series-layout.ts'

interface SeriesProps {
  readonly points: readonly SeriesPoint[]
  /** What the vertical axis counts. */
  readonly unit: string
  readonly label: string
  readonly height?: number
  /** Periods to be marked; those outside their limits where nothing is said. */
  readonly marked?: readonly string[] | undefined
  readonly isMoney?: boolean
  readonly isShare?: boolean
  /** Times that are shaded: from the first day to the last. */
  readonly shaded?: readonly { readonly from: string; readonly to: string; readonly isPicked: boolean }[]
}

const MARGIN = { top: 18, right: 62, bottom: 24, left: 46 }

export function Series({
  points,
  unit,
  label,
  height = 240,
  marked,
  isMoney = false,
  isShare = false,
  shaded = [],
}: SeriesProps) {
  const { ref, width } = useWidth<HTMLDivElement>()
  const [at, setAt] = useState<number>()
  const margin = width < 460 ? { ...MARGIN, right: 14, left: 38 } : MARGIN
  const layout = useMemo(
    () => seriesLayout(points, { width, height, margin }),
    [points, width, height, margin],
  )
  const show = (value: number | null) =>
    value === null
      ? '–'
      : isShare
        ? percent(value)
        : isMoney
          ? money(value)
          : Number.isInteger(value)
            ? count(value)
            : decimal(value, 1)
  const places = points.map((_, i) => layout.at(i))
  const format = utcFormat('%Y-%m')
  const warned = marked && new Set(marked)
  const marks = points
    .map((point, i) => ({ point, i }))
    .filter(({ point, i }) => (warned ? warned.has(point.period) : layout.outside.includes(i)))
  const lastObserved = points.findLastIndex((point) => !point.isForecast && point.value !== null)
  const wide = width >= 460
  const key = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (!step) return
    event.preventDefault()
    setAt(Math.max(0, Math.min(points.length - 1, (at ?? lastObserved) + step)))
  }
  const point = at === undefined ? undefined : points[at]
  return (
    <div ref={ref} style={{ position: 'relative' }}>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={label}
        tabindex={0}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          setAt(nearest(places, ((event.clientX - box.left) / box.width) * width))
        }}
        onPointerLeave={() => setAt(undefined)}
        onBlur={() => setAt(undefined)}
        onKeyDown={key}
      >
        <text class="axis-title" x={margin.left} y={9}>
          {unit}
        </text>
        {layout.y.ticks(4).map((tick) => (
          <g key={tick} transform={`translate(0,${layout.y(tick)})`}>
            <line class="grid-line" x1={margin.left} x2={width - margin.right} />
            <text class="axis-text" x={margin.left - 6} dy="0.32em" text-anchor="end">
              {isShare ? percent(tick) : isMoney ? money(tick) : count(tick)}
            </text>
          </g>
        ))}
        {layout.x.ticks(Math.max(2, Math.floor(width / 130))).map((tick) => (
          <text key={tick.getTime()} class="axis-text" x={layout.x(tick)} y={height - 6} text-anchor="middle">
            {format(tick)}
          </text>
        ))}
        {shaded.map(({ from, to, isPicked }) => {
          const [left, right] = [from, to].map((day) => layout.x(new Date(`${day}T00:00:00Z`)))
          return (
            <rect
              key={from}
              class={isPicked ? 'mark-episode picked' : 'mark-episode'}
              x={left - 3}
              width={right - left + 6}
              y={margin.top}
              height={height - margin.top - margin.bottom}
            />
          )
        })}
        <path class="mark-band" d={layout.band} />
        <path class="mark-forecast" d={layout.forecast} />
        <path class="mark-expected" d={layout.expected} />
        <path class="mark-line" d={layout.observed} />
        {marks.map(({ point: one, i }) => (
          <path
            key={one.period}
            class="mark-warning"
            d="M0,-6L5.500,4H-5.500Z"
            transform={`translate(${layout.at(i)},${layout.y(one.value ?? 0)})`}
          />
        ))}
        {wide && lastObserved >= 0 && (
          <>
            <text
              class="mark-label strong"
              x={width - margin.right + 6}
              y={layout.y(points[lastObserved].value ?? 0)}
              dy="0.32em"
            >
              {words('observed')}
            </text>
            {labelOfExpected(points, layout.y, points[lastObserved].value) && (
              <text
                class="mark-label"
                x={width - margin.right + 6}
                y={labelOfExpected(points, layout.y, points[lastObserved].value)}
                dy="0.32em"
              >
                {words('expected')}
              </text>
            )}
          </>
        )}
        {at !== undefined && (
          <line
            class="cursor-line"
            x1={places[at]}
            x2={places[at]}
            y1={margin.top}
            y2={height - margin.bottom}
          />
        )}
      </svg>
      {point && at !== undefined && (
        <div
          class="tip"
          role="status"
          style={{ left: `${Math.max(0, Math.min(width - 190, places[at] + 10))}px`, top: '4px' }}
        >
          <b>{point.period}</b>
          {point.isForecast && ` ${words('forecast')}`}
          {point.value !== null && (
            <div>
              {words('observed')} <b>{show(point.value)}</b>
            </div>
          )}
          {point.expected !== null && (
            <div>
              {words('expected')} {show(point.expected)}
            </div>
          )}
          {point.upper !== null && (
            <div class="muted">
              {words('limits')} {show(point.lower)} – {show(point.upper)}
            </div>
          )}
        </div>
      )}
    </div>
  )
}

/** Height of the label of the expected line, moved away from that of the observed one; undefined without one. */
function labelOfExpected(
  points: readonly SeriesPoint[],
  y: (value: number) => number,
  observed: number | null,
): number | undefined {
  const last = points.findLast((point) => point.expected !== null)?.expected
  if (last === null || last === undefined) return undefined
  const place = y(last)
  const other = y(observed ?? 0)
  if (Math.abs(place - other) >= 13) return place
  return other + (place >= other ? 13 : -13)
}
