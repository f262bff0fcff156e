/** Patterns by how common they are and how far beyond chance, both in ratio scale; those that held again are filled. */
import { extent, scaleLog } from 'd3'
import type { Association } from '../../src/api/schemas/index.ts'
import { count, decimal, percent } from '../format.ts'
import { words } from '../words.ts'
import { Figure, useWidth } from './figure.tsx'

const HEIGHT = 320
const MARGIN = { top: 18, right: 18, bottom: 38, left: 48 }

/** The pattern in words: `a + b → c`. */
export function patternText({ antecedent, consequent }: Association): string {
  const name = ({ label, code }: Association['consequent']) => label ?? code
  return `${antecedent.map(name).join(' + ')} → ${name(consequent)}`
}

/** Places of the patterns; `radius` goes by the claims that have them. */
export function liftDots(patterns: readonly Association[], width: number, height = HEIGHT) {
  const shown = patterns.filter((one) => one.support > 0 && one.lift > 0)
  const [fewest, most] = extent(shown, (one) => one.support)
  const [low, high] = extent(shown, (one) => one.lift)
  const x = scaleLog()
    .domain([(fewest ?? 0.001) * 0.85, (most ?? 0.1) * 1.15])
    .range([MARGIN.left, width - MARGIN.right])
  const y = scaleLog()
    .domain([Math.min(1, (low ?? 1) * 0.9), (high ?? 10) * 1.15])
    .range([height - MARGIN.bottom, MARGIN.top])
  const largest = Math.max(1, ...shown.map((one) => one.count))
  const dots = shown.map((pattern) => ({
    pattern,
    x: x(pattern.support),
    y: y(pattern.lift),
    radius: 3 + 7 * Math.sqrt(pattern.count / largest),
  }))
  // Small ones lie on top, so that none is hidden.
  return { dots: dots.sort((a, b) => b.radius - a.radius), x, y }
}

/** A few round values within the scale. */
export function logTicks(domain: readonly number[], most: number): number[] {
  const [low, high] = [domain[0], domain[domain.length - 1]]
  const all: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const step of [1, 2, 5]) {
      const value = step * 10 ** power
      if (value >= low && value <= high) all.push(Number(value.toPrecision(1)))
    }
  const every = Math.ceil(all.length / most)
  return all.filter((_, i) => i % every === 0)
}

interface LiftScatterProps {
  readonly patterns: readonly Association[]
  readonly picked: string | undefined
  readonly onPick: (pattern: Association) => void
}

export function LiftScatter({ patterns, picked, onPick }: LiftScatterProps) {
  const { ref, width } = useWidth<HTMLDivElement>()
  const { dots, x, y } = liftDots(patterns, width)
  return (
    <Figure
      title={words('scatterTitle')}
      note={words('scatterNote')}
      data={{
        head: [words('patternWord'), words('supportWord'), words('liftWord'), words('together2')],
        rows: patterns.map((one) => [
          patternText(one),
          percent(one.support),
          decimal(one.lift, 1),
          count(one.count),
        ]),
      }}
    >
      <div ref={ref}>
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
          <title>{words('scatterTitle')}</title>
          {logTicks(y.domain(), 6).map((tick) => (
            <g key={tick}>
              <line class="grid-line" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
              <text class="axis-text" x={MARGIN.left - 8} y={y(tick) + 4} text-anchor="end">
                {tick}×
              </text>
            </g>
          ))}
          {logTicks(x.domain(), width < 520 ? 4 : 7).map((tick) => (
            <text
              key={tick}
              class="axis-text"
              x={x(tick)}
              y={HEIGHT - MARGIN.bottom + 16}
              text-anchor="middle"
            >
              {tick < 0.001 ? `${decimal(tick * 100, 2)}%` : percent(tick)}
            </text>
          ))}
          <text class="axis-title" x={width - MARGIN.right} y={HEIGHT - 4} text-anchor="end">
            {words('supportWord')} →
          </text>
          <text class="axis-title" x="0" y="10">
            ↑ {words('liftWord')}, {words('timesChance')}
          </text>
          {dots.map(({ pattern, x: left, y: top, radius }) => (
            // biome-ignore lint/a11y/useSemanticElements: a button within a picture
            <circle
              key={pattern.ruleId}
              class={`lift-dot ${pattern.isConfirmed ? 'held' : ''} ${picked === pattern.ruleId ? 'picked' : ''}`}
              cx={left}
              cy={top}
              r={radius}
              role="button"
              tabindex={0}
              aria-label={`${patternText(pattern)}: ${words('liftWord')} ${decimal(pattern.lift, 1)}`}
              aria-pressed={picked === pattern.ruleId}
              onClick={() => onPick(pattern)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' || event.key === ' ') {
                  event.preventDefault()
                  onPick(pattern)
                }
              }}
            >
              <title>{`${patternText(pattern)} · ${decimal(pattern.lift, 1)}× · ${count(pattern.count)}`}</title>
            </circle>
          ))}
        </svg>
      </div>
    </Figure>
  )
}
