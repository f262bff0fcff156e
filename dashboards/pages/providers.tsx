/** Providers beside their peers. */
import type { Page, ProviderSummary } from '../../src/api/schemas/index.ts'
import { withQuery } from '../api/client.ts'
import { ProviderDots } from '../charts/dot-plot.tsx'
import { count, decimal, percent } from '../format.ts'
import { Listed, useList } from '../list.tsx'
import { Amount } from '../parts/amount.tsx'
import { QuerySearch, QuerySelect } from '../parts/fields.tsx'
import { Caveat, PageHead, Panel } from '../parts/panel.tsx'
import { Await } from '../parts/states.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { place, setQuery } from '../router.ts'
import { region, term } from '../terms.ts'
import { words } from '../words.ts'

const TYPES = ['hospital', 'physician', 'repairer', 'adjuster', 'agent', 'lawyer'] as const

export function Providers() {
  const { query } = place.value
  const type = query.get('type')
  const busiest = useResource<Page<ProviderSummary>>(
    withQuery('/v1/providers', { type, sort: 'claims', limit: 200 }),
  )
  // Only books with a task over providers score them.
  const isScored = busiest.data?.items.some((one) => one.score !== null) ?? false
  const usual = isScored ? 'score' : 'amount_ratio'
  const sort = query.get('sort') ?? usual
  const list = useList<ProviderSummary>(busiest.data && '/v1/providers', {
    type,
    q: query.get('q'),
    sort,
    limit: 50,
  })
  return (
    <>
      <PageHead title={words('providers')} lead={words('providersLead')} />
      <div class="toolbar">
        <QuerySearch />
        <QuerySelect name="type" label={words('type')} options={TYPES.map((one) => [one, term(one)])} />
        <QuerySelect
          name="sort"
          label={words('sort')}
          fallback={usual}
          required
          options={[
            ...(isScored ? [['score', words('sortScore')] as const] : []),
            ['amount_ratio', words('amountRatio')],
            ['claims', words('claimCount')],
            ['claimed_amount', words('sortClaimed')],
            ['confirmed_fraud', words('confirmedFraud')],
            ['ring_count', words('rings')],
          ]}
        />
      </div>
      <div class="stack-4">
        <Panel>
          <Await of={busiest}>{(page) => <ProviderDots providers={page.items} />}</Await>
        </Panel>
        <Listed list={list} empty={<p>{words('noProvidersMatch')}</p>}>
          {(items) => (
            <Table
              caption={words('providers')}
              rows={items}
              id={(provider) => provider.partyId}
              href={(provider) => `/providers/${encodeURIComponent(provider.partyId)}`}
              sort={sort}
              onSort={(next) => setQuery({ sort: next })}
              columns={columns().filter((column) => isScored || column.key !== 'score')}
            />
          )}
        </Listed>
        <Caveat />
      </div>
    </>
  )
}

const columns = (): Column<ProviderSummary>[] => [
  {
    key: 'name',
    head: words('name'),
    wide: true,
    cell: (one) => (
      <>
        <a href={`/providers/${encodeURIComponent(one.partyId)}`}>{one.name ?? one.partyId}</a>
        <span class="two">
          {term(one.providerType)}
          {one.specialty && ` · ${term(one.specialty)}`}
        </span>
      </>
    ),
  },
  { key: 'region', head: words('region'), cell: (one) => region(one.regionCode) },
  {
    key: 'claims',
    head: words('claimCount'),
    number: true,
    sort: 'claims',
    cell: (one) => count(one.claims),
  },
  {
    key: 'claimed',
    head: words('claimed'),
    number: true,
    sort: 'claimed_amount',
    cell: (one) => <Amount of={one.claimedAmount} />,
  },
  { key: 'mean', head: words('meanAmount'), number: true, cell: (one) => <Amount of={one.meanAmount} /> },
  {
    key: 'ratio',
    head: words('amountRatio'),
    number: true,
    sort: 'amount_ratio',
    cell: (one) => (one.amountRatio === null ? '–' : `${decimal(one.amountRatio, 2)} ×`),
  },
  {
    key: 'confirmed',
    head: words('confirmedOf'),
    number: true,
    sort: 'confirmed_fraud',
    cell: (one) => `${count(one.confirmedFraud)} / ${count(one.investigated)}`,
  },
  {
    key: 'rings',
    head: words('rings'),
    number: true,
    sort: 'ring_count',
    cell: (one) => count(one.ringCount),
  },
  { key: 'score', head: words('score'), number: true, sort: 'score', cell: (one) => percent(one.score) },
]
