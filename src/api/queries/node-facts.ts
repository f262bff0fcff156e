/** What is shown of every node, in columns beside the graph in memory: read once a snapshot, so that a picture costs no query. */
import { sql } from 'kysely'
import { lineMask, type ResidentGraph } from '../../graph/index.ts'
import {
  LINES,
  type Line,
  type NodeKind,
  PARTY_TYPES,
  type PartyType,
  ROLES,
  type Role,
} from '../../schema/words.ts'
import type { View } from '../snapshot-holder.ts'
import { residentGraph } from './resident.ts'

export interface NodeRow {
  node_id: string
  node_kind: NodeKind
  label: string | null
  degree: number
  community_id: number | null
  is_cut: boolean | null
  party_type: PartyType | null
  roles: Role[]
  /** Line of a claim; null for every other node. */
  line: Line | null
  amount: number | null
  risk: number | null
  suspicion: number | null
}

/** What entities do in claims of one line. Those of node v are `offsets[v]` up to `offsets[v + 1] - 1`. */
interface Standings {
  readonly offsets: Int32Array
  /** As `evidenceLine` of the graph has it. */
  readonly line: Int32Array
  /** A bit for each of the words. */
  readonly roles: Int32Array
  readonly amount: Float64Array
  /** NaN where there is none. */
  readonly risk: Float64Array
}

/** Pieces of evidence at each node by line, in rows as {@link Standings} are. */
interface Degrees {
  readonly offsets: Int32Array
  readonly line: Uint8Array
  readonly degree: Int32Array
}

interface NodeFacts {
  /** Labels as bytes side by side; one that is missing has no length. */
  readonly labels: Buffer
  readonly labelOffsets: Float64Array
  readonly degrees: Degrees
  readonly standings: Standings
  /** -1 where there is none. */
  readonly community: Int32Array
  /** 1 yes, 0 no, -1 not measured. */
  readonly isCut: Int32Array
  /** Place in the words, -1 for none. */
  readonly partyType: Int32Array
  /** Line of a claim, as in {@link Standings}; 0 for every other node. */
  readonly line: Int32Array
  /** Of claims; NaN where there is none. */
  readonly amount: Float64Array
  readonly risk: Float64Array
  readonly suspicion: Float64Array
}

/**
 * Nodes by their ids, in the order of the ids, as somebody kept to these lines may see them; null for all lines. Claims of other lines
 * enter no figure; they, and things that only such claims show, are left out. Measures of the whole graph (community, cut,
 * suspicion) would tell of what he may not see: they are null for him.
 */
export async function nodeFacts(
  view: View,
  ids: readonly string[],
  lines: readonly Line[] | null,
): Promise<NodeRow[]> {
  const [graph, facts] = await Promise.all([residentGraph(view), view.once('node facts', () => read(view))])
  const mask = lineMask(graph, lines ?? undefined)
  const isWhole = graph.lineNames.every((_, i) => mask & (1 << (i + 1)))
  const number = (value: number) => (Number.isNaN(value) ? null : value)
  return ids.flatMap((node_id) => {
    const i = graph.ids.find(node_id)
    if (i < 0) return []
    const node_kind = graph.kindNames[graph.kinds[i]]
    const degree = degreeOf(facts.degrees, i, mask)
    if (
      node_kind === 'claim' ? !seen(mask, facts.line[i]) : node_kind !== 'entity' && !isWhole && degree === 0
    )
      return []
    const [from, to] = [facts.labelOffsets[i], facts.labelOffsets[i + 1]]
    const own =
      node_kind === 'entity'
        ? standingOf(facts.standings, i, mask)
        : { roles: 0, amount: facts.amount[i], risk: facts.risk[i] }
    return [
      {
        node_id,
        node_kind,
        label: from < to ? facts.labels.toString('utf8', from, to) : null,
        degree,
        community_id: !isWhole || facts.community[i] < 0 ? null : facts.community[i],
        is_cut: !isWhole || facts.isCut[i] < 0 ? null : facts.isCut[i] === 1,
        party_type: PARTY_TYPES[facts.partyType[i]] ?? null,
        line: LINES.find((line) => line === graph.lineNames[facts.line[i] - 1]) ?? null,
        roles: ROLES.filter((_, role) => own.roles & (1 << role)).sort(),
        amount: number(own.amount),
        risk: number(own.risk),
        suspicion: isWhole ? number(facts.suspicion[i]) : null,
      },
    ]
  })
}

