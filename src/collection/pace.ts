/** The pace of questions: a token bucket, waits between attempts, and what a server asks us to wait. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Random } from '../util/random.ts'

/** Time as a collector sees it; tests bring their own. */
export interface Clock {
  now(): Date
  /** @throws the signal's reason when it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(ms, signal) {
    await wait(ms, undefined, { signal })
  },
}

/** Token bucket: `burst` questions at once, then `perSecond`. */
export class TokenBucket {
  readonly #perSecond: number
  readonly #burst: number
  readonly #clock: Clock
  #tokens: number
  #at: number

  constructor({ perSecond, burst }: { perSecond: number; burst: number }, clock: Clock) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#clock = clock
    this.#tokens = burst
    this.#at = clock.now().getTime()
  }

  /** Takes one token, after waiting for it where there is none. */
  async take(signal: AbortSignal): Promise<void> {
    const now = this.#clock.now().getTime()
    this.#tokens = Math.min(
      this.#burst,
      this.#tokens + (Math.max(0, now - this.#at) / 1000) * this.#perSecond,
    )
    this.#at = now
    // The token is spent before the wait, so that two who ask at once wait one behind the other.
    this.#tokens -= 1
    if (this.#tokens < 0) await this.#clock.sleep((-this.#tokens / this.#perSecond) * 1000, signal)
  }
}

export const BACKOFF = { firstMs: 500, longestMs: 30_000 } as const

/**
 * Milliseconds before the next attempt: exponential with full jitter (Brooker, "Exponential Backoff And Jitter", 2015).
 * @param attempt attempts made so far, from 1.
 */
export function backoff(attempt: number, random: Random): number {
  return random.next() * Math.min(BACKOFF.longestMs, BACKOFF.firstMs * 2 ** (attempt - 1))
}

/** Milliseconds that `Retry-After` asks for, in seconds or as a date; undefined when it asks for nothing readable. */
export function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime())
}
