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

async function ask(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
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
  if (response.ok) return response
  const problem = parse(await response.text()) as Partial<Problem> | undefined
  throw new ApiError(
    response.status,
    problem?.title ?? response.statusText,
    problem?.detail ?? `status ${response.status}`,
  )
}

async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await ask(method, path, body, signal)
  return response.status === 204 ? (undefined as T) : (parse(await response.text()) as T)
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

/** Asks for a file and hands it to the browser under the name that the API gave it. */
export async function download(path: string, body: unknown): Promise<string> {
  const response = await ask('POST', path, body)
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'export'
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
  return name
}

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
