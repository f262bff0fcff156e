/** Uncovers the names of nodes for a purpose, or masks them again. */
import { useState } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { PurposeDialog } from '../parts/purpose-dialog.tsx'
import { may } from '../session.ts'
import { words } from '../words.ts'
import type { Labels } from './labels.ts'

interface RevealNamesProps {
  readonly labels: Labels
  /** Nodes in view, and those of them that are chosen: the chosen go first. */
  readonly nodes: readonly string[]
  readonly selected: readonly string[]
}

export function RevealNames({ labels, nodes, selected }: RevealNamesProps) {
  const [open, setOpen] = useState(false)
  if (!may('identities:reveal')) return null
  if (labels.known.size > 0)
    return (
      <button type="button" class="button" onClick={labels.mask} title={words('namesShown')}>
        <Icon name="hide" size={15} /> {words('maskAgain')}
      </button>
    )
  // A claim's id is no name.
  const asked = (selected.length > 0 ? selected : nodes).filter((id) => !id.startsWith('claim:'))
  const title = words(selected.length > 0 ? 'revealSelected' : 'revealNames')
  return (
    <>
      <button type="button" class="button" disabled={asked.length === 0} onClick={() => setOpen(true)}>
        <Icon name="eye" size={15} /> {title}
      </button>
      {open && (
        <PurposeDialog
          title={title}
          action={words('revealNames')}
          suggestion={words('purposeInvestigate')}
          onCancel={() => setOpen(false)}
          onSend={async (purpose) => {
            await labels.reveal(asked, purpose)
            setOpen(false)
          }}
        />
      )}
    </>
  )
}
