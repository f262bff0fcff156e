/** What happened, in order, with its distance in days from one moment. */
import { day } from '../format.ts'
import { words } from '../words.ts'
import { Amount } from './amount.tsx'

export interface TimelineEntry {
  readonly at: string
  readonly kind: string
  readonly text: string
  readonly note?: string | undefined
  readonly amount?: number | null
}

export function Timeline({ entries, from }: { entries: readonly TimelineEntry[]; from?: string }) {
  return (
    <ol class="timeline">
      {entries.map((entry, i) => (
        <li key={i} class={entry.kind}>
          <time dateTime={entry.at}>{day(entry.at)}</time>
          <span>
            {entry.text}
            {entry.amount !== undefined && entry.amount !== null && (
              <>
                {' '}
                <Amount of={entry.amount} />
              </>
            )}
            {from && entry.kind !== 'loss' && <span class="gap"> {distance(from, entry.at)}</span>}
            {entry.note && <span class="two muted small">{entry.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}

function distance(from: string, to: string): string {
  const days = Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000)
  if (days === 0) return ''
  return `${Math.abs(days)} ${words(days > 0 ? 'dayAfter' : 'dayBefore')}`
}
