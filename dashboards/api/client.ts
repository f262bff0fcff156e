/** The typed way to the API: one function a verb, problem documents as errors. */
import type { Problem } from '../../src/api/schemas/index.ts'

/** What the API refused, in its words. */
export class ApiError extends Error {
  readonly status: number
  readonly title: string
  constructor(status: number, title: string, detail: string) {
    super(detail)
    this.name = 'ApiError'
    this.status = status
    this.title = title
  }
}

async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(method === 'GET' ? {} : { 'x-claimscope': '1' }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError(0, 'No answer', 'The server does not answer. It may be starting or stopped.')
  }
  if (response.status === 204) return undefined as T
  const text = await response.text()
  if (!response.ok) {
    const problem = parse(text) as Partial<Problem> | undefined
    throw new ApiError(
      response.status,
      problem?.title ?? response.statusText,
      problem?.detail ?? `status ${response.status}`,
    )
  }
  return parse(text) as T
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const get = <T>(path: string, signal?: AbortSignal) => send<T>('GET', path, undefined, signal)
export const post = <T>(path: string, body: unknown) => send<T>('POST', path, body)
export const remove = <T>(path: string) => send<T>('DELETE', path)

/** A path with its query; empty values are left out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value))
  const text = search.toString()
  return text ? `${path}?${text}` : path
}
