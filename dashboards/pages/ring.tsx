/** One ring: why these belong together, who is tied to whom, what happened, what is at stake. */
import { useState } from 'preact/hooks'
import type { RingDetail } from '../../src/api/schemas/index.ts'
import { Reasons } from '../charts/reasons.tsx'
import { RingTimeline } from '../charts/ring-timeline.tsx'
import { count, day, percent } from '../format.ts'
import { KindMark, nodeHref } from '../graph/kinds.tsx'
import { GraphExplorer } from '../graph/lazy.tsx'
import { say } from '../language.ts'
import { Amount } from '../parts/amount.tsx'
import { Caveat, PageHead, Panel, Stats } from '../parts/panel.tsx'
import { Await } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { may } from '../session.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { claimColumns } from './claims.tsx'

export function Ring({ id }: { id: string }) {
  const ring = useResource<RingDetail>(`/v1/rings/${encodeURIComponent(id)}`)
  const [selected, setSelected] = useState<string>()
  return (
    <Await of={ring} lines={12}>
      {(data) => (
        <>
          <Head ring={data} />
          <div class="stack-4">
            <Panel title={words('explorer')} note={`${words('explorerHint')} ${words('masked')}`}>
              <GraphExplorer graph={data.graph} selected={selected} onSelect={setSelected} />
            </Panel>
            <div class="two-col">
              <Panel title={words('members')} count={data.members.length}>
                <Members ring={data} selected={selected} onSelect={setSelected} />
              </Panel>
              <div class="stack-4">
                <Panel title={words('whyRing')} note={words('whyNote')}>
                  <Reasons rows={data.reasons.map(({ text, logOdds }) => ({ text: say(text), logOdds }))} />
                </Panel>
                <Panel>
                  <RingTimeline steps={data.timeline} />
                </Panel>
              </div>
            </div>
            <Panel title={words('ringClaims')} count={data.claims.length}>
              <Table
                caption={words('ringClaims')}
                columns={claimColumns().map(({ sort: _, ...column }) => column)}
                rows={data.claims}
                id={(claim) => claim.claimId}
                href={(claim) => `/claims/${encodeURIComponent(claim.claimId)}`}
              />
            </Panel>
            <Caveat />
          </div>
        </>
      )}
    </Await>
  )
}

function Head({ ring }: { ring: RingDetail }) {
  return (
    <>
      <PageHead
        from={{ href: '/rings', label: words('rings') }}
        title={term(ring.typology)}
        lead={
          <>
            <span class="mono">{ring.ringId}</span>
            {ring.line && ` · ${words(ring.line)}`}
          </>
        }
      >
        {ring.alertId && (
          <a class="button primary" href={`/alerts?state=every&alert=${ring.alertId}`}>
            {words('goToAlert')}
          </a>
        )}
      </PageHead>
      {ring.explanation && (
        <p class="notice" style={{ marginBottom: '16px' }}>
          {words('honest')}: {term(ring.explanation)}
        </p>
      )}
      <Stats
        items={[
          { label: words('score'), value: percent(ring.score) },
          { label: words('members'), value: count(ring.memberCount) },
          { label: words('claims'), value: count(ring.claimCount) },
          { label: words('claimed'), value: <Amount of={ring.claimedAmount} /> },
          { label: words('atStake'), value: <Amount of={ring.atStakeAmount} /> },
          {
            label: words('period'),
            value: <span style={{ fontSize: '15px' }}>{`${day(ring.firstAt)} – ${day(ring.lastAt)}`}</span>,
          },
        ]}
      />
    </>
  )
}

interface MembersProps {
  readonly ring: RingDetail
  readonly selected: string | undefined
  readonly onSelect: (node: string | undefined) => void
}

function Members({ ring, selected, onSelect }: MembersProps) {
  return (
    <>
      <Table
        caption={words('members')}
        rows={ring.members}
        most={12}
        id={(member) => member.nodeId}
        onPick={(member) => onSelect(member.nodeId === selected ? undefined : member.nodeId)}
        picked={selected ?? ''}
        columns={[
          {
            key: 'member',
            head: words('name'),
            wide: true,
            cell: (member) => {
              const href = nodeHref(member.nodeKind, member.nodeId)
              return (
                <>
                  <button type="button" class="tie" onClick={() => onSelect(member.nodeId)}>
                    <KindMark kind={member.nodeKind} /> {member.label}
                  </button>
                  <span class="two">
                    {member.partyType ? term(member.partyType) : term(member.nodeKind)}
                    {member.roles.length > 0 && `: ${member.roles.map((role) => term(role)).join(', ')}`}
                    {href && (
                      <>
                        {' · '}
                        <a class="nowrap" href={href}>
                          {words('openPage')}
                        </a>
                      </>
                    )}
                  </span>
                </>
              )
            },
          },
          { key: 'reason', head: words('whyLinked'), cell: (member) => term(member.reason) },
          { key: 'claims', head: words('claims'), number: true, cell: (member) => count(member.claims) },
          {
            key: 'claimed',
            head: words('claimed'),
            number: true,
            cell: (member) => <Amount of={member.claimedAmount} />,
          },
          {
            key: 'centrality',
            head: words('centrality'),
            number: true,
            cell: (member) => percent(member.centrality),
          },
        ]}
      />
      {!may('parties:read') && <p class="small muted">{words('masked')}</p>}
    </>
  )
}
