/** Where the line lies: what each would mean, which one the verdicts propose, who judged, and entities that deserve a look. */
import { useState } from 'preact/hooks'
import type {
  Linkage,
  LinkageWarning,
  ReviewSummary,
  ReviewThreshold,
  ThresholdPoint,
} from '../../src/api/schemas/index.ts'
import { ApiError, post } from '../api/client.ts'
import { type Line, ThresholdCurve } from '../charts/threshold-curve.tsx'
import { count, decimal, percent } from '../format.ts'
import { say } from '../language.ts'
import { Listed, useList } from '../list.tsx'
import { useResource } from '../resource.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { Panel, Stats } from './panel.tsx'
import { Await } from './states.tsx'
import { Table } from './table.tsx'

export function MatchLine() {
  const threshold = useResource<ReviewThreshold>('/v1/reviews/threshold')
  const linkage = useResource<Linkage>('/v1/linkage')
  const summary = useResource<ReviewSummary>('/v1/reviews/summary')
  return (
    <div class="stack-4">
      <Await of={linkage} lines={2}>
        {(data) => (
          <Stats
            items={[
              { label: words('parties'), value: count(data.parties) },
              { label: words('entitiesWord'), value: count(data.entities) },
              {
                label: words('pairsAbove'),
                value: count(data.matches),
                note: `${words('ofTotal')} ${count(data.pairs)}`,
              },
              {
                label: words('doubtsWord'),
                value: count(data.warnings.bridge + data.warnings.loose + data.warnings.large),
              },
            ]}
          />
        )}
      </Await>
      <Await of={threshold} lines={8}>
        {(data) => <Curve data={data} renew={threshold.reload} />}
      </Await>
      <Await of={summary} lines={4}>
        {(data) => <Reviewers data={data} />}
      </Await>
      <Doubts />
    </div>
  )
}

/** The point of the curve that lies nearest to a weight. */
export function nearestPoint(curve: readonly ThresholdPoint[], weight: number): ThresholdPoint | undefined {
  return [...curve].sort((a, b) => Math.abs(a.matchWeight - weight) - Math.abs(b.matchWeight - weight))[0]
}

function Curve({ data, renew }: { data: ReviewThreshold; renew: () => void }) {
  const { current, next, proposal, curve } = data
  const [picked, setPicked] = useState<number | undefined>(proposal?.matchWeight)
  const [note, setNote] = useState('')
  const [fault, setFault] = useState<string>()
  const order = [...curve].sort((a, b) => a.matchWeight - b.matchWeight)
  const point = nearestPoint(order, picked ?? next.matchWeight)
  const lines: Line[] = [
    { weight: current.matchWeight, label: words('lineNow'), kind: 'now' },
    ...(Math.abs(next.matchWeight - current.matchWeight) > 0.01
      ? [{ weight: next.matchWeight, label: words('lineNext'), kind: 'next' as const }]
      : []),
    ...(proposal
      ? [{ weight: proposal.matchWeight, label: words('proposed'), kind: 'proposed' as const }]
      : []),
  ]
  const accept = () =>
    point &&
    post<ReviewThreshold>('/v1/reviews/threshold', {
      matchWeight: point.matchWeight,
      note: note.trim(),
      snapshot: data.snapshot,
    })
      .then(() => {
        setNote('')
        renew()
      })
      .catch((error: unknown) => setFault(error instanceof ApiError ? error.message : String(error)))
  return (
    <Panel>
      <ThresholdCurve curve={curve} lines={lines} />
      <p class="notice">{say(data.reason)}</p>
      {point && data.mayAccept && (
        <form
          class="stack accept"
          onSubmit={(event) => {
            event.preventDefault()
            accept()
          }}
        >
          <label class="field">
            {words('matchWeight')}: {decimal(point.matchWeight, 1)}
            <input
              type="range"
              min={0}
              max={order.length - 1}
              value={order.indexOf(point)}
              aria-valuetext={`${decimal(point.matchWeight, 1)} ${words('bits')}`}
              onInput={(event) => setPicked(order[Number(event.currentTarget.value)].matchWeight)}
            />
          </label>
          <p class="muted small">
            {count(point.pairs)} {words('pairsAbove')} · {words('precisionWord')}{' '}
            {percent(point.precisionEstimated)} ({words('fromModel')})
            {point.precisionReviewed !== null &&
              `, ${percent(point.precisionReviewed)} [${percent(point.low)} – ${percent(point.high)}] (${words('fromVerdicts')}, n=${count(point.verdicts)})`}{' '}
            · {words('recallWord')} {percent(point.recallEstimated)}
          </p>
          <div class="row fields">
            <label class="field wide">
              {words('acceptNote')}
              <input
                required
                maxLength={2000}
                value={note}
                onInput={(event) => setNote(event.currentTarget.value)}
              />
            </label>
            <button type="submit" class="button primary">
              {words('acceptLine')}
            </button>
          </div>
          {fault && (
            <p class="error-line" role="alert">
              {fault}
            </p>
          )}
        </form>
      )}
    </Panel>
  )
}

