/** One policy: what drives its risk, how it stands beside its peers, what happened under it. */
import type { PolicyDetail } from '../../src/api/schemas/index.ts'
import { Dumbbell } from '../charts/dumbbell.tsx'
import { Reasons } from '../charts/reasons.tsx'
import { count, day, decimal, percent } from '../format.ts'
import { say } from '../language.ts'
import { Amount } from '../parts/amount.tsx'
import { Badge } from '../parts/badge.tsx'
import { Change, CostParts, CostReasons } from '../parts/cost.tsx'
import { Indicators } from '../parts/indicators.tsx'
import { Caveat, Facts, PageHead, Panel, Stats } from '../parts/panel.tsx'
import { Await } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { may } from '../session.ts'
import { peerGroupName, shownOfReason } from '../shown.ts'
import { region, term } from '../terms.ts'
import { words } from '../words.ts'

export function Policy({ id }: { id: string }) {
  const policy = useResource<PolicyDetail>(`/v1/policies/${encodeURIComponent(id)}`)
  return (
    <Await
      of={policy}
      lines={10}
      head={<PageHead from={{ href: '/policies', label: words('policies') }} title={id} />}
    >
      {(data) => (
        <>
          <Head policy={data} />
          <div class="two-col">
            <div class="stack-4">
              <Panel title={words('drivers')} note={words('whyNote')}>
                {data.drivers.length === 0 ? (
                  <p class="muted">{words('notScored')}</p>
                ) : (
                  <Reasons
                    rows={data.drivers.slice(0, 14).map((driver) => ({
                      text: say(driver.label),
                      note: shownOfReason(driver),
                      logOdds: driver.logOdds,
                    }))}
                  />
                )}
              </Panel>
              {data.cost && <CostReasons cost={data.cost} part="severity" />}
              <Panel title={words('policyClaims')} count={data.claimList.length}>
                <Claims policy={data} />
              </Panel>
              {data.features.length > 0 && (
                <Panel title={words('indicators')}>
                  <Indicators features={data.features} entity="policy" entityId={data.policyId} />
                </Panel>
              )}
            </div>
            <div class="stack-4">
              <Peers policy={data} />
              {data.cost && <CostParts cost={data.cost} />}
              <About policy={data} />
              <Coverages policy={data} />
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

function Head({ policy }: { policy: PolicyDetail }) {
  return (
    <>
      <PageHead
        from={{ href: '/policies', label: words('policies') }}
        title={
          <>
            {policy.policyId} {policy.band && <Badge of={policy.band} />}
          </>
        }
        lead={`${words(policy.line)} · ${term(policy.productType, 'product_type')} · ${day(policy.inceptionDate)} – ${day(policy.expiryDate)}`}
      />
      <Stats
        items={[
          {
            label: words('claimProbability'),
            value: percent(policy.claimProbability),
            note: words('inTerm'),
          },
          {
            label: words('expectedCost'),
            value: <Amount of={policy.expectedCost} />,
            note: words('inTerm'),
          },
          {
            label: words('premium'),
            value: <Amount of={policy.premiumAmount} />,
            note: policy.cost?.indicatedChange != null && (
              <span title={words('indicated')}>
                <Change of={policy.cost.indicatedChange} />
              </span>
            ),
          },
          { label: words('sumInsured'), value: <Amount of={policy.sumInsuredAmount} /> },
          { label: words('claims'), value: count(policy.claims) },
          {
            label: words('lossRatio'),
            value: policy.lossRatio === null ? '–' : `${decimal(policy.lossRatio, 2)} ×`,
          },
        ]}
      />
    </>
  )
}

function Peers({ policy }: { policy: PolicyDetail }) {
  const { peers } = policy
  if (!peers) return null
  return (
    <Panel
      title={words('againstPeers')}
      note={`${words('peerGroup')} ${peerGroupName(peers.group)} · ${count(peers.policies)} ${words('policiesCounted')}`}
    >
      <Dumbbell
        label={words('claimProbability')}
        value={policy.claimProbability}
        peers={peers.claimProbability}
        show={(value) => percent(value)}
        most={1}
      />
      <Dumbbell
        label={words('lossRatio')}
        value={policy.lossRatio}
        peers={peers.lossRatio}
        show={(value) => `${decimal(value, 1)} ×`}
      />
    </Panel>
  )
}

function About({ policy }: { policy: PolicyDetail }) {
  const { holder } = policy
  return (
    <Panel title={words('details')} note={words('masked')}>
      <Facts
        items={[
          [
            words('holder'),
            holder &&
              (may('parties:read') ? (
                <a href={`/parties/${encodeURIComponent(holder.partyId)}`}>{holder.name ?? holder.partyId}</a>
              ) : (
                (holder.name ?? holder.partyId)
              )),
          ],
          [words('productType'), policy.productType && term(policy.productType, 'product_type')],
          [words('code'), policy.productCode && <span class="mono">{policy.productCode}</span>],
          [words('channel'), policy.channel && term(policy.channel)],
          [words('region'), policy.regionCode && region(policy.regionCode)],
          [words('deductible'), policy.deductibleAmount && <Amount of={policy.deductibleAmount} />],
          [words('frequency'), policy.frequency !== null && decimal(policy.frequency, 2)],
        ]}
      />
    </Panel>
  )
}

function Coverages({ policy }: { policy: PolicyDetail }) {
  if (policy.coverages.length === 0) return null
  return (
    <Panel title={words('coverages')}>
      <Table
        caption={words('coverages')}
        rows={policy.coverages}
        id={(coverage) => coverage.cover}
        columns={[
          { key: 'cover', head: words('cover'), wide: true, cell: (coverage) => term(coverage.cover) },
          {
            key: 'limit',
            head: words('coverWord'),
            number: true,
            cell: (coverage) => <Amount of={coverage.limitAmount} />,
          },
          {
            key: 'deductible',
            head: words('deductible'),
            number: true,
            cell: (coverage) => <Amount of={coverage.deductibleAmount} />,
          },
          {
            key: 'pays',
            head: words('payoutRatio'),
            number: true,
            cell: (coverage) => percent(coverage.payoutRatio),
          },
          {
            key: 'waiting',
            head: words('waitingDays'),
            number: true,
            cell: (coverage) => count(coverage.waitingDays),
          },
        ]}
      />
    </Panel>
  )
}

function Claims({ policy }: { policy: PolicyDetail }) {
  if (policy.claimList.length === 0) return <p class="muted">{words('none')}</p>
  return (
    <Table
      caption={words('policyClaims')}
      rows={policy.claimList}
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
              <span class="two">{term(claim.peril)}</span>
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
          key: 'paid',
          head: words('paidAmount'),
          number: true,
          cell: (claim) => <Amount of={claim.paidAmount} />,
        },
        { key: 'band', head: words('band'), cell: (claim) => (claim.band ? <Badge of={claim.band} /> : '–') },
      ]}
    />
  )
}
