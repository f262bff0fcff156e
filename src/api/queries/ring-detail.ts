/** One ring: why, who, which claims, in what order, and the evidence as a graph. */
import { unknown } from '../../errors.ts'
import { ORIGIN_WORDS, typologies } from '../../rings/index.ts'
import { CAVEAT } from '../../rule.ts'
import { may, type Principal, type Pseudonyms } from '../../security/index.ts'
import type { Text } from '../../util/text.ts'
import type { ApiContext } from '../context.ts'
import type { RingDetail } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { claimSummaries } from './claim-summaries.ts'
import { graphEdges } from './graph-edges.ts'
import { graphNodes } from './graph-nodes.ts'
import { comparedWith, figuresOf, figuresOfLine, sideBySide } from './ring-figures.ts'
import { claimsAmong, memberOf, membersOf } from './ring-members.ts'
import { moneyFlowOf } from './ring-money.ts'
import { ringSummaries } from './ring-summaries.ts'
import { claimMoments, timelineOf } from './ring-timeline.ts'

export const DEFAULTS = {
  /** Nodes drawn at most, the most central. */
  nodes: 1000,
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
    db
      .selectFrom('graph.ring')
      .select(['reasons', 'checks', 'found_by'])
      .where('ring_id', '=', ringId)
      .executeTakeFirstOrThrow(),
    membersOf(view, user, ringId),
  ])
  const centrality = new Map(members.map((row) => [row.node_id, row.centrality]))
  const claimIds = claimsAmong(members)
  const drawn = members.slice(0, DEFAULTS.nodes).map((row) => row.node_id)
  const [claims, moments, nodes, evidence, moneyFlow, own, peers, origins, alerts, cases] = await Promise.all(
    [
      claimSummaries(view, claimIds, user.lines),
      claimMoments(view, claimIds),
      graphNodes(view, pseudonyms, user, drawn, { centrality }),
      graphEdges(view, pseudonyms, user, drawn),
      moneyFlowOf(view, pseudonyms, claimIds, new Set(centrality.keys())),
      figuresOf(view, claimIds),
      figuresOfLine(view, summary.line, user.lines),
      db
        .selectFrom('graph.ring_origin')
        .selectAll()
        .where('ring_id', '=', ringId)
        .orderBy('shared', 'desc')
        .orderBy('from_ring_id')
        .execute(),
      context.operations.alerts.list({
        book: view.manifest.book,
        kind: 'ring',
        subjectId: ringId,
        sort: 'raised',
        limit: 1,
      }),
      context.operations.cases.list({
        book: view.manifest.book,
        lines: user.lines,
        subjectKind: 'ring',
        subjectId: ringId,
        limit: 1,
      }),
    ],
  )
  const typology = typologies.find(({ id }) => id === summary.typology)
  return {
    ...summary,
    title: typology?.title ?? null,
    runbook: typology?.runbook ?? null,
    foundBy: ring.found_by && { id: ring.found_by, text: ORIGIN_WORDS[ring.found_by] },
    reasons: summary.isPartial ? [] : reasonsOf(ring.reasons),
    checks: summary.isPartial || ring.checks === null ? [] : JSON.parse(ring.checks),
    origins: (summary.isPartial ? [] : origins).map(({ from_ring_id, shared, joined, gone }) => ({
      fromRingId: from_ring_id,
      shared,
      joined,
      gone,
    })),
    members: members.map((row) => memberOf(row, pseudonyms)),
    claims,
    timeline: timelineOf(moments),
    graph: {
      nodes,
      edges: evidence.edges,
      shown: nodes.length,
      total: members.length,
      totalEdges: evidence.total,
      layers: [],
      isTotalExact: true,
      capped: [],
    },
    moneyFlow,
    comparedWith: comparedWith(summary.line),
    comparisons: sideBySide(own, peers).map(({ left, right, ...figure }) => ({
      ...figure,
      value: left,
      peers: right,
    })),
    alertId: may(user, 'alerts:read') ? (alerts.items[0]?.alertId ?? null) : null,
    caseId: may(user, 'cases:read') ? (cases.items[0]?.caseId ?? null) : null,
    caveat: CAVEAT,
  }
}

function reasonsOf(json: string): RingDetail['reasons'] {
  const reasons: { text: Text; log_odds: number }[] = JSON.parse(json)
  return reasons.map(({ text, log_odds }) => ({ text, logOdds: log_odds }))
}
