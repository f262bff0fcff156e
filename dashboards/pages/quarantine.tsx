/** What was set aside: where the faults are, the records, one change for many, and the run that takes corrections up. */
import { useState } from 'preact/hooks'
import type { QuarantineItem, QuarantineState, QuarantineSummary } from '../../src/api/schemas/index.ts'
import { withQuery } from '../api/client.ts'
import { Bars } from '../charts/bars.tsx'
import { FaultMatrix } from '../charts/fault-matrix.tsx'
import { count, percent } from '../format.ts'
import { Listed, useList } from '../list.tsx'
import { BulkCorrection } from '../parts/bulk-correction.tsx'
import { QuerySelect } from '../parts/fields.tsx'
import { PageHead, Panel, Stats } from '../parts/panel.tsx'
import { ReplayPanel } from '../parts/replay.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { place } from '../router.ts'
import { sourceTitle } from '../source-title.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

const STATES: readonly QuarantineState[] = ['open', 'waiting', 'failed', 'corrected', 'dismissed']

/** State of a record in a word and a shape. */
export function StateBadge({ of }: { of: QuarantineState }) {
  const shape = { open: '○', waiting: '◐', failed: '✕', corrected: '●', dismissed: '–' }[of]
  return (
    <span class={`state ${of}`}>
      <span aria-hidden="true">{shape}</span> {term(`quarantine_${of}`)}
    </span>
  )
}

export function Quarantine() {
  const summary = useResource<QuarantineSummary>('/v1/quarantine/summary')
  const { query } = place.value
  const source = query.get('source')
  const code = query.get('code')
  const list = useList<QuarantineItem>('/v1/quarantine', {
    source,
    code,
    column: query.get('column'),
    state: query.get('state'),
    limit: 50,
  })
  const renew = () => {
    summary.reload()
    list.first.reload()
  }
  return (
    <>
      <PageHead title={words('quarantinePage')} lead={words('quarantineLead')} />
      <Await of={summary} lines={10}>
        {(all) =>
          all.records === 0 ? (
            <Empty>{words('noQuarantine')}</Empty>
          ) : (
            <div class="stack-4">
              <Figures of={all} />
              <div class="two-col wide-left">
                <Panel>
                  <FaultMatrix groups={all.groups} />
                </Panel>
                <div class="stack-4">
                  <ReplayPanel waiting={all.states.waiting} mayReplay={all.mayReplay} onDone={renew} />
                  <Panel title={words('columnsAtFault')} note={words('columnsAtFaultNote')}>
                    <ColumnsAtFault groups={all.groups} />
                  </Panel>
                </div>
              </div>
              <Records summary={all} list={list} renew={renew} />
            </div>
          )
        }
      </Await>
    </>
  )
}

function Figures({ of: { records, bytes, states, loaded } }: { of: QuarantineSummary }) {
  return (
    <Stats
      items={[
        {
          label: words('setAsideRecords'),
          value: count(records),
          note: `${percent(records / Math.max(1, loaded.records))} ${words('ofLoaded')}`,
        },
        { label: words('bytesWord'), value: count(bytes) },
        {
          label: words('openRecords'),
          value: count(states.open + states.failed),
          ...(states.failed > 0 ? { note: `${count(states.failed)} ${words('failedAgainCount')}` } : {}),
        },
        { label: words('waitingRecords'), value: count(states.waiting) },
        { label: words('correctedRecords'), value: count(states.corrected) },
        { label: words('dismissedRecords'), value: count(states.dismissed) },
      ]}
    />
  )
}

/** Columns with the most records that nobody has settled, the largest first. */
export function columnsAtFault(groups: QuarantineSummary['groups'], most = 8) {
  const open = new Map<string, { source: string; code: string; column: string; records: number }>()
  for (const { source, code, column, states } of groups) {
    const records = states.open + states.failed
    if (column === null || records === 0) continue
    const held = open.get(`${source}\n${column}`)
    open.set(`${source}\n${column}`, { source, code, column, records: records + (held?.records ?? 0) })
  }
  return [...open.values()].sort((a, b) => b.records - a.records).slice(0, most)
}

