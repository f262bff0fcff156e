/** What leaves the house as a file: a graph with all that is known of its nodes and ties. */
import type { NodeKind } from '../schema/words.ts'

export interface FileNode {
  readonly id: string
  readonly kind: NodeKind
  readonly label: string
  readonly degree: number
  readonly centrality: number | null
  readonly risk: number | null
  readonly partyType: string | null
  readonly roles: readonly string[]
  readonly amount: number | null
  readonly community: number | null
  readonly isCut: boolean | null
  readonly suspicion: number | null
}

export interface FileEdge {
  readonly source: string
  readonly target: string
  readonly link: string
  readonly weight: number
  readonly claimId: string | null
  readonly knownAt: string
}

export interface GraphFile {
  readonly title: string
  readonly description: string
  readonly at: Date
  readonly nodes: readonly FileNode[]
  readonly edges: readonly FileEdge[]
}

type Cell = string | number | boolean | null

/** A column of nodes or edges; `null` cells are left out. */
export interface Column<T> {
  readonly name: string
  readonly type: 'string' | 'double' | 'integer' | 'boolean'
  readonly of: (row: T) => Cell
}

export const NODE_COLUMNS: readonly Column<FileNode>[] = [
  { name: 'kind', type: 'string', of: (node) => node.kind },
  { name: 'party_type', type: 'string', of: (node) => node.partyType },
  { name: 'roles', type: 'string', of: (node) => node.roles.join(' ') || null },
  { name: 'degree', type: 'integer', of: (node) => node.degree },
  { name: 'centrality', type: 'double', of: (node) => node.centrality },
  { name: 'risk', type: 'double', of: (node) => node.risk },
  { name: 'amount', type: 'double', of: (node) => node.amount },
  { name: 'community', type: 'integer', of: (node) => node.community },
  { name: 'is_cut', type: 'boolean', of: (node) => node.isCut },
  { name: 'suspicion', type: 'double', of: (node) => node.suspicion },
]

export const EDGE_COLUMNS: readonly Column<FileEdge>[] = [
  { name: 'link', type: 'string', of: (edge) => edge.link },
  { name: 'claim_id', type: 'string', of: (edge) => edge.claimId },
  { name: 'known_at', type: 'string', of: (edge) => edge.knownAt },
]
