/** Suspected rings. */
import type { Overview, RingSummary } from '../../src/api/schemas/index.ts'
import { count, day, percent } from '../format.ts'
import { Listed, useList } from '../list.tsx'
import { Amount } from '../parts/amount.tsx'
import { QuerySelect } from '../parts/fields.tsx'
import { Caveat, PageHead } from '../parts/panel.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { place, setQuery } from '../router.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

const LINES = ['auto', 'health', 'accident', 'travel', 'group', 'agricultural'] as const

export function Rings() {
  const { query } = place.value
  const sort = query.get('sort') ?? 'score'
  const overview = useResource<Overview>('/v1/overview')
  const list = useList<RingSummary>('/v1/rings', {
    typology: query.get('typology'),
    line: query.get('line'),
    sort,
    limit: 50,
  })
  return (
    <>
      <PageHead title={words('rings')} lead={words('ringsLead')} />
      <div class="toolbar">
        <QuerySelect
          name="typology"
          label={words('typology')}
          options={(overview.data?.typologies ?? []).map(({ typology, rings }) => [
            typology,
            `${term(typology)} (${count(rings)})`,
          ])}
        />
        <QuerySelect name="line" label={words('line')} options={LINES.map((one) => [one, words(one)])} />
        <QuerySelect
          name="sort"
          label={words('sort')}
          fallback="score"
          required
          options={[
            ['score', words('sortScore')],
            ['at_stake_amount', words('sortAtStake')],
            ['claimed_amount', words('sortClaimed')],
            ['member_count', words('sortMembers')],
            ['last_at', words('sortLatest')],
          ]}
        />
      </div>
      <Listed list={list} empty={<p>{words('noRings')}</p>}>
        {(items) => (
          <Table
            caption={words('rings')}
            rows={items}
            id={(ring) => ring.ringId}
            href={(ring) => `/rings/${encodeURIComponent(ring.ringId)}`}
            sort={sort}
            onSort={(next) => setQuery({ sort: next })}
            rowClass={(ring) => (ring.explanation ? 'past' : undefined)}
            columns={[
              {
                key: 'ring',
                head: words('ringWord'),
                wide: true,
                cell: (ring) => (
                  <>
                    <a href={`/rings/${encodeURIComponent(ring.ringId)}`}>{term(ring.typology)}</a>
                    <span class="two">
                      <span class="mono">{ring.ringId}</span>
                      {ring.line && ` · ${words(ring.line)}`}
                      {ring.explanation && ` · ${words('honest')}: ${term(ring.explanation)}`}
                    </span>
                  </>
                ),
              },
              {
                key: 'score',
                head: words('score'),
                number: true,
                sort: 'score',
                cell: (ring) => percent(ring.score),
              },
              {
                key: 'members',
                head: words('members'),
                number: true,
                sort: 'member_count',
                cell: (ring) => count(ring.memberCount),
              },
              { key: 'claims', head: words('claims'), number: true, cell: (ring) => count(ring.claimCount) },
              {
                key: 'claimed',
                head: words('claimed'),
                number: true,
                sort: 'claimed_amount',
                cell: (ring) => <Amount of={ring.claimedAmount} />,
              },
              {
                key: 'stake',
                head: words('atStake'),
                number: true,
                sort: 'at_stake_amount',
                cell: (ring) => <Amount of={ring.atStakeAmount} />,
              },
              {
                key: 'period',
                head: words('period'),
                sort: 'last_at',
                cell: (ring) => (
                  <span class="nowrap">
                    {day(ring.firstAt)} – {day(ring.lastAt)}
                  </span>
                ),
              },
            ]}
          />
        )}
      </Listed>
      <Caveat />
    </>
  )
}
