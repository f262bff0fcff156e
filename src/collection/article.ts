/** The article of a page: its text as a reader sees it, without menus and advertisements. */
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'

const DEFAULTS = {
  /** A page of more elements is not read. */
  elements: 50_000,
  /** Nor one that is nested deeper: reading takes time with the square of it. */
  depth: 2000,
  /** Characters of text kept. */
  characters: 1_000_000,
} as const

export interface Article {
  readonly title: string | null
  readonly byline: string | null
  readonly site: string | null
  readonly language: string | null
  /** As the page states it. */
  readonly published: string | null
  readonly text: string
}

/** Reads a page; undefined when it holds no article. */
export function readArticle(html: string): Article | undefined {
  if (isMonster(html)) return undefined
  const { document } = parseHTML(html)
  if (!document?.documentElement) return undefined
  const stated = document.querySelector(
    'meta[property="article:published_time"], meta[name="pubdate"], time[datetime]',
  )
  const published = stated?.getAttribute('content') ?? stated?.getAttribute('datetime') ?? null
  const language = document.documentElement.getAttribute('lang')
  let found: ReturnType<Readability['parse']>
  try {
    found = new Readability(document, { maxElemsToParse: DEFAULTS.elements, charThreshold: 100 }).parse()
  } catch {
    return undefined
  }
  const text = tidy(found?.textContent ?? '').slice(0, DEFAULTS.characters)
  if (!found || text === '') return undefined
  return {
    title: found.title || null,
    byline: found.byline || null,
    site: found.siteName || null,
    language: found.lang || language,
    published: found.publishedTime || published,
    text,
  }
}

/** One space between words, one line end between paragraphs. */
const tidy = (text: string) =>
  text
    .replaceAll('\0', '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim()

/** Elements that need no end. */
const OPEN = new Set(
  'area base br col embed hr img input link meta source track wbr p li dt dd tr td th'.split(' '),
)

/** Whether a page was made to keep its reader busy. */
function isMonster(html: string): boolean {
  let elements = 0
  let depth = 0
  for (const [, end, name] of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)/gi)) {
    if (!end && ++elements > DEFAULTS.elements) return true
    if (OPEN.has(name.toLowerCase())) continue
    depth = Math.max(0, depth + (end ? -1 : 1))
    if (depth > DEFAULTS.depth) return true
  }
  return false
}
