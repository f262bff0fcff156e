/** Predicted against observed rates by tenth: on the line, a prediction comes true. */
import { scaleLinear } from 'd3'
import { decimal } from '../format.ts'
import { words } from '../words.ts'
import { Figure } from './figure.tsx'

export interface ReliabilityBin {
  readonly bin: string
  readonly expected: number
  readonly observed: number
  /** Ends of the 95 % interval of what was observed. */
  readonly low?: number
  readonly high?: number
}

const SIZE = 220
const MARGIN = { top: 16, right: 12, bottom: 30, left: 38 }

export function Reliability({
  bins,
  title = words('reliability'),
}: {
  bins: readonly ReliabilityBin[]
  title?: string
}) {
  if (bins.length < 3) return null
  const top = Math.max(...bins.flatMap(({ expected, observed, high }) => [expected, observed, high ?? 0]))
  const domain = [0, top * 1.05]
  const x = scaleLinear()
    .domain(domain)
    .range([MARGIN.left, SIZE - MARGIN.right])
  const y = scaleLinear()
    .domain(domain)
    .range([SIZE - MARGIN.bottom, MARGIN.top])
  const ticks = x.ticks(4)
  return (
    <Figure
      title={title}
      data={{
        head: [words('tenth'), words('expected'), words('observed')],
        rows: bins.map(({ bin, expected, observed }) => [bin, decimal(expected, 3), decimal(observed, 3)]),
      }}
    >
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} style={{ maxWidth: '280px' }} role="img" aria-label={title}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line class="grid-line" x1={MARGIN.left} x2={SIZE - MARGIN.right} y1={y(tick)} y2={y(tick)} />
            <text class="axis-text" x={MARGIN.left - 5} y={y(tick)} dy="0.32em" text-anchor="end">
              {tick}
            </text>
            <text class="axis-text" x={x(tick)} y={SIZE - MARGIN.bottom + 13} text-anchor="middle">
              {tick}
            </text>
          </g>
        ))}
        <line class="mark-expected" x1={x(0)} y1={y(0)} x2={x(domain[1])} y2={y(domain[1])} />
        <path
          class="mark-line"
          d={`M${bins.map(({ expected, observed }) => `${x(expected)},${y(observed)}`).join('L')}`}
        />
        {bins.map(({ bin, expected, low, high }) =>
          low === undefined || high === undefined ? null : (
            <line
              key={`interval ${bin}`}
              class="mark-whisker"
              x1={x(expected)}
              x2={x(expected)}
              y1={y(low)}
              y2={y(high)}
            />
          ),
        )}
        {bins.map(({ bin, expected, observed }) => (
          <circle key={bin} class="provider-dot" cx={x(expected)} cy={y(observed)} r="3.500" />
        ))}
        <text class="axis-title" x={SIZE - MARGIN.right} y={SIZE - 3} text-anchor="end">
          {words('expected')} →
        </text>
        <text class="axis-title" x={4} y={9}>
          {words('observed')}
        </text>
      </svg>
    </Figure>
  )
}
