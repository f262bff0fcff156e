/** Errors as problem documents (RFC 9457): the one place that maps errors to statuses. */
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Logger } from 'pino'
import { ZodError } from 'zod'
import { UserError } from '../errors.ts'
import type { Problem } from './schemas/index.ts'

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Request too large',
  415: 'Unsupported media type',
  422: 'Unprocessable',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
}

/** A request that does not fit its schema: every fault with its place. */
export class RequestError extends UserError {
  readonly errors: NonNullable<Problem['errors']>
  constructor(errors: NonNullable<Problem['errors']>) {
    super(errors.map(({ path, message }) => (path ? `${message} [at ${path}]` : message)).join('; '), 400)
    this.name = 'RequestError'
    this.errors = errors
  }
}

/** The faults that zod found, each in one sentence; `place` is `query`, `path` or `body`. */
export function faults(error: ZodError, place: string): NonNullable<Problem['errors']> {
  return error.issues.flatMap((issue) => {
    const path = [place, ...issue.path.map(String)].join('.')
    if (issue.code !== 'unrecognized_keys') return [{ path, message: lower(issue.message) }]
    return issue.keys.map((key) => ({
      path: `${path}.${key}`,
      message: `unknown ${place === 'query' ? 'query parameter' : 'field'}: ${JSON.stringify(key.slice(0, 80))}`,
    }))
  })
}

/** The answer to an error. What nobody foresaw is logged with the id of the request and told without details. */
export function problemResponse(error: unknown, c: Context, log: Logger): Response {
  const requestId = c.get('requestId') as string
  const known = problemOf(error)
  if (!known) log.error({ err: error, requestId, method: c.req.method, path: c.req.path }, 'request failed')
  const { status, detail, errors } = known ?? {
    status: 500,
    detail: 'the server failed on this request [tell the operator the request id]',
    errors: undefined,
  }
  const body: Problem = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    detail,
    instance: c.req.path,
    ...(errors ? { errors } : {}),
    requestId,
  }
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  })
}

function problemOf(error: unknown): Pick<Problem, 'status' | 'detail' | 'errors'> | undefined {
  if (error instanceof RequestError)
    return { status: error.status, detail: error.message, errors: error.errors }
  if (error instanceof UserError) return { status: error.status, detail: error.message }
  if (error instanceof ZodError) {
    const errors = faults(error, 'body')
    return { status: 400, detail: new RequestError(errors).message, errors }
  }
  if (error instanceof HTTPException) return { status: error.status, detail: error.message }
  return undefined
}

function lower(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1)
}
