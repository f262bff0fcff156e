/** Judges the rings of a snapshot of the synthetic book against its answer key. */
import { lookalikeRings, type RingRecall, ringRecall } from '../rings/index.ts'
import type { AnswerKey } from '../synthetic/answer-key.ts'
import { BUILT_IN, limitsOf, severityOf } from '../thresholds/index.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { exact, type Metrics } from './context.ts'

export const DEFAULTS = {
  /** Rings that a desk takes up: those with the highest scores. */
  capacity: 40,
} as const

/** Rings above some line, against what was planted. */
export interface RingsAbove {
  readonly reported: number
  readonly found: number
  readonly recall: number
  /** Share of the reported rings that hold a planted one. */
  readonly precision: number
  readonly memberPrecision: number
  readonly memberRecall: number
  /** Reported rings that hold no planted ring, in all and those of a look-alike, by kind. */
  readonly falseRings: number
  readonly lookalikes: Readonly<Record<string, number>>
  readonly byTypology: RingRecall['byTypology']
}

export interface RingJudgement {
  readonly planted: number
  /** All rings that nothing honest explains. */
  readonly listed: RingsAbove
  /** Those that the built-in thresholds raise an alert for. */
  readonly alerts: RingsAbove
  /** The `capacity` with the highest scores. */
  readonly desk: RingsAbove & { readonly capacity: number }
  /** Rings with an honest explanation: those that hold a planted ring, and those that are a look-alike. */
  readonly explained: {
    readonly rings: number
    readonly planted: number
    readonly lookalikes: Readonly<Record<string, number>>
  }
  /** Quarter points of the p-values of rings that hold a planted ring, and of those that hold none. */
  readonly pValues: Readonly<Record<'planted' | 'false', readonly number[]>>
  /** What the scores say against what is true: rings by score. */
  readonly scores: readonly {
    readonly from: number
    readonly to: number
    readonly rings: number
    readonly score: number
    readonly planted: number
  }[]
}

interface Ring {
  readonly ring_id: string
  readonly score: number
  readonly line: string
  readonly p_value: number | null
  readonly explanation: string | null
  readonly at_stake_amount: number
  readonly members: string[]
  readonly claims: string[]
}

/** `entityOf` gives the entity of a party. */
export async function judgeRings(
  { db }: Warehouse,
  key: AnswerKey,
  entityOf: ReadonlyMap<string, string>,
): Promise<RingJudgement> {
  const rows = await db
    .selectFrom('graph.ring')
    .select(['ring_id', 'score', 'line', 'p_value', 'explanation', 'at_stake_amount'])
    .orderBy('score', 'desc')
    .orderBy('ring_id')
    .execute()
  const rings = new Map<string, Ring>(rows.map((row) => [row.ring_id, { ...row, members: [], claims: [] }]))
  const nodes = await db
    .selectFrom('graph.ring_member')
    .select(['ring_id', 'node_id', 'node_kind'])
    .where('node_kind', 'in', ['entity', 'claim'])
    .orderBy('node_id')
    .execute()
  for (const { ring_id, node_id, node_kind } of nodes)
    rings
      .get(ring_id)
      ?.[node_kind === 'claim' ? 'claims' : 'members'].push(node_id.slice(node_id.indexOf(':') + 1))

  const entities = (parties: readonly string[]) => [...new Set(parties.map((id) => entityOf.get(id) ?? id))]
  const planted = key.rings.map((ring) => ({ ...ring, members: entities(ring.members) }))
  const alike = key.lookalikes.map(({ kind, parties, claims }) => ({
    kind,
    members: entities(parties),
    claims,
  }))
  const above = (some: readonly Ring[]): RingsAbove => {
    const recall = ringRecall(planted, some)
    const wrong = new Set(recall.falseIds)
    return {
      reported: some.length,
      found: recall.found,
      recall: recall.recall,
      precision: some.length === 0 ? 1 : 1 - recall.falseRings / some.length,
      memberPrecision: recall.memberPrecision,
      memberRecall: recall.memberRecall,
      falseRings: recall.falseRings,
      lookalikes: lookalikeRings(
        some.filter((ring) => wrong.has(ring.ring_id)),
        alike,
      ),
      byTypology: recall.byTypology,
    }
  }
  const all = [...rings.values()]
  const suspected = all.filter((ring) => ring.explanation === null)
  const explained = all.filter((ring) => ring.explanation !== null)
  const wrong = new Set(ringRecall(planted, suspected).falseIds)
  const alerted = suspected.filter((ring) =>
    severityOf(limitsOf(BUILT_IN.set, 'ring', ring.line), ring.score, ring.score * ring.at_stake_amount),
  )
  const { capacity } = DEFAULTS
  return {
    planted: planted.length,
    listed: above(suspected),
    alerts: above(alerted),
    desk: { capacity, ...above(suspected.slice(0, capacity)) },
    explained: {
      rings: explained.length,
      planted: ringRecall(planted, explained).found,
      lookalikes: lookalikeRings(explained, alike),
    },
    pValues: {
      planted: quarters(suspected.filter((ring) => !wrong.has(ring.ring_id))),
      false: quarters(suspected.filter((ring) => wrong.has(ring.ring_id))),
    },
    scores: scoresOf(suspected, wrong),
  }
}

/** Least, quarter points and greatest. */
function quarters(rings: readonly Ring[]): number[] {
  const values = rings.flatMap(({ p_value }) => (p_value === null ? [] : [p_value])).sort((a, b) => a - b)
  if (values.length === 0) return []
  return [0, 0.25, 0.5, 0.75, 1].map((share) => values[Math.round(share * (values.length - 1))])
}

const EDGES = [0, 0.4, 0.6, 0.8, 0.95, 1]

function scoresOf(rings: readonly Ring[], wrong: ReadonlySet<string>): RingJudgement['scores'] {
  return EDGES.slice(1).flatMap((to, i) => {
    const from = EDGES[i]
    const inside = rings.filter(({ score }) => score >= from && (score < to || to === 1))
    if (inside.length === 0) return []
    return [
      {
        from,
        to,
        rings: inside.length,
        score: inside.reduce((sum, ring) => sum + ring.score, 0) / inside.length,
        planted: inside.filter((ring) => !wrong.has(ring.ring_id)).length / inside.length,
      },
    ]
  })
}

/** The judgement as metrics of a run. */
export function ringMetrics({ planted, listed, alerts, desk }: RingJudgement): Metrics {
  const lookalikes = Object.values(listed.lookalikes).reduce((sum, rings) => sum + rings, 0)
  return {
    rings_planted: exact(planted),
    rings_found: exact(listed.found),
    ring_recall: exact(listed.recall),
    rings_reported: exact(listed.reported),
    ring_precision: exact(listed.precision),
    ring_member_precision: exact(listed.memberPrecision),
    ring_member_recall: exact(listed.memberRecall),
    ring_lookalikes: exact(lookalikes),
    rings_alerted: exact(alerts.reported),
    rings_found_by_alerts: exact(alerts.found),
    rings_found_by_desk: exact(desk.found),
    ring_precision_by_desk: exact(desk.precision),
  }
}
