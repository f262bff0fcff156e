/** One ring, for the investigator: the picture first, the same members beside it, how it grew, why it is one, where the money went. */
import { useMemo, useState } from 'preact/hooks'
import type { RingTimeline as Growing, RingDetail } from '../../src/api/schemas/index.ts'
import { Growth } from '../charts/growth.tsx'
import { MoneyFlow } from '../charts/money-flow.tsx'
import { RingTimeline } from '../charts/ring-timeline.tsx'
import { count, day, percent } from '../format.ts'
import { GraphExplorer } from '../graph/lazy.tsx'
import { useExplorer } from '../graph/use-explorer.ts'
import { Amount } from '../parts/amount.tsx'
import { Caveat, PageHead, Panel, Stats } from '../parts/panel.tsx'
import { Await } from '../parts/states.tsx'
import { TabSwitch } from '../parts/tab-switch.tsx'
import { Table } from '../parts/table.tsx'
import { type Resource, useResource } from '../resource.ts'
import { MarkTools } from '../rings/case-marks.tsx'
import { CasePanel } from '../rings/case-panel.tsx'
import { chanceOfRing, chanceShort } from '../rings/chance.ts'
import { ExportRing } from '../rings/export-ring.tsx'
import { growthSteps } from '../rings/growth-steps.ts'
import { useLabels } from '../rings/labels.ts'
import { Members } from '../rings/members.tsx'
import { moneyGraph } from '../rings/money.ts'
import { ChangeBadge, ComparedWith, NextSteps, SinceLast } from '../rings/next.tsx'
import { RevealNames } from '../rings/reveal-names.tsx'
import { useCase } from '../rings/use-case.ts'
import { useMarks } from '../rings/use-marks.ts'
import { WhyLinked } from '../rings/why-linked.tsx'
import { WhyRing } from '../rings/why-ring.tsx'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { claimColumns } from './claims.tsx'

export function Ring({ id }: { id: string }) {
  const ring = useResource<RingDetail>(`/v1/rings/${encodeURIComponent(id)}`)
  const growing = useResource<Growing>(`/v1/rings/${encodeURIComponent(id)}/timeline`)
  return (
    <>
      {!ring.data && (
        <PageHead
          from={{ href: '/rings', label: words('rings') }}
          title={words('ringWord')}
          lead={<span class="mono">{id}</span>}
        />
      )}
      <Await of={ring} lines={12}>
        {(data) => <Shown key={data.ringId} ring={data} growing={growing} />}
      </Await>
    </>
  )
}

const TABS = ['tabMembers', 'tabWhy', 'tabCase'] as const

