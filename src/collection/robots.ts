/** Robots rules of a server (RFC 9309): read before its first page, kept for a day. */
import robotsParser from 'robots-parser'
import { ask, PassingFault, type Patience } from './ask.ts'
import { USER_AGENT } from './http.ts'

const DEFAULTS = {
  keepMs: 24 * 3_600_000,
  /** More of a file is not read, characters. */
  characters: 512 * 1024,
} as const

interface Rules {
  isAllowed(url: string, agent: string): boolean | undefined
  getCrawlDelay(agent: string): number | undefined
}
/** The package is CommonJS: its function is the module, where its types say that it is the default of one. */
const parseRobots = robotsParser as unknown as (url: string, text: string) => Rules

/** What a server said, and when. `null`: it could not say, so that nothing may be asked. */
export interface RobotsEntry {
  readonly text: string | null
  readonly at: number
}

export class Robots {
  readonly #web: Patience
  readonly #entries: Record<string, RobotsEntry>

  constructor(web: Patience, entries: Readonly<Record<string, RobotsEntry>>) {
    this.#web = web
    this.#entries = { ...entries }
  }

  /**
   * Whether the page may be asked for, and the seconds that its server wants between two questions.
   * @throws PassingFault when the server cannot say.
   */
  async rules(page: URL): Promise<{ readonly allowed: boolean; readonly delay: number }> {
    const { text } = await this.#entry(page.origin)
    if (text === null)
      throw new PassingFault(`invalid answer: ${page.host} [its robots rules cannot be read now]`, 422)
    const robots = parseRobots(`${page.origin}/robots.txt`, text)
    const delay = robots.getCrawlDelay(USER_AGENT) ?? 0
    return {
      allowed: robots.isAllowed(page.href, USER_AGENT) !== false,
      delay: Number.isFinite(delay) && delay > 0 ? delay : 0,
    }
  }

  async #entry(origin: string): Promise<RobotsEntry> {
    const now = this.#web.clock.now().getTime()
    const kept = this.#entries[origin]
    if (kept && now - kept.at < DEFAULTS.keepMs) return kept
    const entry = { text: await this.#read(origin), at: now }
    this.#entries[origin] = entry
    return entry
  }

  async #read(origin: string): Promise<string | null> {
    try {
      const gone = Array.from({ length: 100 }, (_, i) => 400 + i).filter((status) => status !== 429)
      const answer = await ask(`${origin}/robots.txt`, this.#web, {}, gone)
      // A server without rules has none against us.
      if (answer.status >= 400) return ''
      return answer.body.toString('utf8').slice(0, DEFAULTS.characters)
    } catch (error) {
      if (error instanceof PassingFault) return null
      throw error
    }
  }

  /** What was said; a server that could not say may be able to in the next run. */
  kept(): Readonly<Record<string, RobotsEntry>> {
    return Object.fromEntries(Object.entries(this.#entries).filter(([, { text }]) => text !== null))
  }
}
