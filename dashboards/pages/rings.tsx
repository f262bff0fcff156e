/** Suspected rings: the likeliest first, and those that have an honest explanation said so. */
import type { Overview, RingSummary } from '../../src/api/schemas/index.ts'
import { MonthBars, monthsBetween } from '../charts/month-bars.tsx'
import { count, day, percent } from '../format.ts'
import { Listed, useList } from '../list.tsx'
import { Amount } from '../parts/amount.tsx'
import { QuerySearch, QuerySelect } from '../parts/fields.tsx'
import { Caveat, PageHead } from '../parts/panel.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { chanceOfRing, chanceShort } from '../rings/chance.ts'
import { ChangeBadge } from '../rings/next.tsx'
import { place, setQuery } from '../router.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

const LINES = ['auto', 'health', 'accident', 'travel', 'group', 'agricultural'] as const
const CHANGES = ['new', 'grew', 'merged', 'split', 'shrank', 'quiet', 'same'] as const
const FILTERS = ['typology', 'line', 'change', 'explained', 'member'] as const

export function Rings() {
  const { query } = place.value
  const sort = query.get('sort') ?? 'score'
  const overview = useResource<Overview>('/v1/overview')
  const list = useList<RingSummary>('/v1/rings', {
    typology: query.get('typology'),
    line: query.get('line'),
    change: query.get('change'),
    explained: query.get('explained'),
    member: query.get('member'),
    sort,
    limit: 50,
  })
  const chosen = (query.get('chosen') ?? '').split(' ').filter((id) => id !== '')
  const filtered = FILTERS.some((name) => query.get(name))
  return (
    <>
      <PageHead title={words('rings')} lead={words('ringsLead')}>
        <span class="row actions">
          <a class="button" href="/path">
            {words('findPath')}
          </a>
          <a class="button" href="/rings/compare">
            {words('compareRingsTitle')}
          </a>
        </span>
      </PageHead>
      <div class="toolbar">
        <QuerySearch name="member" label={words('memberSearch')} />
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
          name="change"
          label={words('changeWord')}
          options={CHANGES.map((one) => [one, term(`change:${one}`)])}
        />
        <QuerySelect
          name="explained"
          label={words('explainedFilter')}
          options={[
            ['no', words('explainedNo')],
            ['yes', words('explainedYes')],
          ]}
        />
        <QuerySelect
          name="sort"
          label={words('sort')}
          fallback="score"
          required
          options={[
            ['score', words('sortScore')],
            ['p_value', words('sortPValue')],
            ['at_stake_amount', words('sortAtStake')],
            ['claimed_amount', words('sortClaimed')],
            ['paid_amount', words('sortPaid')],
            ['member_count', words('sortMembers')],
            ['last_at', words('sortLatest')],
          ]}
        />
      </div>
      <Listed
        list={list}
        empty={
          <>
            <p>{words(filtered ? 'noRingsMatch' : 'noRings')}</p>
            {filtered && <a href="/rings">{words('clearFilters')}</a>}
          </>
        }
      >
        {(items) => (
          <Table
            caption={words('rings')}
            rows={items}
            id={(ring) => ring.ringId}
            href={(ring) => `/rings/${encodeURIComponent(ring.ringId)}`}
            sort={sort}
            onSort={(next) => setQuery({ sort: next })}
            rowClass={(ring) => (ring.explanation ? 'past' : undefined)}
            columns={columns(items, chosen)}
          />
        )}
      </Listed>
      {chosen.length > 0 && (
        <p class="pick-bar">
          {chosen.length === 2 ? (
            <a
              class="button primary"
              href={`/rings/compare?left=${encodeURIComponent(chosen[0])}&right=${encodeURIComponent(chosen[1])}`}
            >
              {words('compareChosen')}
            </a>
          ) : (
            <span>{words('chooseTwo')}</span>
          )}
          <span class="mono small">{chosen.join(' · ')}</span>
          <button type="button" class="link-button" onClick={() => setQuery({ chosen: null })}>
            {words('selectNone')}
          </button>
        </p>
      )}
      <Caveat />
    </>
  )
}

/** The two that were chosen last. */
function toggled(chosen: readonly string[], id: string): string {
  const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-2)
  return next.join(' ')
}

function columns(items: readonly RingSummary[], chosen: readonly string[]): Column<RingSummary>[] {
  const latest = items.reduce((last, ring) => (ring.lastAt.localeCompare(last) > 0 ? ring.lastAt : last), '')
  // Where every ring is new, as after the first run, the word tells nothing.
  const tellsChange = items.some((ring) => ring.change !== null && ring.change !== 'new')
  return [
    {
      key: 'ring',
      head: words('ringWord'),
      wide: true,
      cell: (ring) => (
        <div class="with-tick">
          <input
            type="checkbox"
            checked={chosen.includes(ring.ringId)}
            aria-label={`${words('chooseRing')} ${ring.ringId}`}
            onChange={() => setQuery({ chosen: toggled(chosen, ring.ringId) })}
          />
          <span>
            <a href={`/rings/${encodeURIComponent(ring.ringId)}`}>{term(ring.typology)}</a>{' '}
            <ChangeBadge change={tellsChange ? ring.change : null} />
            <span class="two">
              <span class="mono">{ring.ringId}</span>
              {ring.line && ` · ${words(ring.line)}`}
            </span>
            {ring.isPartial && (
              <span class="two" title={words('partialLead')}>
                {words('partialShort')}: {words('partialScore')}
              </span>
            )}
            {ring.explanation && (
              <span class="two explained">
                {words('explainedCalm')}: {term(ring.explanation, 'explanation')}
              </span>
            )}
          </span>
        </div>
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
      key: 'chance',
      head: words('pValueWord'),
      number: true,
      sort: 'p_value',
      cell: (ring) => <span title={chanceOfRing(ring)}>{chanceShort(ring.pValue)}</span>,
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
      key: 'months',
      head: words('claimsByMonth'),
      cell: (ring) => (
        <MonthBars
          claims={ring.months}
          monthsAgo={monthsBetween(ring.lastAt, latest)}
          label={`${words('claimsByMonth')}: ${day(ring.firstAt)} – ${day(ring.lastAt)}`}
        />
      ),
    },
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
          {day(ring.firstAt)} –<br />
          {day(ring.lastAt)}
        </span>
      ),
    },
  ]
}
