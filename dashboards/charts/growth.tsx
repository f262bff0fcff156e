/** The scrubber: a ring's growth over time, with the span that the picture shows between two handles, and a button that plays it. */
import { utcFormat } from 'd3'
import { useEffect, useRef, useState } from 'preact/hooks'
import { count, day, money } from '../format.ts'
import { Icon } from '../parts/icon.tsx'
import { words } from '../words.ts'
import { Figure, useWidth } from './figure.tsx'
import {
  framesOf,
  type GrowthKind,
  type GrowthStep,
  grownBy,
  growthLayout,
  indexAt,
  DEFAULTS as LAYOUT,
} from './growth-layout.ts'

const DEFAULTS = {
  /** Milliseconds between two frames of playing, and the most frames. */
  frame: 180,
  frames: 48,
  /** The same for people who asked for less motion: few steps, far apart. */
  stillFrame: 1100,
  stillFrames: 8,
} as const

const LANE_WORDS = { member: 'members', claim: 'claims', payment: 'paidAmount' } as const

/** What is shown: from `since` to `until`, both days; undefined where it is not bounded. */
export interface Span {
  readonly since: string | undefined
  readonly until: string | undefined
}

interface GrowthProps {
  readonly steps: readonly GrowthStep[]
  readonly span: Span
  readonly onSpan: (span: Span) => void
}

const shownSum = (kind: GrowthKind, value: number) => (kind === 'payment' ? money(value) : count(value))

export function Growth({ steps, span, onSpan }: GrowthProps) {
  const { ref, width } = useWidth<HTMLDivElement>(900)
  const svg = useRef<SVGSVGElement>(null)
  const { x, lanes, moments, height, base } = growthLayout(steps, width)
  const [playing, setPlaying] = usePlay(moments, span, onSpan)
  const last = moments.length - 1
  const from = span.since === undefined ? 0 : Math.max(0, indexAt(moments, span.since))
  const to = span.until === undefined ? last : Math.max(from, indexAt(moments, span.until))
  const shift = (nextFrom: number, nextTo: number) => {
    setPlaying(false)
    onSpan({
      since: nextFrom <= 0 ? undefined : moments[Math.min(nextFrom, last)],
      until: nextTo >= last ? undefined : moments[Math.max(0, nextTo)],
    })
  }
  const drag = useDrag(svg, (at) => indexAt(moments, day(x.invert(at).toISOString())), {
    from,
    to,
    last,
    shift,
  })
  if (moments.length < 2) return <p class="muted small">{words('growthNone')}</p>
  const format = utcFormat(x.ticks(6)[1]?.getUTCMonth() === 0 ? '%Y' : '%Y-%m')
  const end = moments[to]
  const handle = (which: 'from' | 'to', at: number) => (
    <g
      class="scrub-handle"
      role="slider"
      tabindex={0}
      aria-label={words(which === 'from' ? 'shownSince' : 'knownUntil')}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={at}
      aria-valuetext={moments[at]}
      transform={`translate(${x(new Date(moments[at]))},0)`}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[
          event.key
        ]
        const next = event.key === 'Home' ? 0 : event.key === 'End' ? last : by && at + by
        if (next === undefined) return
        event.preventDefault()
        const kept = Math.max(0, Math.min(last, next))
        if (which === 'from') shift(Math.min(kept, to), to)
        else shift(from, Math.max(kept, from))
      }}
      onPointerDown={(event) => drag(event, which)}
    >
      <rect x={-9} y={0} width={18} height={height} class="grip-area" />
      <line y1={0} y2={base} />
      <path d="M-5,-1H5V9L0,15L-5,9Z" />
    </g>
  )
  return (
    <Figure
      title={words('growthTitle')}
      note={`${words('growthNote')} ${moments[from]} – ${end}`}
      data={{
        head: [words('date'), words('kind'), words('details'), words('amount')],
        rows: steps.map((step) => [
          day(step.at),
          words(LANE_WORDS[step.kind]),
          step.label,
          shownSum(step.kind, step.amount),
        ]),
      }}
    >
      <div class="growth">
        <button
          type="button"
          class="button play"
          aria-pressed={playing}
          aria-label={words(playing ? 'pause' : 'play')}
          onClick={() => setPlaying(!playing)}
        >
          <Icon name={playing ? 'pause' : 'play'} size={16} /> {words(playing ? 'pause' : 'play')}
        </button>
        {(from > 0 || to < last) && (
          <button type="button" class="button quiet" onClick={() => shift(0, last)}>
            {words('wholeTime')}
          </button>
        )}
        <div ref={ref} class="lanes">
          <svg
            ref={svg}
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            aria-label={words('growthTitle')}
          >
            {x.ticks(Math.max(2, Math.floor(width / 130))).map((tick) => (
              <g key={tick.getTime()} transform={`translate(${x(tick)},0)`}>
                <line class="grid-line" y2={base} />
                <text class="axis-text" y={height - 6} text-anchor="middle">
                  {format(tick)}
                </text>
              </g>
            ))}
            {lanes.map(({ kind, y, d }) => (
              <g key={kind} class={`lane ${kind}`}>
                <text class="mark-label" x={0} y={y + LAYOUT.lane / 2} dy="0.32em">
                  {words(LANE_WORDS[kind])}
                </text>
                <path class="whole" d={d} />
                <line
                  class="grid-line"
                  x1={LAYOUT.left}
                  x2={width - LAYOUT.right}
                  y1={y + LAYOUT.lane}
                  y2={y + LAYOUT.lane}
                />
                <text
                  class="mark-label strong"
                  x={width}
                  y={y + LAYOUT.lane / 2}
                  dy="0.32em"
                  text-anchor="end"
                >
                  {shownSum(kind, grownBy(steps, kind, `${end}~`))}
                </text>
              </g>
            ))}
            <rect
              class="unshown"
              x={LAYOUT.left}
              width={Math.max(0, x(new Date(moments[from])) - LAYOUT.left)}
              height={base}
            />
            <rect
              class="unshown"
              x={x(new Date(end))}
              width={Math.max(0, width - LAYOUT.right - x(new Date(end)))}
              height={base}
            />
            <rect
              class="window"
              x={x(new Date(moments[from]))}
              width={Math.max(0, x(new Date(end)) - x(new Date(moments[from])))}
              height={base}
              onPointerDown={(event) => drag(event, 'window')}
            />
            {handle('from', from)}
            {handle('to', to)}
          </svg>
        </div>
      </div>
    </Figure>
  )
}

