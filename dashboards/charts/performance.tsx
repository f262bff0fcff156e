/** AUC by quarter with its interval, of scores held out in training and of scores as they were given. */
import { scaleLinear, scalePoint } from 'd3'
import type { ModelPeriod } from '../../src/api/schemas/index.ts'
import { count, decimal } from '../format.ts'
import { words } from '../words.ts'
import { Figure, useWidth } from './figure.tsx'

const HEIGHT = 220
const MARGIN = { top: 14, right: 12, bottom: 34, left: 36 }
const WAYS = ['held_out', 'given'] as const

export interface PlacedPeriod {
  readonly period: ModelPeriod
  readonly x: number
  readonly y: number
  readonly top: number
  readonly bottom: number
}

/** Places of the quarters that have an AUC; both ways stand side by side in a quarter. */
export function placePeriods(periods: readonly ModelPeriod[], width: number, height = HEIGHT) {
  const names = [...new Set(periods.map(({ period }) => period))].sort()
  const x = scalePoint(names, [MARGIN.left, width - MARGIN.right]).padding(0.5)
  const y = scaleLinear([0, 1], [height - MARGIN.bottom, MARGIN.top])
  const placed = periods.flatMap((period): PlacedPeriod[] =>
    period.rocAuc === null
      ? []
      : [
          {
            period,
            x: (x(period.period) ?? 0) + (period.way === 'given' ? 6 : -6),
            y: y(period.rocAuc),
            top: y(period.high ?? period.rocAuc),
            bottom: y(period.low ?? period.rocAuc),
          },
        ],
  )
  return { names, x, y, placed }
}

const nameOf = (way: ModelPeriod['way']) => words(way === 'given' ? 'wayGiven' : 'wayHeldOut')

export function Performance({ periods }: { periods: readonly ModelPeriod[] }) {
  const { ref, width } = useWidth<HTMLDivElement>(520)
  const { names, x, y, placed } = placePeriods(periods, width)
  const ways = WAYS.filter((way) => placed.some(({ period }) => period.way === way))
  return (
    <Figure
      title={words('performanceTitle')}
      note={words('performanceNote')}
      data={{
        head: [
          words('quarter'),
          words('kind'),
          'AUC',
          words('interval'),
          words('withOutcome'),
          words('events'),
        ],
        rows: periods.map((one) => [
          one.period,
          nameOf(one.way),
          decimal(one.rocAuc, 3),
          one.low === null ? '' : `${decimal(one.low, 3)} – ${decimal(one.high, 3)}`,
          count(one.rows),
          count(one.events),
        ]),
      }}
    >
      <div ref={ref}>
        <svg
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={words('performanceTitle')}
        >
          {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
            <g key={tick}>
              <line
                class="grid-line"
                x1={MARGIN.left}
                x2={width - MARGIN.right}
                y1={y(tick)}
                y2={y(tick)}
                style={tick === 0.5 ? { stroke: 'var(--ink-3)' } : undefined}
              />
              <text class="axis-text" x={MARGIN.left - 6} y={y(tick)} dy="0.32em" text-anchor="end">
                {tick}
              </text>
            </g>
          ))}
          {names.map((name) => (
            <text key={name} class="axis-text" x={x(name)} y={HEIGHT - 16} text-anchor="middle">
              {name}
            </text>
          ))}
          {placed.map(({ period, x: at, y: point, top, bottom }) => (
            <g key={`${period.way} ${period.period}`} class={`period ${period.way}`}>
              <title>
                {`${period.period}, ${nameOf(period.way)}: ${decimal(period.rocAuc, 3)} (${count(period.events)} / ${count(period.rows)})`}
              </title>
              <line x1={at} x2={at} y1={top} y2={bottom} />
              {period.way === 'given' ? (
                <rect x={at - 4} y={point - 4} width="8" height="8" />
              ) : (
                <circle cx={at} cy={point} r="4.500" />
              )}
            </g>
          ))}
        </svg>
        <p class="small muted legend-inline">
          {ways.map((way) => (
            <span key={way}>
              <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" style={{ width: '12px' }}>
                <g class={`period ${way}`}>
                  {way === 'given' ? (
                    <rect x="2" y="2" width="8" height="8" />
                  ) : (
                    <circle cx="6" cy="6" r="4.500" />
                  )}
                </g>
              </svg>
              {nameOf(way)}
            </span>
          ))}
        </p>
      </div>
    </Figure>
  )
}
