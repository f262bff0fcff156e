/** One provider: its claims, billing, findings and rings. */
import type { ProviderDetail } from '../../src/api/schemas/index.ts'
import { Figure } from '../charts/figure.tsx'
import { Series } from '../charts/series.tsx'
import { ScoreWaterfall } from '../charts/waterfall.tsx'
import { count, day, decimal, percent } from '../format.ts'
import { Amount } from '../parts/amount.tsx'
import { Indicators } from '../parts/indicators.tsx'
import { Caveat, Facts, PageHead, Panel, Stats } from '../parts/panel.tsx'
import { Await } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { WhereFrom } from '../parts/where-from.tsx'
import { useResource } from '../resource.ts'
import { exploreHref } from '../rings/node-id.ts'
import { may } from '../session.ts'
import { region, term } from '../terms.ts'
import { words } from '../words.ts'

export function Provider({ id }: { id: string }) {
  const provider = useResource<ProviderDetail>(`/v1/providers/${encodeURIComponent(id)}`)
  return (
    <Await
      of={provider}
      lines={10}
      head={<PageHead from={{ href: '/providers', label: words('providers') }} title={id} />}
    >
      {(data) => (
        <>
          <Head provider={data} />
          <div class="two-col">
            <div class="stack-4">
              <Panel>
                <Monthly provider={data} />
              </Panel>
              <Billing provider={data} />
              <Panel title={words('details')}>
                <Facts
                  items={[
                    [words('type'), term(data.providerType)],
                    [words('specialty'), data.specialty && term(data.specialty)],
                    [words('region'), data.regionCode && region(data.regionCode)],
                    [words('registered'), data.registeredDate && day(data.registeredDate)],
                    [words('beds'), data.bedCount !== null && count(data.bedCount)],
                    [
                      words('investigation'),
                      data.investigation &&
                        `${term(data.investigation.outcome)} ${day(data.investigation.knownAt)}`,
                    ],
                  ]}
                />
              </Panel>
              {data.features.length > 0 && (
                <Panel title={words('indicators')}>
                  <Indicators features={data.features} entity="provider" entityId={data.partyId} />
                </Panel>
              )}
            </div>
            <div class="stack-4">
              {data.scoreDetail && (
                <Panel title={words('whyScore')}>
                  <ScoreWaterfall
                    score={data.scoreDetail}
                    behind={(feature) => (
                      <WhereFrom entity="provider" entityId={data.partyId} feature={feature} />
                    )}
                  />
                </Panel>
              )}
              <Panel title={words('topClaimsTitle')}>
                <TopClaims provider={data} />
              </Panel>
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

function Head({ provider }: { provider: ProviderDetail }) {
  return (
    <>
      <PageHead
        from={{ href: '/providers', label: words('providers') }}
        title={provider.name ?? provider.partyId}
        lead={`${term(provider.providerType)} · ${provider.partyId}`}
      >
        {may('rings:read') && (
          <a class="button" href={exploreHref(`entity:${provider.entityId}`)}>
            {words('openExplorer')}
          </a>
        )}
        {provider.rings.map((ring) => (
          <a class="chip" key={ring.ringId} href={`/rings/${encodeURIComponent(ring.ringId)}`}>
            {term(ring.typology)} {percent(ring.score)}
          </a>
        ))}
      </PageHead>
      <Stats
        items={[
          { label: words('claimCount'), value: count(provider.claims) },
          { label: words('claimed'), value: <Amount of={provider.claimedAmount} /> },
          { label: words('meanAmount'), value: <Amount of={provider.meanAmount} /> },
          {
            label: words('amountRatio'),
            value: provider.amountRatio === null ? '–' : `${decimal(provider.amountRatio, 2)} ×`,
          },
          {
            label: words('confirmedOf'),
            value: count(provider.confirmedFraud),
            note: `/ ${count(provider.investigated)}`,
          },
          { label: words('score'), value: percent(provider.score) },
        ]}
      />
    </>
  )
}

function Monthly({ provider }: { provider: ProviderDetail }) {
  const points = provider.monthly.map(({ month, claims }) => ({
    period: month,
    value: claims,
    expected: null,
    lower: null,
    upper: null,
  }))
  return (
    <Figure
      title={words('monthlyTitle')}
      data={{
        head: [term('month'), words('claims'), words('claimed')],
        rows: provider.monthly.map((row) => [
          row.month.slice(0, 7),
          row.claims,
          Math.round(row.claimedAmount),
        ]),
      }}
    >
      <Series points={points} unit={words('claimsWord')} label={words('monthlyTitle')} height={180} />
    </Figure>
  )
}

function Billing({ provider }: { provider: ProviderDetail }) {
  if (provider.billing.length === 0) return null
  return (
    <Panel title={words('billing')}>
      <Table
        caption={words('billing')}
        rows={provider.billing.slice(0, 20)}
        id={(row) => `${row.kind} ${row.code}`}
        columns={[
          {
            key: 'code',
            head: words('code'),
            wide: true,
            cell: (row) => (
              <>
                <span class="mono">{row.code}</span> <span class="muted">{term(row.kind)}</span>
              </>
            ),
          },
          { key: 'lines', head: words('billLines'), number: true, cell: (row) => count(row.lines) },
          {
            key: 'mean',
            head: words('meanPrice'),
            number: true,
            cell: (row) => <Amount of={row.meanAmount} />,
          },
          {
            key: 'usual',
            head: words('usualPrice'),
            number: true,
            cell: (row) => <Amount of={row.usualAmount} />,
          },
          {
            key: 'times',
            head: words('timesUsual'),
            number: true,
            cell: (row) =>
              row.meanAmount !== null && row.usualAmount
                ? `${decimal(row.meanAmount / row.usualAmount, 2)} ×`
                : '–',
          },
        ]}
      />
    </Panel>
  )
}

function TopClaims({ provider }: { provider: ProviderDetail }) {
  return (
    <Table
      caption={words('topClaimsTitle')}
      rows={provider.topClaims.slice(0, 12)}
      id={(claim) => claim.claimId}
      href={(claim) => `/claims/${encodeURIComponent(claim.claimId)}`}
      columns={[
        {
          key: 'claim',
          head: words('claimWord'),
          wide: true,
          cell: (claim) => (
            <>
              <a href={`/claims/${encodeURIComponent(claim.claimId)}`}>{claim.claimId}</a>
              <span class="two">
                {words(claim.line)} · {term(claim.peril)}
              </span>
            </>
          ),
        },
        {
          key: 'loss',
          head: words('lossDate'),
          cell: (claim) => <span class="nowrap">{day(claim.lossDate)}</span>,
        },
        {
          key: 'claimed',
          head: words('claimed'),
          number: true,
          cell: (claim) => <Amount of={claim.claimedAmount} />,
        },
        {
          key: 'probability',
          head: words('probability'),
          number: true,
          cell: (claim) => percent(claim.probability),
        },
      ]}
    />
  )
}
