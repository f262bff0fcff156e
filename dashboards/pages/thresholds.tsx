/** Thresholds: moved on the picture or by number, tried on the present snapshot, put in force with a reason. */
import { useEffect, useState } from 'preact/hooks'
import type { Thresholds as Active, ThresholdChange, ThresholdTrial } from '../../src/api/schemas/index.ts'
import { ApiError, post } from '../api/client.ts'
import { LimitScatter } from '../charts/limit-scatter.tsx'
import { count, moment } from '../format.ts'
import { LimitFields, StepFields } from '../parts/limit-fields.tsx'
import { PageHead, Panel } from '../parts/panel.tsx'
import { Await, Skeleton } from '../parts/states.tsx'
import { TabSwitch } from '../parts/tab-switch.tsx'
import { ThresholdEffect } from '../parts/threshold-effect.tsx'
import { ThresholdHistory } from '../parts/threshold-history.tsx'
import { type Resource, useResource } from '../resource.ts'
import { place, setQuery } from '../router.ts'
import { may } from '../session.ts'
import { written } from '../terms.ts'
import {
  isSame,
  limitsIn,
  type Subject,
  type ThresholdContent,
  withLimits,
  withoutLine,
} from '../thresholds.ts'
import { words } from '../words.ts'

const TABS = ['claimLimits', 'providerLimits', 'ringLimits', 'policyLimits', 'signalLimits'] as const
type Tab = (typeof TABS)[number]
const SUBJECT_OF: Partial<Readonly<Record<Tab, Subject>>> = {
  claimLimits: 'claim',
  providerLimits: 'provider',
  ringLimits: 'ring',
}
const LINES = ['auto', 'health', 'accident', 'travel', 'group', 'agricultural'] as const

/** Waits so long after the last move before it asks what would change, ms. */
const PATIENCE = 350

export function Thresholds() {
  const active = useResource<Active>('/v1/thresholds')
  const [done, setDone] = useState<ThresholdChange>()
  return (
    <>
      <PageHead title={words('thresholdsPage')} lead={words('thresholdsLead')}>
        {active.data && (
          <span class="muted small">
            {words('thresholdsSince')} {moment(active.data.createdAt)}
            {active.data.author && ` · ${written(active.data.author)}`}
            {active.data.reason && ` · ${written(active.data.reason)}`}
          </span>
        )}
      </PageHead>
      {done && <Done change={done} />}
      <Await of={active} lines={10}>
        {(one) => (
          <Desk
            key={one.version}
            active={one}
            onDone={(change) => {
              setDone(change)
              active.reload()
            }}
          />
        )}
      </Await>
    </>
  )
}

interface DeskProps {
  readonly active: Active
  readonly onDone: (change: ThresholdChange) => void
}

function Desk({ active, onDone }: DeskProps) {
  const inForce = active.content as unknown as ThresholdContent
  const [content, setContent] = useState(inForce)
  const mayChange = may('thresholds:change')
  const isMoved = !isSame(content, inForce)
  const trial = useTrial(content, mayChange)
  const tab = TABS.find((one) => one === place.value.query.get('kind')) ?? 'claimLimits'
  useUnsaved(isMoved)
  return (
    <div class="stack-4">
      <div class="toolbar">
        <TabSwitch label="subjectSwitch" tabs={TABS} chosen={tab} onChoose={(kind) => setQuery({ kind })} />
      </div>
      <Editor
        tab={tab}
        content={content}
        inForce={inForce}
        trial={trial.data}
        onChange={mayChange ? setContent : undefined}
      />
      {!mayChange && <p class="notice">{words('readThresholds')}</p>}
      {mayChange && (
        <>
          <Await of={trial} lines={6}>
            {(one) => <ThresholdEffect trial={one} isMoved={isMoved} />}
          </Await>
          <Change
            active={active}
            content={content}
            isMoved={isMoved}
            onReset={() => setContent(inForce)}
            onDone={onDone}
          />
        </>
      )}
      <ThresholdHistory onTake={mayChange ? setContent : undefined} />
    </div>
  )
}

interface EditorProps {
  readonly tab: Tab
  readonly content: ThresholdContent
  readonly inForce: ThresholdContent
  readonly trial: ThresholdTrial | undefined
  readonly onChange: ((content: ThresholdContent) => void) | undefined
}

