/** Open findings by probability and expected loss, with the corners from which on they become alerts. */
import { useMemo, useRef } from 'preact/hooks'
import type { ThresholdTrial } from '../../src/api/schemas/index.ts'
import { count, money, percent } from '../format.ts'
import {
  LEVELS,
  type Level,
  type Limit,
  type Limits,
  limitsIn,
  moved,
  type Subject,
  severityUnder,
  type ThresholdContent,
} from '../thresholds.ts'
import { words } from '../words.ts'
import { Figure, useWidth } from './figure.tsx'
import { HEIGHT, limitScales, lossTicks, MARGIN, nudge, SHARE_TICKS } from './limit-layout.ts'

type Open = ThresholdTrial['open'][number]

export const LEVEL_WORDS = { watch: 'levelWatch', alert: 'levelAlert', critical: 'levelCritical' } as const

interface LimitScatterProps {
  readonly open: Open
  readonly subject: Subject
  /** Line of claims whose corners are moved; null those of all lines without their own. */
  readonly line: string | null
  readonly content: ThresholdContent
  /** Those in force, drawn pale where they differ. */
  readonly before: Limits
  readonly onMove?: (limits: Limits) => void
}

export function LimitScatter({ open, subject, line, content, before, onMove }: LimitScatterProps) {
  const { ref, width } = useWidth<HTMLDivElement>(760)
  const held = useRef<Level>(undefined)
  const limits = limitsIn(content, subject, line)
  const found = open.found.filter((one) =>
    subject !== 'claim' ? true : line === null ? !(one.line && content.lines[one.line]) : one.line === line,
  )
  const { x, y, at, most } = useMemo(
    () =>
      limitScales(
        found,
        LEVELS.map((level) => before[level]),
        width,
      ),
    [open, line, subject, width, before],
  )
  const counts = LEVELS.map((level) => found.filter((one) => reaches(one, limits[level])).length)
  const right = width - MARGIN.right
  const move = (level: Level, to: Limit) => onMove?.(moved(limits, level, to))
  return (
    <Figure
      title={words('limitScatterTitle')}
      note={words('limitScatterNote')}
      data={{
        head: [
          words('levelHead'),
          words(subject === 'ring' ? 'scoreFrom' : 'probability'),
          words('lossFrom'),
          words('openAlerts'),
        ],
        rows: LEVELS.map((level, i) => [
          words(LEVEL_WORDS[level]),
          percent(limits[level].probability),
          money(limits[level].expectedLossAmount),
          counts[i],
        ]),
      }}
    >
      <div ref={ref} class="limit-scatter">
        {/* biome-ignore lint/a11y/useSemanticElements: a picture with corners to move is no form */}
        <svg
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="group"
          aria-label={words('limitScatterTitle')}
          onPointerMove={(event) => {
            if (!held.current) return
            const box = event.currentTarget.getBoundingClientRect()
            move(held.current, at(event.clientX - box.left, event.clientY - box.top))
          }}
          onPointerUp={() => {
            held.current = undefined
          }}
        >
          {lossTicks(most).map((tick) => (
            <g key={tick} transform={`translate(0,${y(tick)})`}>
              <line class="grid-line" x1={MARGIN.left} x2={right} />
              <text class="axis-text" x={MARGIN.left - 8} dy="0.32em" text-anchor="end">
                {money(tick)}
              </text>
            </g>
          ))}
          {SHARE_TICKS.filter((tick) => width > 480 || ![0.05, 0.3].includes(tick)).map((tick) => (
            <text
              key={tick}
              class="axis-text"
              x={x(tick)}
              y={HEIGHT - MARGIN.bottom + 18}
              text-anchor="middle"
            >
              {Math.round(tick * 100)}%
            </text>
          ))}
          <text class="axis-title" x={4} y={11}>
            ↑ {words('lossFrom')}
          </text>
          <text class="axis-title" x={right} y={HEIGHT - 5} text-anchor="end">
            {words(subject === 'ring' ? 'score' : 'probability')} →
          </text>
          {found.map((one) => (
            <circle
              key={one.subjectId}
              class={`finding ${severityUnder(limits, one) ?? 'below'}`}
              cx={x(one.probability)}
              cy={y(one.expectedLossAmount)}
              r={3.2}
            />
          ))}
          {LEVELS.map((level) => (
            <g key={level}>
              {!same(before[level], limits[level]) && (
                <path class="limit-before" d={corner(before[level], x, y, right)} />
              )}
              <path class={`limit-line ${level}`} d={corner(limits[level], x, y, right)} />
            </g>
          ))}
          {LEVELS.map((level, i) => (
            <g
              key={level}
              transform={`translate(${x(limits[level].probability)},${y(limits[level].expectedLossAmount)})`}
            >
              <text class="mark-label strong" x={7} y={-8}>
                {words(LEVEL_WORDS[level])} <tspan class="limit-count">{count(counts[i])}</tspan>
              </text>
              {onMove && (
                <circle
                  class={`limit-corner ${level}`}
                  r={7}
                  tabindex={0}
                  role="slider"
                  aria-label={words(LEVEL_WORDS[level])}
                  aria-valuemin={0}
                  aria-valuemax={100}
                  aria-valuenow={Math.round(limits[level].probability * 100)}
                  aria-valuetext={`${percent(limits[level].probability)}, ${money(limits[level].expectedLossAmount)}`}
                  onPointerDown={(event) => {
                    event.preventDefault()
                    event.currentTarget.ownerSVGElement?.setPointerCapture(event.pointerId)
                    held.current = level
                  }}
                  onKeyDown={(event) => {
                    const to = nudge(limits[level], event.key)
                    if (!to) return
                    event.preventDefault()
                    move(level, to)
                  }}
                />
              )}
            </g>
          ))}
        </svg>
        {found.length === 0 && <p class="notice">{words('noDots')}</p>}
        {open.found.length < open.total && (
          <p class="small muted">
            {count(open.found.length)} {words('ofTotal')} {count(open.total)} {words('scatterMost')}
          </p>
        )}
      </div>
    </Figure>
  )
}

const reaches = (one: Limit, limit: Limit) =>
  one.probability >= limit.probability && one.expectedLossAmount >= limit.expectedLossAmount
const same = (a: Limit, b: Limit) =>
  a.probability === b.probability && a.expectedLossAmount === b.expectedLossAmount

/** From the top down to the corner, then to the right. */
function corner(limit: Limit, x: (p: number) => number, y: (loss: number) => number, right: number): string {
  const [px, py] = [x(limit.probability), y(limit.expectedLossAmount)]
  return `M${px},${MARGIN.top}V${py}H${right}`
}
