/** The graph: build, components, communities, nearness to what is known, and what lies around and between nodes. */
export { type BiRankOptions, biRank } from './birank.ts'
export { buildGraph, type GraphReport } from './build-graph.ts'
export {
  type EvidencePath,
  type EvidencePathOptions,
  type EvidencePaths,
  evidencePath,
} from './evidence-path.ts'
export {
  type CappedHub,
  type Neighbourhood,
  type NeighbourhoodOptions,
  neighbourhood,
} from './neighbourhood.ts'
export {
  type EvidenceFilter,
  evidenceFilter,
  lineMask,
  openResident,
  type ResidentGraph,
} from './resident.ts'
export {
  DEFAULTS as SUSPICION_DEFAULTS,
  type Frauds,
  suspicionAt,
  type TieKind,
  type Ties,
} from './suspicion.ts'
