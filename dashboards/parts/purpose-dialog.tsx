/** Asks why somebody needs what is sensitive; what follows is kept in the audit. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { words } from '../words.ts'

interface PurposeDialogProps {
  readonly title: string
  readonly action: string
  /** A purpose that one click writes. */
  readonly suggestion?: string
  /** Further choices above the purpose. */
  readonly children?: ComponentChildren
  readonly onCancel: () => void
  /** What it throws is shown, and the dialog stays. */
  readonly onSend: (purpose: string) => Promise<void>
}

export function PurposeDialog(props: PurposeDialogProps) {
  const { title, action, suggestion, children, onCancel, onSend } = props
  const [purpose, setPurpose] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState('')
  return (
    <dialog
      aria-labelledby="purpose-title"
      ref={(dialog) => {
        if (dialog && !dialog.open) dialog.showModal()
      }}
      onClose={onCancel}
    >
      <form
        class="stack"
        onSubmit={async (event) => {
          event.preventDefault()
          setBusy(true)
          setFault('')
          try {
            await onSend(purpose.trim())
          } catch (error) {
            setFault(error instanceof Error ? error.message : String(error))
            setBusy(false)
          }
        }}
      >
        <h2 id="purpose-title">{title}</h2>
        {children}
        <label class="field">
          {words('purposeTitle')}
          <input
            name="purpose"
            required
            minLength={8}
            maxLength={500}
            value={purpose}
            autocomplete="off"
            onInput={(event) => setPurpose(event.currentTarget.value)}
          />
        </label>
        {suggestion && purpose === '' && (
          <p>
            <button type="button" class="chip" onClick={() => setPurpose(suggestion)}>
              {suggestion}
            </button>
          </p>
        )}
        <p class="small muted">{words('purposeNote')}</p>
        {fault && (
          <p class="error-line" role="alert">
            {fault}
          </p>
        )}
        <div class="row end">
          <button type="button" class="button" onClick={onCancel}>
            {words('cancel')}
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {action}
          </button>
        </div>
      </form>
    </dialog>
  )
}
