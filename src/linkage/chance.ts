/** How often chance pairs agree (u): exact agreement from how common the values are, the other levels from random pairs. */
import type { Warehouse } from '../warehouse/index.ts'
import type { LinkageModel } from './comparison.ts'
import { bothSides, countPatterns, levelSql } from './patterns.ts'

const DEFAULTS = {
  /** Random pairs that are compared. */
  pairs: 50_000,
  /** Pairs that the expectations written with the levels stand for. */
  priorPairs: 2000,
} as const

/** u by comparison and level; each comparison's sum to 1. */
export async function chanceAgreement(
  warehouse: Warehouse,
  model: LinkageModel,
  records: number,
  options: { pairs?: number; seed?: number } = {},
): Promise<Float64Array[]> {
  const pairs = Math.min(options.pairs ?? DEFAULTS.pairs, (records * (records - 1)) / 2)
  if (records < 2) return model.comparisons.map((c) => Float64Array.from(c.levels, (level) => level.u))
  const seed = Math.floor(options.seed ?? 1)
  // Records in an order that means nothing, each with the next ones: any pair is as likely as any other.
  const steps = Math.ceil(pairs / records)
  await warehouse.execute(`
    create or replace table scratch.chance as
    with shuffled as (select id, row_number() over (order by hash(id, ${seed}), id) as place from scratch.record),
    drawn as (
      select a.id as l, b.id as r from (
        select id, place + unnest(range(1, ${steps + 1})) as next from shuffled where place <= ${Math.ceil(pairs / steps)}
      ) a join shuffled b on b.place = a.next
    )
    select ${model.comparisons.map((c, i) => `${levelSql(c)} as g${i}`).join(', ')}
    from drawn p ${bothSides()}
    where l.party_type = r.party_type`)
  const patterns = await countPatterns(warehouse, model, 'scratch.chance')
  const exact = await exactAgreement(warehouse, model)
  return model.comparisons.map((comparison, c) => {
    const u = Float64Array.from(comparison.levels, (level) => level.u * DEFAULTS.priorPairs)
    let seen = DEFAULTS.priorPairs
    for (let p = 0; p < patterns.size; p++) {
      const level = patterns.levels[p * patterns.width + c]
      if (level < 0) continue
      u[level] += patterns.counts[p]
      seen += patterns.counts[p]
    }
    for (let i = 0; i < u.length; i++) u[i] /= seen
    // Rare agreement is not met among random pairs; the frequencies of the values give it without sampling.
    const { agreeing, all } = exact[c]
    u[0] = (agreeing + comparison.levels[0].u * DEFAULTS.priorPairs) / (all + DEFAULTS.priorPairs)
    const rest = 1 - u[0]
    let others = 0
    for (let i = 1; i < u.length; i++) others += u[i]
    for (let i = 1; i < u.length; i++) u[i] *= rest / others
    return u
  })
}

/** Pairs of records that agree exactly, and pairs that could, for each comparison. */
async function exactAgreement(
  warehouse: Warehouse,
  model: LinkageModel,
): Promise<{ agreeing: number; all: number }[]> {
  const parts = model.comparisons.map((comparison, c) => {
    const column = comparison.levels[0].sql.match(/^l\.(\w+) = r\.\1$/)?.[1] ?? comparison.column
    return `select ${c} as c, coalesce(sum(n * (n - 1) / 2), 0)::double as agreeing, coalesce(sum(n), 0)::double as filled
      from (select count(*)::double as n from scratch.record where ${column} is not null group by ${column})`
  })
  const { columns } = await warehouse.columns(`${parts.join(' union all ')} order by c`, {
    agreeing: 'f64',
    filled: 'f64',
  })
  return model.comparisons.map((_, c) => ({
    agreeing: columns.agreeing[c],
    all: (columns.filled[c] * (columns.filled[c] - 1)) / 2,
  }))
}
