/** How a ring grew: what happened, what became known, who joined, each with the nodes that it concerns. */
import { unknown } from '../../errors.ts'
import type { Link } from '../../link.ts'
import type { Principal, Pseudonyms } from '../../security/index.ts'
import type { GrowthStep, RingTimeline } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { type Evidence, evidenceAmong } from './graph-edges.ts'
import { claimsAmong, membersOf } from './ring-members.ts'
import { ringSummaries } from './ring-summaries.ts'
import { claimMoments, momentText } from './ring-timeline.ts'

export const DEFAULTS = {
  /** Steps told at most, the oldest. */
  steps: 3000,
} as const

interface Step extends Omit<GrowthStep, 'at' | 'nodes'> {
  readonly at: Date
  readonly nodes: readonly string[]
}

/** @throws UserError (404) for a ring that does not exist, or belongs to a line that the user may not see. */
export async function ringGrowthOf(
  view: View,
  links: readonly Link[],
  pseudonyms: Pseudonyms,
  user: Principal,
  ringId: string,
): Promise<RingTimeline> {
  const [summary] = await ringSummaries(view, [ringId], user.lines)
  if (!summary) throw unknown('ring', ringId)
  const members = await membersOf(view, user, ringId)
  const inRing = new Set(members.map((row) => row.node_id))
  const [moments, evidence] = await Promise.all([
    claimMoments(view, claimsAmong(members)),
    evidenceAmong(view, user, [...inRing]),
  ])
  evidence.sort(byMoment)
  const standing = standingOf(evidence)
  const steps: Step[] = moments.map((row) => {
    const nodes = [`claim:${row.claim_id}`]
    if (row.kind === 'reported') nodes.push(...(standing.get(nodes[0]) ?? []))
    if (row.payee_id !== null) nodes.push(`entity:${row.payee_id}`)
    if (row.account !== null) nodes.push(`account:${row.account}`)
    return {
      at: row.moment,
      kind: row.kind,
      claimId: row.claim_id,
      link: null,
      amount: row.amount,
      text: momentText(row),
      // A policy begins before anybody knows of the claim.
      nodes: row.kind === 'inception' ? [] : nodes.filter((node) => inRing.has(node)),
    }
  })
  const appears = appearances(evidence)
  for (const row of members)
    if (row.node_kind === 'entity') {
      const at = appears.get(row.node_id)
      if (at) steps.push(joined(row.node_id, at, evidence))
    }
  steps.push(...becomesKnown(evidence, links))
  steps.sort((a, b) => a.at.getTime() - b.at.getTime() || ORDER[a.kind] - ORDER[b.kind])
  const shown = steps.slice(0, DEFAULTS.steps)
  return {
    ringId,
    from: shown[0]?.at.toISOString() ?? null,
    to: shown.at(-1)?.at.toISOString() ?? null,
    steps: shown.map((step) => ({
      ...step,
      at: step.at.toISOString(),
      nodes: step.nodes.map((node) => pseudonyms.seal(node)),
    })),
    shown: shown.length,
    total: steps.length,
    appears: [...appears]
      .map(([node, at]) => ({ nodeId: pseudonyms.seal(node), at: at.toISOString() }))
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.nodeId < b.nodeId ? -1 : 1)),
  }
}

/** What comes first of things of the same moment. */
const ORDER: Readonly<Record<GrowthStep['kind'], number>> = {
  inception: 0,
  loss: 1,
  reported: 2,
  joined: 3,
  evidence: 4,
  paid: 5,
  outcome: 6,
}

const isClaim = (node: string) => node.startsWith('claim:')

/** The oldest first; of the same moment by link, then by its ends. */
function byMoment(a: Evidence, b: Evidence): number {
  const text = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0)
  return (
    a.knownAt.getTime() - b.knownAt.getTime() ||
    text(a.link, b.link) ||
    text(a.target, b.target) ||
    text(a.source, b.source) ||
    text(a.claimId ?? '', b.claimId ?? '')
  )
}

/** Entities that stand in each claim. */
function standingOf(evidence: readonly Evidence[]): Map<string, string[]> {
  const standing = new Map<string, string[]>()
  for (const { source, target } of evidence) {
    if (!isClaim(target)) continue
    const list = standing.get(target) ?? []
    if (!list.includes(source)) list.push(source)
    standing.set(target, list)
  }
  return standing
}

/** When each node first showed in the ring: an entity with its first claim of the ring, or its first evidence when it has none. */
function appearances(evidence: readonly Evidence[]): Map<string, Date> {
  const first = new Map<string, Date>()
  const note = (node: string, at: Date) => {
    if (!first.has(node)) first.set(node, at)
  }
  for (const { source, target, knownAt } of evidence)
    if (isClaim(target)) {
      note(source, knownAt)
      note(target, knownAt)
    }
  for (const { source, target, knownAt } of evidence) {
    note(source, knownAt)
    // A thing shows with the first member that is there and uses it.
    const user = first.get(source) ?? knownAt
    const at = new Date(Math.max(user.getTime(), knownAt.getTime()))
    const known = first.get(target)
    if (!isClaim(target) && (!known || at < known)) first.set(target, at)
  }
  return first
}

function joined(node: string, at: Date, evidence: readonly Evidence[]): Step {
  const by = evidence.find((row) => row.source === node && row.knownAt.getTime() === at.getTime())
  return {
    at,
    kind: 'joined',
    claimId: by?.claimId ?? null,
    nodes: by ? [node, by.target] : [node],
    link: by?.link ?? null,
    amount: null,
    text: { en: 'joins the ring', zh: '加入团伙' },
  }
}

/** Evidence on things, from the second member on that it ties: one step for each thing, link and moment, with all that it ties by then. */
function becomesKnown(evidence: readonly Evidence[], links: readonly Link[]): Step[] {
  const steps = new Map<string, { row: Evidence; nodes: string[] }>()
  const users = new Map<string, string[]>()
  for (const row of evidence) {
    if (isClaim(row.target)) continue
    const known = users.get(row.target) ?? []
    users.set(row.target, known)
    if (known.includes(row.source)) continue
    known.push(row.source)
    if (known.length < 2) continue
    steps.set(`${row.target} ${row.link} ${row.knownAt.getTime()}`, {
      row,
      nodes: [row.target, ...known],
    })
  }
  return [...steps.values()].map(({ row, nodes }) => {
    const title = links.find((link) => link.name === row.link)?.title
    const members = nodes.length - 1
    return {
      at: row.knownAt,
      kind: 'evidence',
      claimId: row.claimId,
      nodes,
      link: row.link,
      amount: null,
      text: {
        en: `${title?.en ?? row.link.replaceAll('_', ' ')}: ${members} members`,
        zh: `${title?.zh ?? row.link}：${members} 名成员`,
      },
    }
  })
}
