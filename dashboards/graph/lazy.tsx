/** The explorer, fetched when a page shows it: most pages never need WebGL. */
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Skeleton } from '../parts/states.tsx'
import { words } from '../words.ts'
import type { ExplorerProps } from './explorer.tsx'
import type { SmallGraphProps } from './small-graph.tsx'

function useLoaded<P>(load: () => Promise<ComponentType<P>>) {
  const [loaded, setLoaded] = useState<ComponentType<P>>()
  const [isStale, setStale] = useState(false)
  useEffect(() => {
    load().then(
      (component) => setLoaded(() => component),
      () => setStale(true),
    )
  }, [])
  return { loaded, isStale }
}

/** A program that cannot be fetched is said to be so, with a way on: the page was built anew since. */
function Waiting({ isStale }: { isStale: boolean }) {
  if (!isStale) return <Skeleton lines={8} height={40} />
  return (
    <div class="error" role="alert">
      <p>{words('stalePage')}</p>
      <p>
        <button type="button" class="button" onClick={() => location.reload()}>
          {words('retry')}
        </button>
      </p>
    </div>
  )
}

const loadExplorer = async () => (await import('./explorer.tsx')).Explorer
const loadSmall = async () => (await import('./small-graph.tsx')).SmallGraph

export function GraphExplorer(props: ExplorerProps) {
  const { loaded: Explorer, isStale } = useLoaded<ExplorerProps>(loadExplorer)
  return Explorer ? <Explorer {...props} /> : <Waiting isStale={isStale} />
}

/** A small picture of what one claim is tied to. */
export function ClaimGraph(props: SmallGraphProps) {
  const { loaded: Small, isStale } = useLoaded<SmallGraphProps>(loadSmall)
  return Small ? <Small {...props} /> : <Waiting isStale={isStale} />
}
