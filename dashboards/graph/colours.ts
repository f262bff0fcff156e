/** The page's colours as the canvas needs them; read again when the theme changes. */
import type { NodeKind } from '../../src/api/schemas/index.ts'
import { KIND_COLOURS } from './kinds.tsx'

export interface Colours {
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly edge: string
  readonly dim: string
  readonly surface: string
  readonly line: string
  readonly accent: string
  readonly riskElevated: string
  readonly riskHigh: string
  readonly kinds: Readonly<Record<NodeKind, string>>
}

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: of('--ink'),
    ink2: of('--ink-2'),
    ink3: of('--ink-3'),
    edge: of('--edge'),
    dim: of('--hairline'),
    surface: of('--surface'),
    line: of('--hairline-strong'),
    accent: of('--accent'),
    riskElevated: of('--risk-elevated'),
    riskHigh: of('--risk-high'),
    kinds: Object.fromEntries(
      Object.entries(KIND_COLOURS).map(([kind, name]) => [kind, of(name)]),
    ) as Readonly<Record<NodeKind, string>>,
  }
}
