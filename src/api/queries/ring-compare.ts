/** Two rings side by side. */
import { unknown } from '../../errors.ts'
import { evidencePath } from '../../graph/index.ts'
import type { Principal, Pseudonyms } from '../../security/index.ts'
import type { RingCompareAnswer, RingSummary } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { claimSummaries } from './claim-summaries.ts'
import { withEvidence } from './evidence-path.ts'
import { graphNodes } from './graph-nodes.ts'
import { residentGraph } from './resident.ts'
import { type FIGURES, figuresOf, sideBySide } from './ring-figures.ts'
import { claimsAmong, type MemberRow, membersOf } from './ring-members.ts'
import { ringSummaries } from './ring-summaries.ts'
import { DEFAULTS as CHAINS, tellingChains } from './telling-chains.ts'

export const DEFAULTS = {
  /** Members of each ring between which ties are sought, the most central. */
  ends: 4,
  /** Chains told at most. */
  paths: 3,
} as const

/** @throws UserError (404) for rings that do not exist, or belong to a line that the user may not see. */
export async function ringCompareOf(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  left: string,
  right: string,
): Promise<RingCompareAnswer> {
  const summaries = await ringSummaries(view, [left, right], user.lines)
  const [one, two] = [left, right].map((id) => {
    const found = summaries.find((ring) => ring.ringId === id)
    if (!found) throw unknown('ring', id)
    return found
  })
  const [ours, theirs] = await Promise.all([membersOf(view, user, left), membersOf(view, user, right)])
  const inRight = new Set(theirs.map((row) => row.node_id))
  const both = ours.filter((row) => inRight.has(row.node_id))
  const [nodes, claims, leftFigures, rightFigures, ties] = await Promise.all([
    graphNodes(
      view,
      pseudonyms,
      user,
      both.filter((row) => row.node_kind !== 'claim').map((row) => row.node_id),
    ),
    claimSummaries(view, claimsAmong(both), user.lines),
    figuresOf(view, claimsAmong(ours)),
    figuresOf(view, claimsAmong(theirs)),
    tiesBetween(view, pseudonyms, user, ours, theirs),
  ])
  const entities = (rows: readonly MemberRow[]) => rows.filter((row) => row.node_kind === 'entity').length
  const either = entities(ours) + entities(theirs) - entities(both)
  const isProvider = (type: string | null) => type !== null && type !== 'person'
  return {
    left: one,
    right: two,
    shared: {
      members: nodes.filter((node) => node.kind === 'entity' && !isProvider(node.partyType)),
      providers: nodes.filter((node) => node.kind === 'entity' && isProvider(node.partyType)),
      things: nodes.filter((node) => node.kind !== 'entity'),
      claims,
    },
    overlap: either > 0 ? entities(both) / either : 0,
    figures: [...ownFigures(one, two), ...sideBySide(leftFigures, rightFigures)],
    paths: ties.told,
    pathsFound: ties.found,
  }
}

/** The chains worth most between the most central entities of each that are not in both, and how many were found. */
async function tiesBetween(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  ours: readonly MemberRow[],
  theirs: readonly MemberRow[],
) {
  const graph = await residentGraph(view)
  const ends = (rows: readonly MemberRow[], others: readonly MemberRow[]) => {
    const known = new Set(others.map((row) => row.node_id))
    return rows
      .filter((row) => row.node_kind === 'entity' && !known.has(row.node_id))
      .slice(0, DEFAULTS.ends)
      .filter((row) => graph.ids.find(row.node_id) >= 0)
  }
  const chains = ends(ours, theirs).flatMap((from) =>
    ends(theirs, ours).flatMap(
      (to) =>
        evidencePath(graph, from.node_id, to.node_id, {
          step: CHAINS.step,
          ...(user.lines ? { lines: user.lines } : {}),
        }).paths,
    ),
  )
  return {
    told: await withEvidence(view, pseudonyms, user, tellingChains(chains, DEFAULTS.paths)),
    found: chains.length,
  }
}

function ownFigures(left: RingSummary, right: RingSummary): RingCompareAnswer['figures'] {
  const figure = (
    id: keyof RingSummary,
    unit: (typeof FIGURES)[keyof typeof FIGURES]['unit'] | 'count',
    en: string,
    zh: string,
  ) => ({ id, unit, text: { en, zh }, left: left[id] as number | null, right: right[id] as number | null })
  return [
    figure('score', 'probability', 'chance that an investigation confirms it', '调查确认的可能性'),
    figure('pValue', 'probability', 'how often chance gives such a group', '随机产生此类群体的频率'),
    figure('memberCount', 'count', 'members', '成员'),
    figure('claimCount', 'count', 'claims', '赔案'),
    figure('claimedAmount', 'amount', 'claimed', '索赔金额'),
    figure('paidAmount', 'amount', 'paid', '已赔付'),
    figure('atStakeAmount', 'amount', 'at stake', '待付金额'),
  ]
}
