/** Collects records of a partner's JSON interface, page by page; each page lands, and the next one is known before it is asked. */
import type { Authorization, RestCollector } from '../../collector.ts'
import { UserError } from '../../errors.ts'
import { ask, type Patience } from '../ask.ts'
import { type Collecting, count, withWeb } from '../collecting.ts'
import type { Answer, Question } from '../http.ts'
import { type Slice, sliceRecords, valueAt } from '../json-slices.ts'
import { nextPage } from '../pages.ts'
import { recordHash, Seen, type SeenRecord } from '../seen.ts'

const DEFAULTS = { pagesPerRun: 10_000, validators: 2000 } as const

/** What the server said of a page, to ask later whether it has changed. */
interface Validator {
  readonly etag?: string
  readonly modified?: string
  /** The page behind it. */
  readonly next: string | null
}

/** Pages are named by path and query, without the secret that a query may hold. */
export interface RestState {
  /** Largest value of the `since` field in all that came, as the records have it. */
  readonly since: string | number | null
  /** A pass under way: the page to ask for next, the largest value so far. */
  readonly pass: { readonly next: string; readonly largest: string | number | null } | null
  readonly passes: number
  readonly seen: readonly SeenRecord[]
  readonly validators: Readonly<Record<string, Validator>>
}

export const restInitial: RestState = { since: null, pass: null, passes: 0, seen: [], validators: {} }

export function collectRest(definition: RestCollector, collecting: Collecting<RestState>): Promise<void> {
  return withWeb(collecting, definition, async (web) => {
    const pass = new Pass(definition, collecting, web)
    await pass.run()
  })
}

class Pass {
  readonly #definition: RestCollector
  readonly #collecting: Collecting<RestState>
  readonly #web: Patience
  readonly #first: URL
  readonly #seen: Seen
  readonly #validators: Record<string, Validator> = {}
  #largest: string | number | null
  #spared = false
  /** Pages of this run. */
  readonly #asked = new Set<string>()

  constructor(definition: RestCollector, collecting: Collecting<RestState>, web: Patience) {
    const { state } = collecting.journal
    this.#definition = definition
    this.#collecting = collecting
    this.#web = web
    this.#first = firstPage(definition, collecting)
    this.#seen = new Seen(state.seen)
    this.#largest = state.pass?.largest ?? state.since
  }

  async run(): Promise<void> {
    const { journal, signal, tally } = this.#collecting
    const most = this.#definition.pagesPerRun ?? DEFAULTS.pagesPerRun
    let page: string | null = journal.state.pass?.next ?? this.#name(this.#first)
    for (let pages = 0; page !== null; pages++) {
      signal.throwIfAborted()
      if (pages === most) {
        tally.notes.push(`${most} pages in this run; the next one goes on behind them`)
        return
      }
      page = await this.#page(page, pages === 0 && journal.state.pass !== null)
    }
  }

