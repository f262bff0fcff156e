/**
 * A snapshot's graph in memory: nodes, the ties between them with the strongest first in every row, and the evidence of each tie.
 * Read once; a walk over it then takes microseconds where a query takes tens of milliseconds.
 */
import { invalid } from '../errors.ts'
import type { NodeKind } from '../schema/words.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { NodeIds } from './node-ids.ts'
import { descending } from './order.ts'

/** A tie stands in the rows of both its nodes; all evidence between two nodes makes one tie. */
export interface ResidentGraph {
  readonly ids: NodeIds
  /** Kind of each node, as a place in `kindNames`. */
  readonly kinds: Uint8Array
  readonly kindNames: readonly NodeKind[]
  readonly linkNames: readonly string[]
  /** Row v is `targets[offsets[v]]` up to `targets[offsets[v + 1] - 1]`: strongest tie first, equal ones by node. */
  readonly offsets: Int32Array
  readonly targets: Int32Array
  /** The tie behind each entry of `targets`. */
  readonly ties: Int32Array
  /** Weight of the strongest evidence of each tie, 0 to 1. */
  readonly weights: Float32Array
  /** Evidence of tie t is `evidenceOffsets[t]` up to `evidenceOffsets[t + 1] - 1` of the three columns below. */
  readonly evidenceOffsets: Int32Array
  readonly evidenceLink: Uint8Array
  readonly evidenceWeight: Float32Array
  /** When it became known: milliseconds since 1970. */
  readonly evidenceKnownAt: Float64Array
  /**
   * Line of the claim that showed it, as a place in `lineNames` plus one; 0 for master data, and the place behind the last line for
   * claims that the book does not hold: nobody knows theirs.
   */
  readonly evidenceLine: Uint8Array
  readonly lineNames: readonly string[]
  /** Lines of all evidence of each tie, a bit for each number that `evidenceLine` may hold. */
  readonly tieLines: Uint8Array
  /** The claim that showed it, as a place in `claimIds`; -1 for master data. */
  readonly evidenceClaim: Int32Array
  readonly claimIds: NodeIds
  /** 1 where the evidence goes from the node of the smaller number to that of the larger. */
  readonly evidenceForward: Uint8Array
}

/** What of the evidence counts; everything when left out. */
export interface EvidenceFilter {
  /** Only these links; unknown names match nothing. */
  readonly links?: readonly string[]
  /** Only what was known then. */
  readonly asOf?: Date
  /** Only master data, and what claims of these lines of business showed. */
  readonly lines?: readonly string[]
}

const MOST_LINKS = 256
const MOST_LINES = 6

/**
 * Reads `graph.node` and `graph.edge`. Evidence of a node with itself, or whose nodes are not in `graph.node`, is left out.
 * @throws UserError for more than 256 links or 6 lines of business
 */
export async function openResident(warehouse: Warehouse): Promise<ResidentGraph> {
  const nodes = await warehouse.columns('select node_id, node_kind from graph.node order by node_id', {
    node_id: 'string',
    node_kind: 'string',
  })
  const n = nodes.rows
  const ids = NodeIds.of(nodes.columns.node_id.map((id) => id ?? ''))
  const kindNames = [...new Set(nodes.columns.node_kind)].sort() as NodeKind[]
  const kindOf = new Map<string | null, number>(kindNames.map((kind, i) => [kind, i]))
  const kinds = Uint8Array.from(nodes.columns.node_kind, (kind) => kindOf.get(kind) ?? 0)
  const named = await warehouse.columns('select distinct link from graph.edge order by link', {
    link: 'string',
  })
  const linkNames = named.columns.link.map((link) => link ?? '')
  const business = await warehouse.columns('select distinct line from core.claim order by line', {
    line: 'string',
  })
  const lineNames = business.columns.line.map((line) => line ?? '')
  if (lineNames.length > MOST_LINES)
    throw invalid('number of lines of business', lineNames.length, `at most ${MOST_LINES}`)
  const shown = await warehouse.columns(
    `select distinct claim_id from graph.edge where claim_id <> '' order by claim_id`,
    { claim_id: 'string' },
  )
  if (linkNames.length > MOST_LINKS)
    throw invalid('number of links', linkNames.length, `at most ${MOST_LINKS}`)
  const { columns, rows } = await warehouse.columns(
    `with node as (select node_id, row_number() over (order by node_id) - 1 as idx from graph.node),
      link as (select link, row_number() over (order by link) - 1 as number from (select distinct link from graph.edge)),
      line as (select line, row_number() over (order by line) as number from (select distinct line from core.claim)),
      claim as (select claim_id, number as line from core.claim join line using (line)),
      shown as (select claim_id, row_number() over (order by claim_id) - 1 as number
        from (select distinct claim_id from graph.edge where claim_id <> ''))
    select least(s.idx, t.idx) as a, greatest(s.idx, t.idx) as b, l.number as link, e.weight as weight, e.known_at as known_at,
      coalesce(c.line, case when e.claim_id <> '' or starts_with(e.target_id, 'claim:') then ${lineNames.length + 1} else 0 end) as line,
      coalesce(h.number, -1) as claim, (s.idx < t.idx)::integer as forward
    from graph.edge e join node s on s.node_id = e.source_id join node t on t.node_id = e.target_id
      join link l on l.link = e.link
      left join shown h on h.claim_id = e.claim_id
      left join claim c on c.claim_id = case when e.claim_id = '' and starts_with(e.target_id, 'claim:')
        then substr(e.target_id, 7) else e.claim_id end
    where s.idx <> t.idx order by 1, 2, 5, 3`,
    {
      a: 'i32',
      b: 'i32',
      link: 'i32',
      weight: 'f32',
      known_at: 'f64',
      line: 'i32',
      claim: 'i32',
      forward: 'i32',
    },
  )
  const { a, b, weight } = columns
  const left = new Int32Array(rows)
  const right = new Int32Array(rows)
  const strongest = new Float32Array(rows)
  const lines = new Uint8Array(rows)
  const first = new Int32Array(rows + 1)
  let ties = 0
  for (let i = 0; i < rows; i++) {
    if (i === 0 || a[i] !== a[i - 1] || b[i] !== b[i - 1]) {
      left[ties] = a[i]
      right[ties] = b[i]
      first[ties++] = i
    }
    if (weight[i] > strongest[ties - 1]) strongest[ties - 1] = weight[i]
    lines[ties - 1] |= 1 << columns.line[i]
  }
  first[ties] = rows
  const weights = strongest.slice(0, ties)
  return {
    ids,
    kinds,
    kindNames,
    linkNames,
    ...rowsOf(n, left, right, weights),
    weights,
    evidenceOffsets: first.slice(0, ties + 1),
    evidenceLink: Uint8Array.from(columns.link),
    evidenceWeight: weight,
    evidenceKnownAt: columns.known_at,
    evidenceLine: Uint8Array.from(columns.line),
    lineNames,
    tieLines: lines.slice(0, ties),
    evidenceClaim: columns.claim,
    claimIds: NodeIds.of(shown.columns.claim_id.map((id) => id ?? '')),
    evidenceForward: Uint8Array.from(columns.forward),
  }
}