function Reviewers({ data }: { data: ReviewSummary }) {
  if (data.reviewers.length === 0) return null
  return (
    <Panel title={words('agreementOf')} count={data.verdicts}>
      <Table
        caption={words('agreementOf')}
        rows={data.reviewers}
        id={(row) => row.username}
        columns={[
          { key: 'name', head: words('name'), wide: true, cell: (row) => row.username },
          { key: 'all', head: words('verdictsGiven'), number: true, cell: (row) => count(row.verdicts) },
          { key: 'same', head: words('samePerson2'), number: true, cell: (row) => count(row.same) },
          {
            key: 'different',
            head: words('differentPerson'),
            number: true,
            cell: (row) => count(row.different),
          },
          { key: 'unsure', head: words('unsure'), number: true, cell: (row) => count(row.cannotTell) },
          {
            key: 'controls',
            head: words('controlsRight'),
            number: true,
            cell: (row) => `${count(row.controlsRight)} / ${count(row.controls)}`,
          },
        ]}
      />
      {data.agreement.map((one) => (
        <p class="muted small" key={one.reviewers.join()}>
          {one.reviewers.join(' · ')}: {count(one.agreed)} / {count(one.pairs)} · {words('kappaWord')}{' '}
          {decimal(one.kappa, 2)} ({decimal(one.low, 2)} – {decimal(one.high, 2)})
        </p>
      ))}
    </Panel>
  )
}

function Doubts() {
  const list = useList<LinkageWarning>('/v1/linkage/warnings', { limit: 20 })
  return (
    <Panel title={words('doubtsTitle')} note={words('doubtsNote')}>
      <Listed list={list} empty={words('none')}>
        {(items) => (
          <Table
            caption={words('doubtsTitle')}
            rows={items}
            id={(row) => `${row.kind} ${row.entityId} ${row.partyIdL} ${row.partyIdR}`}
            columns={[
              {
                key: 'text',
                head: words('finding'),
                wide: true,
                cell: (row) => (
                  <>
                    <strong>{term(`doubt_${row.kind}`)}</strong> {row.name ?? row.entityId}
                    <span class="two">{say(row.text)}</span>
                  </>
                ),
              },
              { key: 'parties', head: words('records'), number: true, cell: (row) => count(row.parties) },
              {
                key: 'weight',
                head: words('matchWeight'),
                number: true,
                cell: (row) => decimal(row.matchWeight, 1),
              },
              {
                key: 'links',
                head: words('details'),
                cell: (row) =>
                  [row.partyIdL, row.partyIdR].map(
                    (id) =>
                      id && (
                        <a class="underlined two" key={id} href={`/parties/${encodeURIComponent(id)}`}>
                          {id}
                        </a>
                      ),
                  ),
              },
            ]}
          />
        )}
      </Listed>
    </Panel>
  )
}
