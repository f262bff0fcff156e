/** Segments: peer groups side by side, and bursts of claims with what would be usual. */
import type { Burst, BurstDetail, PeerGroup, PeerGroups } from '../../src/api/schemas/index.ts'
import { BurstStrip, burstTitle } from '../charts/burst-strip.tsx'
import { GroupChoice } from '../charts/group-choice.tsx'
import { LiftInterval } from '../charts/lift-interval.tsx'
import { ProfileBars } from '../charts/profile-bars.tsx'
import { count, day, decimal, percent } from '../format.ts'
import { say } from '../language.ts'
import { Listed, useList } from '../list.tsx'
import { Amount } from '../parts/amount.tsx'
import { QuerySelect } from '../parts/fields.tsx'
import { Caveat, Facts, PageHead, Panel } from '../parts/panel.tsx'
import { Await } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { place, setQuery } from '../router.ts'
import { region, term } from '../terms.ts'
import { words } from '../words.ts'

const ENTITIES = ['claim', 'policy', 'provider'] as const

export function Segments() {
  const entity = place.value.query.get('entity') ?? 'claim'
  const groups = useResource<PeerGroups>(`/v1/segments/peer-groups?entity=${encodeURIComponent(entity)}`)
  return (
    <>
      <PageHead title={words('segments')} lead={words('segmentsLead')} />
      <div class="stack-4">
        <BurstSection />
        <Panel
          title={words('peerGroups')}
          note={words('peerGroupsNote')}
          action={
            <QuerySelect
              name="entity"
              label={words('ofWhom')}
              fallback="claim"
              required
              options={ENTITIES.map((one) => [one, term(one)])}
            />
          }
        >
          <Await of={groups}>{(data) => <Groups of={data} />}</Await>
        </Panel>
        <Caveat />
      </div>
    </>
  )
}

function Groups({ of }: { of: PeerGroups }) {
  if (of.groups.length === 0) return <p class="muted">{words('noPeerGroups')}</p>
  const hasOutcomes = of.groups.some(({ lift }) => lift !== null)
  return (
    <>
      <div class="peer-groups">
        {of.groups.map((group) => (
          <GroupCard key={group.group} of={group} hasOutcomes={hasOutcomes} />
        ))}
        {of.choices.length > 1 && (
          <div class="peer-group wide">
            <GroupChoice choices={of.choices} />
          </div>
        )}
      </div>
      {hasOutcomes && <p class="small muted">{words('fraudLiftNote')}</p>}
    </>
  )
}

function GroupCard({ of, hasOutcomes }: { of: PeerGroup; hasOutcomes: boolean }) {
  return (
    <article class="peer-group">
      <header>
        <span class="number">{of.group}</span>
        <h3>{say(of.title)}</h3>
        <p class="small muted">
          {count(of.members)} · {percent(of.share)}
          {of.lines.length > 0 &&
            ` · ${of.lines
              .slice(0, 3)
              .map(({ line, members }) => `${words(line)} ${count(members)}`)
              .join(', ')}`}
        </p>
      </header>
      <ProfileBars profile={of.profile} />
      {hasOutcomes && (
        <div>
          <span class="small muted">{words('fraudLift')}</span>
          <LiftInterval
            lift={of.lift}
            low={of.liftLow}
            high={of.liftHigh}
            known={of.known}
            frauds={of.frauds}
          />
        </div>
      )}
    </article>
  )
}

function BurstSection() {
  const { query } = place.value
  const sort = query.get('sort') ?? 'strength'
  const list = useList<Burst>('/v1/segments/bursts', {
    kind: query.get('kind'),
    weather: query.get('weather'),
    sort,
    limit: 100,
  })
  const picked = list.items.find((one) => one.burstId === query.get('burst')) ?? list.items[0]
  const pick = (one: Burst) => setQuery({ burst: one.burstId })
  return (
    <>
      <div class="toolbar">
        <QuerySelect
          name="kind"
          label={words('kind')}
          options={[
            ['place', words('atPlace')],
            ['provider', words('atProvider')],
          ]}
        />
        <QuerySelect
          name="weather"
          label={words('weatherWord')}
          options={[
            ['false', words('weatherNone')],
            ['true', words('weatherOnly')],
          ]}
        />
      </div>
      <Listed list={list} empty={<p>{words('noBursts')}</p>}>
        {(items) => (
          <div class="two-col">
            <div class="stack-4">
              <Panel>
                <BurstStrip bursts={items} picked={picked?.burstId} onPick={pick} />
              </Panel>
              <Bursts items={items} sort={sort} picked={picked?.burstId} onPick={pick} />
            </div>
            {picked ? (
              <BurstPanel of={picked} key={picked.burstId} />
            ) : (
              <Panel>
                <p class="muted">{words('pickBurst')}</p>
              </Panel>
            )}
          </div>
        )}
      </Listed>
    </>
  )
}

interface BurstsProps {
  readonly items: readonly Burst[]
  readonly sort: string
  readonly picked: string | undefined
  readonly onPick: (one: Burst) => void
}

