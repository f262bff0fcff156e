/** Chooses the pairs to compare: records that agree on the key of a rule, in blocks small enough to be worth it. */
import { quoteText, type Warehouse } from '../warehouse/index.ts'
import type { LinkageModel } from './comparison.ts'
import { modelKey } from './kept-model.ts'

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
 * Fills `scratch.key` (rule, key, id) with the keys of `scratch.record`, keeps them in `linkage.key`, and adds those of older
 * records that have one in common with them.
 */
export async function findKeys(warehouse: Warehouse, model: LinkageModel, learns: boolean): Promise<void> {
  await warehouse.execute('create or replace table scratch.key (rule integer, key bigint, id integer)')
  for (const [k, rule] of model.rules.entries())
    await warehouse.execute(`
      insert into scratch.key
      select ${k}, (hash(${quoteText(modelKey(model))}, ${k}, party_type, value) >> 1)::bigint, id
      from (select s.id, s.party_type, (${rule.key}) as value from scratch.record s) where value is not null`)
  const older = learns
    ? ''
    : 'insert into scratch.old_key select rule, key, id from linkage.key where key in (select key from scratch.key);'
  await warehouse.execute(`
    create or replace table scratch.old_key (rule integer, key bigint, id integer);
    ${older}
    insert into linkage.key select rule, key, id from scratch.key;
    insert into scratch.key select rule, key, id from scratch.old_key;
    drop table scratch.old_key`)
}

/**
 * Fills `scratch.pair` with every pair of a record from `first` on with another, once (`l`, `r`: numbers of records, l < r;
 * `rule`: the first rule that brought it). Parties of different types never meet.
 */
export async function block(
  warehouse: Warehouse,
  model: LinkageModel,
  first: number,
  largestBlock: number = DEFAULTS.largestBlock,
): Promise<BlockingReport[]> {
  const reports: Omit<BlockingReport, 'pairs'>[] = []
  await warehouse.execute('create or replace table scratch.found (l integer, r integer, rule integer)')
  for (const [k, rule] of model.rules.entries()) {
    const cap = Math.floor(Math.min(largestBlock, rule.largestBlock ?? Infinity))
    await warehouse.execute(`
      create or replace table scratch.block as
      select key, count(*) as n from scratch.key where rule = ${k} group by key having count(*) > 1;
      create or replace table scratch.member as
      select key, id from scratch.key where rule = ${k} and key in (select key from scratch.block where n <= ${cap});
      insert into scratch.found
      select b.id, a.id, ${k} from scratch.member a join scratch.member b using (key) where a.id >= ${first} and b.id < a.id`)
    const { columns } = await warehouse.columns(
      `select count(*) as blocks, coalesce(sum(n), 0) as records from scratch.block where n > ${cap}`,
      { blocks: 'f64', records: 'f64' },
    )
    reports.push({ rule: rule.name, skippedBlocks: columns.blocks[0], skippedRecords: columns.records[0] })
  }
  await warehouse.execute(`
    create or replace table scratch.pair as select l, r, min(rule) as rule from scratch.found group by l, r;
    drop table scratch.found; drop table scratch.member; drop table scratch.block; drop table scratch.key`)
  const { columns, rows } = await warehouse.columns(
    'select rule, count(*) as n from scratch.pair group by rule',
    { rule: 'i32', n: 'f64' },
  )
  const pairs = new Map(Array.from({ length: rows }, (_, i) => [columns.rule[i], columns.n[i]]))
  return reports.map((report, k) => ({ ...report, pairs: pairs.get(k) ?? 0 }))
}
