/** Risk in a word and a shape, never in colour alone. */
import type { Band, Severity } from '../../src/api/schemas/index.ts'
import { words } from '../words.ts'

const LEVEL: Readonly<Record<Band | Severity, 1 | 2 | 3 | 4>> = {
  low: 1,
  moderate: 2,
  medium: 2,
  elevated: 3,
  high: 4,
  critical: 4,
}
const COLOUR = [
  '',
  'var(--risk-low)',
  'var(--risk-moderate)',
  'var(--risk-elevated)',
  'var(--risk-high)',
] as const

/** Four bars, as many filled as the level. */
export function RiskBars({ level }: { level: 1 | 2 | 3 | 4 }) {
  return (
    <svg width="14" height="11" viewBox="0 0 14 11" aria-hidden="true">
      {[1, 2, 3, 4].map((n) => (
        <rect
          key={n}
          x={(n - 1) * 3.6}
          y={11 - n * 2.6}
          width="2.6"
          height={n * 2.6}
          rx="0.6"
          fill={n <= level ? COLOUR[level] : 'var(--hairline-strong)'}
        />
      ))}
    </svg>
  )
}

export function Badge({ of }: { of: Band | Severity }) {
  return (
    <span class={`badge ${of}`}>
      <RiskBars level={LEVEL[of]} />
      {words(of)}
    </span>
  )
}
