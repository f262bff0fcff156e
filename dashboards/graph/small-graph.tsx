/** A small picture of what one subject is tied to, with a state of its own. */
import type { Neighbourhood } from '../../src/api/schemas/index.ts'
import { Explorer } from './explorer.tsx'
import { useExplorer } from './use-explorer.ts'

export interface SmallGraphProps {
  readonly graph: Neighbourhood
  readonly centre: string
}

export function SmallGraph({ graph, centre }: SmallGraphProps) {
  return <Explorer explorer={useExplorer(graph, { centre })} small />
}
