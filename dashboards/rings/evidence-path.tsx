/** A way through the evidence, step by step, each step with what speaks for it. */
import type { EvidencePath as Path } from '../../src/api/schemas/index.ts'
import { count, decimal } from '../format.ts'
import { KindMark, nodeHref } from '../graph/kinds.tsx'
import { networkOf } from '../graph/network.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import type { Labels } from './labels.ts'
import { rowsOf } from './ties.ts'
import { Evidence } from './why-linked.tsx'

export function EvidencePath({ path, labels }: { path: Path; labels: Labels }) {
  const graph = networkOf({ nodes: path.nodes, edges: path.steps.flatMap((step) => step.evidence) })
  return (
    <ol class="evidence-path">
      {path.nodes.map((node, i) => {
        const href = nodeHref(node.kind, node.id)
        const next = path.nodes[i + 1]
        const edge = next && graph.edge(node.id, next.id)
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