interface Held {
  readonly from: number
  readonly to: number
  readonly last: number
  readonly shift: (from: number, to: number) => void
}

/** Dragging one end of the span, or the whole of it. */
function useDrag(
  svg: { readonly current: SVGSVGElement | null },
  indexOf: (x: number) => number,
  held: Held,
) {
  const now = useRef({ indexOf, held })
  now.current = { indexOf, held }
  return (event: PointerEvent, what: 'from' | 'to' | 'window') => {
    const frame = svg.current
    if (!frame || event.button !== 0) return
    event.preventDefault()
    const at = (moved: PointerEvent) =>
      now.current.indexOf(moved.clientX - frame.getBoundingClientRect().left)
    const { from, to, last } = now.current.held
    const begin = at(event)
    const move = (moved: PointerEvent) => {
      const next = Math.max(0, Math.min(last, at(moved)))
      const { shift } = now.current.held
      if (what === 'from') shift(Math.min(next, to), to)
      else if (what === 'to') shift(from, Math.max(next, from))
      else {
        const by = Math.max(-from, Math.min(last - to, next - begin))
        shift(from + by, to + by)
      }
    }
    const stop = () => {
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', stop)
    }
    addEventListener('pointermove', move)
    addEventListener('pointerup', stop)
  }
}

/** Plays from where the span ends, or from its beginning when it ends with the last moment. */
function usePlay(moments: readonly string[], span: Span, onSpan: (span: Span) => void) {
  const [playing, setPlaying] = useState(false)
  const now = useRef({ span, onSpan })
  now.current = { span, onSpan }
  useEffect(() => {
    if (!playing) return
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const frames = framesOf(moments, still ? DEFAULTS.stillFrames : DEFAULTS.frames)
    const { since, until } = now.current.span
    const begin = until === undefined ? (since ?? '') : `${until}~`
    const left = frames.filter((frame) => frame > begin)
    const step = () => {
      const frame = left.shift()
      if (frame === undefined || left.length === 0) {
        now.current.onSpan({ since: now.current.span.since, until: undefined })
        setPlaying(false)
        return
      }
      now.current.onSpan({ since: now.current.span.since, until: frame })
    }
    step()
    const timer = setInterval(step, still ? DEFAULTS.stillFrame : DEFAULTS.frame)
    return () => clearInterval(timer)
  }, [playing])
  return [playing, setPlaying] as const
}
