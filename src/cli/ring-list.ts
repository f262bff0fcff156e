/** The rings of a snapshot as the command line lists them, and how many of their providers are labelled fraud. */
import type { GroupBelow, RingReason } from '../rings/index.ts'
import type { Text } from '../util/text.ts'
import type { Warehouse } from '../warehouse/index.ts'

interface ListedRing extends GroupBelow {
  readonly ring_id: string
  /** First and last loss. */
  readonly first_at: string
  readonly last_at: string
  readonly paid_amount: number | null
  readonly at_stake_amount: number
  readonly explanation: string | null
  readonly change: string | null
  /** Every honest explanation that was checked. */
  readonly checks: readonly { readonly id: string; readonly holds: boolean; readonly text: Text }[]
}

export interface BookRings {
  readonly total: number
  readonly explained: number
  readonly by_typology: Readonly<Record<string, number>>
  /** The highest scores first, those that an honest explanation accounts for left out. */
  readonly rings: readonly ListedRing[]
  /** Those that one accounts for, with it, so that nobody looks twice. */
  readonly explained_rings: readonly ListedRing[]
}

/** Reads the `limit` rings with the highest scores, and as many that are explained. */
export async function readBookRings({ db }: Warehouse, limit: number): Promise<BookRings> {
  const rows = await db
    .selectFrom('graph.ring')
    .selectAll()
    .orderBy('score', 'desc')
    .orderBy('claim_count', 'desc')
    .orderBy('ring_id')
    .execute()
  const by_typology: Record<string, number> = {}
  for (const { typology } of rows) by_typology[typology] = (by_typology[typology] ?? 0) + 1
  const open = rows.filter((row) => row.explanation === null).slice(0, limit)
  const explained = rows.filter((row) => row.explanation !== null).slice(0, limit)
  const listed = [...open, ...explained]
  const nodes =
    listed.length === 0
      ? []
      : await db
          .selectFrom('graph.ring_member')
          .select(['ring_id', 'node_id'])
          .where('node_kind', '=', 'entity')
          .where(
            'ring_id',
            'in',
            listed.map((row) => row.ring_id),
          )
          .orderBy('centrality', 'desc')
          .orderBy('node_id')
          .execute()
  const members = new Map<string, string[]>()
  for (const { ring_id, node_id } of nodes)
    members.set(ring_id, [...(members.get(ring_id) ?? []), node_id.slice('entity:'.length)])
  const told = (row: (typeof rows)[number]): ListedRing => ({
    ring_id: row.ring_id,
    typology: row.typology,
    score: row.score,
    p_value: row.p_value,
    line: row.line,
    member_count: row.member_count,
    claim_count: row.claim_count,
    first_at: row.first_at.toISOString(),
    last_at: row.last_at.toISOString(),
    claimed_amount: row.claimed_amount,
    paid_amount: row.paid_amount,
    at_stake_amount: row.at_stake_amount,
    explanation: row.explanation,
    change: row.change,
    found_by: row.found_by,
    reasons: JSON.parse(row.reasons) as RingReason[],
    checks: JSON.parse(row.checks ?? '[]') as ListedRing['checks'],
    members: members.get(row.ring_id) ?? [],
  })
  return {
    total: rows.length,
    explained: rows.filter((row) => row.explanation !== null).length,
    by_typology,
    rings: open.map(told),
    explained_rings: explained.map(told),
  }
}

/**
 * Outcomes of investigations of providers among the members of some rings, against all providers with an outcome. No ring score
 * has read them: these know outcomes of claims alone. Undefined when the book has none.
 */
export async function labelledShare(
  { db }: Warehouse,
  rings: readonly Pick<ListedRing, 'members'>[],
): Promise<
  | {
      readonly labelled: number
      readonly fraud: number
      readonly share: number
      readonly base_labelled: number
      readonly base_share: number
    }
  | undefined
> {
  const outcomes = await db
    .selectFrom('core.investigation as i')
    .leftJoin('core.entity as e', 'e.party_id', 'i.subject_id')
    .where('i.subject_kind', '=', 'provider')
    .where('i.outcome', 'in', ['fraud', 'cleared'])
    .select(['i.subject_id', 'e.entity_id', 'i.outcome'])
    .execute()
  if (outcomes.length === 0) return undefined
  const isFraud = new Map<string, boolean>()
  for (const { subject_id, entity_id, outcome } of outcomes) {
    const entity = entity_id ?? subject_id
    isFraud.set(entity, isFraud.get(entity) === true || outcome === 'fraud')
  }
  const inRings = [...new Set(rings.flatMap((ring) => ring.members))].filter((member) => isFraud.has(member))
  const fraud = inRings.filter((member) => isFraud.get(member)).length
  const all = [...isFraud.values()]
  return {
    labelled: inRings.length,
    fraud,
    share: inRings.length ? fraud / inRings.length : 0,
    base_labelled: all.length,
    base_share: all.filter(Boolean).length / all.length,
  }
}
