/** A home of its own for each test, a server on loopback, and a clock that need not be waited for. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Clock, type CollectOptions, collect, collectionLayout } from '../../src/collection/index.ts'
import type { CollectionReport, Collector } from '../../src/collector.ts'

export interface Desk {
  readonly home: string
  readonly inbox: string
  /** Texts of the files in the inbox, in the order of their names. */
  landed(): string[]
  /** Records of all JSON-lines files in the inbox. */
  records(): Record<string, unknown>[]
  /** Pauses that were asked for, in milliseconds. */
  readonly pauses: number[]
  collect(
    collector: Collector,
    environment: Record<string, string>,
    more?: Partial<CollectOptions>,
  ): Promise<CollectionReport>
}

export const START = new Date('2026-06-30T08:00:00Z')

export function desk(): Desk {
  const home = mkdtempSync(join(tmpdir(), 'claimscope-collect-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const { inbox } = collectionLayout(home, 'insurer')
  const pauses: number[] = []
  let now = START.getTime()
  const clock: Clock = {
    now: () => new Date(now),
    async sleep(ms, signal) {
      signal.throwIfAborted()
      pauses.push(ms)
      now += ms
    },
  }
  const landed = () =>
    readdirSync(inbox, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => readFileSync(path, 'utf8'))
  return {
    home,
    inbox,
    landed,
    records: () =>
      landed().flatMap((text) =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>),
      ),
    pauses,
    collect: (collector, environment, more = {}) =>
      collect(collector, {
        home,
        book: 'insurer',
        environment,
        signal: new AbortController().signal,
        clock,
        ...more,
      }),
  }
}

export interface Site {
  /** `127.0.0.1:port`. */
  readonly host: string
  readonly url: string
  /** Requests in the order they came. */
  readonly asked: IncomingMessage[]
}

/** A server on loopback. */
export async function site(
  answer: (url: URL, response: ServerResponse, request: IncomingMessage) => void,
): Promise<Site> {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    answer(new URL(request.url ?? '/', 'http://site'), response, request)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { host, url: `http://${host}`, asked }
}

export function json(response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers })
  response.end(typeof value === 'string' ? value : JSON.stringify(value))
}
