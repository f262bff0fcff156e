/** One alert: why, how sure, compared with whom, what to do, what was done, and the actions on it. */
import { useRef, useState } from 'preact/hooks'
import type { AlertDetail, Disposition } from '../../src/api/schemas/index.ts'
import { ApiError, post } from '../api/client.ts'
import { Reasons } from '../charts/reasons.tsx'
import { day, moment, percent } from '../format.ts'
import { say } from '../language.ts'
import { useResource } from '../resource.ts'
import { may, session } from '../session.ts'
import { term, titled } from '../terms.ts'
import { words } from '../words.ts'
import { Amount } from './amount.tsx'
import { Badge } from './badge.tsx'
import { Icon } from './icon.tsx'
import { Caveat } from './panel.tsx'
import { Await } from './states.tsx'

const DISPOSITIONS: readonly Disposition[] = [
  'confirmed_fraud',
  'suspicious',
  'cleared',
  'data_error',
  'duplicate',
]

/** Page of what an alert is about; undefined when it has none. */
export function subjectHref(kind: AlertDetail['kind'], subjectId: string): string | undefined {
  const id = encodeURIComponent(subjectId)
  switch (kind) {
    case 'claim':
      return `/claims/${id}`
    case 'provider':
      return `/providers/${id}`
    case 'ring':
      return `/rings/${id}`
    case 'policy':
      return `/policies/${id}`
    case 'signal': {
      const [name, series = 'all'] = subjectId.split(/[/:|](.*)/s)
      return `/warnings?signal=${encodeURIComponent(name)}&series=${encodeURIComponent(series)}`
    }
  }
}

interface AlertPanelProps {
  readonly alertId: string
  readonly onClose?: () => void
  /** Called after each change, so that the queue can follow. */
  readonly onChange?: () => void
}

export function AlertPanel({ alertId, onClose, onChange }: AlertPanelProps) {
  const alert = useResource<AlertDetail>(`/v1/alerts/${encodeURIComponent(alertId)}`)
  const [changed, setChanged] = useState<AlertDetail>()
  return (
    <Await of={alert}>
      {(loaded) => (
        <Shown
          alert={changed?.alertId === loaded.alertId ? changed : loaded}
          onClose={onClose}
          onChange={(next) => {
            setChanged(next)
            onChange?.()
          }}
          onStale={() => {
            setChanged(undefined)
            alert.reload()
          }}
        />
      )}
    </Await>
  )
}

interface ShownProps {
  readonly alert: AlertDetail
  readonly onClose: (() => void) | undefined
  readonly onChange: (alert: AlertDetail) => void
  readonly onStale: () => void
}

type Asked = 'close' | 'reopen' | 'note'

function Shown({ alert, onClose, onChange, onStale }: ShownProps) {
  const [asked, setAsked] = useState<Asked>()
  const [fault, setFault] = useState('')
  const act = async (action: string, body: object) => {
    setFault('')
    try {
      const version = { version: alert.version }
      onChange(
        await post<AlertDetail>(`/v1/alerts/${encodeURIComponent(alert.alertId)}/${action}`, {
          ...body,
          ...version,
        }),
      )
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
      if (error instanceof ApiError && error.status === 409) onStale()
    }
  }
  const href = subjectHref(alert.kind, alert.subjectId)
  return (
    <div>
      <div class="row" style={{ justifyContent: 'space-between', flexWrap: 'nowrap', alignItems: 'start' }}>
        <h2>{titled(alert.title)}</h2>
        {onClose && (
          <button type="button" class="button quiet" aria-label={words('close')} onClick={onClose}>
            <Icon name="close" />
          </button>
        )}
      </div>
      <p class="row small" style={{ marginTop: '6px' }}>
        <Badge of={alert.severity} />
        <span class="chip">{term(alert.state)}</span>
        {alert.disposition && <span class="chip">{term(alert.disposition)}</span>}
        <span class="muted">
          {term(alert.kind)}
          {alert.kind !== 'signal' && ` ${alert.subjectId}`}
          {alert.line && ` · ${words(alert.line)}`}
        </span>
      </p>
      <dl class="facts wide" style={{ marginTop: '14px' }}>
        <div>
          <dt class="muted small">{words('probability')}</dt>
          <dd>{percent(alert.probability)}</dd>
        </div>
        <div>
          <dt class="muted small">{words('expectedLoss')}</dt>
          <dd>
            <Amount of={alert.expectedLossAmount} />
          </dd>
        </div>
        <div>
          <dt class="muted small">{words('assignee')}</dt>
          <dd>{alert.assignee ?? words('nobody')}</dd>
        </div>
        <div>
          <dt class="muted small">{words('raisedAt')}</dt>
          <dd>{day(alert.raisedAt)}</dd>
        </div>
      </dl>
      <div class="row" style={{ marginTop: '14px' }}>
        {href && (
          <a class="button" href={href}>
            {words('openSubject')} {term(alert.kind)}
          </a>
        )}
        {may('alerts:work') ? (
          <Actions alert={alert} act={act} ask={setAsked} />
        ) : (
          <span class="small muted">{words('readOnly')}</span>
        )}
      </div>
      {fault && (
        <p class="error-line" role="alert">
          {fault}
        </p>
      )}
      <section>
        <h3>{words('why')}</h3>
        <Reasons rows={alert.detail.why.map(({ text, logOdds }) => ({ text: say(text), logOdds }))} />
        <p class="small muted">{words('whyNote')}</p>
      </section>
      <section>
        <h3>{words('howSure')}</h3>
        <p>{say(alert.detail.confidence)}</p>
      </section>
      <section>
        <h3>{words('comparedWith')}</h3>
        <p>{say(alert.detail.comparedWith)}</p>
      </section>
      <section>
        <h3>{words('nextSteps')}</h3>
        <ol class="steps">
          {alert.detail.nextSteps.map((step) => (
            <li key={step.en}>{say(step)}</li>
          ))}
        </ol>
      </section>
      <section>
        <h3>{words('history')}</h3>
        <ol class="history">
          {[...alert.events].reverse().map((event, i) => (
            <li key={i}>
              <time dateTime={event.at}>{moment(event.at)}</time>
              <span>
                {event.actor}: {term(event.action)}
                {event.note && <span class="two muted">{event.note}</span>}
              </span>
            </li>
          ))}
        </ol>
      </section>
      <section>
        <Caveat />
      </section>
      {asked && (
        <Ask
          asked={asked}
          onCancel={() => setAsked(undefined)}
          onSend={async (body) => {
            setAsked(undefined)
            await act(asked, body)
          }}
        />
      )}
    </div>
  )
}

