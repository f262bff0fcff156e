/** Serves the API and the dashboards over HTTP until it is closed. */
import type { AddressInfo } from 'node:net'
import { serve as listen } from '@hono/node-server'
import { UserError } from '../errors.ts'
import type { Snapshots } from '../warehouse/index.ts'
import { createApp } from './app.ts'
import type { ApiContext } from './context.ts'
import { nodeFacts } from './queries/node-facts.ts'
import { SnapshotHolder } from './snapshot-holder.ts'
import { watchSnapshots } from './snapshot-watch.ts'

export const DEFAULTS = {
  /** How long requests under way may take when the server stops, in ms. */
  graceMs: 5000,
} as const

export interface ServeOptions extends Omit<ApiContext, 'snapshot'> {
  /** Snapshots of the book to serve; the current one is opened, and followed when the pointer moves. */
  readonly snapshots: Snapshots
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** How often the pointer is read, in ms. Default 1000. */
  readonly pollMs?: number
}

export interface Server {
  readonly url: string
  /** Takes no more requests, finishes those under way (5 s) and closes the snapshot; the operations store stays open. */
  close(): Promise<void>
}

/** @throws UserError when there is no snapshot (404), or the port is taken (409). */
export async function serve({ snapshots, host, port, pollMs, ...rest }: ServeOptions): Promise<Server> {
  const holder = new SnapshotHolder(await snapshots.openCurrent())
  const app = createApp({ ...rest, snapshot: () => holder.lease() })
  // Read before somebody asks for it; without a graph the rest still serves.
  const readGraph = () => {
    const { view, release } = holder.lease()
    nodeFacts(view, [], null)
      .catch((error: unknown) => rest.log?.warn({ err: error }, 'the graph cannot be read'))
      .finally(release)
  }
  const stopWatching = watchSnapshots(snapshots, holder, {
    ...(pollMs ? { everyMs: pollMs } : {}),
    onSwap: (id) => {
      rest.log?.info({ snapshot: id }, 'serving a new snapshot')
      readGraph()
    },
    onError: (error) => rest.log?.error({ err: error }, 'the new snapshot cannot be opened'),
  })
  const server = listen({ fetch: app.fetch, hostname: host, port })
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('listening', resolve)
      server.once('error', reject)
    })
  } catch (error) {
    await stopWatching()
    await holder.close()
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new UserError(`invalid port: ${port} [in use on ${host}, take another with --port]`, 409)
  }
  readGraph()
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  let closing: Promise<void> | undefined
  const close = async () => {
    const ended = new Promise<void>((resolve) => server.close(() => resolve()))
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    const timer = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, DEFAULTS.graceMs)
    await ended
    clearTimeout(timer)
    await stopWatching()
    await holder.close()
  }
  return { url: `http://${name}:${address.port}`, close: () => (closing ??= close()) }
}
