/** Two rings side by side: what they share, how they differ, what lies between them. */
import type {
  EvidencePath as Chain,
  GraphNode,
  RingCompareAnswer,
  RingPage,
  RingSummary,
} from '../../src/api/schemas/index.ts'
import { withQuery } from '../api/client.ts'
import { Overlap, type OverlapRow } from '../charts/overlap.tsx'
import { count, day, percent } from '../format.ts'
import { KindMark, nodeHref } from '../graph/kinds.tsx'
import { say } from '../language.ts'
import { QuerySelect } from '../parts/fields.tsx'
import { PageHead, Panel } from '../parts/panel.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { chanceShort } from '../rings/chance.ts'
import { EvidencePath, PathHead } from '../rings/evidence-path.tsx'
import { figureOf } from '../rings/figures.ts'
import { type Labels, useLabels } from '../rings/labels.ts'
import { place } from '../router.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { claimColumns } from './claims.tsx'

const DEFAULTS = {
  /** Steps beyond which a chain tells nothing. */
  telling: 8,
} as const

export function RingCompare() {
  const { query } = place.value
  const left = query.get('left')
  const right = query.get('right')
  const rings = useResource<RingPage>('/v1/rings?limit=100')
  const isReady = left !== null && right !== null && left !== right
  const compared = useResource<RingCompareAnswer>(
    isReady ? withQuery('/v1/rings/compare', { left, right }) : undefined,
  )
  const labels = useLabels()
  const options = (other: string | null) =>
    (rings.data?.items ?? [])
      .filter((ring) => ring.ringId !== other)
      .map((ring) => [ring.ringId, `${term(ring.typology)} · ${ring.ringId}`] as const)
  return (
    <>
      <PageHead
        from={{ href: '/rings', label: words('rings') }}
        title={words('compareRingsTitle')}
        lead={words('compareLead')}
      />
      <div class="toolbar">
        <QuerySelect name="left" label={words('leftRing')} options={withOwn(options(right), left)} />
        <QuerySelect name="right" label={words('rightRing')} options={withOwn(options(left), right)} />
      </div>
      {isReady ? (
        <Await of={compared} lines={10}>
          {(data) => <Shown data={data} labels={labels} />}
        </Await>
      ) : (
        <Empty>
          <p>{words('chooseBoth')}</p>
        </Empty>
      )}
    </>
  )
}

/** A ring beyond the first hundred is still named in its box. */
function withOwn(options: readonly (readonly [string, string])[], own: string | null) {
  return own === null || options.some(([id]) => id === own) ? options : [[own, own] as const, ...options]
}

