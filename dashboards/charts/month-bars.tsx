/** Claims by month as small bars, for a row of a list: when a group was at work. */
import { scaleLinear } from 'd3'

export const DEFAULTS = { width: 108, height: 22, months: 36 } as const

/** Bars on an axis of months that all rows of a list share, the last month at the right. */
export function monthBars(claims: readonly number[], monthsAgo = 0) {
  const { width, height, months } = DEFAULTS
  const step = width / months
  const y = scaleLinear()
    .domain([0, Math.max(1, ...claims)])
    .range([0, height])
  return claims
    .map((value, i) => ({
      x: width - (claims.length - i + monthsAgo) * step,
      width: Math.max(1, step - 0.6),
      height: value > 0 ? Math.max(2, y(value)) : 0,
    }))
    .filter((bar) => bar.height > 0 && bar.x >= -0.01)
}

/** Whole months from one day to another. */
export function monthsBetween(from: string, to: string): number {
  const month = (iso: string) => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7))
  return Math.max(0, month(to) - month(from))
}

interface MonthBarsProps {
  /** By month, oldest first. */
  readonly claims: readonly number[]
  /** Months that lie between the last of them and the right end of the axis. */
  readonly monthsAgo?: number
  readonly label: string
}

export function MonthBars({ claims, monthsAgo = 0, label }: MonthBarsProps) {
  const { width, height } = DEFAULTS
  return (
    <svg
      class="month-bars"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
      {monthBars(claims, monthsAgo).map((bar) => (
        <rect key={bar.x} x={bar.x} y={height - bar.height} width={bar.width} height={bar.height} />
      ))}
    </svg>
  )
}
