/** What the scores of a group's claims say about the group. */
import { sql } from 'kysely'
import type { Warehouse } from '../warehouse/index.ts'
import type { RingBook } from './ring-book.ts'
import { stageWanted } from './ring-names.ts'
import type { Group, RingReason } from './typology.ts'

const DEFAULTS = {
  /** Share of a ring's claims that are fraud, were it one. */
  inRing: 0.6,
  /** Most that scores may add or take, log-odds: claims of one group err together. */
  most: 1.5,
  /** Fewest claims. */
  least: 2,
} as const

/** Odds of fraud of claims over the mean of their line, by position; claims without a score or with a known outcome are absent. */
export type ClaimOdds = ReadonlyMap<number, number>

/**
 * Reads the scores of the groups' claims without their network part: that knows the claim's ties already, and outcomes of others
 * near it, which ring finding counts itself. Claims with a known outcome are left out, since their scores were learned from it.
 * Undefined when no claim of the book has a score.
 */
export async function readClaimOdds(
  warehouse: Warehouse,
  { claims }: RingBook,
  groups: readonly Group[],
): Promise<ClaimOdds | undefined> {
  const alone = sql<number>`exp(r.log_odds - coalesce(p.log_odds, 0))`
  const scores = warehouse.db
    .selectFrom('score.risk as r')
    .leftJoin('score.part as p', (on) =>
      on
        .onRef('p.entity', '=', 'r.entity')
        .onRef('p.entity_id', '=', 'r.entity_id')
        .on('p.part', '=', 'network'),
    )
    .where('r.entity', '=', 'claim')
  const means = await scores
    .select(['r.line', sql<number>`avg(${alone})`.as('mean')])
    .groupBy('r.line')
    .execute()
  if (means.length === 0) return undefined
  const wanted = [...new Set(groups.flatMap((group) => group.claims))].filter(
    (claim) => claims.outcome[claim] === -1,
  )
  await stageWanted(warehouse, wanted)
  const found = await warehouse.columns(
    scores
      .innerJoin(
        sql<{ number: number; claim_id: string }>`(
          select w.number, c.claim_id from staging.ring_wanted w join staging.ring_claim c on c.rowid = w.number
        )`.as('w'),
        'w.claim_id',
        'r.entity_id',
      )
      .select(['w.number', 'r.line', alone.as('odds')])
      .orderBy('w.number'),
    { number: 'i32', line: 'string', odds: 'f64' },
  )
  const mean = new Map(means.map((row) => [row.line, row.mean]))
  const { number, line, odds } = found.columns
  return new Map(Array.from(number, (position, i) => [position, odds[i] / (mean.get(line[i]) ?? 1)]))
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
    const own = odds.get(claim)
    if (own === undefined) continue
    sum += Math.log(DEFAULTS.inRing * own + 1 - DEFAULTS.inRing)
    if (own > 1) above++
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
