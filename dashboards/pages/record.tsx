/** One record that was set aside: what came, what is wrong with it, and the place to put it right. */
import { useState } from 'preact/hooks'
import type { QuarantineDetail, QuarantinePage, QuarantineRecord } from '../../src/api/schemas/index.ts'
import { withQuery } from '../api/client.ts'
import { count, moment } from '../format.ts'
import { Facts, PageHead, Panel } from '../parts/panel.tsx'
import { RawRecord } from '../parts/raw-record.tsx'
import { RecordDecision } from '../parts/record-decision.tsx'
import { RecordEditor } from '../parts/record-editor.tsx'
import { Await } from '../parts/states.tsx'
import { useResource } from '../resource.ts'
import { place } from '../router.ts'
import { sourceTitle } from '../source-title.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { recordPath, StateBadge } from './quarantine.tsx'

export function Record({ id }: { id: string }) {
  const detail = useResource<QuarantineDetail>(`/v1/quarantine/${encodeURIComponent(id)}`)
  return (
    <Await
      of={detail}
      lines={12}
      head={<PageHead from={{ href: '/quarantine', label: words('quarantinePage') }} title={id} />}
    >
      {(record) => <Shown key={`${record.id} ${record.state}`} detail={record} renew={detail.reload} />}
    </Await>
  )
}

function Shown({ detail, renew }: { detail: QuarantineDetail; renew: () => void }) {
  const [record, setRecord] = useState<QuarantineRecord>()
  const isOpen = detail.state !== 'corrected' && detail.state !== 'dismissed'
  const query = place.value.query.toString()
  return (
    <>
      <PageHead
        title={
          <>
            {term(detail.code)} <StateBadge of={detail.state} />
          </>
        }
        from={{ href: `/quarantine${query ? `?${query}` : ''}`, label: words('quarantinePage') }}
        lead={detail.reason}
      >
        <Neighbours id={detail.id} />
      </PageHead>
      <div class="stack-4">
        <Facts
          wide
          items={[
            [words('source'), sourceTitle(detail.source)],
            [words('file'), <span class="mono">{detail.file}</span>],
            [
              words('place'),
              `${words('lineWord')} ${count(detail.line)}, ${words('byteWord')} ${count(detail.byteOffset)}`,
            ],
            [words('bytes'), count(detail.bytes)],
            [words('columnWord'), detail.column],
            [words('encoding'), detail.encoding],
            [words('publisherWord'), detail.publisher],
            [words('loadedAt'), moment(detail.loadedAt)],
          ]}
        />
        <Standing detail={detail} />
        <RawRecord detail={detail} record={record} onShown={setRecord} />
        {isOpen && detail.mayFix ? (
          <RecordEditor key={record ? 'shown' : 'hidden'} detail={detail} record={record} renew={renew} />
        ) : (
          <Panel title={words('decisionsTitle')}>
            {!detail.mayFix && <p class="muted">{words('readOnlyQuarantine')}</p>}
            <RecordDecision detail={detail} />
          </Panel>
        )}
      </div>
    </>
  )
}

/** What has become of the record, and who else set it aside. */
function Standing({ detail }: { detail: QuarantineDetail }) {
  const { state, failure, resolvedBy, siblings } = detail
  return (
    <>
      {state === 'waiting' && <p class="notice">{words('waitsForRun')}</p>}
      {state === 'failed' && (
        <p class="notice warning">
          {words('failedAgain')} {failure}
        </p>
      )}
      {state === 'corrected' && (
        <p class="notice">
          {words('doneCorrected')} <span class="mono">{resolvedBy}</span>
        </p>
      )}
      {state === 'dismissed' && (
        <p class="notice">
          {words('doneDismissed')} {resolvedBy}
        </p>
      )}
      {siblings.length > 0 && (
        <p class="muted">
          {words('alsoFor')}{' '}
          {siblings.map((one, i) => (
            <>
              {i > 0 && ', '}
              <a class="underlined" href={recordPath(one)}>
                {sourceTitle(one.source)}
              </a>
            </>
          ))}
          . {words('goesForAll')}
        </p>
      )}
    </>
  )
}

/** The records before and after it in the list that led here. */
function Neighbours({ id }: { id: string }) {
  const { query } = place.value
  const filter = {
    source: query.get('source'),
    code: query.get('code'),
    state: query.get('state'),
    limit: 200,
  }
  const list = useResource<QuarantinePage>(withQuery('/v1/quarantine', filter))
  const items = list.data?.items ?? []
  const at = items.findIndex((item) => item.id === id)
  const [before, after] = [items[at - 1], items[at + 1]]
  if (at < 0) return null
  return (
    <nav class="row neighbours" aria-label={words('records')}>
      {before ? (
        <a class="button" href={recordPath(before)} rel="prev">
          ← {words('previousRecord')}
        </a>
      ) : null}
      <span class="muted small">
        {count(at + 1)} / {count(list.data?.total ?? items.length)}
      </span>
      {after ? (
        <a class="button" href={recordPath(after)} rel="next">
          {words('nextRecord')} →
        </a>
      ) : null}
    </nav>
  )
}