function Shown({ data, labels }: { data: RingCompareAnswer; labels: Labels }) {
  const { left, right, shared, figures, paths, pathsFound } = data
  const hasShared = shared.members.length + shared.providers.length + shared.things.length > 0
  const rows: OverlapRow[] = [
    {
      id: 'members',
      name: words('members'),
      mark: <KindMark kind="entity" />,
      left: left.memberCount - shared.members.length - shared.providers.length,
      both: shared.members.length + shared.providers.length,
      right: right.memberCount - shared.members.length - shared.providers.length,
    },
    {
      id: 'claims',
      name: words('claims'),
      mark: <KindMark kind="claim" />,
      left: left.claimCount - shared.claims.length,
      both: shared.claims.length,
      right: right.claimCount - shared.claims.length,
    },
  ]
  return (
    <div class="stack-4">
      <div class="two-col even">
        <Side ring={left} />
        <Side ring={right} />
      </div>
      <Panel>
        <Overlap rows={rows} leftName={left.ringId} rightName={right.ringId} />
      </Panel>
      <div class={hasShared ? 'two-col' : undefined}>
        <Panel title={words('figuresTitle')}>
          <table class="compared">
            <thead>
              <tr>
                <th scope="col">{words('figureWord')}</th>
                <th scope="col" class="number mono">
                  {left.ringId}
                </th>
                <th scope="col" class="number mono">
                  {right.ringId}
                </th>
              </tr>
            </thead>
            <tbody>
              {figures.map((figure) => (
                <tr key={figure.id}>
                  <td>{say(figure.text)}</td>
                  {([figure.left, figure.right] as const).map((value, i) => (
                    <td
                      key={i}
                      class={isMore(value, i === 0 ? figure.right : figure.left) ? 'number better' : 'number'}
                    >
                      {figureOf(figure.unit, value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
        <div class="stack-4" hidden={!hasShared}>
          <SharedList title={words('sharedMembers')} nodes={shared.members} labels={labels} />
          <SharedList title={words('sharedProviders')} nodes={shared.providers} labels={labels} />
          <SharedList title={words('sharedThings')} nodes={shared.things} labels={labels} />
        </div>
      </div>
      <Panel title={words('betweenRings')}>
        {paths.length === 0 ? (
          <p class="muted">
            {words(
              shared.members.length + shared.providers.length + shared.claims.length > 0
                ? 'sharedAlready'
                : 'noTiesBetween',
            )}
          </p>
        ) : (
          <>
            <p class={paths[0].steps.length > DEFAULTS.telling ? undefined : 'small muted'}>
              {paths[0].steps.length > DEFAULTS.telling && `${words('farApart')} `}
              {count(paths.length)} {words('ofTotal')} {count(pathsFound)} {words('chainsShown')}
            </p>
            <Chains paths={paths} labels={labels} />
          </>
        )}
      </Panel>
      {shared.claims.length > 0 && (
        <Panel title={words('sharedClaims')} count={shared.claims.length}>
          <Table
            caption={words('sharedClaims')}
            columns={claimColumns().map(({ sort: _, ...column }) => column)}
            rows={shared.claims}
            most={12}
            id={(claim) => claim.claimId}
            href={(claim) => `/claims/${encodeURIComponent(claim.claimId)}`}
          />
        </Panel>
      )}
    </div>
  )
}

function Chains({ paths, labels }: { paths: readonly Chain[]; labels: Labels }) {
  return (
    <div class="columns">
      {paths.map((path, i) => (
        <section key={path.nodes.map((node) => node.id).join(' ')}>
          <PathHead path={path} at={i} />
          <EvidencePath path={path} labels={labels} />
        </section>
      ))}
    </div>
  )
}

const isMore = (value: number | null, other: number | null) =>
  value !== null && other !== null && value > other

function Side({ ring }: { ring: RingSummary }) {
  return (
    <Panel
      title={<a href={`/rings/${encodeURIComponent(ring.ringId)}`}>{term(ring.typology)}</a>}
      note={
        <>
          <span class="mono">{ring.ringId}</span>
          {ring.line && ` · ${words(ring.line)}`} · {day(ring.firstAt)} – {day(ring.lastAt)}
        </>
      }
    >
      <p>
        {words('score')} <strong>{percent(ring.score)}</strong> · {words('pValueWord')}{' '}
        {chanceShort(ring.pValue)}
      </p>
      {ring.isPartial && (
        <p class="small muted">
          {words('partialShort')}: {words('partialScore')}
        </p>
      )}
      {ring.explanation && (
        <p class="small">
          {words('explainedCalm')}: {term(ring.explanation, 'explanation')}
        </p>
      )}
    </Panel>
  )
}

interface SharedListProps {
  readonly title: string
  readonly nodes: readonly GraphNode[]
  readonly labels: Labels
}

function SharedList({ title, nodes, labels }: SharedListProps) {
  if (nodes.length === 0) return null
  return (
    <Panel title={title} count={nodes.length}>
      <p class="shared-list">
        {nodes.slice(0, 40).map((node) => {
          const href = nodeHref(node.kind, node.id)
          const name = labels.of(node.id, node.label)
          return (
            <span class="chip" key={node.id}>
              <KindMark kind={node.kind} /> {href ? <a href={href}>{name}</a> : name}
            </span>
          )
        })}
        {nodes.length > 40 && <span class="muted">+ {count(nodes.length - 40)}</span>}
      </p>
    </Panel>
  )
}
