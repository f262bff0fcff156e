/** Which of many chains of evidence are worth telling: short and strong ones, each through other nodes. */
import type { EvidencePath } from '../../graph/index.ts'

export const DEFAULTS = {
  /** What a step costs, as a logarithm: each halves what a chain is worth, since nobody follows a long one. */
  step: Math.LN2,
  /** Share of the nodes between its ends that a chain may have in common with one told before, 0 to 1. */
  alike: 0.5,
} as const

/** The chains worth most, at most so many, of which no two run through mostly the same nodes. */
export function tellingChains<T extends Pick<EvidencePath, 'nodes' | 'strength'>>(
  chains: readonly T[],
  most: number,
): T[] {
  const worth = ({ nodes, strength }: T) => strength * Math.exp(-DEFAULTS.step * (nodes.length - 1))
  const kept: T[] = []
  for (const chain of [...chains].sort((a, b) => worth(b) - worth(a) || a.nodes.length - b.nodes.length)) {
    if (kept.length === most) break
    const inner = chain.nodes.slice(1, -1)
    const isNew = kept.every(({ nodes }) => {
      const known = new Set(nodes.slice(1, -1))
      const both = inner.filter((node) => known.has(node)).length
      return both <= DEFAULTS.alike * Math.min(inner.length, known.size)
    })
    if (isNew) kept.push(chain)
  }
  return kept
}
