/** A challenger beside the champion: the difference on the same rows, and the way to let it score by two people. */
import { useState } from 'preact/hooks'
import type { ModelComparison, ModelProposal } from '../../src/api/schemas/index.ts'
import { ApiError, post } from '../api/client.ts'
import { Differences } from '../charts/differences.tsx'
import { count, moment } from '../format.ts'
import { useResource } from '../resource.ts'
import { may } from '../session.ts'
import { words } from '../words.ts'
import { Await } from './states.tsx'

/** Sends a change and tells what went wrong in the API's words. */
function useChange(after: () => void) {
  const [fault, setFault] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const send = async (path: string, body: unknown) => {
    setIsBusy(true)
    try {
      await post(path, body)
      setFault(undefined)
      after()
    } catch (error) {
      setFault(error instanceof ApiError ? error.message : String(error))
    } finally {
      setIsBusy(false)
    }
  }
  return { fault, isBusy, send }
}

function Fault({ text }: { text: string | undefined }) {
  return text ? (
    <p class="error-line" role="alert">
      {text}
    </p>
  ) : null
}

/** What a challenger would change, measured on the same rows. */
export function ModelDifference({ modelId }: { modelId: string }) {
  const found = useResource<ModelComparison>(`/v1/models/${encodeURIComponent(modelId)}/compare`)
  return (
    <Await of={found} lines={5}>
      {({ heldOut, since }) => (
        <div class="stack">
          {heldOut ? (
            <>
              <Differences comparison={heldOut} title={words('compareTitle')} />
              <p class="small muted">
                {words('compareHeldOut')}: {count(heldOut.rows)}, {count(heldOut.events)} {words('events')}
              </p>
            </>
          ) : (
            <p class="notice">{words('tooFew')}</p>
          )}
          {since && (
            <>
              <Differences comparison={since} title={words('compareSince')} />
              <p class="small muted">
                {words('compareSince')}: {count(since.rows)}, {count(since.events)} {words('events')}
              </p>
            </>
          )}
        </div>
      )}
    </Await>
  )
}

/** The form of whoever wants a model to score. */
export function Propose({ modelId, renew }: { modelId: string; renew: () => void }) {
  const [reason, setReason] = useState('')
  const { fault, isBusy, send } = useChange(renew)
  if (!may('models:promote')) return null
  return (
    <form
      class="stack propose"
      onSubmit={(event) => {
        event.preventDefault()
        send(`/v1/models/${encodeURIComponent(modelId)}/propose`, { reason })
      }}
    >
      <label class="field">
        <span>{words('proposeReason')}</span>
        <input
          name="reason"
          value={reason}
          minLength={8}
          maxLength={500}
          required
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      <div class="row">
        <button type="submit" class="button primary" disabled={isBusy}>
          {words('proposeButton')}
        </button>
        <span class="small muted">{words('secondPerson')}</span>
      </div>
      <Fault text={fault} />
    </form>
  )
}

/** An open proposal, with the buttons of whoever may decide. */
export function OpenProposal({ proposal, renew }: { proposal: ModelProposal; renew: () => void }) {
  const [note, setNote] = useState('')
  const { fault, isBusy, send } = useChange(renew)
  const to = (verb: string) =>
    send(`/v1/model-proposals/${encodeURIComponent(proposal.proposalId)}/${verb}`, { note })
  return (
    <div class="notice stack">
      <p>
        <strong>{words('proposeTitle')}</strong> — {words('proposedByWord')} {proposal.proposedBy},{' '}
        <time dateTime={proposal.proposedAt}>{moment(proposal.proposedAt)}</time>
        <br />
        {proposal.reason}
      </p>
      {may('models:promote') && (
        <>
          {proposal.mayApprove && (
            <label class="field">
              <span>{words('noteWord')}</span>
              <input value={note} maxLength={500} onInput={(event) => setNote(event.currentTarget.value)} />
            </label>
          )}
          <div class="row">
            {proposal.mayApprove ? (
              <button type="button" class="button primary" disabled={isBusy} onClick={() => to('approve')}>
                {words('approveButton')}
              </button>
            ) : (
              <span class="small muted">{words('ownProposal')}</span>
            )}
            <button type="button" class="button" disabled={isBusy} onClick={() => to('reject')}>
              {words(proposal.mayApprove ? 'rejectButton' : 'withdrawButton')}
            </button>
          </div>
        </>
      )}
      <Fault text={fault} />
    </div>
  )
}

/** Puts the champion before back, for a stated reason. */
export function Rollback({ task, renew }: { task: string; renew: () => void }) {
  const [reason, setReason] = useState<string>()
  const { fault, isBusy, send } = useChange(() => {
    setReason(undefined)
    renew()
  })
  if (!may('models:promote')) return null
  if (reason === undefined)
    return (
      <button type="button" class="button" onClick={() => setReason('')}>
        {words('rollbackButton')}
      </button>
    )
  return (
    <form
      class="stack propose"
      onSubmit={(event) => {
        event.preventDefault()
        send('/v1/models/rollback', { task, reason })
      }}
    >
      <label class="field">
        <span>{words('rollbackReason')}</span>
        <input
          name="reason"
          value={reason}
          minLength={8}
          maxLength={500}
          required
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      <div class="row">
        <button type="submit" class="button primary" disabled={isBusy}>
          {words('rollbackNow')}
        </button>
        <button type="button" class="button quiet" onClick={() => setReason(undefined)}>
          {words('cancel')}
        </button>
      </div>
      <Fault text={fault} />
    </form>
  )
}
