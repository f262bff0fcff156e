/** The graph of a snapshot in memory: read when first asked for, kept as long as the snapshot is served. */
import { openResident, type ResidentGraph } from '../../graph/index.ts'
import type { View } from '../snapshot-holder.ts'

export function residentGraph(view: View): Promise<ResidentGraph> {
  return view.once('resident graph', () => openResident(view.warehouse))
}