/** Those of these nodes that somebody kept to these lines may not know of; null for all lines. */
export async function hiddenNodes(
  view: View,
  lines: readonly Line[] | null,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  // Entities are parties, whom everybody may look up.
  const asked = lines === null ? [] : ids.filter((id) => !id.startsWith('entity:'))
  const rows = await nodeFacts(view, asked, lines)
  const known = new Set(rows.map((row) => row.node_id))
  return new Set(asked.filter((id) => !known.has(id)))
}

const seen = (mask: number, line: number): boolean => (mask & (1 << line)) !== 0

function degreeOf({ offsets, line, degree }: Degrees, node: number, mask: number): number {
  let sum = 0
  for (let e = offsets[node]; e < offsets[node + 1]; e++) if (seen(mask, line[e])) sum += degree[e]
  return sum
}

function standingOf(of: Standings, node: number, mask: number) {
  let [roles, amount, risk] = [0, 0, Number.NaN]
  for (let e = of.offsets[node]; e < of.offsets[node + 1]; e++) {
    if (!seen(mask, of.line[e])) continue
    roles |= of.roles[e]
    amount += of.amount[e]
    if (!(of.risk[e] <= risk)) risk = Number.isNaN(of.risk[e]) ? risk : of.risk[e]
  }
  return { roles, amount, risk }
}

const place = (words: readonly string[], column: string) =>
  sql`list_position([${sql.join(words.map((word) => sql.lit(word)))}], ${sql.ref(column)}) - 1`

/** Numbers of the lines as the graph in memory has them. */
const LINE_NUMBERS = sql`number as (
  select line, row_number() over (order by line) as line_number from (select distinct line from core.claim))`

async function read(view: View): Promise<NodeFacts> {
  const graph = await residentGraph(view)
  const { columns, rows } = await view.warehouse.columns(
    sql`
    with ${LINE_NUMBERS},
    latest as (select max(as_of) as as_of from graph.suspicion),
    near as (select node_id, suspicion from graph.suspicion where as_of = (select as_of from latest))
    select n.label, coalesce(n.community_id, -1) as community, coalesce(n.is_cut::integer, -1) as is_cut,
      coalesce(${place(PARTY_TYPES, 'p.party_type')}, -1) as party_type,
      coalesce(l.line_number, case when n.claim_key is null then 0 else (select count(*) + 1 from number) end) as line,
      coalesce(c.claimed_amount::double, 'nan') as amount, coalesce(r.probability, 'nan') as risk,
      coalesce(case when latest.as_of is not null then coalesce(s.suspicion, 0) end, 'nan') as suspicion
    from (
      select *, case node_kind when 'entity' then substr(node_id, 8) end as entity_key,
        case node_kind when 'claim' then substr(node_id, 7) end as claim_key from graph.node
    ) n cross join latest
    -- Keys and not conditions on the kind: those make a join by pairs.
    left join core.party p on p.party_id = n.entity_key
    left join core.claim c on c.claim_id = n.claim_key
    left join number l on l.line = c.line
    left join (select entity_id, probability from score.risk where entity = 'claim') r on r.entity_id = n.claim_key
    left join near s on s.node_id = n.node_id
    order by n.node_id`.compile(view.warehouse.db).sql,
    {
      label: 'string',
      community: 'i32',
      is_cut: 'i32',
      party_type: 'i32',
      line: 'i32',
      amount: 'f64',
      risk: 'f64',
      suspicion: 'f64',
    },
  )
  const labelOffsets = new Float64Array(rows + 1)
  columns.label.forEach((label, i) => {
    labelOffsets[i + 1] = labelOffsets[i] + Buffer.byteLength(label ?? '')
  })
  const labels = Buffer.allocUnsafe(labelOffsets[rows])
  columns.label.forEach((label, i) => {
    labels.write(label ?? '', labelOffsets[i])
  })
  return {
    labels,
    labelOffsets,
    degrees: degreesOf(graph),
    standings: await readStandings(view, rows),
    community: columns.community,
    isCut: columns.is_cut,
    partyType: columns.party_type,
    line: columns.line,
    amount: columns.amount,
    risk: columns.risk,
    suspicion: columns.suspicion,
  }
}