const where = (one: Burst): string =>
  one.kind === 'provider'
    ? `${one.role ? term(one.role) : ''} ${one.regionCode ? region(one.regionCode) : ''}`
    : `${one.regionCode ? region(one.regionCode) : ''} · ${words('withinRadius')} ${decimal(one.radiusKm, 1)} km`

function Bursts({ items, sort, picked, onPick }: BurstsProps) {
  return (
    <Table
      caption={words('bursts')}
      rows={items}
      id={(row) => row.burstId}
      picked={picked}
      onPick={onPick}
      sort={sort}
      onSort={(next) => setQuery({ sort: next })}
      columns={[
        {
          key: 'burst',
          head: words('burstWord'),
          wide: true,
          sort: 'strength',
          cell: (row) => (
            <>
              <button type="button" class="link-button text" onClick={() => onPick(row)}>
                {burstTitle(row)}
              </button>
              <span class="two">
                {where(row)}
                {row.isWeather && ` · ${words('weatherOnly')}`}
              </span>
            </>
          ),
        },
        {
          key: 'claims',
          head: words('claims'),
          number: true,
          sort: 'claims',
          cell: (row) => (
            <>
              {count(row.claims)}
              <span class="two">
                {words('usuallyExpected')} {decimal(row.expected, 1)}
              </span>
            </>
          ),
        },
        {
          key: 'ratio',
          head: words('timesUsual'),
          number: true,
          cell: (row) => <strong>{decimal(row.claims / row.expected, 1)}×</strong>,
        },
        {
          key: 'q',
          head: words('falseAtMost'),
          number: true,
          cell: (row) => (row.qValue < 0.001 ? '<0.1%' : percent(row.qValue)),
        },
        {
          key: 'fraud',
          head: words('fraudLift'),
          number: true,
          sort: 'lift',
          cell: (row) =>
            row.lift === null ? (
              <span class="muted">–</span>
            ) : (
              <>
                {decimal(row.lift, 1)}×
                <span class="two">
                  {row.frauds}/{row.known} {words('ofKnown')}
                </span>
              </>
            ),
        },
        {
          key: 'amount',
          head: words('claimed'),
          number: true,
          sort: 'claimed_amount',
          cell: (row) => <Amount of={row.claimedAmount} />,
        },
        {
          key: 'period',
          head: words('period'),
          sort: 'last_at',
          cell: (row) => <span class="nowrap">{span(row)}</span>,
        },
      ]}
    />
  )
}

const span = (one: Burst): string =>
  day(one.fromAt) === day(one.toAt) ? day(one.fromAt) : `${day(one.fromAt)} – ${day(one.toAt)}`

function BurstPanel({ of }: { of: Burst }) {
  const detail = useResource<BurstDetail>(`/v1/segments/bursts/${encodeURIComponent(of.burstId)}`)
  return (
    <Panel title={burstTitle(of)} note={`${where(of)} · ${span(of)}`}>
      <div class="stack burst">
        <div
          class="chance"
          role="img"
          aria-label={`${of.claims} ${words('claimsSeen')}, ${words('usuallyExpected')} ${decimal(of.expected, 1)}`}
        >
          <span>{words('claims')}</span>
          <span class="bar">
            <i style={{ width: '100%' }} />
          </span>
          <span>{count(of.claims)}</span>
          <span>{words('usuallyExpected')}</span>
          <span class="bar">
            <i class="pale" style={{ width: `${Math.min(100, (100 * of.expected) / of.claims)}%` }} />
          </span>
          <span>{decimal(of.expected, 1)}</span>
        </div>
        <Facts
          items={[
            [
              words('burstChance'),
              `p ≤ ${decimal(of.pValue, 2)} (${count(of.shuffles)} ${words('booksShuffled')})`,
            ],
            [words('falseShare'), of.qValue < 0.001 ? '<0.1%' : percent(of.qValue)],
            [words('claimantsWord'), count(of.claimants)],
            [words('claimed'), <Amount of={of.claimedAmount} />],
          ]}
        />
        <div>
          <span class="small muted">{words('fraudLift')}</span>
          <LiftInterval
            lift={of.lift}
            low={of.liftLow}
            high={of.liftHigh}
            known={of.known}
            frauds={of.frauds}
          />
        </div>
        {of.providerId && (
          <a class="underlined" href={`/providers/${encodeURIComponent(of.providerId)}`}>
            {words('openPage')}: {of.providerName ?? of.providerId}
          </a>
        )}
        <Await of={detail} lines={4}>
          {({ members }) => (
            <ul class="items burst-claims">
              {members.slice(0, 30).map((one) => (
                <li key={one.claimId}>
                  <a class="mono" href={`/claims/${encodeURIComponent(one.claimId)}`}>
                    {one.claimId}
                  </a>
                  <span class="small muted">
                    {day(one.lossAt)}
                    {one.distanceKm !== null && ` · ${decimal(one.distanceKm, 1)} km`}
                    {one.probability !== null && ` · ${percent(one.probability)}`}
                  </span>
                  <Amount of={one.claimedAmount} />
                </li>
              ))}
              {members.length > 30 && <li class="muted small">+ {count(members.length - 30)}</li>}
            </ul>
          )}
        </Await>
      </div>
    </Panel>
  )
}
