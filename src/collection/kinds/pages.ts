/** Collects articles: asks each host slowly, keeps its rules, and keeps both the raw page and its text. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { PagesCollector } from '../../collector.ts'
import { invalid, UserError } from '../../errors.ts'
import { replaceFile } from '../../warehouse/index.ts'
import { RefusedAddress, webAddress } from '../address.ts'
import { readArticle } from '../article.ts'
import { ask, PassingFault, type Patience } from '../ask.ts'
import { textOf } from '../charset.ts'
import { type Collecting, count, withWeb } from '../collecting.ts'
import { feedItems } from '../feed.ts'
import type { Answer } from '../http.ts'
import { Robots, type RobotsEntry } from '../robots.ts'
import { recordHash, Seen, type SeenRecord } from '../seen.ts'

const DEFAULTS = { delaySeconds: 5, pagesPerRun: 100, batch: 20, answerBytes: 8 << 20 } as const

export interface PagesState {
  /** Pages that feeds linked to and that were collected or refused. */
  readonly seen: readonly SeenRecord[]
  /** Hash of what each named page held last. */
  readonly named: Readonly<Record<string, string>>
  readonly robots: Readonly<Record<string, RobotsEntry>>
  readonly passes: number
}

export const pagesInitial: PagesState = { seen: [], named: {}, robots: {}, passes: 0 }

export function collectPages(definition: PagesCollector, collecting: Collecting<PagesState>): Promise<void> {
  const limits = { answerBytes: DEFAULTS.answerBytes, ...definition }
  return withWeb(collecting, limits, async (web) => {
    const visit = new Visit(definition, collecting, web)
    await visit.run()
  })
}

class Visit {
  readonly #definition: PagesCollector
  readonly #collecting: Collecting<PagesState>
  readonly #web: Patience
  readonly #robots: Robots
  readonly #seen: Seen
  readonly #named: Record<string, string>
  readonly #lines: string[] = []
  /** When each host may be asked again. */
  readonly #free = new Map<string, number>()
  /** Pages that robots rules keep closed, by host. */
  readonly #closed = new Map<string, number>()
  #pages = 0

  constructor(definition: PagesCollector, collecting: Collecting<PagesState>, web: Patience) {
    const { state } = collecting.journal
    this.#definition = definition
    this.#collecting = collecting
    this.#web = web
    this.#robots = new Robots(web, state.robots)
    this.#seen = new Seen(state.seen)
    this.#named = { ...state.named }
  }

