/** What a page asks of the API: loading, the answer, or what went wrong, with a way to ask again. */
import { useEffect, useState } from 'preact/hooks'
import { ApiError, get } from './api/client.ts'

export type Resource<T> = { readonly reload: () => void } & (
  | { readonly state: 'loading'; readonly data: T | undefined; readonly error: undefined }
  | { readonly state: 'ready'; readonly data: T; readonly error: undefined }
  | { readonly state: 'failed'; readonly data: undefined; readonly error: ApiError }
)

/**
 * Gets a path and keeps the answer; undefined asks nothing. The last answer stays in view while the next one loads, and an
 * answer that comes too late is thrown away.
 */
export function useResource<T>(path: string | undefined): Resource<T> {
  const [held, setHeld] = useState<{ path?: string; data?: T; error?: ApiError; pending: boolean }>({
    pending: true,
  })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (path === undefined) return
    const abort = new AbortController()
    setHeld((old) => ({ ...old, pending: true }))
    get<T>(path, abort.signal)
      .then((data) => setHeld({ path, data, pending: false }))
      .catch((error: unknown) => {
        if (abort.signal.aborted) return
        const shown = error instanceof ApiError ? error : new ApiError(0, 'Fault of the page', String(error))
        setHeld({ path, error: shown, pending: false })
      })
    return () => abort.abort()
  }, [path, turn])
  const reload = () => setTurn((n) => n + 1)
  if (held.pending || held.path !== path)
    return { state: 'loading', data: held.data, error: undefined, reload }
  if (held.error) return { state: 'failed', data: undefined, error: held.error, reload }
  return { state: 'ready', data: held.data as T, error: undefined, reload }
}
