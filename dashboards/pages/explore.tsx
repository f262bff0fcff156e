/** The explorer around any node: as many as a person can see, the strongest evidence first, and how many there are. */
import { useState } from 'preact/hooks'
import type { CasePage, Neighbourhood } from '../../src/api/schemas/index.ts'
import { withQuery } from '../api/client.ts'
import { count } from '../format.ts'
import { KindMark, nodeHref } from '../graph/kinds.tsx'
import { GraphExplorer } from '../graph/lazy.tsx'
import { useExplorer } from '../graph/use-explorer.ts'
import { say } from '../language.ts'
import { QuerySelect } from '../parts/fields.tsx'
import { Caveat, PageHead, Panel } from '../parts/panel.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { TabSwitch } from '../parts/tab-switch.tsx'
import { useResource } from '../resource.ts'
import { MarkTools } from '../rings/case-marks.tsx'
import { CasePanel } from '../rings/case-panel.tsx'
import { useLabels } from '../rings/labels.ts'
import { RevealNames } from '../rings/reveal-names.tsx'
import { Seen } from '../rings/seen.tsx'
import { useCase } from '../rings/use-case.ts'
import { useMarks } from '../rings/use-marks.ts'
import { WhyLinked } from '../rings/why-linked.tsx'
import { place } from '../router.ts'
import { may } from '../session.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

const NO_CASES = {
  state: 'ready',
  data: { items: [] as CasePage['items'] },
  error: undefined,
  reload: () => {},
} as const
const DEPTHS = ['1', '2', '3', '4'] as const
const BUDGETS = ['40', '150', '500', '2000'] as const

export function Explore() {
  const { query } = place.value
  const node = query.get('node')
  const depth = query.get('depth') ?? '2'
  const budget = query.get('budget') ?? '150'
  const around = useResource<Neighbourhood>(
    node ? withQuery('/v1/neighbourhood', { node, depth, budget }) : undefined,
  )
  const asked =
    node && may('cases:read') ? `/v1/cases?subjectKind=node&subjectId=${encodeURIComponent(node)}` : undefined
  const found = useResource<CasePage>(asked)
  // Who may not read cases waits for none.
  const cases = asked ? found : NO_CASES
  if (!node)
    return (
      <>
        <PageHead title={words('exploreTitle')} />
        <Empty>
          <p>{words('exploreChoose')}</p>
        </Empty>
      </>
    )
  return (
    <Await of={around} lines={10}>
      {(data) => (
        <Await of={cases}>
          {({ items }) => (
            <Shown
              key={`${node} ${depth} ${budget}`}
              graph={data}
              node={node}
              depth={depth}
              caseId={items[0]?.caseId ?? null}
            />
          )}
        </Await>
      )}
    </Await>
  )
}

/** The honest line: how many of how many. */
const shownOf = (shown: number, total: number) =>
  say({
    en: `${count(shown)} of ${count(total)} shown, the strongest evidence first`,
    zh: `共 ${count(total)} 个，按证据强度显示 ${count(shown)} 个`,
  })

const TABS = ['tabWhy', 'tabSeen', 'tabCase'] as const

interface ShownProps {
  readonly graph: Neighbourhood
  readonly node: string
  readonly depth: string
  /** The case that is kept on it. */
  readonly caseId: string | null
}

function Shown({ graph, node, depth, caseId }: ShownProps) {
  const labels = useLabels()
  const file = useCase({ kind: 'node', id: node }, caseId)
  const explorer = useMarks(useExplorer(graph, { centre: node, labels: labels.known }), file)
  const [tab, setTab] = useState<(typeof TABS)[number]>('tabWhy')
  const centre = graph.nodes.find((one) => one.id === node)
  const href = centre && nodeHref(centre.kind, centre.id)
  const { selected } = explorer.state
  return (
    <>
      <PageHead
        title={
          centre ? (
            <>
              <KindMark kind={centre.kind} /> {labels.of(centre.id, centre.label)}
            </>
          ) : (
            words('exploreTitle')
          )
        }
        lead={
          <>
            {centre && `${term(centre.partyType ?? centre.kind)} · `}
            {shownOf(graph.shown, graph.total)}
          </>
        }
      >
        <span class="row actions">
          {href && (
            <a class="button" href={href}>
              {words('openPage')}
            </a>
          )}
          {selected.length === 2 && (
            <a
              class="button"
              href={`/path?from=${encodeURIComponent(selected[0])}&to=${encodeURIComponent(selected[1])}`}
            >
              {words('findPath')}
            </a>
          )}
          <RevealNames labels={labels} nodes={explorer.visible.ids} selected={selected} />
        </span>
      </PageHead>
      <div class="toolbar">
        <QuerySelect
          name="depth"
          label={words('depthWord')}
          fallback="2"
          required
          options={DEPTHS.map((one) => [one, one])}
        />
        <QuerySelect
          name="budget"
          label={words('budgetWord')}
          fallback="150"
          required
          options={BUDGETS.map((one) => [one, `${count(Number(one))} ${words('nodesWord')}`])}
        />
      </div>
      <div class="stack-4">
        <div class="workbench">
          <GraphExplorer
            explorer={explorer}
            side={
              <>
                <TabSwitch label="details" tabs={TABS} chosen={tab} onChoose={setTab} />
                <MarkTools explorer={explorer} />
                {tab === 'tabWhy' && <WhyLinked explorer={explorer} labels={labels} />}
                {tab === 'tabSeen' && <Seen explorer={explorer} labels={labels} />}
                {tab === 'tabCase' && <CasePanel file={file} explorer={explorer} labels={labels} />}
              </>
            }
          />
        </div>
        <Panel title={words('layersTitle')}>
          <table class="compared">
            <thead>
              <tr>
                <th scope="col">{words('reachedAt')}</th>
                <th scope="col" class="number">
                  {words('reachedWord')}
                </th>
                <th scope="col" class="number">
                  {words('shownOf')}
                </th>
              </tr>
            </thead>
            <tbody>
              {graph.layers.map((layer) => (
                <tr key={layer.distance}>
                  <td>
                    {count(layer.distance)} {words('ofTotal')} {depth}
                  </td>
                  <td class="number">{count(layer.reached)}</td>
                  <td class="number">{count(layer.shown)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {graph.capped.length > 0 && (
            <>
              <h3 class="part-title">{words('cappedTitle')}</h3>
              <p class="small muted">{words('cappedNote')}</p>
              <p class="capped">
                {graph.capped.map((hub) => (
                  <span class="chip" key={hub.id}>
                    <KindMark kind={hub.kind} /> {labels.of(hub.id, hub.label)}{' '}
                    <strong>{count(hub.neighbours)}</strong>
                  </span>
                ))}
              </p>
            </>
          )}
        </Panel>
        <Caveat />
      </div>
    </>
  )
}
