/** A way through the evidence, step by step, each step with what speaks for it. */
import { useState } from 'preact/hooks'
import type { EvidencePath as Path } from '../../src/api/schemas/index.ts'
import { count, decimal } from '../format.ts'
import { KindMark, nodeHref } from '../graph/kinds.tsx'
import { networkOf } from '../graph/network.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import type { Labels } from './labels.ts'
import { rowsOf } from './ties.ts'
import { Evidence } from './why-linked.tsx'

const DEFAULTS = {
  /** Chains of more steps are folded in the middle. */
  longest: 7,
  /** Steps shown at either end of a folded chain. */
  ends: 2,
} as const

/** Places in a chain: from its beginning up to a fold, and on behind it. */
function unfolded(length: number, isOpen: boolean): number[] {
  const all = Array.from({ length }, (_, i) => i)
  return isOpen || length - 1 <= DEFAULTS.longest
    ? all
    : all.filter((i) => i <= DEFAULTS.ends || i >= length - 1 - DEFAULTS.ends)
}

export function EvidencePath({ path, labels }: { path: Path; labels: Labels }) {
  const [isOpen, open] = useState(false)
  const shown = unfolded(path.nodes.length, isOpen)
  const graph = networkOf({ nodes: path.nodes, edges: path.steps.flatMap((step) => step.evidence) })
  return (
    <ol class="evidence-path">
      {shown.map((i, place) => {
        const node = path.nodes[i]
        const gap = (shown[place + 1] ?? i + 1) - i
        const href = nodeHref(node.kind, node.id)
        const next = path.nodes[i + 1]
        const edge = next && gap === 1 ? graph.edge(node.id, next.id) : undefined
        const name = labels.of(node.id, node.label)
        return (
          <li key={node.id}>
            <span class="stop">
              <KindMark kind={node.kind} /> {href ? <a href={href}>{name}</a> : <strong>{name}</strong>}
              <span class="small muted"> {term(node.partyType ?? node.kind)}</span>
            </span>
            {edge !== undefined && (
              <div class="step-evidence">
                {rowsOf(graph, edge, (one) => graph.getEdgeAttribute(one, 'evidence')).map((row) => (
                  <Evidence key={`${row.source.id} ${row.link}`} row={row} labels={labels} isNamed />
                ))}
              </div>
            )}
            {gap > 1 && (
              <p class="folded">
                <button type="button" class="link-button" aria-expanded={false} onClick={() => open(true)}>
                  {count(gap)} {words('moreSteps')}
                </button>
              </p>
            )}
          </li>
        )
      })}
    </ol>
  )
}

/** Head of a path: how long, how strong. */
export function PathHead({ path, at }: { path: Path; at: number }) {
  return (
    <h2 class="path-head">
      {words('pathOf')} {count(at + 1)}{' '}
      <span class="small muted">
        {count(path.steps.length)} {words('stepsWord')} · {words('strength')}{' '}
        {path.strength < 0.005 ? '< 0.01' : decimal(path.strength)}
      </span>
    </h2>
  )
}