interface ActionsProps {
  readonly alert: AlertDetail
  readonly act: (action: string, body: object) => Promise<void>
  readonly ask: (asked: Asked) => void
}

function Actions({ alert, act, ask }: ActionsProps) {
  const me = session.value?.user.username
  if (alert.state === 'closed')
    return (
      <button type="button" class="button" onClick={() => ask('reopen')}>
        {words('reopen')}
      </button>
    )
  return (
    <>
      {alert.assignee === me ? (
        <button type="button" class="button" onClick={() => act('assign', { assignee: null })}>
          {words('giveBack')}
        </button>
      ) : (
        <button type="button" class="button primary" onClick={() => act('assign', { assignee: me })}>
          {words('assignToMe')}
        </button>
      )}
      <select
        class="button"
        aria-label={words('assignTo')}
        value=""
        onChange={(event) => {
          const { value } = event.currentTarget
          event.currentTarget.value = ''
          if (value) act('assign', { assignee: value })
        }}
      >
        <option value="">{words('assignTo')} …</option>
        {alert.assignees
          .filter(({ username }) => username !== alert.assignee)
          .map(({ username, name }) => (
            <option key={username} value={username}>
              {name}
            </option>
          ))}
      </select>
      <button type="button" class="button" onClick={() => ask('note')}>
        {words('addNote')}
      </button>
      <button type="button" class="button" onClick={() => ask('close')}>
        {words('closeAlert')}
      </button>
    </>
  )
}

const ASK_TITLES = { close: 'closeAlert', reopen: 'reopen', note: 'addNote' } as const

interface AskProps {
  readonly asked: Asked
  readonly onCancel: () => void
  readonly onSend: (body: { note: string; disposition?: string }) => void
}

function Ask({ asked, onCancel, onSend }: AskProps) {
  const form = useRef<HTMLFormElement>(null)
  return (
    <dialog
      aria-labelledby="ask-title"
      ref={(dialog) => {
        if (dialog && !dialog.open) dialog.showModal()
      }}
      onClose={onCancel}
    >
      <form
        ref={form}
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          const disposition = data.get('disposition')
          onSend({
            note: String(data.get('note')).trim(),
            ...(disposition ? { disposition: String(disposition) } : {}),
          })
        }}
      >
        <h2 id="ask-title">{words(ASK_TITLES[asked])}</h2>
        {asked === 'close' && (
          <>
            <label class="field">
              {words('disposition')}
              <select name="disposition" required>
                <option value="" />
                {DISPOSITIONS.map((one) => (
                  <option key={one} value={one}>
                    {term(one)}
                  </option>
                ))}
              </select>
            </label>
            <p class="notice">{words('feedbackHint')}</p>
          </>
        )}
        <label class="field">
          {words('noteLabel')}
          <textarea name="note" rows={4} required maxLength={4000} />
        </label>
        <div class="row end">
          <button type="button" class="button" onClick={onCancel}>
            {words('cancel')}
          </button>
          <button type="submit" class="button primary">
            {words(ASK_TITLES[asked])}
          </button>
        </div>
      </form>
    </dialog>
  )
}