function Editor({ tab, content, inForce, trial, onChange }: EditorProps) {
  const subject = SUBJECT_OF[tab]
  const asked = place.value.query.get('line')
  const line = subject === 'claim' ? (LINES.find((one) => one === asked) ?? null) : null
  if (!subject) {
    const kind = tab === 'policyLimits' ? 'policy' : 'signal'
    return (
      <Panel title={words(tab)}>
        <StepFields
          steps={content[kind]}
          label={kind === 'policy' ? 'multipleFrom' : 'deviationsFrom'}
          onChange={onChange && ((steps) => onChange({ ...content, [kind]: steps }))}
        />
      </Panel>
    )
  }
  const isOwn = line === null || content.lines[line] !== undefined
  const limits = limitsIn(content, subject, line)
  const change =
    isOwn && onChange ? (to: typeof limits) => onChange(withLimits(content, subject, line, to)) : undefined
  const open = trial?.open.find((one) => one.subject === subject)
  return (
    <div class="two-col wide-left thresholds">
      <Panel>
        {open ? (
          <LimitScatter
            open={open}
            subject={subject}
            line={line}
            content={content}
            before={limitsIn(inForce, subject, line)}
            {...(change ? { onMove: change } : {})}
          />
        ) : onChange ? (
          <Skeleton lines={12} />
        ) : (
          <p class="muted">{words('readThresholds')}</p>
        )}
      </Panel>
      <Panel>
        {subject === 'claim' && (
          <div class="stack limit-lines">
            <label class="field">
              {words('line')}
              <select value={line ?? ''} onChange={(event) => setQuery({ line: event.currentTarget.value })}>
                <option value="">{words('otherLines')}</option>
                {LINES.map((one) => (
                  <option key={one} value={one}>
                    {words(one)}
                    {content.lines[one] ? ` · ${words('ownLimits')}` : ''}
                  </option>
                ))}
              </select>
            </label>
            {line && onChange && (
              <button
                type="button"
                class="button"
                onClick={() =>
                  onChange(isOwn ? withoutLine(content, line) : withLimits(content, subject, line, limits))
                }
              >
                {words(isOwn ? 'dropOwn' : 'makeOwn')}
              </button>
            )}
          </div>
        )}
        <LimitFields limits={limits} isScore={subject === 'ring'} onChange={change} />
      </Panel>
    </div>
  )
}

interface ChangeProps {
  readonly active: Active
  readonly content: ThresholdContent
  readonly isMoved: boolean
  readonly onReset: () => void
  readonly onDone: (change: ThresholdChange) => void
}

function Change({ active, content, isMoved, onReset, onDone }: ChangeProps) {
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const save = async () => {
    setIsBusy(true)
    try {
      onDone(await post<ThresholdChange>('/v1/thresholds', { content, parent: active.version, reason }))
    } catch (error) {
      setFault(error instanceof ApiError ? error.message : String(error))
      setIsBusy(false)
    }
  }
  return (
    <form
      class="panel threshold-change"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <label class="field wide">
        {words('putInForceReason')}
        <input
          name="reason"
          value={reason}
          minLength={8}
          maxLength={500}
          required
          disabled={!isMoved}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button primary" disabled={!isMoved || isBusy}>
        {words('putInForce')}
      </button>
      <button type="button" class="button" disabled={!isMoved} onClick={onReset}>
        {words('asInForce')}
      </button>
      <span class="small muted">{words(isMoved ? 'leaveUnsaved' : 'nothingMoved')}</span>
      {fault && (
        <p class="error-line" role="alert">
          {fault}
        </p>
      )}
    </form>
  )
}

function Done({ change }: { change: ThresholdChange }) {
  return (
    <p class="notice done" role="status">
      {words('doneRaised')} <b>{count(change.raised)}</b>; {words('doneBelow')} <b>{count(change.below)}</b>.{' '}
      <a href="/alerts?sort=raised">{words('toQueue')}</a>
    </p>
  )
}

/** Asks what a set would raise, a moment after the last move; the last answer stays in view meanwhile. */
function useTrial(content: ThresholdContent, wanted: boolean): Resource<ThresholdTrial> {
  const [held, setHeld] = useState<{ data?: ThresholdTrial; error?: ApiError; pending: boolean }>({
    pending: true,
  })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (!wanted) return
    let late = false
    setHeld((old) => ({ ...old, pending: true }))
    const timer = setTimeout(
      () =>
        post<ThresholdTrial>('/v1/thresholds/trial', { content })
          .then((data) => late || setHeld({ data, pending: false }))
          .catch((error: unknown) => {
            if (late) return
            const shown =
              error instanceof ApiError ? error : new ApiError(0, 'Fault of the page', String(error))
            setHeld((old) => ({ ...old, error: shown, pending: false }))
          }),
      held.data ? PATIENCE : 0,
    )
    return () => {
      late = true
      clearTimeout(timer)
    }
  }, [content, wanted, turn])
  const reload = () => setTurn((n) => n + 1)
  if (held.pending) return { state: 'loading', data: held.data, error: undefined, reload }
  if (held.error) return { state: 'failed', data: undefined, error: held.error, reload }
  return { state: 'ready', data: held.data as ThresholdTrial, error: undefined, reload }
}

/** Asks before the window is left with lines that are not in force. */
function useUnsaved(isMoved: boolean): void {
  useEffect(() => {
    if (!isMoved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isMoved])
}