/** Rows of ties, strongest first. Ties come in the order of their nodes, so equal ones stay in it. */
function rowsOf(n: number, left: Int32Array, right: Int32Array, weights: Float32Array) {
  const m = weights.length
  const offsets = new Int32Array(n + 1)
  for (let t = 0; t < m; t++) {
    offsets[left[t] + 1]++
    offsets[right[t] + 1]++
  }
  for (let v = 0; v < n; v++) offsets[v + 1] += offsets[v]
  const at = offsets.slice(0, n)
  const targets = new Int32Array(2 * m)
  const ties = new Int32Array(2 * m)
  for (const t of descending(weights)) {
    ties[at[left[t]]] = t
    targets[at[left[t]]++] = right[t]
    ties[at[right[t]]] = t
    targets[at[right[t]]++] = left[t]
  }
  return { offsets, targets, ties }
}

/** Weight of a tie under a filter: of its strongest evidence that counts; -1 when none does. */
export type TieWeight = (tie: number) => number

/** Whether a piece of evidence counts under a filter. */
export function evidenceFilter(
  graph: ResidentGraph,
  { links, asOf, lines }: EvidenceFilter,
): (evidence: number) => boolean {
  const { evidenceLink, evidenceKnownAt, evidenceLine, linkNames } = graph
  const wanted = Uint8Array.from(linkNames, (name) => (!links || links.includes(name) ? 1 : 0))
  const mask = lineMask(graph, lines)
  const latest = asOf ? asOf.getTime() : Number.POSITIVE_INFINITY
  return (e) =>
    wanted[evidenceLink[e]] === 1 && (mask & (1 << evidenceLine[e])) !== 0 && evidenceKnownAt[e] <= latest
}

/** Bits of `tieLines` that somebody kept to these lines may see: those of his lines and of master data; all when they are left out. */
export function lineMask({ lineNames }: ResidentGraph, lines?: readonly string[]): number {
  if (!lines) return 0xff
  return lineNames.reduce((mask, name, i) => (lines.includes(name) ? mask | (1 << (i + 1)) : mask), 1)
}

/** Makes the filter ready; without one the weight is read, not searched. */
export function tieWeight(graph: ResidentGraph, filter: EvidenceFilter): TieWeight {
  const { weights, evidenceOffsets, evidenceWeight, tieLines } = graph
  if (!filter.links && !filter.asOf && !filter.lines) return (tie) => weights[tie]
  const counts = evidenceFilter(graph, filter)
  const mask = lineMask(graph, filter.lines)
  return (tie) => {
    let most = -1
    if ((tieLines[tie] & mask) === 0) return most
    for (let e = evidenceOffsets[tie]; e < evidenceOffsets[tie + 1]; e++)
      if (counts(e) && evidenceWeight[e] > most) most = evidenceWeight[e]
    return most
  }
}
