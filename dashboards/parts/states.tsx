/** The states that every view designs for: loading, empty, failed. */
import type { ComponentChildren } from 'preact'
import type { Resource } from '../resource.ts'
import { type Word, words } from '../words.ts'

/** Lines of the coming layout. */
export function Skeleton({ lines = 6, height = 18 }: { lines?: number; height?: number }) {
  return (
    <div class="stack" role="status" aria-label={words('loading')}>
      {Array.from({ length: lines }, (_, i) => (
        <div class="skeleton" key={i} style={{ height: `${height}px`, width: `${100 - ((i * 17) % 38)}%` }} />
      ))}
    </div>
  )
}

/** Nothing here: what would be, and what to do. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="empty">{children}</div>
}

const FAULTS: Readonly<Record<number, Word>> = {
  0: 'faultNoAnswer',
  403: 'faultForbidden',
  404: 'faultUnknown',
  409: 'faultConflict',
  500: 'faultServer',
}

/** Shows a resource once it is there; `head` stands above it while it loads, and where it cannot be had. */
export function Await<T>({
  of,
  children,
  lines,
  head,
}: {
  of: Resource<T>
  children: (data: T) => ComponentChildren
  lines?: number
  head?: ComponentChildren
}) {
  if (of.state === 'failed')
    return (
      <>
        {head}
        <div class="error" role="alert">
          <p>
            <strong>{FAULTS[of.error.status] ? words(FAULTS[of.error.status]) : of.error.title}</strong>
          </p>
          <p>{of.error.message}</p>
          {/* Asking again gives neither a right nor what is not there. */}
          {of.error.status !== 403 && of.error.status !== 404 && (
            <p>
              <button type="button" class="button" onClick={of.reload}>
                {words('retry')}
              </button>
            </p>
          )}
        </div>
      </>
    )
  if (of.data === undefined)
    return (
      <>
        {head}
        <Skeleton {...(lines ? { lines } : {})} />
      </>
    )
  return (
    <div aria-busy={of.state === 'loading'} style={of.state === 'loading' ? { opacity: 0.6 } : undefined}>
      {children(of.data)}
    </div>
  )
}
