/** Claims with their scores. */
import type { ClaimSummary } from '../../src/api/schemas/index.ts'
import { day, percent } from '../format.ts'
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
const BANDS = ['high', 'elevated', 'moderate', 'low'] as const
const STATUSES = [
  'open',
  'reported',
  'assessed',
  'approved',
  'rejected',
  'paid',
  'withdrawn',
  'reopened',
  'closed',
] as const

export const claimColumns = (): Column<ClaimSummary>[] => [
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
    key: 'claimant',
    head: words('claimant'),
    cell: (claim) => (
      <>
        {claim.claimant?.name ?? '–'}
        <span class="two">{claim.place ?? region(claim.regionCode)}</span>
      </>
    ),
  },
  {
    key: 'loss',
    head: words('lossDate'),
    sort: 'loss_date',
    cell: (claim) => <span class="nowrap">{day(claim.lossDate)}</span>,
  },
  {
    key: 'reported',
    head: words('reportedAt'),
    sort: 'reported_at',
    cell: (claim) => <span class="nowrap">{day(claim.reportedAt)}</span>,
  },
  { key: 'status', head: words('status'), cell: (claim) => term(claim.status) },
  {
    key: 'claimed',
    head: words('claimed'),
    number: true,
    sort: 'claimed_amount',
    cell: (claim) => <Amount of={claim.claimedAmount} />,
  },
  {
    key: 'expected',
    head: words('expectedLoss'),
    number: true,
    sort: 'expected_loss',
    cell: (claim) => <Amount of={claim.expectedLossAmount} />,
  },
  {
    key: 'probability',
    head: words('probability'),
    number: true,
    sort: 'probability',
    cell: (claim) => percent(claim.probability),
  },
  {
    key: 'band',
    head: words('band'),
    cell: (claim) =>
      claim.band ? <Badge of={claim.band} /> : <span class="muted">{words('notScored')}</span>,
  },
]

export function Claims() {
  const { query } = place.value
  const sort = query.get('sort') ?? 'probability'
  const list = useList<ClaimSummary>('/v1/claims', {
    line: query.get('line'),
    band: query.get('band'),
    status: query.get('status'),
    q: query.get('q'),
    sort,
    limit: 50,
  })
  return (
    <>
      <PageHead title={words('claims')} lead={words('claimsLead')} />
      <div class="toolbar">
        <QuerySearch />
        <QuerySelect name="line" label={words('line')} options={LINES.map((one) => [one, words(one)])} />
        <QuerySelect name="band" label={words('band')} options={BANDS.map((one) => [one, words(one)])} />
        <QuerySelect
          name="status"
          label={words('status')}
          options={STATUSES.map((one) => [one, term(one)])}
        />
        <QuerySelect
          name="sort"
          label={words('sort')}
          fallback="probability"
          required
          options={[
            ['probability', words('sortProbability')],
            ['expected_loss', words('sortExpectedLoss')],
            ['claimed_amount', words('sortClaimed')],
            ['loss_date', words('sortLossDate')],
            ['reported_at', words('sortReported')],
          ]}
        />
      </div>
      <Listed
        list={list}
        empty={
          <>
            <p>{words('noClaimsMatch')}</p>
            <a href="/claims">{words('clearFilters')}</a>
          </>
        }
      >
        {(items) => (
          <Table
            caption={words('claims')}
            columns={claimColumns()}
            rows={items}
            id={(claim) => claim.claimId}
            href={(claim) => `/claims/${encodeURIComponent(claim.claimId)}`}
            sort={sort}
            onSort={(next) => setQuery({ sort: next })}
          />
        )}
      </Listed>
      <Caveat />
    </>
  )
}
