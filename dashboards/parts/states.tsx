/** The states that every view designs for: loading, empty, failed. */
import type { ComponentChildren } from 'preact'
import type { Resource } from '../resource.ts'
import { words } from '../words.ts'

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

/** Shows a resource once it is there. */
export function Await<T>({
  of,
  children,
  lines,
}: {
  of: Resource<T>
  children: (data: T) => ComponentChildren
  lines?: number
}) {
  if (of.state === 'failed')
    return (
      <div class="error" role="alert">
        <p>
          <strong>{of.error.title}</strong>
        </p>
        <p>{of.error.message}</p>
        <p>
          <button type="button" class="button" onClick={of.reload}>
            {words('retry')}
          </button>
        </p>
      </div>
    )
  if (of.data === undefined) return <Skeleton {...(lines ? { lines } : {})} />
  return (
    <div aria-busy={of.state === 'loading'} style={of.state === 'loading' ? { opacity: 0.6 } : undefined}>
      {children(of.data)}
    </div>
  )
}
