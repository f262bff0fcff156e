/** What is shown of every node, in columns beside the graph in memory: read once a snapshot, so that a picture costs no query. */
import { sql } from 'kysely'
import { type NodeKind, PARTY_TYPES, type PartyType, ROLES, type Role } from '../../schema/words.ts'
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
  roles: Role[] | null
  amount: number | null
  risk: number | null
  suspicion: number | null
}

interface NodeFacts {
  /** Labels as bytes side by side; one that is missing has no length. */
  readonly labels: Buffer
  readonly labelOffsets: Float64Array
  readonly degree: Int32Array
  /** -1 where there is none. */
  readonly community: Int32Array
  /** 1 yes, 0 no, -1 not measured. */
  readonly isCut: Int32Array
  /** Place in the words, -1 for none. */
  readonly partyType: Int32Array
  /** A bit for each of the words. */
  readonly roles: Int32Array
  /** NaN where there is none. */
  readonly amount: Float64Array
  readonly risk: Float64Array
  readonly suspicion: Float64Array
}

/** Nodes by their ids, in the order of the ids, with figures over all lines of business. */
export async function nodeFacts(view: View, ids: readonly string[]): Promise<NodeRow[]> {
  const [graph, facts] = await Promise.all([residentGraph(view), view.once('node facts', () => read(view))])
  const number = (value: number) => (Number.isNaN(value) ? null : value)
  return ids.flatMap((node_id) => {
    const i = graph.ids.find(node_id)
    if (i < 0) return []
    const [from, to] = [facts.labelOffsets[i], facts.labelOffsets[i + 1]]
    return [
      {
        node_id,
        node_kind: graph.kindNames[graph.kinds[i]],
        label: from < to ? facts.labels.toString('utf8', from, to) : null,
        degree: facts.degree[i],
        community_id: facts.community[i] < 0 ? null : facts.community[i],
        is_cut: facts.isCut[i] < 0 ? null : facts.isCut[i] === 1,
        party_type: PARTY_TYPES[facts.partyType[i]] ?? null,
        roles: ROLES.filter((_, role) => facts.roles[i] & (1 << role)).sort(),
        amount: number(facts.amount[i]),
        risk: number(facts.risk[i]),
        suspicion: number(facts.suspicion[i]),
      },
    ]
  })
}

const place = (words: readonly string[], column: string) =>
  sql`list_position([${sql.join(words.map((word) => sql.lit(word)))}], ${sql.ref(column)}) - 1`

async function read(view: View): Promise<NodeFacts> {
  const { columns, rows } = await view.warehouse.columns(
    sql`
    with part as (
      select coalesce(e.entity_id, s.party_id) as entity_id, s.role, s.claim_id
      from core.claim_party s left join core.entity e using (party_id)
      union select coalesce(e.entity_id, c.claimant_id), 'claimant', c.claim_id
      from core.claim c left join core.entity e on e.party_id = c.claimant_id where c.claimant_id is not null
    ), stand as (
      select entity_id, claim_id, bit_or((1 << (${place(ROLES, 'role')}))::integer) as roles from part group by all
    ), entity as (
      select s.entity_id, bit_or(s.roles) as roles, coalesce(sum(c.claimed_amount), 0)::double as amount, max(r.probability) as risk
      from stand s join core.claim c using (claim_id)
      left join score.risk r on r.entity = 'claim' and r.entity_id = s.claim_id group by 1
    ), latest as (select max(as_of) as as_of from graph.suspicion),
    near as (select node_id, suspicion from graph.suspicion where as_of = (select as_of from latest))
    select n.label, n.degree, coalesce(n.community_id, -1) as community, coalesce(n.is_cut::integer, -1) as is_cut,
      coalesce(${place(PARTY_TYPES, 'p.party_type')}, -1) as party_type, coalesce(t.roles, 0) as roles,
      coalesce(case n.node_kind when 'claim' then c.claimed_amount::double when 'entity' then coalesce(t.amount, 0) end, 'nan') as amount,
      coalesce(r.probability, t.risk, 'nan') as risk,
      coalesce(case when latest.as_of is not null then coalesce(s.suspicion, 0) end, 'nan') as suspicion
    from (
      select *, case node_kind when 'entity' then substr(node_id, 8) end as entity_key,
        case node_kind when 'claim' then substr(node_id, 7) end as claim_key from graph.node
    ) n cross join latest
    -- Keys and not conditions on the kind: those make a join by pairs.
    left join entity t on t.entity_id = n.entity_key
    left join core.party p on p.party_id = n.entity_key
    left join core.claim c on c.claim_id = n.claim_key
    left join (select entity_id, probability from score.risk where entity = 'claim') r on r.entity_id = n.claim_key
    left join near s on s.node_id = n.node_id
    order by n.node_id`.compile(view.warehouse.db).sql,
    {
      label: 'string',
      degree: 'i32',
      community: 'i32',
      is_cut: 'i32',
      party_type: 'i32',
      roles: 'i32',
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
    degree: columns.degree,
    community: columns.community,
    isCut: columns.is_cut,
    partyType: columns.party_type,
    roles: columns.roles,
    amount: columns.amount,
    risk: columns.risk,
    suspicion: columns.suspicion,
  }
}
