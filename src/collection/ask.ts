/** Asks with patience: at the agreed pace, again when a fault may pass, later when the server says so. */
import { UserError } from '../errors.ts'
import type { Random } from '../util/random.ts'
import { type Answer, ConnectionFault, type HttpClient, type Question } from './http.ts'
import { backoff, type Clock, retryAfter, type TokenBucket } from './pace.ts'

const DEFAULTS = {
  attempts: 5,
  /** A server that wants a longer pause is left alone until the next run, milliseconds. */
  longestPauseMs: 120_000,
} as const

const PASSING = new Set([408, 425, 429, 500, 502, 503, 504])

/** No answer in the attempts allowed: another run may have more luck. */
export class PassingFault extends UserError {}

export interface Patience {
  readonly client: HttpClient
  readonly bucket: TokenBucket
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
  readonly attempts?: number
}

/**
 * One question, asked until it is answered.
 * @returns an answer of status 2xx, 304, or one of `accepted`.
 * @throws UserError when the answer is another; PassingFault when none comes in the attempts allowed.
 */
export async function ask(
  address: string | URL,
  { client, bucket, clock, random, signal, attempts = DEFAULTS.attempts }: Patience,
  question: Question = {},
  accepted: readonly number[] = [],
): Promise<Answer> {
  const host = new URL(address).host
  for (let attempt = 1; ; attempt++) {
    await bucket.take(signal)
    let fault: string
    let pause: number | undefined
    try {
      const answer = await client.get(address, question)
      if ((answer.status >= 200 && answer.status < 300) || answer.status === 304) return answer
      if (accepted.includes(answer.status)) return answer
      fault = `${host} answered ${answer.status}`
      if (!PASSING.has(answer.status)) throw new UserError(`invalid answer: ${fault}`, 422)
      pause = retryAfter(answer.headers['retry-after'], clock.now())
    } catch (error) {
      if (!(error instanceof ConnectionFault)) throw error
      fault = error.message
    }
    if (pause !== undefined && pause > DEFAULTS.longestPauseMs)
      throw new PassingFault(
        `invalid answer: ${fault} [it asks for a pause of ${Math.ceil(pause / 1000)} s]`,
        422,
      )
    if (attempt >= attempts) throw new PassingFault(`invalid answer: ${fault} [${attempt} attempts]`, 422)
    // The pause that was asked for is the least; the jitter on top parts those who were all told the same.
    await clock.sleep((pause ?? 0) + backoff(attempt, random), signal)
  }
}
