/** Policies and the chance that they claim. */
import type { PolicySummary } from '../../src/api/schemas/index.ts'
import { count, day, decimal, percent } from '../format.ts'
import { Listed, useList } from '../list.tsx'
import { Amount } from '../parts/amount.tsx'
import { Badge } from '../parts/badge.tsx'
import { QuerySearch, QuerySelect } from '../parts/fields.tsx'
import { Caveat, PageHead } from '../parts/panel.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { place, setQuery } from '../router.ts'
import { region, term } from '../terms.ts'
import { words } from '../words.ts'

const LINES = ['auto', 'health', 'accident', 'travel', 'group', 'agricultural'] as const

export function Policies() {
  const { query } = place.value
  const sort = query.get('sort') ?? 'probability'
  const list = useList<PolicySummary>('/v1/policies', {
    line: query.get('line'),
    q: query.get('q'),
    sort,
    limit: 50,
  })
  return (
    <>
      <PageHead title={words('policies')} lead={words('policiesLead')} />
      <div class="toolbar">
        <QuerySearch />
        <QuerySelect name="line" label={words('line')} options={LINES.map((one) => [one, words(one)])} />
        <QuerySelect
          name="sort"
          label={words('sort')}
          fallback="probability"
          required
          options={[
            ['probability', words('claimProbability')],
            ['expected_cost', words('expectedCost')],
            ['loss_ratio', words('lossRatio')],
            ['claims', words('claims')],
            ['claimed_amount', words('sortClaimed')],
            ['premium_amount', words('premium')],
          ]}
        />
      </div>
      <Listed
        list={list}
        empty={
          <>
            <p>{words('noPoliciesMatch')}</p>
            <a href="/policies">{words('clearFilters')}</a>
          </>
        }
      >
        {(items) => (
          <Table
            caption={words('policies')}
            rows={items}
            id={(policy) => policy.policyId}
            href={(policy) => `/policies/${encodeURIComponent(policy.policyId)}`}
            sort={sort}
            onSort={(next) => setQuery({ sort: next })}
            columns={columns()}
          />
        )}
      </Listed>
      <Caveat />
    </>
  )
}

const columns = (): Column<PolicySummary>[] => [
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
    key: 'holder',
    head: words('holder'),
    cell: (policy) => (
      <>
        {policy.holder?.name ?? '–'}
        <span class="two">{region(policy.regionCode)}</span>
      </>
    ),
  },
  {
    key: 'term',
    head: words('term'),
    cell: (policy) => (
      <span class="nowrap">
        {day(policy.inceptionDate)}
        <span class="two">{day(policy.expiryDate)}</span>
      </span>
    ),
  },
  {
    key: 'premium',
    head: words('premium'),
    number: true,
    sort: 'premium_amount',
    cell: (policy) => <Amount of={policy.premiumAmount} />,
  },
  {
    key: 'claims',
    head: words('claims'),
    number: true,
    sort: 'claims',
    cell: (policy) => count(policy.claims),
  },
  {
    key: 'ratio',
    head: words('lossRatio'),
    number: true,
    sort: 'loss_ratio',
    cell: (policy) => (policy.lossRatio === null ? '–' : `${decimal(policy.lossRatio, 2)} ×`),
  },
  {
    key: 'cost',
    head: words('expectedCost'),
    number: true,
    sort: 'expected_cost',
    cell: (policy) => <Amount of={policy.expectedCost} />,
  },
  {
    key: 'chance',
    head: words('claimProbability'),
    number: true,
    sort: 'probability',
    cell: (policy) => percent(policy.claimProbability),
  },
  {
    key: 'band',
    head: words('costBand'),
    cell: (policy) => (policy.band ? <Badge of={policy.band} /> : '–'),
  },
]
