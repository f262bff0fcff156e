/** The run that takes corrections up: started here, followed stage by stage until the new snapshot is served. */
import { useEffect, useState } from 'preact/hooks'
import type { ReplayStatus } from '../../src/api/schemas/index.ts'
import { ApiError, post } from '../api/client.ts'
import { count, decimal } from '../format.ts'
import { useResource } from '../resource.ts'
import { stageTerm } from '../terms.ts'
import { words } from '../words.ts'
import { Panel } from './panel.tsx'

/** How often a run under way is looked at, ms. */
const POLL_MS = 1200

interface ReplayPanelProps {
  readonly waiting: number
  readonly mayReplay: boolean
  /** Called when a new snapshot is served. */
  readonly onDone: () => void
}

export function ReplayPanel({ waiting, mayReplay, onDone }: ReplayPanelProps) {
  const status = useResource<ReplayStatus>(mayReplay ? '/v1/quarantine/replay' : undefined)
  const [fault, setFault] = useState<string>()
  const state = status.data?.state
  useEffect(() => {
    if (state !== 'running') return
    const timer = setInterval(status.reload, POLL_MS)
    return () => clearInterval(timer)
  }, [state])
  const [seen, setSeen] = useState<string>()
  useEffect(() => {
    if (state === 'running') setSeen('running')
    else if (seen === 'running' && state === 'done') {
      setSeen('done')
      // The server looks for the new snapshot once a second.
      setTimeout(onDone, 1800)
    }
  }, [state])
  const start = () =>
    post<ReplayStatus>('/v1/quarantine/replay', {})
      .then(() => {
        setFault(undefined)
        status.reload()
      })
      .catch((error: unknown) => setFault(error instanceof ApiError ? error.message : String(error)))
  return (
    <Panel title={words('replayTitle')} note={words('replayNote')}>
      <div class="stack">
        {state === 'running' && status.data ? (
          <Progress of={status.data} />
        ) : (
          <>
            <p>
              {waiting > 0 ? (
                <>
                  <strong>{count(waiting)}</strong> {words('waitsForRun')}
                </>
              ) : (
                <span class="muted">{words('nothingWaits')}</span>
              )}
            </p>
            {mayReplay && (
              <div>
                <button type="button" class="button primary" disabled={waiting === 0} onClick={start}>
                  {words('replayStart')}
                </button>
              </div>
            )}
            {status.data && <Outcome of={status.data} />}
          </>
        )}
        {fault && (
          <p class="error-line" role="alert">
            {fault}
          </p>
        )}
      </div>
    </Panel>
  )
}

function Progress({ of: { stages, plan, message } }: { of: ReplayStatus }) {
  const ended = new Map(stages.map(({ stage, seconds }) => [stage, seconds]))
  const last = Math.max(-1, ...stages.map(({ stage }) => plan.indexOf(stage)))
  return (
    <div role="status">
      <p class="row">
        <span class="pulse" aria-hidden="true" /> {words('replayRunning')}
      </p>
      {message && <p class="muted small">{message}</p>}
      <progress max={plan.length} value={last + 1} aria-label={words('replayRunning')} />
      <ol class="stages">
        {plan.map((stage, i) => (
          <li key={stage} class={ended.has(stage) ? 'ended' : i === last + 1 ? 'now' : 'to-come'}>
            <span>{stageTerm(stage)}</span>
            <span class="muted">
              {ended.has(stage)
                ? `${decimal(ended.get(stage), 1)} ${words('seconds')}`
                : i === last + 1
                  ? '…'
                  : ''}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

function Outcome({ of }: { of: ReplayStatus }) {
  if (of.state === 'failed')
    return (
      <p class="error-line" role="alert">
        {words('replayFailed')} {of.message}
      </p>
    )
  if (of.state !== 'done') return null
  return (
    <p class="notice" role="status">
      {words('replayDone')} {words('correctedRecords')} {count(of.corrected)} · {words('dismissedRecords')}{' '}
      {count(of.dismissed)}
      {(of.failed ?? 0) > 0 && ` · ${count(of.failed)} ${words('failedAgainCount')}`}
      <span class="two mono">{of.snapshot}</span>
    </p>
  )
}
