/** Bursts over time, one row a region: circles as large as their claims, hollow when the weather brought them. */
import { max, scalePoint, scaleSqrt, scaleTime } from 'd3'
import type { Burst } from '../../src/api/schemas/index.ts'
import { count, day, decimal } from '../format.ts'
import { region, term } from '../terms.ts'
import { words } from '../words.ts'
import { Figure, useWidth } from './figure.tsx'

const ROW = 34
const MARGIN = { top: 14, right: 20, bottom: 30, left: 108 }

/** A burst in words: what happened, where. */
export function burstTitle(of: Burst): string {
  const what = of.peril ? term(of.peril) : (of.line ?? '')
  const where =
    of.kind === 'provider'
      ? (of.providerName ?? of.providerId ?? '')
      : of.regionCode
        ? region(of.regionCode)
        : ''
  return `${what} · ${where}`
}

/** Places of the bursts; the larger lie below. */
export function burstDots(bursts: readonly Burst[], width: number) {
  const regions = [...new Set(bursts.map((one) => one.regionCode ?? '–'))].sort()
  const height = MARGIN.top + MARGIN.bottom + ROW * Math.max(1, regions.length)
  const times = bursts.flatMap((one) => [new Date(one.fromAt), new Date(one.toAt)])
  const [first, last] = [Math.min(...times.map(Number)), Math.max(...times.map(Number))]
  const x = scaleTime()
    .domain([first - 20 * 86_400_000, last + 20 * 86_400_000])
    .range([MARGIN.left, width - MARGIN.right])
  const y = scalePoint<string>()
    .domain(regions)
    .range([MARGIN.top + ROW / 2, height - MARGIN.bottom - ROW / 2])
  const radius = scaleSqrt()
    .domain([0, max(bursts, (one) => one.claims) ?? 1])
    .range([0, ROW * 0.62])
  const dots = bursts
    .map((of) => ({
      of,
      x: x((Date.parse(of.fromAt) + Date.parse(of.toAt)) / 2),
      y: y(of.regionCode ?? '–') ?? 0,
      radius: Math.max(4, radius(of.claims)),
    }))
    .sort((a, b) => b.radius - a.radius)
  return { dots, regions, height, x, y }
}

interface BurstStripProps {
  readonly bursts: readonly Burst[]
  readonly picked: string | undefined
  readonly onPick: (one: Burst) => void
}

export function BurstStrip({ bursts, picked, onPick }: BurstStripProps) {
  const { ref, width } = useWidth<HTMLDivElement>()
  const { dots, regions, height, x, y } = burstDots(bursts, width)
  return (
    <Figure
      title={words('bursts')}
      note={words('burstsNote')}
      data={{
        head: [words('burstWord'), words('period'), words('claims'), words('usuallyExpected')],
        rows: bursts.map((one) => [
          burstTitle(one),
          `${day(one.fromAt)} – ${day(one.toAt)}`,
          count(one.claims),
          decimal(one.expected, 1),
        ]),
      }}
    >
      <div ref={ref}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          <title>{words('bursts')}</title>
          {regions.map((at) => (
            <g key={at}>
              <line class="grid-line" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(at)} y2={y(at)} />
              <text class="axis-text" x={MARGIN.left - 8} y={y(at)} dy="0.32em" text-anchor="end">
                {region(at)}
              </text>
            </g>
          ))}
          {x.ticks(width < 520 ? 3 : 8).map((tick) => (
            <text key={Number(tick)} class="axis-text" x={x(tick)} y={height - 8} text-anchor="middle">
              {day(tick.toISOString()).slice(0, 7)}
            </text>
          ))}
          {dots.map(({ of, x: left, y: top, radius }) => (
            // biome-ignore lint/a11y/useSemanticElements: a button within a picture
            <circle
              key={of.burstId}
              class={`lift-dot ${of.isWeather ? '' : 'held'} ${picked === of.burstId ? 'picked' : ''}`}
              cx={left}
              cy={top}
              r={radius}
              role="button"
              tabindex={0}
              aria-label={`${burstTitle(of)}: ${of.claims} ${words('claimsSeen')}`}
              aria-pressed={picked === of.burstId}
              onClick={() => onPick(of)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' || event.key === ' ') {
                  event.preventDefault()
                  onPick(of)
                }
              }}
            >
              <title>{`${burstTitle(of)} · ${day(of.fromAt)} · ${count(of.claims)} / ${decimal(of.expected, 1)}`}</title>
            </circle>
          ))}
        </svg>
      </div>
    </Figure>
  )
}
