/** Chooses the pairs to compare: records that agree on the key of a rule, in blocks small enough to be worth it. */
import type { Warehouse } from '../warehouse/index.ts'
import type { LinkageModel } from './comparison.ts'

export const DEFAULTS = {
  /** Larger blocks are skipped and reported: a key shared by so many says nothing. */
  largestBlock: 200,
} as const

/** What one rule brought. */
export interface BlockingReport {
  readonly rule: string
  /** Pairs that no earlier rule brought. */
  readonly pairs: number
  /** Blocks over the cap, and the records in them. */
  readonly skippedBlocks: number
  readonly skippedRecords: number
}

/**
 * Fills `staging.link_pair` with every pair once (`l`, `r`: record numbers, l < r; `rule`: the first rule that brought it).
 * Parties of different types never meet.
 */
export async function block(
  warehouse: Warehouse,
  model: LinkageModel,
  largestBlock: number = DEFAULTS.largestBlock,
): Promise<BlockingReport[]> {
  const keys = model.rules.map(
    (rule, k) => `hash(s.party_type || '|' || (${rule.key})) as h${k}, ((${rule.key}) is null) as n${k}`,
  )
  const sizes = model.rules.map(
    (_, k) => `case when n${k} then 0 else count(*) over (partition by n${k}, h${k}) end as c${k}`,
  )
  const caps = model.rules.map((rule) => Math.floor(Math.min(largestBlock, rule.largestBlock ?? Infinity)))
  const kept = model.rules.map((_, k) => `case when c${k} between 2 and ${caps[k]} then h${k} end as k${k}`)
  await warehouse.execute(`
    create or replace table staging.link_size as
    with keyed as (select s.id, ${keys.join(', ')} from staging.link_record s)
    select id, ${model.rules.map((_, k) => `h${k}`).join(', ')}, ${sizes.join(', ')} from keyed;
    create or replace table staging.link_key as select id, ${kept.join(', ')} from staging.link_size;
    create or replace table staging.link_pair (l integer, r integer, rule integer)`)
  const reports: BlockingReport[] = []
  for (const [k, rule] of model.rules.entries()) {
    const earlier = Array.from({ length: k }, (_, j) => ` and (a.k${j} = b.k${j}) is not true`).join('')
    await warehouse.execute(`
      insert into staging.link_pair
      select a.id, b.id, ${k} from staging.link_key a join staging.link_key b on a.k${k} = b.k${k}
      where a.id < b.id${earlier}`)
    const { columns } = await warehouse.columns(
      `select (select count(*) from staging.link_pair where rule = ${k}) as pairs,
        count(distinct h${k}) as blocks, count(*) as records from staging.link_size where c${k} > ${caps[k]}`,
      { pairs: 'f64', blocks: 'f64', records: 'f64' },
    )
    reports.push({
      rule: rule.name,
      pairs: columns.pairs[0],
      skippedBlocks: columns.blocks[0],
      skippedRecords: columns.records[0],
    })
  }
  return reports
}
