/** The surfaces that pages are laid out with. */
import type { ComponentChildren } from 'preact'
import { count as formatCount } from '../format.ts'
import { words } from '../words.ts'

interface PanelProps {
  readonly title?: ComponentChildren
  readonly note?: ComponentChildren
  readonly action?: ComponentChildren
  /** How many there are. */
  readonly count?: number
  /** Columns of the grid of twelve. */
  readonly span?: 3 | 4 | 5 | 6 | 7 | 8 | 9 | 12
  readonly children: ComponentChildren
}

export function Panel({ title, note, action, count, span, children }: PanelProps) {
  return (
    <section class={span ? `panel span-${span}` : 'panel'}>
      {title && (
        <header>
          <div>
            <h2>
              {title} {count !== undefined && <span class="tally">{formatCount(count)}</span>}
            </h2>
            {note && <p class="sub">{note}</p>}
          </div>
          {action}
        </header>
      )}
      {children}
    </section>
  )
}

interface PageHeadProps {
  readonly title: ComponentChildren
  readonly lead?: ComponentChildren
  /** Where one comes from. */
  readonly from?: { readonly href: string; readonly label: string }
  readonly children?: ComponentChildren
}

export function PageHead({ title, lead, from, children }: PageHeadProps) {
  return (
    <div class="page-head">
      {from && (
        <nav class="crumb" aria-label={from.label}>
          <a href={from.href}>{from.label}</a>
          <span aria-hidden="true">/</span>
        </nav>
      )}
      <h1>{title}</h1>
      {children}
      {lead && <p class="lead">{lead}</p>}
    </div>
  )
}

export interface StatItem {
  readonly label: string
  readonly value: ComponentChildren
  readonly note?: ComponentChildren
  readonly title?: string
}

/** Figures in a row, each with what it is and of what. */
export function Stats({ items }: { items: readonly StatItem[] }) {
  return (
    <dl class="strip">
      {items.map(({ label, value, note, title }) => (
        <div class="stat" key={label} title={title}>
          <dt>{label}</dt>
          <dd>
            {value} {note && <span class="note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Names and values; those without a value are left out. */
export function Facts({
  items,
  wide,
}: {
  items: readonly (readonly [label: string, value: ComponentChildren])[]
  wide?: boolean
}) {
  const shown = items.filter(
    ([, value]) => value !== null && value !== undefined && value !== '' && value !== false,
  )
  return (
    <dl class={wide ? 'facts wide' : 'facts'}>
      {shown.map(([label, value]) =>
        wide ? (
          <div key={label}>
            <dt class="muted small">{label}</dt>
            <dd>{value}</dd>
          </div>
        ) : (
          <>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </>
        ),
      )}
    </dl>
  )
}

/** Stands wherever indicators do. */
export function Caveat() {
  return <p class="caveat">{words('caveat')}</p>
}
