/** Claims of a ring as lines from policy to payment: what began together and was paid together is seen at once. */
import { extent, scaleUtc, utcFormat } from 'd3'
import type { TimelineStep } from '../../src/api/schemas/index.ts'
import { day } from '../format.ts'
import { say } from '../language.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { Figure, useWidth } from './figure.tsx'

const ROW = 22
const LABEL = 116
const FORM: Readonly<Record<string, string>> = {
  inception: 'M-4,0a4,4 0 1 0 8,0a4,4 0 1 0 -8,0',
  loss: 'M0,-5.500L5.500,0L0,5.500L-5.500,0Z',
  reported: 'M-1,-6H1V6H-1Z',
  paid: 'M-4,-4H4V4H-4Z',
}

/** Steps gathered by claim, in the order of the losses. */
export function claimsOf(steps: readonly TimelineStep[]): { claimId: string; steps: TimelineStep[] }[] {
  const claims = new Map<string, TimelineStep[]>()
  for (const step of steps) claims.set(step.claimId, [...(claims.get(step.claimId) ?? []), step])
  const lossOf = (list: readonly TimelineStep[]) =>
    list.find((step) => step.kind === 'loss')?.at ?? list[0].at
  return [...claims]
    .map(([claimId, list]) => ({ claimId, steps: list }))
    .sort((a, b) => lossOf(a.steps).localeCompare(lossOf(b.steps)))
}

export function RingTimeline({ steps }: { steps: readonly TimelineStep[] }) {
  const { ref, width } = useWidth<HTMLDivElement>()
  const claims = claimsOf(steps)
  const [from, to] = extent(steps, (step) => Date.parse(step.at))
  const x = scaleUtc()
    .domain([from ?? 0, to ?? 1])
    .range([LABEL + 8, width - 14])
  const height = claims.length * ROW + 22
  const format = utcFormat('%Y-%m')
  return (
    <Figure
      title={words('ringTimeline')}
      note={
        <span class="legend-inline">
          {['inception', 'loss', 'reported', 'paid'].map((kind) => (
            <span key={kind}>
              <svg
                width="12"
                height="12"
                viewBox="-6 -6 12 12"
                aria-hidden="true"
                style={{ display: 'inline', width: '12px' }}
              >
                <path d={FORM[kind]} class={`step ${kind}`} />
              </svg>{' '}
              {term(kind)}
            </span>
          ))}
        </span>
      }
      data={{
        head: [words('date'), words('claimWord'), words('details')],
        rows: steps.map((step) => [day(step.at), step.claimId, say(step.text)]),
      }}
    >
      <div ref={ref} class="scroll">
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          aria-label={words('ringTimeline')}
        >
          {x.ticks(Math.max(2, Math.floor(width / 140))).map((tick) => (
            <g key={tick.getTime()} transform={`translate(${x(tick)},0)`}>
              <line class="grid-line" y1={16} y2={height} />
              <text class="axis-text" y={11} text-anchor="middle">
                {format(tick)}
              </text>
            </g>
          ))}
          {claims.map((claim, i) => (
            <g key={claim.claimId} transform={`translate(0,${i * ROW + 30})`}>
              <a href={`/claims/${encodeURIComponent(claim.claimId)}`}>
                <text class="mark-label" dy="0.32em">
                  {claim.claimId}
                </text>
              </a>
              <line
                class="grid-line"
                x1={x(Date.parse(claim.steps[0].at))}
                x2={x(Date.parse(claim.steps[claim.steps.length - 1].at))}
              />
              {claim.steps.map((step, j) => (
                <path
                  key={j}
                  class={`step ${step.kind}`}
                  d={FORM[step.kind] ?? FORM.reported}
                  transform={`translate(${x(Date.parse(step.at))},0)`}
                >
                  <title>{`${day(step.at)} ${say(step.text)}`}</title>
                </path>
              ))}
            </g>
          ))}
        </svg>
      </div>
    </Figure>
  )
}
