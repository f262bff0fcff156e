/** Underwriting: the portfolio on held-out policies, the review at renewal, and new applications. */
import type { Portfolio, ReviewedPolicy } from '../../src/api/schemas/index.ts'
import { withQuery } from '../api/client.ts'
import { DoubleLift, Lift, Lorenz, Tenths } from '../charts/tariff.tsx'
import { count, day, decimal, percent } from '../format.ts'
import { say } from '../language.ts'
import { Listed, useList } from '../list.tsx'
import { Amount } from '../parts/amount.tsx'
import { ApplicationForm } from '../parts/application-form.tsx'
import { Change } from '../parts/cost.tsx'
import { QuerySearch, QuerySelect } from '../parts/fields.tsx'
import { Caveat, PageHead, Panel, Stats } from '../parts/panel.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { place } from '../router.ts'
import { may } from '../session.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

const LINES = ['auto', 'health', 'accident', 'travel', 'group', 'agricultural'] as const
const TABS = [
  ['portfolio', 'portfolioTab'],
  ['renewal', 'renewalTab'],
  ['application', 'applicationTab'],
] as const

export function Underwriting() {
  const view = place.value.query.get('view') ?? 'portfolio'
  return (
    <>
      <PageHead title={words('underwriting')} lead={words('underwritingLead')} />
      <nav class="tabs" aria-label={words('underwriting')}>
        {TABS.filter(([name]) => name !== 'application' || may('applications:score')).map(([name, word]) => (
          <a
            key={name}
            href={name === 'portfolio' ? '/underwriting' : `/underwriting?view=${name}`}
            aria-current={view === name ? 'page' : undefined}
          >
            {words(word)}
          </a>
        ))}
      </nav>
      {view === 'renewal' ? <Renewals /> : view === 'application' ? <ApplicationForm /> : <PortfolioView />}
    </>
  )
}

const lineFilter = () => (
  <QuerySelect name="line" label={words('line')} options={LINES.map((one) => [one, words(one)])} />
)

function PortfolioView() {
  const line = place.value.query.get('line')
  const found = useResource<Portfolio | null>(withQuery('/v1/underwriting/portfolio', { line }))
  return (
    <>
      <div class="toolbar">{lineFilter()}</div>
      <Await of={found} lines={10}>
        {(data) =>
          data === null ? (
            <Empty>
              <p>{words('noBacktest')}</p>
              <a href="/underwriting">{words('clearFilters')}</a>
            </Empty>
          ) : (
            <>
              <Stats
                items={[
                  { label: words('heldOutPolicies'), value: count(data.policies) },
                  { label: words('yearsObserved'), value: count(data.exposureYears) },
                  { label: words('claims'), value: count(data.claims) },
                  {
                    label: words('observedOverExpected'),
                    value: decimal(data.observedOverExpected.value, 2),
                    note: span(data.observedOverExpected),
                  },
                  {
                    label: words('giniOurs'),
                    value: decimal(data.gini.ours.value, 2),
                    note: span(data.gini.ours),
                  },
                  {
                    label: words('giniTariff'),
                    value: decimal(data.gini.tariff.value, 2),
                    note: span(data.gini.tariff),
                  },
                  {
                    label: words('giniOver'),
                    value: decimal(data.gini.overTariff.value, 2),
                    note: span(data.gini.overTariff),
                  },
                ]}
              />
              <div class="tariff-grid">
                {[Tenths, Lift, DoubleLift, Lorenz].map((Chart, i) => (
                  <Panel key={i}>
                    <Chart of={data} />
                  </Panel>
                ))}
              </div>
            </>
          )
        }
      </Await>
      <Caveat />
    </>
  )
}

const span = ({ low, high }: { low: number; high: number }) => `${decimal(low, 2)} – ${decimal(high, 2)}`

function Renewals() {
  const { query } = place.value
  const list = useList<ReviewedPolicy>('/v1/underwriting/review', {
    line: query.get('line'),
    q: query.get('q'),
    days: query.get('days') ?? '90',
    change: query.get('change'),
    sort: query.get('sort') ?? 'underpriced',
    limit: 50,
  })
  return (
    <>
      <div class="toolbar">
        <QuerySearch />
        {lineFilter()}
        <QuerySelect
          name="days"
          label={words('renewsWithin')}
          fallback="90"
          required
          options={[
            ['30', words('days30')],
            ['90', words('days90')],
            ['180', words('days180')],
            ['366', words('days366')],
          ]}
        />
        <QuerySelect
          name="change"
          label={words('leastChange')}
          options={['0.1', '0.25', '0.5'].map((share) => [share, percent(Number(share))])}
        />
        <QuerySelect
          name="sort"
          label={words('sort')}
          fallback="underpriced"
          required
          options={[
            ['underpriced', words('underpriced')],
            ['overpriced', words('overpriced')],
            ['missing_premium', words('missingPremium')],
            ['expected_cost', words('expectedCost')],
            ['expiry_date', words('renewalDate')],
          ]}
        />
      </div>
      <Listed
        list={list}
        empty={
          <>
            <p>{words('noRenewals')}</p>
            <a href="/underwriting?view=renewal">{words('clearFilters')}</a>
          </>
        }
      >
        {(items) => (
          <Table
            caption={words('renewalTab')}
            rows={items}
            id={(policy) => policy.policyId}
            href={(policy) => `/policies/${encodeURIComponent(policy.policyId)}`}
            columns={columns()}
          />
        )}
      </Listed>
      <p class="caveat">{words('renewalNote')}</p>
    </>
  )
}

const columns = (): Column<ReviewedPolicy>[] => [
  {
    key: 'policy',
    head: words('policyWord'),
    wide: true,
    cell: (policy) => (
      <>
        <a href={`/policies/${encodeURIComponent(policy.policyId)}`}>{policy.policyId}</a>
        <span class="two">
          {words(policy.line)} · {term(policy.productType, 'product_type')}
        </span>
      </>
    ),
  },
  {
    key: 'renews',
    head: words('renewalDate'),
    cell: (policy) => <span class="nowrap">{day(policy.expiryDate)}</span>,
  },
  {
    key: 'chance',
    head: words('claimProbability'),
    number: true,
    cell: (policy) => percent(policy.claimProbability),
  },
  {
    key: 'cost',
    head: words('expectedCost'),
    number: true,
    cell: (policy) => <Amount of={policy.expectedCost} />,
  },
  {
    key: 'premium',
    head: words('premium'),
    number: true,
    cell: (policy) => <Amount of={policy.premiumAmount} />,
  },
  {
    key: 'indicated',
    head: words('indicated'),
    number: true,
    cell: (policy) => <Amount of={policy.indicatedPremium} />,
  },
  {
    key: 'change',
    head: words('indicatedChange'),
    number: true,
    cell: (policy) => <Change of={policy.indicatedChange} />,
  },
  {
    key: 'reason',
    head: words('mainReason'),
    cell: (policy) => (policy.reason ? say(policy.reason) : '–'),
  },
]
