/** Requests with an `Idempotency-Key`: sent twice they are done once, and answered alike. */
import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { invalid } from '../errors.ts'
import type { Idempotency, RequestKey } from '../operations/index.ts'

export const DEFAULTS = {
  /** How long an answer is kept, in ms. */
  keptMs: 24 * 3_600_000,
  /** How often what is older is forgotten, in ms. */
  pruneMs: 3_600_000,
} as const

const HEADER = 'idempotency-key'
const KEY = /^[\x21-\x7e]{1,200}$/

/** Requests under way, and when old keys were last forgotten, by store. */
const stores = new WeakMap<Idempotency, { underWay: Map<string, Promise<unknown>>; pruned: number }>()

/**
 * Does the work, or gives the answer that the same person got for the same request under the same key. A request that failed, or
 * whose answer is a file, is done again.
 * @throws UserError 400 for a key that is none, 422 for one that came with another request.
 */
export async function doneOnce(
  idempotency: Idempotency,
  c: Context,
  actor: string,
  at: Date,
  work: () => Promise<Response>,
): Promise<Response> {
  const key = c.req.header(HEADER)
  if (key === undefined) return work()
  if (!KEY.test(key)) throw invalid('idempotency key', key.slice(0, 80), '1 to 200 visible characters')
  const url = new URL(c.req.url)
  const request: RequestKey = {
    key,
    actor,
    requestHash: createHash('sha256')
      .update(JSON.stringify([c.req.method, url.pathname, url.search, await c.req.text()]))
      .digest('hex'),
  }
  const store = stores.get(idempotency) ?? { underWay: new Map(), pruned: 0 }
  stores.set(idempotency, store)
  const name = JSON.stringify([actor, key])
  for (let other = store.underWay.get(name); other; other = store.underWay.get(name))
    await other.catch(() => undefined)
  const run = answer()
  store.underWay.set(name, run)
  try {
    return await run
  } finally {
    store.underWay.delete(name)
  }

  async function answer(): Promise<Response> {
    const before = await idempotency.find(request)
    if (before) return c.json(before.body as object, before.status as ContentfulStatusCode)
    const made = await work()
    const isJson = /^application\/json\b/.test(made.headers.get('content-type') ?? '')
    if (!made.ok || !isJson) return made
    await idempotency.keep(request, { status: made.status, body: await made.clone().json() }, at)
    if (at.getTime() - store.pruned > DEFAULTS.pruneMs) {
      store.pruned = at.getTime()
      await idempotency.prune(new Date(at.getTime() - DEFAULTS.keptMs))
    }
    return made
  }
}
