/** One claim: what its score is made of, what happened when, who took part, what it cost against what is usual. */
import type { ClaimDetail, Neighbourhood } from '../../src/api/schemas/index.ts'
import { ScoreWaterfall } from '../charts/waterfall.tsx'
import { count, day, decimal, moment, percent } from '../format.ts'
import { ClaimGraph } from '../graph/lazy.tsx'
import { Amount } from '../parts/amount.tsx'
import { Badge } from '../parts/badge.tsx'
import { ClaimReasoning } from '../parts/claim-reasoning.tsx'
import { Caveat, Facts, PageHead, Panel } from '../parts/panel.tsx'
import { PeerPlace } from '../parts/peer-place.tsx'
import { RuleHits } from '../parts/rule-hits.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { Timeline, type TimelineEntry } from '../parts/timeline.tsx'
import { WhereFrom } from '../parts/where-from.tsx'
import { useResource } from '../resource.ts'
import { exploreHref } from '../rings/node-id.ts'
import { may } from '../session.ts'
import { peerGroupName } from '../shown.ts'
import { region, term } from '../terms.ts'
import { words } from '../words.ts'

export function Claim({ id }: { id: string }) {
  const claim = useResource<ClaimDetail>(`/v1/claims/${encodeURIComponent(id)}`)
  return (
    <Await
      of={claim}
      lines={12}
      head={<PageHead from={{ href: '/claims', label: words('claims') }} title={id} />}
    >
      {(data) => (
        <>
          <Head claim={data} />
          <div class="two-col">
            <div class="stack-4">
              {data.score && (
                <Panel
                  title={words('whyScore')}
                  note={`${words('whyScoreNote')} ${words('asOf')} ${moment(data.score.asOf)}${data.score.peerGroup ? ` · ${words('peerGroup')} ${peerGroupName(data.score.peerGroup)}` : ''}`}
                >
                  <ScoreWaterfall
                    score={data.score}
                    behind={(feature) => (
                      <WhereFrom entity="claim" entityId={data.claimId} feature={feature} />
                    )}
                  />
                </Panel>
              )}
              {data.peers && <PeerPlace of={data.peers} />}
              {data.score && <ClaimReasoning claimId={data.claimId} />}
              <Panel title={words('rulesTitle')} count={data.rules.length}>
                <RuleHits rules={data.rules} />
              </Panel>
              <Items claim={data} />
            </div>
            <div class="stack-4">
              <Panel title={words('timeline')}>
                <Timeline entries={entriesOf(data)} from={data.lossAt} />
              </Panel>
              <Parties claim={data} />
              <Graph claim={data} />
              <About claim={data} />
            </div>
          </div>
          <div style={{ marginTop: '16px' }}>
            <Caveat />
          </div>
        </>
      )}
    </Await>
  )
}

function Head({ claim }: { claim: ClaimDetail }) {
  const { score } = claim
  return (
    <>
      <PageHead
        from={{ href: '/claims', label: words('claims') }}
        title={
          <>
            {claim.claimId} {claim.band && <Badge of={claim.band} />}
          </>
        }
        lead={`${words(claim.line)} · ${term(claim.peril)} · ${claim.place ?? region(claim.regionCode)} · ${term(claim.status)}`}
      >
        {claim.rings.map((ring) => (
          <a class="chip" key={ring.ringId} href={`/rings/${encodeURIComponent(ring.ringId)}`}>
            {term(ring.typology)} {percent(ring.score)}
          </a>
        ))}
        {claim.alertId && may('alerts:read') && (
          <a class="button primary" href={`/alerts?state=every&alert=${claim.alertId}`}>
            {words('goToAlert')}
          </a>
        )}
      </PageHead>
      <dl class="strip">
        <div class="stat">
          <dt>{words('probability')}</dt>
          <dd>
            {percent(claim.probability)}{' '}
            {score && (
              <span class="note">
                {words('score')} {score.display} {words('scoreOf999')}
              </span>
            )}
          </dd>
        </div>
        <div class="stat">
          <dt>{words('claimed')}</dt>
          <dd>
            <Amount of={claim.claimedAmount} />
          </dd>
        </div>
        <div class="stat">
          <dt>{words('expectedLoss')}</dt>
          <dd>
            <Amount of={claim.expectedLossAmount} />
          </dd>
        </div>
        <div class="stat">
          <dt>{words('paidAmount')}</dt>
          <dd>
            <Amount of={claim.paidAmount} />
          </dd>
        </div>
        {claim.investigation && (
          <div class="stat">
            <dt>{words('investigation')}</dt>
            <dd>
              {term(claim.investigation.outcome)} <span class="note">{day(claim.investigation.knownAt)}</span>
            </dd>
          </div>
        )}
      </dl>
    </>
  )
}

