/** All that is told of a ring when it leaves the house, masked or, for a purpose, in full. */
import { LINE_WORDS } from '../../alerting/index.ts'
import type { RingReport } from '../../exporting/index.ts'
import type { Principal, Pseudonyms } from '../../security/index.ts'
import type { ApiContext } from '../context.ts'
import type { GrowthStep, RingDetail, RingExport } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { caseDetailOf } from './case-shapes.ts'
import { graphEdges } from './graph-edges.ts'
import { fullLabels } from './graph-nodes.ts'
import { ringDetailOf } from './ring-detail.ts'
import { ringGrowthOf } from './ring-growth.ts'

interface Asker {
  readonly view: View
  readonly context: ApiContext
  readonly pseudonyms: Pseudonyms
  readonly user: Principal
  readonly at: Date
}

/** @throws UserError (404) for a ring that does not exist, or belongs to a line that the user may not see. */
export async function ringDossierOf(
  asker: Asker,
  ringId: string,
  { purpose, isRevealed, language, caseId }: RingExport,
): Promise<RingReport> {
  const { view, context, pseudonyms, user, at } = asker
  const masked = await ringDetailOf(view, context, pseudonyms, user, ringId)
  const ring = isRevealed ? await uncovered(asker, masked) : masked
  const drawn = ring.graph.nodes.map((node) => pseudonyms.open(node.id) ?? node.id)
  const [{ edges }, growth, caseFile] = await Promise.all([
    graphEdges(view, pseudonyms, user, drawn, { most: null }),
    ringGrowthOf(view, context.catalog.links, pseudonyms, user, ringId),
    caseId === undefined ? null : caseDetailOf(asker, caseId),
  ])
  return {
    ring,
    graph: {
      title: `claimscope ring ${ringId}`,
      description: `${ring.typology}, book ${view.manifest.book}, snapshot ${view.manifest.id}, ${isRevealed ? 'labels in full' : 'labels masked'}${ring.isPartial ? '; it also rests on claims outside the lines of whoever asked' : ''}`,
      at,
      nodes: ring.graph.nodes,
      edges,
    },
    steps: growth.steps.map((step) => (step.kind === 'joined' ? named(step, ring) : step)),
    caseFile,
    language,
    line: ring.line === null ? null : LINE_WORDS[ring.line],
    purpose,
    by: user.username,
    at,
    book: view.manifest.book,
    snapshot: view.manifest.id,
    isRevealed,
    isSynthetic: context.demo,
  }
}

/** Who joins, for those who read it on paper. */
function named(step: GrowthStep, { members }: RingDetail): GrowthStep {
  const label = members.find((member) => member.nodeId === step.nodes[0])?.label ?? ''
  return { ...step, text: { en: `${label} ${step.text.en}`, zh: `${label} ${step.text.zh}` } }
}

/** The same ring with names and numbers in full. */
async function uncovered({ view, pseudonyms, user }: Asker, ring: RingDetail): Promise<RingDetail> {
  const { db } = view.warehouse
  const { members, claims, moneyFlow, graph } = ring
  const shown = new Set([
    ...members.map((member) => member.nodeId),
    ...moneyFlow.steps.flatMap(({ payee, account }) => [payee?.nodeId ?? '', account?.nodeId ?? '']),
  ])
  const ids = [...shown].flatMap((id) => pseudonyms.open(id) ?? [])
  const claimants = claims.flatMap((claim) => claim.claimant?.partyId ?? [])
  const [rows, names] = await Promise.all([
    fullLabels(view, user, ids),
    claimants.length === 0
      ? []
      : db
          .selectFrom('core.party_identity')
          .select(['party_id', 'name'])
          .where('party_id', 'in', claimants)
          .execute(),
  ])
  const labels = new Map(rows.map((row) => [pseudonyms.seal(row.nodeId), row.label]))
  const nameOf = new Map(names.map((row) => [row.party_id, row.name]))
  const full = <T extends { readonly nodeId: string; readonly label: string }>(one: T): T => ({
    ...one,
    label: labels.get(one.nodeId) ?? one.label,
  })
  return {
    ...ring,
    members: members.map(full),
    claims: claims.map((claim) => ({
      ...claim,
      claimant: claim.claimant && {
        ...claim.claimant,
        name: nameOf.get(claim.claimant.partyId) ?? claim.claimant.name,
      },
    })),
    moneyFlow: {
      ...moneyFlow,
      steps: moneyFlow.steps.map((step) => ({
        ...step,
        payee: step.payee && full(step.payee),
        // An account that no link ties to anybody is no node, but it was paid.
        account: step.account && {
          ...step.account,
          label: (pseudonyms.open(step.account.nodeId) ?? step.account.label).slice('account:'.length),
        },
      })),
    },
    graph: {
      ...graph,
      nodes: graph.nodes.map((node) => ({ ...node, label: labels.get(node.id) ?? node.label })),
    },
  }
}
