/** Runs with their stages, thresholds in force, and what became of every record. */
import type { ComponentChildren } from 'preact'
import type { Quality, RunSummary, Thresholds } from '../../src/api/schemas/index.ts'
import { Bars } from '../charts/bars.tsx'
import { count, day, decimal, moment, percent } from '../format.ts'
import { PageHead, Panel } from '../parts/panel.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { may } from '../session.ts'
import { term } from '../terms.ts'
import { type Word, words } from '../words.ts'
import { MetricList } from './models.tsx'

export function Runs() {
  const runs = useResource<RunSummary[]>('/v1/runs')
  return (
    <>
      <PageHead title={words('runs')} lead={words('runsLead')} />
      <div class="stack-4">
        <Await of={runs} lines={8}>
          {(all) =>
            all.length === 0 ? (
              <Empty>{words('none')}</Empty>
            ) : (
              all.map((run, i) => <Run key={run.runId} run={run} isLatest={i === 0} />)
            )
          }
        </Await>
        {may('thresholds:read') && <ThresholdPanel />}
        {may('quality:read') && <QualityPanel />}
      </div>
    </>
  )
}

const secondsOf = (run: RunSummary) => (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000

function Run({ run, isLatest }: { run: RunSummary; isLatest: boolean }) {
  const tables = Object.entries(run.rows).sort(([a], [b]) => a.localeCompare(b))
  return (
    <Panel
      title={`${words('runWord')} ${moment(run.startedAt)}`}
      note={
        <>
          <span class="mono">{run.runId}</span> · {words('asOf')} {day(run.asOf)} · {words('duration')}{' '}
          {decimal(secondsOf(run), 1)} {words('seconds')}
        </>
      }
    >
      {isLatest ? (
        <div class="two-col">
          <div>
            <h3>{words('stages')}</h3>
            <Stages run={run} />
          </div>
          <div class="stack">
            <Folded title={words('metricsTitle')}>
              <MetricList metrics={run.metrics} />
            </Folded>
            <Folded title={words('rowsTitle')}>
              <dl class="indicators">
                {tables.map(([table, rows]) => (
                  <div key={table}>
                    <dt class="mono">{table}</dt>
                    <dd>{count(rows)}</dd>
                  </div>
                ))}
              </dl>
            </Folded>
          </div>
        </div>
      ) : (
        <Folded title={words('stages')}>
          <Stages run={run} />
        </Folded>
      )}
    </Panel>
  )
}

function Stages({ run }: { run: RunSummary }) {
  return (
    <Bars
      bars={run.stages.map((stage, i) => ({
        key: `${stage.stage} ${i}`,
        name: term(stage.stage),
        value: stage.seconds,
        shown: (
          <>
            {decimal(stage.seconds, 1)} {words('seconds')}
          </>
        ),
      }))}
    />
  )
}

function Folded({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details>
      <summary class="fold">{title}</summary>
      {children}
    </details>
  )
}

/** Thresholds by name, whatever their depth. */
export function flatten(content: Readonly<Record<string, unknown>>, prefix = ''): [string, string][] {
  return Object.entries(content).flatMap(([key, value]): [string, string][] => {
    const name = prefix ? `${prefix} · ${term(key)}` : term(key)
    if (value !== null && typeof value === 'object')
      return flatten(value as Readonly<Record<string, unknown>>, name)
    return [[name, String(value)]]
  })
}

interface BandStarts {
  readonly moderate?: unknown
  readonly elevated?: unknown
  readonly high?: unknown
}

function ThresholdPanel() {
  const thresholds = useResource<Thresholds>('/v1/thresholds')
  return (
    <Await of={thresholds} lines={3}>
      {(active) => {
        const bands = (active.content.bands ?? {}) as BandStarts
        const { bands: _, ...rest } = active.content
        return (
          <Panel
            title={words('thresholds')}
            note={
              <>
                {words('thresholdVersion')} <span class="mono">{active.version}</span>
                {active.author && ` · ${active.author}`}
                {active.createdAt && ` · ${day(active.createdAt)}`}
                {active.reason && ` · ${active.reason}`}
              </>
            }
          >
            <p class="row">
              {words('bandsBegin')}
              {(['moderate', 'elevated', 'high'] as const).map((band) => (
                <span class={`badge ${band}`} key={band}>
                  {words(band)} {percent(Number(bands[band]))}
                </span>
              ))}
            </p>
            <details>
              <summary class="fold">{words('details')}</summary>
              <dl class="indicators">
                {flatten(rest).map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </details>
          </Panel>
        )
      }}
    </Await>
  )
}

function QualityPanel() {
  const quality = useResource<Quality>('/v1/quality')
  return (
    <Await of={quality}>
      {(data) => (
        <div class="stack-4">
          <Panel title={words('quarantine')}>
            <Quarantine quality={data} />
          </Panel>
          <Panel title={words('batches')} count={data.batches.length}>
            <Batches quality={data} />
          </Panel>
          <Panel title={words('checks')} count={data.checks.length}>
            <Checks quality={data} />
          </Panel>
        </div>
      )}
    </Await>
  )
}

function Quarantine({ quality }: { quality: Quality }) {
  if (quality.quarantined.length === 0) return <p class="muted">{words('nothingSetAside')}</p>
  return (
    <Table
      caption={words('quarantine')}
      rows={quality.quarantined}
      most={8}
      id={(row) => `${row.source} ${row.file} ${row.code}`}
      columns={[
        {
          key: 'code',
          head: words('reason'),
          wide: true,
          cell: (row) => (
            <>
              {term(row.code)}
              <span class="two">
                {row.source} · <span class="mono">{row.file}</span>
              </span>
            </>
          ),
        },
        { key: 'records', head: words('records'), number: true, cell: (row) => count(row.records) },
        {
          key: 'places',
          head: words('firstPlaces'),
          cell: (row) => (
            <span class="small muted">
              {row.places
                .slice(0, 2)
                .map((where) => `${where.line}${where.column ? ` ${where.column}` : ''}: ${where.reason}`)
                .join('; ')}
            </span>
          ),
        },
      ]}
    />
  )
}

function Batches({ quality }: { quality: Quality }) {
  const number = (key: 'records' | 'accepted' | 'quarantined' | 'duplicate', word: Word) => ({
    key,
    head: words(word),
    number: true,
    cell: (row: Quality['batches'][number]) => count(row[key]),
  })
  return (
    <Table
      caption={words('batches')}
      rows={quality.batches}
      most={10}
      id={(row) => row.batchId}
      columns={[
        {
          key: 'file',
          head: words('file'),
          wide: true,
          cell: (row) => (
            <>
              {row.source}
              <span class="two mono">{row.file}</span>
            </>
          ),
        },
        { key: 'encoding', head: words('encoding'), cell: (row) => row.encoding },
        number('records', 'records'),
        number('accepted', 'accepted'),
        number('quarantined', 'quarantinedWord'),
        number('duplicate', 'duplicates'),
      ]}
    />
  )
}

function Checks({ quality }: { quality: Quality }) {
  const order = [...quality.checks].sort((a, b) => b.failed - a.failed)
  return (
    <Table
      caption={words('checks')}
      rows={order}
      most={10}
      id={(row) => `${row.source} ${row.name}`}
      columns={[
        {
          key: 'name',
          head: words('checkName'),
          wide: true,
          cell: (row) => (
            <>
              {term(row.name)}
              <span class="two">{row.source}</span>
            </>
          ),
        },
        { key: 'severity', head: words('severity'), cell: (row) => term(row.severity) },
        {
          key: 'failed',
          head: words('failed'),
          number: true,
          cell: (row) => (row.failed > 0 ? <strong>{count(row.failed)}</strong> : '0'),
        },
      ]}
    />
  )
}