function entriesOf(claim: ClaimDetail): TimelineEntry[] {
  const { policy, investigation, weather } = claim
  const noon = (date: string) => `${date}T00:00:00.000Z`
  const entries: TimelineEntry[] = [
    {
      at: claim.lossAt,
      kind: 'loss',
      text: `${term('loss')}: ${term(claim.peril)}`,
      note: weather ? weatherText(weather) : undefined,
    },
    ...claim.events.map((event) => ({
      at: event.at,
      kind: event.kind,
      text: term(event.kind),
      amount: event.amount || null,
    })),
    ...claim.payments.map((payment) => ({
      at: payment.paidAt,
      kind: 'paid',
      text: `${term('paid')}: ${payment.payeeName ?? '–'}`,
      note: payment.bankAccount ? `${words('account')} ${payment.bankAccount}` : undefined,
      amount: payment.amount,
    })),
  ]
  if (policy?.inceptionDate)
    entries.push({ at: noon(policy.inceptionDate), kind: 'inception', text: term('inception') })
  if (policy?.expiryDate) entries.push({ at: noon(policy.expiryDate), kind: 'expiry', text: term('expiry') })
  if (!claim.events.some((event) => event.kind === 'reported'))
    entries.push({ at: claim.reportedAt, kind: 'reported', text: term('reported') })
  if (investigation?.openedAt)
    entries.push({ at: investigation.openedAt, kind: 'investigation', text: term('investigation') })
  if (investigation)
    entries.push({
      at: investigation.knownAt,
      kind: 'investigation',
      text: `${term('investigation')}: ${term(investigation.outcome)}`,
      note: investigation.typology ? term(investigation.typology) : undefined,
    })
  return entries.sort((a, b) => a.at.localeCompare(b.at))
}

function weatherText(weather: NonNullable<ClaimDetail['weather']>): string {
  const parts = [
    weather.temperatureC === null ? '' : `${decimal(weather.temperatureC, 0)} °C`,
    weather.rainMm === null ? '' : `${words('rain')} ${decimal(weather.rainMm, 1)} mm`,
    weather.windMs === null ? '' : `${words('windSpeed')} ${decimal(weather.windMs, 0)} m/s`,
    weather.visibilityKm === null ? '' : `${words('visibility')} ${decimal(weather.visibilityKm, 0)} km`,
    weather.hasHail ? words('hail') : '',
    weather.hasStorm ? words('storm') : '',
  ]
  return `${words('weatherAt')}: ${parts.filter(Boolean).join(', ') || words('noWeather')}`
}

function Parties({ claim }: { claim: ClaimDetail }) {
  const linked = may('parties:read')
  return (
    <Panel title={words('parties')} note={words('masked')}>
      <Table
        caption={words('parties')}
        rows={claim.parties}
        id={(party) => `${party.partyId} ${party.role}`}
        columns={[
          {
            key: 'name',
            head: words('name'),
            wide: true,
            cell: (party) => (
              <>
                {linked ? (
                  <a href={`/parties/${encodeURIComponent(party.partyId)}`}>{party.name ?? party.partyId}</a>
                ) : (
                  (party.name ?? party.partyId)
                )}
                {party.isInjured && <span class="two">{words('injured')}</span>}
                {party.listedProbability !== null && party.listedProbability >= 0.5 && (
                  <span class="two warn">
                    {words('mayBeListed')} ({percent(party.listedProbability)})
                  </span>
                )}
              </>
            ),
          },
          { key: 'role', head: words('role'), cell: (party) => term(party.role) },
          {
            key: 'other',
            head: words('otherClaims'),
            number: true,
            cell: (party) => count(party.otherClaims),
          },
        ]}
      />
    </Panel>
  )
}

