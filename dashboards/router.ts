/** The address bar as state: path and query, changed by links and by filters. */
import { signal } from '@preact/signals'

export const place = signal({ path: location.pathname, query: new URLSearchParams(location.search) })

const read = () => {
  place.value = { path: location.pathname, query: new URLSearchParams(location.search) }
}

addEventListener('popstate', read)

/** Goes to a page of this application. */
export function go(href: string, { replace = false } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', href)
  read()
  if (!replace) scrollTo(0, 0)
}

/** Changes some of the query and leaves the page where it is; empty values are taken out. */
export function setQuery(changes: Readonly<Record<string, string | null>>): void {
  const query = new URLSearchParams(place.value.query)
  for (const [key, value] of Object.entries(changes)) {
    if (value) query.set(key, value)
    else query.delete(key)
  }
  const text = query.toString()
  go(text ? `${location.pathname}?${text}` : location.pathname, { replace: true })
}

/** Lets plain clicks on links of this application change the page without loading it anew. */
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
  const link = (event.target as Element | null)?.closest?.('a')
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
  if (link.pathname.startsWith('/v1') || link.pathname.startsWith('/docs') || link.hash) return
  event.preventDefault()
  go(link.pathname + link.search)
})
