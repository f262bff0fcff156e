/** Why the chosen are linked: each tie with its evidence, how rare it is, since when, which claim showed it. */
import { count, day, decimal, percent } from '../format.ts'
import { KindMark, nodeHref } from '../graph/kinds.tsx'
import type { Explorer } from '../graph/use-explorer.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import type { Labels } from './labels.ts'
import { whatItDoes } from './role-words.ts'
import { bondsAmong, type EvidenceRow, type Tie, tiesOf } from './ties.ts'

interface WhyLinkedProps {
  readonly explorer: Explorer
  readonly labels: Labels
}

export function WhyLinked({ explorer, labels }: WhyLinkedProps) {
  const { graph, visible } = explorer
  const chosen = explorer.state.selected.filter((id) => graph.hasNode(id))
  const select = (id: string) => explorer.do({ type: 'select', nodes: [id], how: 'only' })
  if (chosen.length === 0) return <p class="muted">{words('whyNothing')}</p>
  const isOne = chosen.length === 1
  const ties = isOne
    ? tiesOf(graph, chosen[0], visible.evidence)
    : bondsAmong(graph, chosen, visible.evidence)
  return (
    <div class="why-linked">
      {isOne ? (
        <Chosen id={chosen[0]} explorer={explorer} labels={labels} />
      ) : (
        <>
          <h2>{words('between')}</h2>
          <p class="row small chosen">
            {chosen.slice(0, 12).map((id) => {
              const node = graph.getNodeAttribute(id, 'node')
              return (
                <button type="button" class="chip" key={id} onClick={() => select(id)}>
                  <KindMark kind={node.kind} /> {labels.of(id, node.label)}
                </button>
              )
            })}
            {chosen.length > 12 && <span class="muted">+ {count(chosen.length - 12)}</span>}
          </p>
          {chosen.length === 2 && (
            <p class="row">
              <button type="button" class="button" onClick={() => explorer.findPath(chosen[0], chosen[1])}>
                {words('findPath')}
              </button>
            </p>
          )}
        </>
      )}
      {ties.length === 0 && <p class="muted">{words('whyNoTie')}</p>}
      <ul class="evidence">
        {ties.map((tie) => (
          <TieRow key={tie.node.id} tie={tie} isOne={isOne} labels={labels} onSelect={select} />
        ))}
      </ul>
    </div>
  )
}

function Chosen({ id, explorer, labels }: WhyLinkedProps & { readonly id: string }) {
  const node = explorer.graph.getNodeAttribute(id, 'node')
  const href = nodeHref(node.kind, node.id)
  const isOpen = explorer.state.expanded.includes(id)
  return (
    <>
      <h2 class="row">
        <KindMark kind={node.kind} /> {labels.of(id, node.label)}
      </h2>
      <p class="small muted">
        {whatItDoes(node, 6)} · {count(node.degree)} {words('links').toLowerCase()}
        {node.risk !== null && ` · ${words('risk').toLowerCase()} ${percent(node.risk)}`}
      </p>
      <p class="row panel-tools">
        <button
          type="button"
          class="button"
          disabled={explorer.busy}
          onClick={() => (isOpen ? explorer.collapse(id) : explorer.expand(id))}
        >
          {words(isOpen ? 'foldBack' : 'expand')}
        </button>
        {href && (
          <a class="button" href={href}>
            {words('openPage')}
          </a>
        )}
      </p>
    </>
  )
}

interface TieRowProps {
  readonly tie: Tie
  /** One node is chosen: the other end is named once, not in each row. */
  readonly isOne: boolean
  readonly labels: Labels
  readonly onSelect: (id: string) => void
}

function TieRow({ tie, isOne, labels, onSelect }: TieRowProps) {
  return (
    <li>
      <button type="button" class="tie" onClick={() => onSelect(tie.node.id)}>
        <KindMark kind={tie.node.kind} /> {labels.of(tie.node.id, tie.node.label)}
      </button>
      {tie.rows.map((row) => (
        <Evidence
          key={`${row.source.id} ${row.link}`}
          row={row}
          labels={labels}
          isNamed={!isOne}
          under={tie.node.id}
        />
      ))}
    </li>
  )
}

/** One kind of link between two nodes, with everything that speaks for it. */
export function Evidence({
  row,
  labels,
  isNamed = false,
  under,
}: {
  readonly row: EvidenceRow
  readonly labels: Labels
  readonly isNamed?: boolean
  /** Node that it stands under, which needs no name again. */
  readonly under?: string
}) {
  const { claims, isMaster } = row
  return (
    <dl class="evidence-row">
      <div class="what">
        <dt class="visually-hidden">{words('linkWord')}</dt>
        <dd>
          {isNamed && `${labels.of(row.source.id, row.source.label)} `}
          {term(row.link)}
          {under === row.source.id && isNamed && ` ${labels.of(row.target.id, row.target.label)}`}
        </dd>
      </div>
      <div class="weight" title={`${words('weight')} ${decimal(row.weight)}`}>
        <dt class="visually-hidden">{words('weight')}</dt>
        <dd>
          <span class="weight-bar" aria-hidden="true">
            <i style={{ width: `${Math.min(1, row.weight) * 100}%` }} />
          </span>
          {row.weight < 0.005 ? '< 0.01' : decimal(row.weight)}
        </dd>
      </div>
      <div class="more">
        <dt class="visually-hidden">{words('evidence')}</dt>
        <dd>
          {count(row.rarity)} {words(row.rarity === 1 ? 'sharedByOne' : 'sharedBy')} ·{' '}
          <span class="nowrap">
            {day(row.firstAt)}
            {day(row.lastAt) !== day(row.firstAt) && ` – ${day(row.lastAt)}`}
          </span>{' '}
          ·{' '}
          {claims.slice(0, 4).map((claim, i) => (
            <>
              {i > 0 && ', '}
              <a class="nowrap" href={`/claims/${encodeURIComponent(claim)}`}>
                {claim}
              </a>
            </>
          ))}
          {claims.length > 4 && ` + ${count(claims.length - 4)}`}
          {isMaster && `${claims.length > 0 ? ', ' : ''}${words('masterData')}`}
        </dd>
      </div>
    </dl>
  )
}