function Shown({ ring, growing }: { ring: RingDetail; growing: Resource<Growing> }) {
  const labels = useLabels()
  const file = useCase({ kind: 'ring', id: ring.ringId }, ring.caseId)
  const explorer = useMarks(useExplorer(ring.graph, { labels: labels.known }), file)
  const [tab, setTab] = useState<(typeof TABS)[number]>('tabMembers')
  const { state } = explorer
  const appears = useMemo(
    () => new Map(growing.data?.appears.map(({ nodeId, at }) => [nodeId, at])),
    [growing.data],
  )
  const money = moneyGraph(ring.moneyFlow, labels.of)
  const selected = new Set(state.selected)
  return (
    <>
      <PageHead
        from={{ href: '/rings', label: words('rings') }}
        title={
          <>
            {term(ring.typology)}{' '}
            {ring.explanation ? (
              <span class="change explained">{words('explainedYes')}</span>
            ) : (
              <ChangeBadge change={ring.change} />
            )}
          </>
        }
        lead={
          <>
            <span class="mono">{ring.ringId}</span>
            {ring.line && ` · ${words(ring.line)}`} · {chanceOfRing(ring)}
          </>
        }
      >
        <span class="row actions">
          {ring.alertId && (
            <a class="button primary" href={`/alerts?state=every&alert=${ring.alertId}`}>
              {words('goToAlert')}
            </a>
          )}
          <RevealNames labels={labels} nodes={explorer.visible.ids} selected={state.selected} />
          <ExportRing ringId={ring.ringId} caseId={file.detail?.caseId} />
          <a class="button" href={`/rings/compare?left=${encodeURIComponent(ring.ringId)}`}>
            {words('compareWith')} …
          </a>
        </span>
      </PageHead>
      {ring.isPartial && (
        <p class="notice">
          <strong>{words('partialTitle')}</strong> {words('partialLead')}
        </p>
      )}
      {ring.explanation && (
        <p class="notice calm">
          <strong>
            {words('explainedCalm')}: {term(ring.explanation, 'explanation')}.
          </strong>{' '}
          {words('explainedLead')}
        </p>
      )}
      <div class="stack-4 ring-page">
        <div class="workbench">
          <GraphExplorer
            explorer={explorer}
            side={
              <>
                <TabSwitch
                  label="details"
                  tabs={TABS}
                  chosen={tab}
                  after={{ tabMembers: count(ring.members.length) }}
                  onChoose={setTab}
                />
                <MarkTools explorer={explorer} />
                {tab === 'tabMembers' && (
                  <Members members={ring.members} appears={appears} explorer={explorer} labels={labels} />
                )}
                {tab === 'tabWhy' && <WhyLinked explorer={explorer} labels={labels} />}
                {tab === 'tabCase' && <CasePanel file={file} explorer={explorer} labels={labels} />}
              </>
            }
          />
        </div>
        <Panel>
          <Await of={growing} lines={4}>
            {(data) => (
              <Growth
                steps={growthSteps(data)}
                span={{ since: dayOf(state.from), until: dayOf(state.until) }}
                onSpan={({ since, until }) =>
                  explorer.do({
                    type: 'time',
                    from: since ? `${since}T00:00:00.000Z` : null,
                    until: until ? `${until}T23:59:59.999Z` : null,
                  })
                }
              />
            )}
          </Await>
        </Panel>
        <Figures ring={ring} />
        <div class="two-col">
          <WhyRing ring={ring} />
          <div class="stack-4">
            <NextSteps ring={ring} />
            {!ring.isPartial && <SinceLast ring={ring} />}
            <ComparedWith ring={ring} />
          </div>
        </div>
        <Panel>
          {money.ties.length === 0 ? (
            <>
              <h2>{words('moneyTitle')}</h2>
              <p class="muted">{words('moneyNone')}</p>
            </>
          ) : (
            <MoneyFlow
              nodes={money.nodes}
              ties={money.ties}
              selection={selected}
              onSelect={(node) => explorer.do({ type: 'select', nodes: [node], how: 'toggle' })}
            />
          )}
          {ring.moneyFlow.shown < ring.moneyFlow.total && (
            <p class="small muted">
              {count(ring.moneyFlow.shown)} {words('ofTotal')} {count(ring.moneyFlow.total)}{' '}
              {words('moneyShown')}
            </p>
          )}
        </Panel>
        <Panel>
          <RingTimeline steps={ring.timeline} />
        </Panel>
        <Panel title={words('ringClaims')} count={ring.claims.length}>
          <Table
            caption={words('ringClaims')}
            columns={claimColumns().map(({ sort: _, ...column }) => column)}
            rows={ring.claims}
            most={12}
            id={(claim) => claim.claimId}
            href={(claim) => `/claims/${encodeURIComponent(claim.claimId)}`}
          />
        </Panel>
        <Caveat />
      </div>
    </>
  )
}

const dayOf = (iso: string | null) => iso?.slice(0, 10)

function Figures({ ring }: { ring: RingDetail }) {
  return (
    <Stats
      items={[
        {
          label: words('score'),
          value: percent(ring.score),
          ...(ring.isPartial ? { title: words('partialScore') } : {}),
        },
        { label: words('pValueWord'), value: chanceShort(ring.pValue), title: chanceOfRing(ring) },
        { label: words('members'), value: count(ring.memberCount) },
        { label: words('claims'), value: count(ring.claimCount) },
        { label: words('claimed'), value: <Amount of={ring.claimedAmount} /> },
        { label: words('paidAmount'), value: <Amount of={ring.paidAmount} /> },
        { label: words('atStake'), value: <Amount of={ring.atStakeAmount} /> },
        {
          label: words('period'),
          value: <span class="period">{`${day(ring.firstAt)} – ${day(ring.lastAt)}`}</span>,
        },
      ]}
    />
  )
}
