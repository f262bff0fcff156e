/** Why a node is linked: each neighbour with its evidence, strongest first. */
import { count, day, decimal, percent } from '../format.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { KindMark, nodeHref } from './kinds.tsx'
import { centralNodes } from './network.ts'
import type { Explorer } from './use-explorer.ts'

export function Evidence({ explorer }: { explorer: Explorer }) {
  const { graph, state, visible, labels } = explorer
  const selected = state.selected.at(-1)
  const choose = (id: string) => explorer.do({ type: 'select', nodes: [id] })
  if (selected === undefined || !graph.hasNode(selected))
    return (
      <>
        <p class="muted">{words('noSelection')}</p>
        <h3 style={{ marginTop: '14px' }}>{words('startWith')}</h3>
        <ul class="evidence">
          {centralNodes(graph).map(({ id, kind, label, degree }) => (
            <li key={id}>
              <button type="button" class="tie" onClick={() => choose(id)}>
                <KindMark kind={kind} /> {labels.get(id) ?? label}
              </button>
              <span class="two muted small">
                {term(kind)} · {count(degree)} {words('links').toLowerCase()}
              </span>
            </li>
          ))}
        </ul>
      </>
    )
  const { node } = graph.getNodeAttributes(selected)
  const href = nodeHref(node.kind, node.id)
  const ties = graph
    .mapEdges(selected, (edge, { weight }, source, target) => ({
      other: graph.getNodeAttribute(source === selected ? target : source, 'node'),
      weight,
      evidence: visible.evidence(edge),
    }))
    .filter((tie) => tie.evidence.length > 0)
    .sort((a, b) => b.weight - a.weight || a.other.id.localeCompare(b.other.id))
  return (
    <>
      <h3 class="row">
        <KindMark kind={node.kind} /> {labels.get(node.id) ?? node.label}
      </h3>
      <p class="small muted">
        {term(node.kind)} · {count(node.degree)} {words('links').toLowerCase()}
        {node.risk !== null && ` · ${words('risk').toLowerCase()} ${percent(node.risk)}`}
      </p>
      <p class="row" style={{ margin: '8px 0' }}>
        {href && (
          <a class="button" href={href}>
            {words('openPage')}
          </a>
        )}
        <button type="button" class="button" onClick={() => explorer.expand(selected)}>
          {words('expand')}
        </button>
      </p>
      <h3>{words('whyLinked')}</h3>
      <ul class="evidence">
        {ties.map(({ other, evidence, weight }) => (
          <li key={other.id}>
            <button type="button" class="tie" onClick={() => choose(other.id)}>
              <KindMark kind={other.kind} /> {labels.get(other.id) ?? other.label}
            </button>
            {evidence.map((edge, i) => (
              <span class="two muted small" key={i}>
                {term(edge.link)} · {words('weight')} {decimal(edge.weight ?? weight)} ·{' '}
                {edge.claimId ? (
                  <a href={`/claims/${encodeURIComponent(edge.claimId)}`}>{edge.claimId}</a>
                ) : (
                  words('masterData')
                )}{' '}
                · {day(edge.knownAt)}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </>
  )
}