async function readStandings(view: View, nodes: number): Promise<Standings> {
  const { columns, rows } = await view.warehouse.columns(
    sql`
    with ${LINE_NUMBERS},
    node as (select node_id, row_number() over (order by node_id) - 1 as idx from graph.node),
    part as (
      select coalesce(e.entity_id, s.party_id) as entity_id, s.role, s.claim_id
      from core.claim_party s left join core.entity e using (party_id)
      union select coalesce(e.entity_id, c.claimant_id), 'claimant', c.claim_id
      from core.claim c left join core.entity e on e.party_id = c.claimant_id where c.claimant_id is not null
    ), stand as (
      select entity_id, claim_id, bit_or((1 << (${place(ROLES, 'role')}))::integer) as roles from part group by all
    ), total as (
      select s.entity_id, l.line_number as line, bit_or(s.roles) as roles,
        coalesce(sum(c.claimed_amount), 0)::double as amount, coalesce(max(r.probability), 'nan') as risk
      from stand s join core.claim c using (claim_id) join number l on l.line = c.line
      left join score.risk r on r.entity = 'claim' and r.entity_id = s.claim_id group by all
    )
    select n.idx, t.line, t.roles, t.amount, t.risk
    from total t join node n on n.node_id = 'entity:' || t.entity_id order by 1, 2`.compile(view.warehouse.db)
      .sql,
    { idx: 'i32', line: 'i32', roles: 'i32', amount: 'f64', risk: 'f64' },
  )
  const { idx, ...of } = columns
  const offsets = new Int32Array(nodes + 1)
  for (let e = 0; e < rows; e++) offsets[idx[e] + 1]++
  for (let v = 0; v < nodes; v++) offsets[v + 1] += offsets[v]
  return { offsets, ...of }
}

function degreesOf(graph: ResidentGraph): Degrees {
  const { ids, offsets, ties, tieLines, evidenceOffsets, evidenceLine } = graph
  const n = ids.length
  const rows = new Int32Array(n + 1)
  for (let v = 0; v < n; v++) {
    let mask = 0
    for (let i = offsets[v]; i < offsets[v + 1]; i++) mask |= tieLines[ties[i]]
    rows[v + 1] = rows[v] + ones(mask)
  }
  const line = new Uint8Array(rows[n])
  const degree = new Int32Array(rows[n])
  const counts = new Int32Array(8)
  for (let v = 0; v < n; v++) {
    counts.fill(0)
    for (let i = offsets[v]; i < offsets[v + 1]; i++)
      for (let e = evidenceOffsets[ties[i]]; e < evidenceOffsets[ties[i] + 1]; e++) counts[evidenceLine[e]]++
    let at = rows[v]
    counts.forEach((count, one) => {
      if (count === 0) return
      line[at] = one
      degree[at++] = count
    })
  }
  return { offsets: rows, line, degree }
}

function ones(mask: number): number {
  let count = 0
  for (let left = mask; left > 0; left &= left - 1) count++
  return count
}
