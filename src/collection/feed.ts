/** What a feed holds, of whichever kind it is. */
import { parseFeed } from 'feedsmith'
import { UserError } from '../errors.ts'

export interface FeedItem {
  readonly link: string | undefined
  /** All of the item, for telling it from what it was. */
  readonly text: string
}

/** Items of a feed: RSS, Atom or RDF. @throws UserError for anything else, and for a feed that declares entities. */
export function feedItems(text: string): FeedItem[] {
  // Entities of one's own let a short feed unfold to gigabytes.
  if (/<!ENTITY/i.test(text)) throw new UserError('invalid feed: it declares entities', 422)
  let parsed: ReturnType<typeof parseFeed>
  try {
    parsed = parseFeed(text)
  } catch {
    throw new UserError('invalid feed [neither RSS, Atom nor RDF]', 422)
  }
  switch (parsed.format) {
    case 'rss':
    case 'rdf':
      return (parsed.feed.items ?? []).map((item) => ({ link: item.link, text: JSON.stringify(item) }))
    case 'atom':
      return (parsed.feed.entries ?? []).map((entry) => ({
        link: (entry.links?.find(({ rel }) => rel === undefined || rel === 'alternate') ?? entry.links?.[0])
          ?.href,
        text: JSON.stringify(entry),
      }))
    default:
      throw new UserError(`invalid feed: ${parsed.format} [RSS, Atom or RDF]`, 422)
  }
}
