/** What spoke for each number of groups: how well apart, and whether it comes out the same again. */
import { scaleLinear, scalePoint } from 'd3'
import type { PeerGroups } from '../../src/api/schemas/index.ts'
import { decimal } from '../format.ts'
import { words } from '../words.ts'
import { Figure, useWidth } from './figure.tsx'

const HEIGHT = 190
const MARGIN = { top: 16, right: 12, bottom: 34, left: 34 }

/** Points of both measures over the numbers of groups. */
export function choicePoints(choices: PeerGroups['choices'], width: number) {
  const x = scalePoint<number>()
    .domain(choices.map(({ groups }) => groups))
    .range([MARGIN.left + 10, width - MARGIN.right - 10])
  const y = scaleLinear()
    .domain([0, 1])
    .range([HEIGHT - MARGIN.bottom, MARGIN.top])
  const place = (pick: (choice: PeerGroups['choices'][number]) => number) =>
    choices.map((choice) => ({ choice, x: x(choice.groups) ?? 0, y: y(Math.max(0, pick(choice))) }))
  return {
    silhouette: place(({ silhouette }) => silhouette),
    stability: place(({ stability }) => stability),
    y,
  }
}

export function GroupChoice({ choices }: { choices: PeerGroups['choices'] }) {
  const { ref, width } = useWidth<HTMLDivElement>(360)
  const { silhouette, stability, y } = choicePoints(choices, width)
  const path = (points: readonly { x: number; y: number }[]) =>
    `M${points.map(({ x, y: top }) => `${x},${top}`).join('L')}`
  /** The end of a line, and a height above its last stretch. */
  const endOf = (points: typeof silhouette) => ({
    x: points[points.length - 1].x,
    y: Math.min(...points.slice(-3).map((point) => point.y)) - 9,
  })
  const chosen = stability.find(({ choice }) => choice.isChosen)
  return (
    <Figure
      title={words('whyThisMany')}
      note={words('choiceNote')}
      data={{
        head: [words('groupsWord'), words('silhouetteWord'), words('stabilityWord')],
        rows: choices.map((choice) => [
          choice.isChosen ? `${choice.groups} ✓` : choice.groups,
          decimal(choice.silhouette, 2),
          decimal(choice.stability, 2),
        ]),
      }}
    >
      <div ref={ref}>
        <svg
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={words('whyThisMany')}
        >
          {[0, 0.5, 0.75, 1].map((tick) => (
            <g key={tick}>
              <line
                class="grid-line"
                x1={MARGIN.left}
                x2={width - MARGIN.right}
                y1={y(tick)}
                y2={y(tick)}
                stroke-dasharray={tick === 0.75 ? '4 3' : undefined}
              />
              <text class="axis-text" x={MARGIN.left - 6} y={y(tick)} dy="0.32em" text-anchor="end">
                {tick}
              </text>
            </g>
          ))}
          {chosen && (
            <line
              class="chosen-line"
              x1={chosen.x}
              x2={chosen.x}
              y1={MARGIN.top}
              y2={HEIGHT - MARGIN.bottom}
            />
          )}
          <path class="choice-line" d={path(silhouette)} />
          <path class="choice-line second" d={path(stability)} />
          {silhouette.map(({ choice, x, y: top }) => (
            <g key={choice.groups}>
              <circle class="choice-dot" cx={x} cy={top} r={choice.isChosen ? 5 : 3} />
              <text
                class={choice.isChosen ? 'mark-label' : 'axis-text'}
                x={x}
                y={HEIGHT - MARGIN.bottom + 16}
                text-anchor="middle"
              >
                {choice.groups}
              </text>
            </g>
          ))}
          {stability.map(({ choice, x, y: top }) => (
            <circle
              key={choice.groups}
              class="choice-dot second"
              cx={x}
              cy={top}
              r={choice.isChosen ? 5 : 3}
            />
          ))}
          {choices.length > 0 && (
            <>
              <text class="mark-label" x={endOf(silhouette).x} y={endOf(silhouette).y} text-anchor="end">
                {words('silhouetteWord')}
              </text>
              <text class="mark-label second" x={endOf(stability).x} y={endOf(stability).y} text-anchor="end">
                {words('stabilityWord')}
              </text>
            </>
          )}
          <text class="axis-title" x={width - MARGIN.right} y={HEIGHT - 3} text-anchor="end">
            {words('groupsWord')} →
          </text>
        </svg>
      </div>
    </Figure>
  )
}