function Items({ claim }: { claim: ClaimDetail }) {
  if (claim.items.length === 0) return null
  return (
    <Panel title={words('items')}>
      <Table
        caption={words('items')}
        rows={claim.items}
        id={(item) => item.itemId}
        columns={[
          {
            key: 'item',
            head: words('item'),
            wide: true,
            cell: (item) => (
              <>
                {item.description ?? item.code ?? '–'}
                <span class="two">
                  {term(item.kind)}
                  {item.code && item.description && ` · ${item.code}`}
                  {item.serviceDate && ` · ${day(item.serviceDate)}`}
                </span>
              </>
            ),
          },
          {
            key: 'quantity',
            head: words('quantity'),
            number: true,
            cell: (item) =>
              item.quantity === null ? '–' : decimal(item.quantity, item.quantity % 1 ? 1 : 0),
          },
          {
            key: 'amount',
            head: words('amount'),
            number: true,
            cell: (item) => <Amount of={item.amount} />,
          },
          {
            key: 'usual',
            head: words('usualPrice'),
            number: true,
            cell: (item) => <Amount of={item.usualPrice} />,
          },
          {
            key: 'times',
            head: words('timesUsual'),
            number: true,
            cell: (item) => {
              if (!item.usualPrice || item.amount === null) return '–'
              const times = item.amount / (item.usualPrice * (item.quantity || 1))
              return times >= 1.5 ? <strong>{decimal(times, 1)} ×</strong> : `${decimal(times, 1)} ×`
            },
          },
        ]}
      />
    </Panel>
  )
}

function Graph({ claim }: { claim: ClaimDetail }) {
  const node = encodeURIComponent(`claim:${claim.claimId}`)
  const near = useResource<Neighbourhood>(
    may('rings:read') ? `/v1/neighbourhood?node=${node}&depth=2&budget=60` : undefined,
  )
  if (!may('rings:read')) return null
  return (
    <Panel
      title={words('neighbourhood')}
      note={words('explorerHint')}
      action={<a href={exploreHref(`claim:${claim.claimId}`)}>{words('openExplorer')}</a>}
    >
      {near.state === 'failed' && near.error.status === 404 ? (
        <Empty>{words('noRings')}</Empty>
      ) : (
        <Await of={near}>{(graph) => <ClaimGraph graph={graph} centre={`claim:${claim.claimId}`} />}</Await>
      )}
    </Panel>
  )
}

function About({ claim }: { claim: ClaimDetail }) {
  const { policy } = claim
  const yes = (value: boolean | null) => (value === null ? null : words(value ? 'yes' : 'no'))
  return (
    <Panel title={words('details')}>
      <Facts
        items={[
          [words('lossDate'), moment(claim.lossAt)],
          [words('reportedAt'), moment(claim.reportedAt)],
          [words('cover'), claim.cover && term(claim.cover)],
          [words('channel'), claim.reportChannel && term(claim.reportChannel)],
          [words('deductible'), claim.deductibleAmount && <Amount of={claim.deductibleAmount} />],
          [words('police'), yes(claim.hasPoliceReport)],
          [words('witness'), yes(claim.hasWitness)],
          [
            words('policyWord'),
            claim.policyId && (
              <a href={`/policies/${encodeURIComponent(claim.policyId)}`}>{claim.policyId}</a>
            ),
          ],
          [words('sumInsured'), policy?.sumInsuredAmount && <Amount of={policy.sumInsuredAmount} />],
          [words('premium'), policy?.premiumAmount && <Amount of={policy.premiumAmount} />],
          [
            words('model'),
            claim.score?.modelId && (
              <a
                class="mono break"
                href={
                  may('models:read')
                    ? `/models/${encodeURIComponent(claim.score.modelId)}/explanation`
                    : undefined
                }
              >
                {claim.score.modelId}
              </a>
            ),
          ],
        ]}
      />
      {claim.description && (
        <>
          <h3 style={{ marginTop: '14px' }}>{words('description')}</h3>
          <p class="prose">{claim.description}</p>
        </>
      )}
    </Panel>
  )
}
