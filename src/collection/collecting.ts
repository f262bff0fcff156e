/** What every kind of collector is handed while it runs. */
import type { Random } from '../util/random.ts'
import type { AddressRules } from './address.ts'
import type { Patience } from './ask.ts'
import { type HttpClient, httpClient } from './http.ts'
import type { Journal, Landed } from './journal.ts'
import { type Clock, TokenBucket } from './pace.ts'

/** Counts of a run; kinds add to `fetched`, `notes` and `errors`, landing to the rest. */
export interface Tally {
  fetched: number
  new: number
  unchanged: number
  bytes: number
  readonly files: string[]
  readonly errors: string[]
  readonly notes: string[]
}

export interface Collecting<S> {
  readonly journal: Journal<S>
  readonly tally: Tally
  /** Value of a declared variable; the run began only because all are set. */
  readonly variable: (name: string) => string
  readonly rules: AddressRules
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
}

/** Counts what landed, or did not because it was known. */
export function count(tally: Tally, landed: Landed | undefined, records: number): void {
  if (!landed) {
    tally.unchanged += records
    return
  }
  tally.new += records
  tally.bytes += landed.bytes
  tally.files.push(landed.file)
}

/** What the web collectors may set. */
interface WebOptions {
  readonly rate?: { readonly perSecond: number; readonly burst: number }
  readonly answerBytes?: number
  readonly answerSeconds?: number
  readonly attempts?: number
}

const RATE = { perSecond: 2, burst: 1 } as const

/** Runs `work` with a client that keeps the collector's pace and caps. */
export async function withWeb<S, T>(
  { rules, clock, random, signal }: Collecting<S>,
  options: WebOptions,
  work: (web: Patience & { readonly client: HttpClient }) => Promise<T>,
): Promise<T> {
  const client = httpClient(rules, options, signal)
  const bucket = new TokenBucket(options.rate ?? RATE, clock)
  try {
    const { attempts } = options
    return await work({
      client,
      bucket,
      clock,
      random,
      signal,
      ...(attempts === undefined ? {} : { attempts }),
    })
  } finally {
    client.close()
  }
}
