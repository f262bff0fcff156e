/** One endpoint: its documentation, who may use it, the shapes it takes and gives, and the work, declared together. */
import type { RouteConfig } from '@hono/zod-openapi'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { UserError } from '../errors.ts'
import { may, type Permission, type Principal, type Pseudonyms } from '../security/index.ts'
import type { ApiContext } from './context.ts'
import { faults, RequestError } from './problems.ts'
import { doneOnce } from './repeats.ts'
import { problem } from './schemas/problem.ts'
import type { View } from './snapshot-holder.ts'

/** What middleware puts on a request. */
export interface Env {
  Variables: {
    requestId: string
    user: Principal | undefined
    expiresAt: Date | undefined
    /** Pattern of the endpoint, for metrics. */
    route: string | undefined
  }
}

/** `open` to all, `session` to whoever is signed in, otherwise to the holders of a permission. */
type Access = Permission | 'session' | 'open'

/** What every endpoint can reach. */
export interface Reach {
  readonly context: ApiContext
  readonly pseudonyms: Pseudonyms
}

interface Call<P, Q, B> extends Reach {
  readonly params: P
  readonly query: Q
  readonly body: B
  /** Who asks. @throws UserError (401) at an open endpoint when nobody is signed in. */
  readonly user: Principal
  /** The snapshot, the same for the whole request. */
  readonly view: View
  readonly at: Date
  readonly http: Context<Env>
}

interface Definition<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType> {
  readonly method: 'get' | 'post' | 'delete'
  /** With parameters in braces: `/v1/claims/{claimId}`. */
  readonly path: string
  readonly summary: string
  readonly access: Access
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly response: R
  /** The answer holds uncovered values: it is never kept for an `Idempotency-Key`. */
  readonly isUncovering?: boolean
  readonly handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<R> | Response>
}

/** An endpoint ready to be mounted. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'delete'
  readonly path: string
  readonly access: Access
  readonly documentation: RouteConfig
  readonly answer: (c: Context<Env>, reach: Reach) => Promise<Response>
}

const NOTHING = z.strictObject({})
const REPEATS = z.object({
  'Idempotency-Key': z.string().optional().openapi({
    description: 'The same key with the same request is done once and answered alike for a day.',
  }),
})
type Nothing = typeof NOTHING

/** Declares an endpoint. Parameters and fields that it does not name are refused. */
export function endpoint<
  R extends z.ZodType,
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodType = z.ZodUndefined,
>(definition: Definition<P, Q, B, R>): Endpoint {
  const { method, path, summary, access, params, query, body, response, handle } = definition
  const isRepeatable = method === 'post' && access !== 'open' && !definition.isUncovering
  const answer = async (c: Context<Env>, reach: Reach): Promise<Response> => {
    c.set('route', path)
    allow(c.get('user'), access)
    const input = {
      params: parse<P>(params ?? NOTHING, c.req.param(), 'path'),
      query: parse<Q>(query ?? NOTHING, single(c.req.queries()), 'query'),
      body: (body ? parse(body, await json(c), 'body') : undefined) as z.output<B>,
    }
    const work = () => respond(c, reach, input)
    const user = c.get('user')
    if (!isRepeatable || !user) return work()
    return doneOnce(reach.context.operations.idempotency, c, user.username, reach.context.clock(), work)
  }
  const respond = async (
    c: Context<Env>,
    reach: Reach,
    input: { params: z.output<P>; query: z.output<Q>; body: z.output<B> },
  ): Promise<Response> => {
    const lease = reach.context.snapshot()
    try {
      const result = await handle({
        ...reach,
        ...input,
        get user() {
          return signedIn(c.get('user'))
        },
        view: lease.view,
        at: reach.context.clock(),
        http: c,
      })
      if (result instanceof Response) return result
      if (reach.context.checkResponses) response.parse(result)
      return c.json(result as object)
    } finally {
      lease.release()
    }
  }
  const documentation: RouteConfig = {
    method,
    path,
    summary,
    tags: [path.split('/')[2] ?? 'system'],
    'x-access': access,
    ...(access === 'open' ? {} : { security: [{ cookie: [] }, { bearer: [] }] }),
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(isRepeatable ? { headers: REPEATS } : {}),
      ...(body ? { body: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    },
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: response } } },
      default: {
        description: 'Problem',
        content: { 'application/problem+json': { schema: problem } },
      },
    },
  }
  return { method, path, access, documentation, answer }
}

function signedIn(user: Principal | undefined): Principal {
  if (!user) throw new UserError('missing session: sign in first [POST /v1/session]', 401)
  return user
}

function allow(user: Principal | undefined, access: Access): void {
  if (access === 'open') return
  const who = signedIn(user)
  if (access !== 'session' && !may(who, access))
    throw new UserError(`invalid role: ${JSON.stringify(who.role)} [it lacks ${access}]`, 403)
}

function parse<S extends z.ZodType>(schema: z.ZodType, value: unknown, place: string): z.output<S> {
  const result = schema.safeParse(value)
  if (!result.success) throw new RequestError(faults(result.error, place))
  return result.data as z.output<S>
}

/** Query parameters as one value each. */
function single(queries: Record<string, string[]>): Record<string, string> {
  const twice = Object.keys(queries).filter((name) => queries[name].length > 1)
  if (twice.length > 0) {
    throw new RequestError(
      twice.map((name) => ({ path: `query.${name}`, message: 'duplicate query parameter' })),
    )
  }
  return Object.fromEntries(Object.entries(queries).map(([name, [value]]) => [name, value]))
}

async function json(c: Context): Promise<unknown> {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/json\b/i.test(type))
    throw new UserError(`invalid content type: ${JSON.stringify(type)} [send application/json]`, 415)
  const text = await c.req.text()
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RequestError([{ path: 'body', message: `invalid JSON: ${(error as Error).message}` }])
  }
}
