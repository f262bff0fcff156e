/** The explorer, fetched when a page shows it: most pages never need WebGL. */
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Skeleton } from '../parts/states.tsx'
import type { ExplorerProps } from './explorer.tsx'

function useExplorer() {
  const [Explorer, setExplorer] = useState<ComponentType<ExplorerProps>>()
  useEffect(() => {
    import('./explorer.tsx').then((module) => setExplorer(() => module.Explorer))
  }, [])
  return Explorer
}

export function GraphExplorer(props: ExplorerProps) {
  const Explorer = useExplorer()
  return Explorer ? <Explorer {...props} /> : <Skeleton lines={8} height={40} />
}

/** A small picture of what one claim is tied to. */
export function ClaimGraph({ graph, centre }: Pick<ExplorerProps, 'graph'> & { centre: string }) {
  return <GraphExplorer graph={graph} small centre={centre} />
}
