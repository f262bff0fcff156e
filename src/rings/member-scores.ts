/** What the scores of a group's claims say about the group. */
import { sql } from 'kysely'
import type { Warehouse } from '../warehouse/index.ts'
import type { RingBook } from './ring-book.ts'
import type { Group, RingReason } from './typology.ts'

const DEFAULTS = {
  /** Share of a ring's claims that are fraud, were it one. */
  inRing: 0.6,
  /** Most that scores may add or take, log-odds: claims of one group err together. */
  most: 1.5,
  /** Fewest claims. */
  least: 2,
} as const

/** Odds of fraud of each claim over the mean of its line; NaN for claims without a score and those whose outcome is known. */
export type ClaimOdds = Float64Array

/**
 * Reads the scores of the snapshot without their network part: that knows the claim's ties already, and outcomes of others near
 * it, which ring finding counts itself. Claims with a known outcome are left out, since their scores were learned from it.
 * Undefined when no claim has a score.
 */
export async function readClaimOdds(
  warehouse: Warehouse,
  { claims }: RingBook,
): Promise<ClaimOdds | undefined> {
  const { columns, rows } = await warehouse.columns(
    warehouse.db
      .selectFrom('score.risk as r')
      .leftJoin('score.part as p', (on) =>
        on
          .onRef('p.entity', '=', 'r.entity')
          .onRef('p.entity_id', '=', 'r.entity_id')
          .on('p.part', '=', 'network'),
      )
      .where('r.entity', '=', 'claim')
      .select(['r.entity_id', sql<number>`r.log_odds - coalesce(p.log_odds, 0)`.as('log_odds')]),
    { entity_id: 'string', log_odds: 'f64' },
  )
  if (rows === 0) return undefined
  const odds = new Map(columns.entity_id.map((id, i) => [String(id), Math.exp(columns.log_odds[i])]))
  const own = Float64Array.from(claims.id, (id) => odds.get(id) ?? Number.NaN)
  const lines = new Map<string, { sum: number; n: number }>()
  for (let c = 0; c < claims.count; c++) {
    if (Number.isNaN(own[c])) continue
    const entry = lines.get(claims.line[c]) ?? { sum: 0, n: 0 }
    entry.sum += own[c]
    entry.n++
    lines.set(claims.line[c], entry)
  }
  return own.map((value, c) => {
    const line = lines.get(claims.line[c])
    return line && claims.outcome[c] === -1 ? value / (line.sum / line.n) : Number.NaN
  })
}

/**
 * The reason that scores give. Were it a ring, most of its claims would be fraud: each claim counts with the logarithm of
 * `q * odds + 1 - q`, its odds over those of its line. The sum is divided by the square root of the number of claims.
 */
export function memberReason(odds: ClaimOdds, group: Group): RingReason | undefined {
  let sum = 0
  let n = 0
  let above = 0
  for (const claim of group.claims) {
    if (Number.isNaN(odds[claim])) continue
    sum += Math.log(DEFAULTS.inRing * odds[claim] + 1 - DEFAULTS.inRing)
    if (odds[claim] > 1) above++
    n++
  }
  if (n < DEFAULTS.least) return undefined
  return {
    text: {
      en: `${above} of ${n} claims without an outcome score above the mean of their line, by rules, model and what is unusual (network left out)`,
      zh: `${n} 起尚无结论的赔案中 ${above} 起评分高于本险种均值（按规则、模型与异常，不含网络部分）`,
    },
    log_odds: Math.max(-DEFAULTS.most, Math.min(DEFAULTS.most, sum / Math.sqrt(n))),
  }
}
