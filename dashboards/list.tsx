/** A list that comes in pages: the first by the address, the others as they are asked for. */
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Page } from '../src/api/schemas/index.ts'
import { get, withQuery } from './api/client.ts'
import { count } from './format.ts'
import { Await, Empty } from './parts/states.tsx'
import { type Resource, useResource } from './resource.ts'
import { words } from './words.ts'

type Query = Readonly<Record<string, string | number | null | undefined>>

export interface List<T> {
  readonly first: Resource<Page<T>>
  readonly items: readonly T[]
  readonly total: number | undefined
  readonly more: (() => Promise<void>) | undefined
}

/** @param path undefined asks nothing yet. */
export function useList<T>(path: string | undefined, query: Query): List<T> {
  const asked = path && withQuery(path, query)
  const first = useResource<Page<T>>(asked)
  const [rest, setRest] = useState<{ asked: string; items: T[]; cursor: string | null }>()
  const held = rest?.asked === asked ? rest : undefined
  useEffect(() => setRest(undefined), [asked, first.data])
  const cursor = held ? held.cursor : first.data?.nextCursor
  const more =
    path && asked && cursor
      ? async () => {
          const next = await get<Page<T>>(withQuery(path, { ...query, cursor }))
          setRest({ asked, items: [...(held?.items ?? []), ...next.items], cursor: next.nextCursor })
        }
      : undefined
  const items = [...(first.data?.items ?? []), ...(held?.items ?? [])]
  return { first, items, total: first.data?.total, more }
}

interface ListedProps<T> {
  readonly list: List<T>
  readonly empty: ComponentChildren
  readonly children: (items: readonly T[]) => ComponentChildren
}

/** Shows a list, how much of it is in view, and the way to more. */
export function Listed<T>({ list, empty, children }: ListedProps<T>) {
  const [busy, setBusy] = useState(false)
  const { first, items, total, more } = list
  return (
    <Await of={first} lines={10}>
      {() =>
        items.length === 0 ? (
          <Empty>{empty}</Empty>
        ) : (
          <>
            {children(items)}
            <div class="table-foot">
              <span>
                {count(items.length)}
                {total !== undefined && ` ${words('ofTotal')} ${count(total)}`}
              </span>
              {more && (
                <button
                  type="button"
                  class="button"
                  disabled={busy}
                  onClick={() => {
                    setBusy(true)
                    more().finally(() => setBusy(false))
                  }}
                >
                  {words('loadMore')}
                </button>
              )}
            </div>
          </>
        )
      }
    </Await>
  )
}
