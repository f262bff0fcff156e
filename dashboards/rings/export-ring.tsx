/** Takes a ring out of the house as a file, for a purpose. */
import { useState } from 'preact/hooks'
import type { RingExportBody } from '../../src/api/schemas/index.ts'
import { download } from '../api/client.ts'
import { language } from '../language.ts'
import { Icon } from '../parts/icon.tsx'
import { PurposeDialog } from '../parts/purpose-dialog.tsx'
import { may } from '../session.ts'
import { words } from '../words.ts'

const FORMATS = ['pdf', 'graphml', 'gexf', 'csv'] as const

interface ExportRingProps {
  readonly ringId: string
  readonly caseId: string | undefined
}

export function ExportRing({ ringId, caseId }: ExportRingProps) {
  const [open, setOpen] = useState(false)
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('pdf')
  const [isRevealed, setIsRevealed] = useState(false)
  const [saved, setSaved] = useState('')
  if (!may('rings:export')) return null
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        <Icon name="download" size={15} /> {words('exportWord')}
      </button>
      {saved && (
        <span class="small muted" role="status">
          {words('exported')} {saved}
        </span>
      )}
      {open && (
        <PurposeDialog
          title={words('exportTitle')}
          action={words('exportWord')}
          suggestion={words('purposeInvestigate')}
          onCancel={() => setOpen(false)}
          onSend={async (purpose) => {
            const body: RingExportBody = {
              format,
              purpose,
              isRevealed,
              language: language.value,
              ...(caseId ? { caseId } : {}),
            }
            setSaved(await download(`/v1/rings/${encodeURIComponent(ringId)}/export`, body))
            setOpen(false)
          }}
        >
          <label class="field">
            {words('formatWord')}
            <select
              value={format}
              onChange={(event) => setFormat(event.currentTarget.value as (typeof FORMATS)[number])}
            >
              {FORMATS.map((one) => (
                <option key={one} value={one}>
                  {words(`format_${one}`)}
                </option>
              ))}
            </select>
          </label>
          {may('identities:reveal') && (
            <label class="row">
              <input
                type="checkbox"
                checked={isRevealed}
                onChange={(event) => setIsRevealed(event.currentTarget.checked)}
              />
              {words('exportRevealed')}
            </label>
          )}
        </PurposeDialog>
      )}
    </>
  )
}
