/** Runs with their stages, thresholds in force, and what became of every record. */
import type { ComponentChildren } from 'preact'
import type { RunSummary, Thresholds } from '../../src/api/schemas/index.ts'
import { Bars } from '../charts/bars.tsx'
import { count, day, decimal, moment, percent } from '../format.ts'
import { PageHead, Panel } from '../parts/panel.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { useResource } from '../resource.ts'
import { may } from '../session.ts'
import { stageTerm, written } from '../terms.ts'
import { words } from '../words.ts'
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
        name: stageTerm(stage.stage),
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
        return (
          <Panel
            title={words('thresholds')}
            note={
              <>
                {words('thresholdVersion')} <span class="mono">{active.version}</span>
                {active.author && ` · ${written(active.author)}`}
                {active.createdAt && ` · ${day(active.createdAt)}`}
                {active.reason && ` · ${written(active.reason)}`}
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
            <p>
              <a href="/thresholds">{words('thresholdsPage')} →</a>
            </p>
          </Panel>
        )
      }}
    </Await>
  )
}
