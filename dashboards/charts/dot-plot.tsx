/** Providers beside their peers: claims across, amount against peers upwards, both in ratio scale; the outstanding are named. */
import { extent, scaleLog } from 'd3'
import { useMemo, useState } from 'preact/hooks'
import type { ProviderSummary } from '../../src/api/schemas/index.ts'
import { count, decimal, percent } from '../format.ts'
import { go } from '../router.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { Figure, useWidth } from './figure.tsx'
import { nearest } from './series-layout.ts'

const HEIGHT = 320
const MARGIN = { top: 22, right: 24, bottom: 36, left: 44 }

export interface Dot {
  readonly provider: ProviderSummary
  readonly x: number
  readonly y: number
}

/** Places of the providers that can be compared, in the order of their claims. */
export function dotsOf(providers: readonly ProviderSummary[], width: number, height = HEIGHT) {
  const shown = providers
    .filter((one) => one.amountRatio !== null && one.amountRatio > 0 && one.claims > 0)
    .sort((a, b) => a.claims - b.claims || a.partyId.localeCompare(b.partyId))
  const [fewest, most] = extent(shown, (one) => one.claims)
  const [low, high] = extent(shown, (one) => one.amountRatio ?? 1)
  const x = scaleLog()
    .domain([Math.max(0.8, (fewest ?? 1) * 0.9), (most ?? 10) * 1.15])
    .range([MARGIN.left, width - MARGIN.right])
  const y = scaleLog()
    .domain([Math.min(0.5, (low ?? 1) * 0.9), Math.max(2, (high ?? 1) * 1.1)])
    .range([height - MARGIN.bottom, MARGIN.top])
  const dots: Dot[] = shown.map((provider) => ({
    provider,
    x: x(provider.claims),
    y: y(provider.amountRatio ?? 1),
  }))
  return { dots, x, y }
}

/** Providers whose confirmed share of what was investigated stands out from that of all. */
export function outstanding(providers: readonly ProviderSummary[], times = 1.5): ReadonlySet<string> {
  const sum = (pick: (one: ProviderSummary) => number) => providers.reduce((n, one) => n + pick(one), 0)
  const usual =
    sum((one) => one.confirmedFraud) /
    Math.max(
      1,
      sum((one) => one.investigated),
    )
  const far = providers.filter(
    (one) => one.confirmedFraud >= 3 && one.confirmedFraud / one.investigated > times * usual,
  )
  return new Set(far.map((one) => one.partyId))
}

/** The few whose names are written: farthest from the crowd, not over one another. */
export function namedDots(dots: readonly Dot[], most = 7): Dot[] {
  const far = [...dots].sort(
    (a, b) =>
      (b.provider.amountRatio ?? 1) * Math.log(1 + b.provider.claims) -
      (a.provider.amountRatio ?? 1) * Math.log(1 + a.provider.claims),
  )
  const named: Dot[] = []
  for (const dot of far) {
    if (named.length >= most) break
    if (named.every((other) => Math.abs(other.y - dot.y) > 14 || Math.abs(other.x - dot.x) > 120))
      named.push(dot)
  }
  return named
}

const TICKS = [0.25, 0.5, 1, 2, 4, 8]

