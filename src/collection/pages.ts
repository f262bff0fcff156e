/** Finds the page behind a page, in the four ways that interfaces have. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Pages } from '../collector.ts'
import { UserError } from '../errors.ts'
import { valueAt } from './json-slices.ts'

interface Page {
  readonly headers: IncomingHttpHeaders
  /** The answer, parsed. */
  readonly value: unknown
  readonly records: number
}

/** The address of the next page; undefined behind the last. */
export function nextPage(pages: Pages, here: URL, page: Page): URL | undefined {
  switch (pages.by) {
    case 'link': {
      const target = linkOf(page.headers.link, 'next')
      return target === undefined ? undefined : new URL(target, here)
    }
    case 'token': {
      const token = valueAt(page.value, pages.at)
      if (token === undefined || token === null || token === '') return undefined
      if (typeof token !== 'string' && typeof token !== 'number')
        throw new UserError(`invalid answer: no token at ${JSON.stringify(pages.at)}`, 422)
      if (/^https?:\/\//.test(String(token))) return new URL(String(token))
      return withParameter(here, pages.parameter, String(token))
    }
    case 'number':
      if (page.records === 0 || (pages.size !== undefined && page.records < pages.size)) return undefined
      return withParameter(here, pages.parameter, String(Number(here.searchParams.get(pages.parameter)) + 1))
    case 'offset': {
      if (page.records < pages.limit.value) return undefined
      const offset = Number(here.searchParams.get(pages.parameter)) + page.records
      return withParameter(here, pages.parameter, String(offset))
    }
  }
}

function withParameter(url: URL, name: string, value: string): URL {
  const next = new URL(url)
  next.searchParams.set(name, value)
  return next
}

/** The target of a relation in a `Link` header (RFC 8288). */
export function linkOf(header: string | string[] | undefined, relation: string): string | undefined {
  const text = Array.isArray(header) ? header.join(', ') : (header ?? '')
  for (const [, target, parameters] of text.matchAll(
    /<([^>]*)>((?:\s*;\s*[^,;=]+(?:=(?:"[^"]*"|[^,;]*))?)*)/g,
  )) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s,;]+))/i.exec(parameters)
    const words = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/)
    if (words.includes(relation)) return target
  }
  return undefined
}
