/** Questions over HTTP that trust nobody: checked addresses, few redirects, capped bytes and time, no secret to strangers. */
import {
  request as askHttp,
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http'
import { request as askHttps, Agent as HttpsAgent } from 'node:https'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { type AddressRules, guardedLookup, RefusedAddress, webAddress } from './address.ts'

const DEFAULTS = { answerBytes: 32 << 20, answerSeconds: 60, redirects: 5 } as const

/** What we call ourselves; robots rules are read for this name. */
export const USER_AGENT = 'claimscope'

export interface Question {
  /** Sent to the first host only: a redirect to another origin goes without them. */
  readonly secretHeaders?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** Hears of every redirect before it is followed, and may refuse it by throwing. */
  readonly onRedirect?: (next: URL) => Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Unpacked. */
  readonly body: Buffer
  /** Where it came from in the end. */
  readonly url: URL
}

/** A fault that asking again may mend: a broken connection, a time-out, a name that does not resolve now. */
export class ConnectionFault extends Error {}

export interface HttpLimits {
  readonly answerBytes?: number
  readonly answerSeconds?: number
}

export interface HttpClient {
  /** One question with its redirects; any status is an answer. @throws RefusedAddress, ConnectionFault */
  get(address: string | URL, question?: Question): Promise<Answer>
  close(): void
}

/** Opens a client. Nothing it raises holds the query of an address, where secrets may stand. */
export function httpClient(rules: AddressRules, limits: HttpLimits, signal: AbortSignal): HttpClient {
  const { answerBytes = DEFAULTS.answerBytes, answerSeconds = DEFAULTS.answerSeconds } = limits
  const agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true }),
  }

  function once(url: URL, headers: Readonly<Record<string, string>>, deadline: AbortSignal): Promise<Answer> {
    return new Promise((answer, fail) => {
      const fault = (error: unknown) => {
        if (signal.aborted) fail(signal.reason)
        else if (error instanceof RefusedAddress) fail(error)
        else if (deadline.aborted)
          fail(new ConnectionFault(`${url.host} did not answer within ${answerSeconds} s`))
        else fail(new ConnectionFault(`${url.host}: ${(error as Error).message}`))
      }
      const ask = url.protocol === 'https:' ? askHttps : askHttp
      const question = ask(
        url,
        {
          agent: agents[url.protocol as keyof typeof agents],
          lookup: guardedLookup(url, rules),
          signal: deadline,
          headers: { 'user-agent': `${USER_AGENT}/1`, 'accept-encoding': 'gzip, deflate, br', ...headers },
        },
        (message) => {
          readBody(message, url.host, answerBytes).then(
            (body) => answer({ status: message.statusCode ?? 0, headers: message.headers, body, url }),
            (error) => {
              question.destroy()
              fault(error)
            },
          )
        },
      )
      question.on('error', fault)
      question.end()
    })
  }

  return {
    async get(address, question = {}) {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(answerSeconds * 1000)])
      const first = webAddress(address, rules)
      let url = first
      for (let hops = 0; ; hops++) {
        const own = url.origin === first.origin ? question.secretHeaders : undefined
        const answer = await once(url, { ...question.headers, ...own }, deadline)
        const { location } = answer.headers
        if (![301, 302, 303, 307, 308].includes(answer.status) || !location) return answer
        if (hops >= DEFAULTS.redirects)
          throw new RefusedAddress(
            `invalid address: ${first.host} [more than ${DEFAULTS.redirects} redirects]`,
          )
        const next = webAddress(new URL(location, url), rules)
        if (url.protocol === 'https:' && next.protocol === 'http:')
          throw new RefusedAddress(`invalid address: ${first.host} [it redirects from https to http]`)
        await question.onRedirect?.(next)
        url = next
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

/** The whole body, unpacked. @throws RefusedAddress when it is larger than the cap, packed or unpacked. */
async function readBody(message: IncomingMessage, host: string, cap: number): Promise<Buffer> {
  const tooLarge = () =>
    new RefusedAddress(`invalid answer: ${host} [more than ${cap} bytes, which the collector allows]`)
  const announced = Number(message.headers['content-length'])
  if (announced > cap) throw tooLarge()
  let packed = 0
  message.on('data', (chunk: Buffer) => {
    packed += chunk.length
    if (packed > cap) message.destroy(tooLarge())
  })
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of unpacked(message)) {
    size += (chunk as Buffer).length
    if (size > cap) throw tooLarge()
    chunks.push(chunk as Buffer)
  }
  if (!message.complete) throw new Error('the answer was cut off')
  return Buffer.concat(chunks, size)
}

function unpacked(message: IncomingMessage): Readable {
  const how = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  }
  const make = how[message.headers['content-encoding'] as keyof typeof how]
  if (!make) return message
  const unpacker = make()
  message.on('error', (error) => unpacker.destroy(error))
  return message.pipe(unpacker)
}
