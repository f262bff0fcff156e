/** One party: who else it is held to be, its claims, policies and rings. */
import { useState } from 'preact/hooks'
import type { Listing, PartyDetail, SameParty } from '../../src/api/schemas/index.ts'
import { post } from '../api/client.ts'
import { Reasons } from '../charts/reasons.tsx'
import { day, decimal, percent } from '../format.ts'
import { say } from '../language.ts'
import { Amount } from '../parts/amount.tsx'
import { Badge } from '../parts/badge.tsx'
import { Indicators } from '../parts/indicators.tsx'
import { Caveat, Facts, PageHead, Panel } from '../parts/panel.tsx'
import { Await } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { exploreHref } from '../rings/node-id.ts'
import { may } from '../session.ts'
import { region, term } from '../terms.ts'
import { words } from '../words.ts'

export function Party({ id }: { id: string }) {
  const party = useResource<PartyDetail>(`/v1/parties/${encodeURIComponent(id)}`)
  return (
    <Await
      of={party}
      lines={10}
      head={<PageHead from={{ href: '/claims', label: words('claims') }} title={id} />}
    >
      {(data) => (
        <>
          <PageHead
            from={{ href: '/claims', label: words('claims') }}
            title={data.name ?? data.partyId}
            lead={`${term(data.partyType)} · ${data.partyId} · ${words('masked')}`}
          >
            {may('rings:read') && (
              <a class="button" href={exploreHref(`entity:${data.entityId}`)}>
                {words('openExplorer')}
              </a>
            )}
            {data.rings.map((ring) => (
              <a class="chip" key={ring.ringId} href={`/rings/${encodeURIComponent(ring.ringId)}`}>
                {term(ring.typology)} {percent(ring.score)}
              </a>
            ))}
          </PageHead>
          <div class="two-col">
            <div class="stack-4">
              <Panel title={words('claims')} count={data.claimList.length}>
                <Claims party={data} />
              </Panel>
              <Panel title={words('policies')} count={data.policies.length}>
                <Policies party={data} />
              </Panel>
              {data.features.length > 0 && (
                <Panel title={words('indicators')}>
                  <Indicators features={data.features} entity="party" entityId={data.partyId} />
                </Panel>
              )}
            </div>
            <div class="stack-4">
              <Panel title={words('identityTitle')}>
                <Identity party={data} />
              </Panel>
              {data.listings.length > 0 && (
                <Panel title={words('listedTitle')} note={words('listedNote')}>
                  {data.listings.map((listing) => (
                    <Listed key={listing.entryId} listing={listing} />
                  ))}
                </Panel>
              )}
              <Panel title={words('samePerson')}>
                {data.same.length === 0 ? (
                  <p class="muted">{words('noSame')}</p>
                ) : (
                  data.same.map((same) => <Same key={same.partyId} same={same} />)
                )}
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

const FIELDS = [
  ['id_number', 'idNumber'],
  ['phone', 'phone'],
  ['email', 'email'],
  ['bank_account', 'bankAccount'],
  ['address', 'address'],
] as const

function Identity({ party }: { party: PartyDetail }) {
  return (
    <Facts
      items={[
        [words('age'), party.age],
        [words('gender'), party.gender && term(party.gender.toLowerCase())],
        [words('occupation'), party.occupation && term(party.occupation, 'occupation')],
        [words('education'), party.education && term(party.education)],
        [words('marital'), party.maritalStatus && term(party.maritalStatus, 'marital_status')],
        [words('specialty'), party.specialty && term(party.specialty)],
        [words('region'), party.regionCode && region(party.regionCode)],
        ...FIELDS.map(
          ([field, key]) =>
            [
              words(key),
              party.identity[key] && (
                <Masked party={party.partyId} field={field} shown={party.identity[key]} />
              ),
            ] as const,
        ),
      ]}
    />
  )
}

/** A masked value; who may uncover it says why first. */
function Masked({ party, field, shown }: { party: string; field: string; shown: string }) {
  const [asking, setAsking] = useState(false)
  const [value, setValue] = useState<string | null>()
  const [fault, setFault] = useState('')
  if (value !== undefined)
    return (
      <span title={words('revealed')}>
        <strong>{value ?? '–'}</strong>
      </span>
    )
  if (!asking)
    return (
      <span class="row">
        <span class="mono">{shown}</span>
        {may('identities:reveal') && (
          <button type="button" class="link-button" onClick={() => setAsking(true)}>
            {words('reveal')}
          </button>
        )}
      </span>
    )
  return (
    <form
      class="row"
      onSubmit={async (event) => {
        event.preventDefault()
        const purpose = String(new FormData(event.currentTarget).get('purpose'))
        try {
          const answer = await post<{ value: string | null }>('/v1/reveal', {
            subject: party,
            field,
            purpose,
          })
          setValue(answer.value)
        } catch (error) {
          setFault(error instanceof Error ? error.message : String(error))
        }
      }}
    >
      <label class="field" style={{ flex: 1 }}>
        {words('revealPurpose')}
        <input name="purpose" minLength={8} maxLength={500} required autofocus />
      </label>
      <button type="submit" class="button">
        {words('reveal')}
      </button>
      {fault && <p class="error-line">{fault}</p>}
    </form>
  )
}

function Same({ same }: { same: SameParty }) {
  return (
    <details class="flag">
      <summary>
        <a href={`/parties/${encodeURIComponent(same.partyId)}`}>{same.name ?? same.partyId}</a>
        {same.matchProbability !== null && (
          <span class="muted small">
            {words('matchProbability')} {percent(same.matchProbability)} · {decimal(same.matchWeight, 1)} bit
          </span>
        )}
      </summary>
      <div class="more">
        <Reasons
          rows={same.waterfall.map(({ comparison, level, weight }) => ({
            text: comparison.replaceAll('_', ' '),
            note: level.replaceAll('_', ' '),
            logOdds: weight,
          }))}
        />
      </div>
    </details>
  )
}

function Listed({ listing }: { listing: Listing }) {
  return (
    <details class="flag">
      <summary>
        {listing.name ?? listing.entryId} · {term(listing.list)}
        <span class="muted small">
          {words('matchProbability')} {percent(listing.probability)} · {decimal(listing.matchWeight, 1)} bit
        </span>
      </summary>
      <div class="more">
        <p class="muted small">
          {listing.entryId} · {words('listedSince')} {day(listing.listedAt)}
          {listing.delistedDate && ` · ${words('delistedOn')} ${day(listing.delistedDate)}`}
          {listing.reason && ` · ${listing.reason}`}
        </p>
        <Reasons
          rows={listing.waterfall.map(({ comparison, level, weight }) => ({
            text: say(comparison),
            note: say(level),
            logOdds: weight,
          }))}
        />
      </div>
    </details>
  )
}

function Claims({ party }: { party: PartyDetail }) {
  return (
    <Table
      caption={words('claims')}
      rows={party.claimList}
      id={(claim) => `${claim.claimId} ${claim.role}`}
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
        { key: 'role', head: words('role'), cell: (claim) => term(claim.role) },
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
        {
          key: 'band',
          head: words('band'),
          cell: (claim) => (claim.band ? <Badge of={claim.band} /> : '–'),
        },
      ]}
    />
  )
}

function Policies({ party }: { party: PartyDetail }) {
  if (party.policies.length === 0) return <p class="muted">{words('none')}</p>
  return (
    <Table
      caption={words('policies')}
      rows={party.policies}
      id={(policy) => policy.policyId}
      href={(policy) => `/policies/${encodeURIComponent(policy.policyId)}`}
      columns={[
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
          key: 'term',
          head: words('term'),
          cell: (policy) => (
            <span class="nowrap">
              {day(policy.inceptionDate)} – {day(policy.expiryDate)}
            </span>
          ),
        },
        {
          key: 'premium',
          head: words('premium'),
          number: true,
          cell: (policy) => <Amount of={policy.premiumAmount} />,
        },
      ]}
    />
  )
}
