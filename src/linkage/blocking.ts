/** Chooses the pairs to compare: records that agree on the key of a rule, in blocks small enough to be worth it. */
import { quoteText, type Warehouse } from '../warehouse/index.ts'
import type { BlockingRule, LinkageModel } from './comparison.ts'
import { modelKey } from './kept-model.ts'

export const DEFAULTS = {
  /** Larger blocks are skipped and reported: a key shared by so many says nothing. */
  largestBlock: 200,
  /** A block so many times over its cap will not come back under it: its members are not kept. */
  hopeless: 2,
  /** Rules whose keys are looked up together: few enough that the new keys stay in the processor's cache. */
  together: 4,
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

/** Largest block of a rule. */
const capOf = (rule: BlockingRule, largestBlock: number) =>
  Math.floor(Math.min(largestBlock, rule.largestBlock ?? Infinity))

/** Keys of `scratch.record`, rule after rule. Parts are hashed as they are: putting them together first takes twice as long. */
function keysSql(model: LinkageModel): string {
  return model.rules
    .map(
      ({ key }, k) => `
      select ${k} as rule, (hash(hash(${quoteText(modelKey(model))}, ${k}), s.party_type, ${key.join(', ')}) >> 1)::bigint as key, s.id
      from scratch.record s where ${key.map((part) => `${part} is not null`).join(' and ')}`,
    )
    .join(' union all ')
}

/** The keys of older records that `scratch.key` has as well. Each rule's keys lie together, so every part reads only its own. */
function oldKeysSql(model: LinkageModel): string {
  const parts: string[] = []
  for (let k = 0; k < model.rules.length; k += DEFAULTS.together) {
    const rules = `rule between ${k} and ${k + DEFAULTS.together - 1}`
    parts.push(
      `select rule, key, id from linkage.key where ${rules} and key in (select key from scratch.key where ${rules})`,
    )
  }
  return parts.join(' union all ')
}

/**
 * Fills `scratch.key` (rule, key, id) with the keys of `scratch.record`. Unless it learns, it keeps them in `linkage.key` and adds
 * those of older records that have one in common with them; keys that far too many share are left out.
 */
async function findKeys(warehouse: Warehouse, model: LinkageModel, learns: boolean): Promise<void> {
  await warehouse.execute(`create or replace table scratch.key as ${keysSql(model)}`)
  if (learns) return
  await warehouse.execute(`
    create or replace table scratch.old_key as ${oldKeysSql(model)};
    create or replace table scratch.hopeless as
    select rule, key, count(*) as n from scratch.key where key in (select key from scratch.old_key where id < 0) group by all;
    delete from scratch.key where key in (select key from scratch.hopeless);
    insert into linkage.key select rule, key, id from scratch.key;
    insert into scratch.key select rule, key, id from scratch.old_key where id >= 0;
    drop table scratch.old_key`)
}

/** Keeps the keys of a rule over `scratch.block`, and of blocks beyond hope only that they are. */
const keepSql = (k: number, cap: number) => {
  const hopeless = `(select key from scratch.block where n > ${DEFAULTS.hopeless * cap})`
  return `
    insert into linkage.key select rule, key, id from scratch.key k anti join ${hopeless} h using (key) where rule = ${k};
    insert into linkage.key select ${k}, key, -1 from ${hopeless}`
}

/**
 * Fills `scratch.pair` with every pair of a record from `first` on with another, once (`l`, `r`: numbers of records, l < r;
 * `rule`: the first rule that brought it), and keeps the keys. Parties of different types never meet.
 * @param options `learns`: these are all records, else older ones with a key of `linkage.key` are met as well.
 */
export async function block(
  warehouse: Warehouse,
  model: LinkageModel,
  { first, learns, largestBlock }: { first: number; learns: boolean; largestBlock: number },
): Promise<BlockingReport[]> {
  await findKeys(warehouse, model, learns)
  await warehouse.execute('create or replace table scratch.found (l integer, r integer, rule integer)')
  const caps = model.rules.map((rule) => capOf(rule, largestBlock))
  const reports = model.rules.map(({ name }) => ({ rule: name, skippedBlocks: 0, skippedRecords: 0 }))
  const count = async (blocks: string) => {
    const { columns, rows } = await warehouse.columns(
      `select rule, count(*) as blocks, sum(n) as records from ${blocks} group by rule`,
      { rule: 'i32', blocks: 'f64', records: 'f64' },
    )
    for (let i = 0; i < rows; i++) {
      reports[columns.rule[i]].skippedBlocks += columns.blocks[i]
      reports[columns.rule[i]].skippedRecords += columns.records[i]
    }
  }
  // A million records are taken a rule at a time, which needs a twentieth of the memory; a night's fit into one go.
  const goes = learns ? caps.map((_, k) => [k]) : [[...caps.keys()]]
  for (const rules of goes) {
    const [rule, cap] =
      rules.length === 1
        ? [`${rules[0]}`, `${caps[rules[0]]}`]
        : ['min(rule)', `case rule ${rules.map((k) => `when ${k} then ${caps[k]}`).join(' ')} end`]
    const own = rules.length === 1 ? `where rule = ${rule}` : ''
    await warehouse.execute(`
      create or replace table scratch.block as
      select ${rule} as rule, key, count(*) as n from scratch.key ${own} group by key having count(*) > 1;
      create or replace table scratch.member as
      select rule, key, id from scratch.key where ${own ? `rule = ${rule} and` : ''} key in (select key from scratch.block where n <= ${cap});
      insert into scratch.found
      select b.id, a.id, a.rule from scratch.member a join scratch.member b using (key) where a.id >= ${first} and b.id < a.id
      ${learns ? `; ${keepSql(rules[0], caps[rules[0]])}` : ''}`)
    await count(`scratch.block where n > ${cap}`)
  }
  if (!learns) await count('scratch.hopeless')
  await warehouse.execute(`
    create or replace table scratch.pair as select l, r, min(rule) as rule from scratch.found group by l, r;
    drop table scratch.found; drop table scratch.member; drop table scratch.block; drop table scratch.key;
    drop table if exists scratch.hopeless`)
  const { columns, rows } = await warehouse.columns(
    'select rule, count(*) as n from scratch.pair group by rule',
    { rule: 'i32', n: 'f64' },
  )
  const pairs = new Map(Array.from({ length: rows }, (_, i) => [columns.rule[i], columns.n[i]]))
  return reports.map((report, k) => ({ ...report, pairs: pairs.get(k) ?? 0 }))
}
