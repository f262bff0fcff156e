/** Names that were uncovered on a page: kept in its memory, gone when it is left. */
import { useState } from 'preact/hooks'
import type { RevealedNodes } from '../../src/api/schemas/index.ts'
import { post } from '../api/client.ts'

/** Rows of stars say no more than three do. */
const MASK = /\*{4,}/g

/** Nodes that one request may ask for. */
const MOST = 200

export interface Labels {
  readonly known: ReadonlyMap<string, string>
  readonly of: (id: string, masked: string) => string
  /** Asks the API, which keeps the purpose. Throws ApiError when it is refused. */
  readonly reveal: (nodes: readonly string[], purpose: string) => Promise<void>
  readonly mask: () => void
}

export function useLabels(): Labels {
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map())
  return {
    known,
    of: (id, masked) => known.get(id) ?? masked.replace(MASK, '***'),
    async reveal(nodes, purpose) {
      const next = new Map(known)
      for (let i = 0; i < nodes.length; i += MOST) {
        const { items } = await post<RevealedNodes>('/v1/reveal/nodes', {
          nodes: nodes.slice(i, i + MOST),
          purpose,
        })
        for (const { id, label } of items) next.set(id, label)
      }
      setKnown(next)
    },
    mask: () => setKnown(new Map()),
  }
}