function ColumnsAtFault({ groups }: { groups: QuarantineSummary['groups'] }) {
  const shown = columnsAtFault(groups)
  if (shown.length === 0) return <p class="muted">{words('none')}</p>
  return (
    <Bars
      bars={shown.map(({ source, code, column, records }) => ({
        key: `${source} ${column}`,
        name: (
          <a href={withQuery('/quarantine', { source, code, column })}>
            <span>
              {column}
              <span class="two muted small">{sourceTitle(source)}</span>
            </span>
          </a>
        ),
        value: records,
        shown: count(records),
      }))}
    />
  )
}

interface RecordsProps {
  readonly summary: QuarantineSummary
  readonly list: ReturnType<typeof useList<QuarantineItem>>
  readonly renew: () => void
}

function Records({ summary, list, renew }: RecordsProps) {
  const { query } = place.value
  const [source, code] = [query.get('source'), query.get('code')]
  const [many, setMany] = useState(false)
  const unique = (pick: (group: QuarantineSummary['groups'][number]) => string) => [
    ...new Set(summary.groups.map(pick)),
  ]
  const groups = summary.groups.filter((group) => group.source === source && group.code === code)
  const open = groups.reduce((sum, { states }) => sum + states.open + states.failed, 0)
  return (
    <section id="records" class="stack-4" aria-label={words('records')}>
      <div class="toolbar">
        <QuerySelect
          name="source"
          label={words('source')}
          options={unique((group) => group.source).map((one) => [one, sourceTitle(one)])}
        />
        <QuerySelect
          name="code"
          label={words('fault')}
          options={unique((group) => group.code).map((one) => [one, term(one)])}
        />
        <QuerySelect
          name="state"
          label={words('state')}
          options={STATES.map((one) => [one, term(`quarantine_${one}`)])}
        />
        {summary.mayFix && (
          <button
            type="button"
            class="button"
            aria-expanded={many && groups.length > 0}
            disabled={open === 0}
            title={groups.length === 0 ? words('chooseGroup') : undefined}
            onClick={() => setMany(!many)}
          >
            {words('fixMany')}
            {open > 0 && ` (${count(open)})`}
          </button>
        )}
      </div>
      {many && groups.length > 0 && (
        <BulkCorrection
          key={`${source} ${code}`}
          groups={groups}
          onDone={renew}
          onClose={() => setMany(false)}
        />
      )}
      <Listed
        list={list}
        empty={
          <>
            <p>{words('noQuarantineMatch')}</p>
            <a href="/quarantine">{words('clearFilters')}</a>
          </>
        }
      >
        {(items) => (
          <Table
            caption={words('quarantinePage')}
            rows={items}
            id={(item) => item.id}
            href={recordPath}
            columns={[
              {
                key: 'fault',
                head: words('fault'),
                wide: true,
                cell: (item) => (
                  <>
                    <a href={recordPath(item)}>{term(item.code)}</a>
                    <span class="two">{item.reason}</span>
                  </>
                ),
              },
              { key: 'source', head: words('source'), cell: (item) => sourceTitle(item.source) },
              {
                key: 'place',
                head: words('place'),
                cell: (item) => (
                  <>
                    <span class="mono">{item.file}</span>
                    <span class="two">
                      {words('lineWord')} {count(item.line)} · {words('byteWord')} {count(item.byteOffset)}
                    </span>
                  </>
                ),
              },
              { key: 'bytes', head: words('bytes'), number: true, cell: (item) => count(item.bytes) },
              { key: 'state', head: words('state'), cell: (item) => <StateBadge of={item.state} /> },
            ]}
          />
        )}
      </Listed>
    </section>
  )
}

/** Address of a record, with the filters that lead to it. */
export function recordPath({ id }: { readonly id: string }): string {
  const query = place.value.query.toString()
  return `/quarantine/${encodeURIComponent(id)}${query ? `?${query}` : ''}`
}