  /** Collects one page and gives the name of the next, or null behind the last. */
  async #page(page: string, isResumed: boolean): Promise<string | null> {
    const { journal, tally } = this.#collecting
    this.#asked.add(page)
    const known = journal.state.validators[page]
    // A place of an earlier run may have gone: the pass then begins anew, and what is known lands no second time.
    const answer = await this.#ask(page, known, isResumed ? [400, 404, 410] : [])
    if (isResumed && [400, 404, 410].includes(answer.status)) {
      tally.notes.push('the place of the last run is gone; the pass began anew')
      return this.#name(this.#first)
    }
    if (answer.status === 304) {
      this.#spared = true
      this.#validators[page] = known
      await journal.keep(this.#behind(known.next))
      return known.next
    }
    const { value, records } = sliceRecords(answer.body.toString('utf8'), this.#definition.records)
    const next = this.#nextOf(page, answer, value, records.length)
    const { etag, 'last-modified': modified } = answer.headers
    if (etag || modified)
      this.#validators[page] = { ...(etag ? { etag } : {}), ...(modified ? { modified } : {}), next }
    tally.fetched += records.length
    const fresh = records.filter((record) => this.#isNew(record))
    tally.unchanged += records.length - fresh.length
    const state = this.#behind(next)
    if (fresh.length === 0) await journal.keep(state)
    else count(tally, await journal.land(fresh.map(({ text }) => `${text}\n`).join(''), state), fresh.length)
    if (next !== null && this.#asked.has(next)) {
      await journal.keep({ ...journal.state, pass: null })
      throw new UserError(
        'invalid answer: its pages lead in a circle [what came is kept; the next run begins at the first page]',
        422,
      )
    }
    return next
  }

  #ask(page: string, known: Validator | undefined, accepted: readonly number[]): Promise<Answer> {
    const { authorization } = this.#definition
    const address = new URL(page, this.#first)
    if (authorization?.kind === 'parameter')
      address.searchParams.set(authorization.parameter, this.#collecting.variable(authorization.key))
    const question: Question = {
      secretHeaders: secretHeaders(authorization, this.#collecting.variable),
      headers: {
        accept: 'application/json',
        ...(known?.etag ? { 'if-none-match': known.etag } : {}),
        ...(known?.modified ? { 'if-modified-since': known.modified } : {}),
      },
    }
    return ask(address, this.#web, question, accepted)
  }

  #nextOf(page: string, answer: Answer, value: unknown, records: number): string | null {
    const { pages } = this.#definition
    const here = new URL(page, this.#first)
    const next = pages ? nextPage(pages, here, { headers: answer.headers, value, records }) : undefined
    if (!next) return null
    if (next.origin !== this.#first.origin)
      throw new UserError(`invalid answer: the next page lies on ${next.host}, another server`, 422)
    return this.#name(next)
  }

  #name(url: URL): string {
    const { authorization } = this.#definition
    const bare = new URL(url)
    if (authorization?.kind === 'parameter') bare.searchParams.delete(authorization.parameter)
    return `${bare.pathname}${bare.search}`
  }

  #isNew(record: Slice): boolean {
    const { since } = this.#definition
    let position = this.#collecting.journal.state.passes
    if (since) {
      const value = valueAt(record.value, since.field)
      if (typeof value === 'string' || typeof value === 'number') {
        position = positionOf(value)
        if (this.#largest === null || position > positionOf(this.#largest)) this.#largest = value
      }
    }
    return this.#seen.isNew(position, recordHash(record.text))
  }

  /** The state once a page is safe. */
  #behind(next: string | null): RestState {
    const { state } = this.#collecting.journal
    const largest = this.#largest
    if (next !== null) {
      const validators = { ...state.validators, ...this.#validators }
      return { ...state, pass: { next, largest }, seen: this.#seen.since(-Infinity), validators }
    }
    const floor = this.#definition.since ? positionOf(largest ?? 0) : this.#spared ? -Infinity : state.passes
    return {
      since: largest,
      pass: null,
      passes: state.passes + 1,
      seen: this.#seen.since(floor),
      validators: Object.fromEntries(Object.entries(this.#validators).slice(0, DEFAULTS.validators)),
    }
  }
}

/** A number, or the milliseconds of a moment. */
function positionOf(value: string | number): number {
  if (typeof value === 'number') return value
  const number = Number(value)
  const position = Number.isNaN(number) ? Date.parse(value) : number
  if (Number.isNaN(position))
    throw new UserError(`invalid answer: ${JSON.stringify(value)} is neither a moment nor a number`, 422)
  return position
}

function firstPage(definition: RestCollector, { journal, variable }: Collecting<RestState>): URL {
  const url = new URL(variable(definition.address).replace(/\/+$/, '') + definition.path)
  for (const [name, value] of Object.entries(definition.query ?? {})) url.searchParams.set(name, value)
  const { pages, since } = definition
  if (pages?.by === 'number') url.searchParams.set(pages.parameter, String(pages.first))
  if (pages?.by === 'offset') {
    url.searchParams.set(pages.parameter, '0')
    url.searchParams.set(pages.limit.parameter, String(pages.limit.value))
  }
  if (since && journal.state.since !== null)
    url.searchParams.set(since.parameter, String(journal.state.since))
  return url
}

function secretHeaders(
  authorization: Authorization | undefined,
  variable: (name: string) => string,
): Record<string, string> {
  if (authorization?.kind === 'bearer') return { authorization: `Bearer ${variable(authorization.token)}` }
  if (authorization?.kind === 'header') return { [authorization.header]: variable(authorization.key) }
  return {}
}
