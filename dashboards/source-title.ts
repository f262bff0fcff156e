/** What sources are called: asked for once, when the first is shown; until then by their own names. */
import { signal } from '@preact/signals'
import type { CatalogDocument } from '../src/api/schemas/index.ts'
import { get } from './api/client.ts'
import { say } from './language.ts'

type Titles = ReadonlyMap<string, CatalogDocument['sources'][number]['title']>

const titles = signal<Titles | undefined>(undefined)

function ask(): void {
  titles.value = new Map()
  get<CatalogDocument>('/v1/catalog')
    .then(({ sources }) => {
      titles.value = new Map(sources.map(({ name, title }) => [name, title]))
    })
    // Whoever may not read the catalogue reads the names.
    .catch(() => {})
}

/** A source by its own name, without that of its book. */
export const shortSource = (source: string): string => source.replace(/^[^/]+\//, '').replaceAll('_', ' ')

/** A source in the reader's language. */
export function sourceTitle(source: string): string {
  if (titles.value === undefined) queueMicrotask(() => titles.peek() === undefined && ask())
  const title = titles.value?.get(source)
  return title ? say(title) : shortSource(source)
}