export function ProviderDots({ providers }: { providers: readonly ProviderSummary[] }) {
  const { ref, width } = useWidth<HTMLDivElement>(900)
  const [at, setAt] = useState<number>()
  const { dots, x, y } = useMemo(() => dotsOf(providers, width), [providers, width])
  const confirmed = useMemo(() => outstanding(providers), [providers])
  const named = useMemo(() => new Set(namedDots(dots, width < 560 ? 3 : 7)), [dots, width])
  const href = (dot: Dot) => `/providers/${encodeURIComponent(dot.provider.partyId)}`
  const point = at === undefined ? undefined : dots[at]
  return (
    <Figure
      title={words('dotTitle')}
      note={words('dotNote')}
      data={{
        head: [words('name'), words('type'), words('claimCount'), words('amountRatio'), words('confirmed')],
        rows: dots.map(({ provider }) => [
          provider.name ?? provider.partyId,
          term(provider.providerType),
          provider.claims,
          decimal(provider.amountRatio, 2),
          provider.confirmedFraud,
        ]),
      }}
    >
      <div ref={ref} style={{ position: 'relative' }}>
        <svg
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={words('dotTitle')}
          tabindex={0}
          style={{ cursor: point ? 'pointer' : undefined }}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            const px = ((event.clientX - box.left) / box.width) * width
            const py = ((event.clientY - box.top) / box.height) * HEIGHT
            const near = nearest(
              dots.map((dot) => Math.hypot(dot.x - px, dot.y - py)),
              0,
            )
            const dot = dots[near]
            setAt(dot && Math.hypot(dot.x - px, dot.y - py) < 24 ? near : undefined)
          }}
          onPointerLeave={() => setAt(undefined)}
          onBlur={() => setAt(undefined)}
          onClick={() => point && go(href(point))}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
            if (step) {
              event.preventDefault()
              setAt(Math.max(0, Math.min(dots.length - 1, (at ?? -1) + step)))
            } else if (event.key === 'Enter' && point) go(href(point))
          }}
        >
          {TICKS.filter((tick) => tick >= y.domain()[0] && tick <= y.domain()[1]).map((tick) => (
            <g key={tick} transform={`translate(0,${y(tick)})`}>
              <line
                class="grid-line"
                x1={MARGIN.left}
                x2={width - MARGIN.right}
                style={tick === 1 ? { stroke: 'var(--ink-3)' } : undefined}
              />
              <text class="axis-text" x={MARGIN.left - 6} dy="0.32em" text-anchor="end">
                {tick} ×
              </text>
            </g>
          ))}
          {[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
            .filter((tick) => tick >= x.domain()[0] && tick <= x.domain()[1])
            .map((tick) => (
              <text key={tick} class="axis-text" x={x(tick)} y={HEIGHT - 18} text-anchor="middle">
                {count(tick)}
              </text>
            ))}
          <text class="axis-title" x={width - MARGIN.right} y={HEIGHT - 3} text-anchor="end">
            {words('claimCount')} →
          </text>
          <text class="axis-title" x={MARGIN.left} y={10}>
            {words('amountRatio')}
          </text>
          {dots.map((dot, i) => (
            <circle
              key={dot.provider.partyId}
              cx={dot.x}
              cy={dot.y}
              r={i === at ? 7 : confirmed.has(dot.provider.partyId) ? 5.5 : 4}
              class={confirmed.has(dot.provider.partyId) ? 'provider-dot confirmed' : 'provider-dot'}
            />
          ))}
          {[...named].map((dot) => {
            const left = dot.x > width - 150
            return (
              <text
                key={dot.provider.partyId}
                class="mark-label"
                x={dot.x + (left ? -9 : 9)}
                y={dot.y}
                dy="0.32em"
                text-anchor={left ? 'end' : 'start'}
              >
                {dot.provider.name ?? dot.provider.partyId}
              </text>
            )
          })}
        </svg>
        <p class="small muted legend-inline">
          <span>
            <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" style={{ width: '12px' }}>
              <circle cx="6" cy="6" r="5" class="provider-dot confirmed" />
            </svg>
            {words('confirmedOften')}
          </span>
        </p>
        {point && (
          <div
            class="tip"
            role="status"
            style={{
              left: `${Math.max(0, Math.min(width - 210, point.x + 12))}px`,
              top: `${Math.max(0, point.y - 40)}px`,
            }}
          >
            <b>{point.provider.name ?? point.provider.partyId}</b>
            <div>
              {term(point.provider.providerType)} · {count(point.provider.claims)} {words('claimsWord')}
            </div>
            <div>
              {words('amountRatio')} {decimal(point.provider.amountRatio, 2)} ×
            </div>
            <div>
              {words('confirmed')} {point.provider.confirmedFraud} / {point.provider.investigated}
              {point.provider.score !== null && ` · ${percent(point.provider.score)}`}
            </div>
          </div>
        )}
      </div>
    </Figure>
  )
}
