/** How a value turns into a contribution: dots claim by claim, the accumulated effect as a line, the rows as bars below. */
import { extent, line as path, scaleLinear, scaleSymlog } from 'd3'
import type { ModelExplanation } from '../../src/api/schemas/index.ts'
import { count, decimal, signed } from '../format.ts'
import { say } from '../language.ts'
import { words } from '../words.ts'
import { Figure, useWidth } from './figure.tsx'

export type ExplainedFeature = ModelExplanation['features'][number]
type Curve = NonNullable<ExplainedFeature['curve']>

const HEIGHT = 210
const MARGIN = { top: 14, right: 12, bottom: 50, left: 44 }
const BARS = 22

/** Places of everything in the picture. */
export function effectLayout(curve: Curve, points: ExplainedFeature['points'], width: number) {
  const { values, effects, rows } = curve
  const first = values[0]
  const last = values[values.length - 1]
  const middle = values[values.length >> 1]
  // Amounts have long tails: then the left is given room.
  const isLong = first >= 0 && last > 12 * Math.max(middle, 1e-9)
  const x = isLong ? scaleSymlog().constant(Math.max(middle, 1e-9)) : scaleLinear()
  x.domain([first, last]).range([MARGIN.left, width - MARGIN.right])
  const seen = points.filter(([value]) => value !== null && value >= first && value <= last)
  const [low = -0.01, high = 0.01] = extent([0, ...effects, ...seen.map(([, part]) => part)])
  const y = scaleLinear()
    .domain([low, high])
    .nice(4)
    .range([HEIGHT - MARGIN.bottom, MARGIN.top])
  // Intervals hold about as many rows each, so height is rows by width.
  const widths = values.slice(1).map((value, i) => Math.max(2, x(value) - x(values[i])))
  const density = widths.map((w, i) => (rows[i + 1] + (i === 0 ? rows[0] : 0)) / w)
  const most = Math.max(1e-9, ...density)
  return {
    x,
    y,
    line: path()(values.map((value, i) => [x(value), y(effects[i])])) ?? '',
    dots: seen.map(([value, part, colour]) => ({ x: x(value ?? 0), y: y(part), colour })),
    bars: values.slice(1).map((value, i) => ({
      x: x(values[i]),
      width: Math.max(1, x(value) - x(values[i]) - 0.5),
      // By the root: the crowded end must not flatten the rest.
      height: BARS * Math.sqrt(density[i] / most),
    })),
    ticks: isLong ? values.filter((_, i) => i % Math.ceil(values.length / 4) === 0) : x.ticks(4),
  }
}

const mix = (colour: number | null) =>
  colour === null
    ? 'var(--ink-3)'
    : `color-mix(in oklab, var(--node-claim) ${Math.round(colour * 100)}%, var(--node-account))`

const short = (value: number) =>
  Math.abs(value) >= 1000 ? count(value) : decimal(value, Math.abs(value) >= 10 || value % 1 === 0 ? 0 : 2)

export function EffectCurve({ feature }: { feature: ExplainedFeature }) {
  const { ref, width } = useWidth<HTMLDivElement>(360)
  const { curve, partner } = feature
  if (!curve) return null
  const { x, y, line, dots, bars, ticks } = effectLayout(curve, feature.points, width)
  const floor = HEIGHT - MARGIN.bottom
  return (
    <Figure
      title={say(feature.label)}
      note={
        <>
          {partner && (
            <>
              {words('colourBy')} <b>{say(partner.label)}</b>
            </>
          )}
          {curve.missing > 0 && ` · ${count(curve.missing)} ${words('missingRows')}`}
        </>
      }
      data={{
        head: [say(feature.label), words('effectWord'), words('effectRows')],
        rows: curve.values.map((value, i) => [
          short(value),
          signed(curve.effects[i], 3),
          count(curve.rows[i]),
        ]),
      }}
    >
      <div ref={ref}>
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
          <title>{say(feature.label)}</title>
          {y.ticks(4).map((tick) => (
            <g key={tick}>
              <line class="grid-line" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
              <text class="axis-text" x={MARGIN.left - 6} y={y(tick) + 4} text-anchor="end">
                {tick === 0 ? '0' : signed(tick)}
              </text>
            </g>
          ))}
          {dots.map((dot, i) => (
            <circle key={i} cx={dot.x} cy={dot.y} r="2.2" fill={mix(dot.colour)} opacity="0.55" />
          ))}
          <path class="mark-line" d={line} />
          {bars.map((bar, i) => (
            <rect
              key={i}
              x={bar.x}
              y={floor + 4 + BARS - bar.height}
              width={bar.width}
              height={bar.height}
              fill="var(--hairline-strong)"
            />
          ))}
          {ticks.map((tick) => (
            <text key={tick} class="axis-text" x={x(tick)} y={HEIGHT - 6} text-anchor="middle">
              {short(tick)}
            </text>
          ))}
        </svg>
      </div>
    </Figure>
  )
}
