/** Collects a feed: its bytes land as they came, whenever an item is new or has changed. */
import type { FeedCollector } from '../../collector.ts'
import { ask } from '../ask.ts'
import { textOf } from '../charset.ts'
import { type Collecting, count, withWeb } from '../collecting.ts'
import { feedItems } from '../feed.ts'
import { recordHash, Seen, type SeenRecord } from '../seen.ts'

export interface FeedState {
  readonly etag: string | null
  readonly modified: string | null
  readonly passes: number
  readonly seen: readonly SeenRecord[]
}

export const feedInitial: FeedState = { etag: null, modified: null, passes: 0, seen: [] }

export function collectFeed(definition: FeedCollector, collecting: Collecting<FeedState>): Promise<void> {
  return withWeb(collecting, definition, async (web) => {
    const { journal, tally, variable } = collecting
    const { etag, modified, passes } = journal.state
    const answer = await ask(variable(definition.address), web, {
      headers: {
        accept: 'application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8',
        ...(etag ? { 'if-none-match': etag } : {}),
        ...(modified ? { 'if-modified-since': modified } : {}),
      },
    })
    if (answer.status === 304) return
    // Read before it lands: a sign-in page in the inbox would stop the load.
    const items = feedItems(textOf(answer))
    tally.fetched += items.length
    const seen = new Seen(journal.state.seen)
    const fresh = items.filter(({ text }) => seen.isNew(passes, recordHash(text))).length
    tally.unchanged += items.length - fresh
    const state: FeedState = {
      etag: answer.headers.etag ?? null,
      modified: answer.headers['last-modified'] ?? null,
      passes: passes + 1,
      seen: seen.since(passes),
    }
    if (fresh === 0) await journal.keep(state)
    else count(tally, await journal.land(answer.body, state), fresh)
  })
}