  async run(): Promise<void> {
    const { variable, tally, rules } = this.#collecting
    const addresses = variable(this.#definition.addresses).split(/\s+/).filter(Boolean)
    if (addresses.length === 0) throw invalid('addresses', '', 'pages or feeds, parted by spaces')
    try {
      for (const address of addresses) {
        const url = webAddress(address, rules)
        const answer = await this.#visit(url)
        if (!answer) continue
        if (isHtml(answer)) await this.#keep(url, answer, 'named')
        else await this.#follow(answer)
      }
    } finally {
      // What came before a fault is kept.
      if (this.#lines.length > 0) await this.#land()
    }
    const { journal } = this.#collecting
    await journal.keep({ ...this.#state(), passes: journal.state.passes + 1 })
    for (const [host, pages] of this.#closed)
      tally.notes.push(`robots rules of ${host} keep ${pages} pages closed`)
    if (this.#isFull()) tally.notes.push(`${this.#pages} pages in this run; the others wait for the next`)
  }

  /** Collects the pages that a feed links to and that were not collected before. */
  async #follow(feed: Answer): Promise<void> {
    const { tally, rules, signal, journal } = this.#collecting
    for (const { link } of feedItems(textOf(feed))) {
      signal.throwIfAborted()
      if (link === undefined || this.#isFull()) continue
      const key = recordHash(link)
      if (!this.#seen.isNew(journal.state.passes, key)) continue
      try {
        const url = webAddress(new URL(link, feed.url), rules)
        const answer = await this.#visit(url)
        if (!answer) this.#seen.forget(key)
        else if (isHtml(answer)) await this.#keep(url, answer, 'linked')
        else tally.notes.push(`${url.host}${url.pathname} is no page`)
      } catch (error) {
        // A link that is bad for good is not asked again, and does not keep the others out.
        if (!(error instanceof UserError) || error instanceof PassingFault) this.#seen.forget(key)
        if (!(error instanceof UserError)) throw error
        tally.errors.push(error.message)
      }
    }
  }

  /** Asks for a page as its host wants to be asked; undefined when the host's rules keep it closed. */
  async #visit(url: URL): Promise<Answer | undefined> {
    if (!(await this.#mayAsk(url))) {
      this.#closed.set(url.host, (this.#closed.get(url.host) ?? 0) + 1)
      return undefined
    }
    return ask(url, this.#web, {
      headers: { accept: 'text/html, application/xhtml+xml, application/rss+xml, application/atom+xml' },
      onRedirect: async (next) => {
        if (!(await this.#mayAsk(next)))
          throw new RefusedAddress(
            `invalid address: ${next.host} [its robots rules keep ${next.pathname} closed]`,
          )
      },
    })
  }

  /** Waits for the host's turn, and says whether its rules allow the page. */
  async #mayAsk(url: URL): Promise<boolean> {
    const { clock, signal } = this.#collecting
    const { allowed, delay } = await this.#robots.rules(url)
    if (!allowed) return false
    const pause = Math.max(delay, this.#definition.delaySeconds ?? DEFAULTS.delaySeconds) * 1000
    const now = clock.now().getTime()
    const at = Math.max(now, this.#free.get(url.host) ?? 0)
    this.#free.set(url.host, at + pause)
    if (at > now) await clock.sleep(at - now, signal)
    return true
  }

  async #keep(url: URL, answer: Answer, how: 'named' | 'linked'): Promise<void> {
    const { tally, clock } = this.#collecting
    tally.fetched++
    this.#pages++
    const hash = createHash('sha256').update(answer.body).digest('hex')
    if (how === 'named' && this.#named[url.href] === hash) {
      tally.unchanged++
      return
    }
    const article = readArticle(textOf(answer))
    if (!article) {
      tally.notes.push(`${url.host}${url.pathname} holds no article`)
      return
    }
    await this.#keepRaw(hash, answer.body)
    if (how === 'named') this.#named[url.href] = hash
    const page = {
      url: url.href,
      final_url: answer.url.href,
      fetched_at: clock.now().toISOString(),
      ...article,
      html_sha256: hash,
      html_bytes: answer.body.length,
    }
    this.#lines.push(`${JSON.stringify(page)}\n`)
    if (this.#lines.length >= (this.#definition.batch ?? DEFAULTS.batch)) await this.#land()
  }

  /** The page as it came, so that its text can be read anew. */
  async #keepRaw(hash: string, body: Buffer): Promise<void> {
    const folder = join(this.#collecting.journal.desk, 'raw', hash.slice(0, 2))
    const path = join(folder, `${hash}.html.gz`)
    if (existsSync(path)) return
    await mkdir(folder, { recursive: true })
    await replaceFile(path, gzipSync(body))
  }

  async #land(): Promise<void> {
    const { journal, tally } = this.#collecting
    const lines = this.#lines.splice(0)
    count(tally, await journal.land(lines.join(''), this.#state()), lines.length)
  }

  #state(): PagesState {
    return {
      seen: this.#seen.since(-Infinity),
      named: this.#named,
      robots: this.#robots.kept(),
      passes: this.#collecting.journal.state.passes,
    }
  }

  #isFull(): boolean {
    return this.#pages >= (this.#definition.pagesPerRun ?? DEFAULTS.pagesPerRun)
  }
}

const isHtml = ({ headers, body }: Answer) =>
  /\bx?html\b/i.test(headers['content-type'] ?? '') ||
  /^\s*<(!doctype html|html)\b/i.test(body.subarray(0, 200).toString('latin1'))
