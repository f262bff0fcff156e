/** One ring: why, who, which claims, in what order, and the evidence as a graph. */
import { sql } from 'kysely'
import { unknown } from '../../errors.ts'
import { CAVEAT } from '../../rule.ts'
import type { NodeKind } from '../../schema/words.ts'
import { maskLabel, may, type Principal, type Pseudonyms } from '../../security/index.ts'
import type { Text } from '../../util/text.ts'
import type { ApiContext } from '../context.ts'
import type { RingDetail, RingMember, TimelineStep } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { claimSummaries } from './claim-summaries.ts'
import { graphEdges, graphNodes } from './graph-nodes.ts'
import { ringSummaries } from './ring-summaries.ts'

export const DEFAULTS = {
  /** Nodes drawn at most, the most central. */
  nodes: 400,
} as const

/** @throws UserError (404) for a ring that does not exist, or belongs to a line that the user may not see. */
export async function ringDetailOf(
  view: View,
  context: ApiContext,
  pseudonyms: Pseudonyms,
  user: Principal,
  ringId: string,
): Promise<RingDetail> {
  const { db } = view.warehouse
  const [summary] = await ringSummaries(view, [ringId], user.lines)
  if (!summary) throw unknown('ring', ringId)
  const [ring, members] = await Promise.all([
    db.selectFrom('graph.ring').select('reasons').where('ring_id', '=', ringId).executeTakeFirstOrThrow(),
    membersOf(view, ringId),
  ])
  const centrality = new Map(members.map((row) => [row.node_id, row.centrality]))
  const claimIds = members.filter((row) => row.node_kind === 'claim').map((row) => row.node_id.slice(6))
  const drawn = members.slice(0, DEFAULTS.nodes).map((row) => row.node_id)
  const [claims, timeline, nodes, edges, alerts] = await Promise.all([
    claimSummaries(view, claimIds, user.lines),
    timelineOf(view, claimIds),
    graphNodes(view, pseudonyms, user, drawn, centrality),
    graphEdges(view, pseudonyms, user, drawn),
    context.operations.alerts.list({
      book: view.manifest.book,
      kind: 'ring',
      subjectId: ringId,
      sort: 'raised',
      limit: 1,
    }),
  ])
  const ids = new Set(nodes.map((node) => node.id))
  const seen = new Set(claims.map((claim) => claim.claimId))
  return {
    ...summary,
    reasons: reasonsOf(ring.reasons),
    members: members
      .filter((row) => row.node_kind !== 'claim' || seen.has(row.node_id.slice(6)))
      .map((row) => memberOf(row, pseudonyms)),
    claims,
    timeline: timeline.filter((step) => seen.has(step.claimId)),
    graph: {
      nodes,
      edges: edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
      shown: nodes.length,
      total: members.length - (drawn.length - nodes.length),
    },
    alertId: may(user, 'alerts:read') ? (alerts.items[0]?.alertId ?? null) : null,
    caveat: CAVEAT,
  }
}

interface MemberRow {
  node_id: string
  node_kind: NodeKind
  centrality: number
  reason: string | null
  label: string | null
  party_type: string | null
  roles: string[] | null
  claims: number
  claimed_amount: number
}

/** Members with what they do in the claims of the ring, the most central first. */
async function membersOf(view: View, ringId: string): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    with member as materialized (
      select node_id, node_kind, centrality, reason, substr(node_id, instr(node_id, ':') + 1) as key
      from graph.ring_member where ring_id = ${ringId}
    ), claim as materialized (
      select c.claim_id, c.claimed_amount as amount
      from core.claim c join member m on m.node_kind = 'claim' and m.key = c.claim_id
    ), part as materialized (
      select coalesce(e.entity_id, cp.party_id) as entity_id, cp.role, k.claim_id, k.amount
      from claim k join core.claim_party cp on cp.claim_id = k.claim_id
      left join core.entity e on e.party_id = cp.party_id
    ), roles as (
      select entity_id, list_sort(list(distinct role)) as roles from part group by entity_id
    ), sums as (
      select entity_id, count(*) as claims, coalesce(sum(amount), 0) as claimed_amount
      from (select distinct entity_id, claim_id, amount from part) group by entity_id
    )
    select m.node_id, m.node_kind, m.centrality, m.reason, n.label, p.party_type, roles.roles,
      case when m.node_kind = 'claim' then 1 else coalesce(sums.claims, 0) end as claims,
      coalesce(k.amount, sums.claimed_amount, 0)::double as claimed_amount
    from member m
    left join graph.node n on n.node_id = m.node_id
    left join core.party p on m.node_kind = 'entity' and p.party_id = m.key
    left join claim k on m.node_kind = 'claim' and k.claim_id = m.key
    left join roles on m.node_kind = 'entity' and roles.entity_id = m.key
    left join sums on m.node_kind = 'entity' and sums.entity_id = m.key
    order by m.centrality desc, m.node_id`.execute(view.warehouse.db)
  return rows
}

function memberOf(row: MemberRow, pseudonyms: Pseudonyms): RingMember {
  const label = row.label ?? row.node_id.slice(row.node_id.indexOf(':') + 1)
  return {
    nodeId: pseudonyms.seal(row.node_id),
    nodeKind: row.node_kind,
    label: maskLabel(row.node_kind, label, row.party_type) ?? '',
    centrality: row.centrality,
    reason: row.reason,
    partyType: row.party_type,
    roles: row.roles ?? [],
    claims: row.claims,
    claimedAmount: row.claimed_amount,
  }
}

const STEPS: Readonly<Record<string, (detail: string | null) => Text>> = {
  inception: () => ({ en: 'policy begins', zh: '保单生效' }),
  loss: (peril) => ({
    en: peril ? `loss: ${peril.replaceAll('_', ' ')}` : 'loss',
    zh: peril ? `出险：${peril}` : '出险',
  }),
  reported: () => ({ en: 'reported', zh: '报案' }),
  paid: (sum) => ({ en: `paid ${sum ?? ''}`.trim(), zh: `赔付 ${sum ?? ''}`.trim() }),
}

/** What happened around the claims of the ring, in order. */
async function timelineOf(view: View, claimIds: readonly string[]): Promise<TimelineStep[]> {
  if (claimIds.length === 0) return []
  const { rows } = await sql<{ moment: Date; kind: string; claim_id: string; detail: string | null }>`
    with claim as (select * from core.claim where claim_id in (${sql.join([...claimIds])}))
    select p.inception_date::timestamp as moment, 'inception' as kind, c.claim_id, null as detail
    from claim c join core.policy p on p.policy_id = c.policy_id where p.inception_date is not null
    union all select loss_at, 'loss', claim_id, peril from claim
    union all select reported_at, 'reported', claim_id, null from claim
    union all select m.paid_at, 'paid', m.claim_id, m.amount::varchar
    from core.payment m where m.claim_id in (select claim_id from claim)
    order by moment, claim_id, kind`.execute(view.warehouse.db)
  return rows.map((row) => ({
    at: row.moment.toISOString(),
    kind: row.kind,
    claimId: row.claim_id,
    text: STEPS[row.kind](row.detail),
  }))
}

function reasonsOf(json: string): RingDetail['reasons'] {
  const reasons: { text: Text; log_odds: number }[] = JSON.parse(json)
  return reasons.map(({ text, log_odds }) => ({ text, logOdds: log_odds }))
}
