/** Links the parties of one model: all of them and learning how they agree, or those not linked yet by what was learned. */
import { quoteText, type Warehouse } from '../warehouse/index.ts'
import { type BlockingReport, block } from './blocking.ts'
import { chanceAgreement } from './chance.ts'
import type { LinkageModel } from './comparison.ts'
import { learnMatches } from './expectation-maximisation.ts'
import { type KeptModel, keepModel, modelKey } from './kept-model.ts'
import { compare, countPatterns } from './patterns.ts'
import { partiesOf, standardise } from './standardise.ts'
import { scorePairs, vetoSql, waterfallSql, weigh } from './weights.ts'

interface ModelSettings {
  /** Match and review line, bits. */
  readonly line: number
  readonly review: number
  readonly largestBlock: number
  readonly seed: number
  readonly definition: string
  /** What was learned before; undefined to learn it now from all parties. */
  readonly kept: KeptModel | undefined
  readonly at: Date
}

interface ModelReport {
  readonly pairs: number
  readonly expectedMatches: number
  readonly byRule: readonly BlockingReport[]
  /** Seconds that making the records comparable took. */
  readonly standardiseSeconds: number
}

/** Adds to `linkage.record`, `linkage.key`, `core.match` and, when it learns, `linkage.model` and `linkage.term`. */
export async function linkModel(
  warehouse: Warehouse,
  model: LinkageModel,
  settings: ModelSettings,
): Promise<ModelReport> {
  const { kept } = settings
  const started = performance.now()
  await warehouse.execute('drop table if exists scratch.record')
  const first = kept
    ? await number(warehouse, 'select coalesce(max(id), -1) + 1 as n from linkage.record')
    : 0
  const records = await standardise(
    warehouse,
    model,
    kept
      ? `select (${first} - 1 + row_number() over (order by p.party_id))::integer as id, p.rowid as party_row, p.* from core.party p
          where p.party_id in (select party_id from scratch.touched) and ${partiesOf(model)}`
      : `select p.rowid::integer as id, p.rowid as party_row, p.* from core.party p where ${partiesOf(model)}`,
    kept ? 'kept' : 'learned',
  )
  const standardiseSeconds = (performance.now() - started) / 1000
  if (records === 0) {
    if (!kept) await learnNothing(warehouse, model, settings)
    return {
      pairs: 0,
      expectedMatches: kept?.expectedMatches ?? 0,
      byRule: model.rules.map(({ name }) => ({ rule: name, pairs: 0, skippedBlocks: 0, skippedRecords: 0 })),
      standardiseSeconds,
    }
  }
  await warehouse.execute(`
    insert into linkage.record (id, model, party_id, party_row, party_print, identity_row, identity_print)
    select id, ${quoteText(modelKey(model))}, party_id, party_row, party_print, identity_row, identity_print from scratch.record`)
  const byRule = await block(warehouse, model, { first, learns: !kept, largestBlock: settings.largestBlock })
  const pairs = byRule.reduce((sum, rule) => sum + rule.pairs, 0)
  if (kept) await addPartners(warehouse, model, first)
  await compare(warehouse, model, first)
  const weights = kept?.weights ?? (await learn(warehouse, model, settings, records, pairs))
  await scorePairs(warehouse, model, weights, settings.review)
  await warehouse.execute(`
    insert into core.match (party_id_l, party_id_r, match_weight, match_probability, is_vetoed, waterfall)
    select least(l.party_id, r.party_id), greatest(l.party_id, r.party_id), s.weight, 1 / (1 + pow(2, -s.weight)), ${vetoSql(model)},
      ${waterfallSql(model, weights)}
    from scratch.scored s join scratch.record l on l.id = s.l join scratch.record r on r.id = s.r`)
  const found = await number(
    warehouse,
    'select coalesce(sum(1 / (1 + pow(2, -weight))), 0) as n from scratch.scored',
  )
  const expectedMatches = kept
    ? kept.expectedMatches + found
    : await number(
        warehouse,
        `select expected_matches as n from linkage.model where model = ${quoteText(modelKey(model))}`,
      )
  if (kept)
    await warehouse.execute(`
      update linkage.model set expected_matches = ${expectedMatches}, pairs = pairs + ${pairs} where model = ${quoteText(modelKey(model))}`)
  await warehouse.execute(
    ['record', 'pair', 'gamma', 'chance', 'scored']
      .map((table) => `drop table if exists scratch.${table}`)
      .join('; '),
  )
  return { pairs, expectedMatches, byRule, standardiseSeconds }
}

/** Learns the weights from the compared pairs and keeps them. */
async function learn(
  warehouse: Warehouse,
  model: LinkageModel,
  settings: ModelSettings,
  records: number,
  pairs: number,
) {
  const patterns = await countPatterns(warehouse, model, 'scratch.gamma')
  const u = await chanceAgreement(warehouse, model, records, { seed: settings.seed })
  const { m, matchShare } = learnMatches(model, patterns, u)
  const expectedMatches = matchShare * pairs
  const weights = weigh(m, u, expectedMatches, records)
  const { definition, line, at } = settings
  await keepModel(
    warehouse,
    model,
    { weights, definition, line, records, pairs, expectedMatches },
    { m, u },
    at,
  )
  return weights
}

/** Keeps what is expected before any data is seen, for a kind of party that the book does not have yet. */
async function learnNothing(warehouse: Warehouse, model: LinkageModel, settings: ModelSettings) {
  const expected = (side: 'm' | 'u') =>
    model.comparisons.map((c) => Float64Array.from(c.levels, (level) => level[side]))
  const [m, u] = [expected('m'), expected('u')]
  const { definition, line, at } = settings
  const weights = weigh(m, u, 0, 0)
  const none = { records: 0, pairs: 0, expectedMatches: 0 }
  await keepModel(warehouse, model, { weights, definition, line, ...none }, { m, u }, at)
}

/** Adds the older records that new ones may be to `scratch.record`. */
async function addPartners(warehouse: Warehouse, model: LinkageModel, first: number): Promise<void> {
  await warehouse.execute(`
    create or replace table scratch.partner as
    select id, party_id from linkage.record where id in (select l from scratch.pair where l < ${first})`)
  await standardise(
    warehouse,
    model,
    'select t.id, p.rowid as party_row, p.* from core.party p join scratch.partner t using (party_id)',
    'kept',
  )
  await warehouse.execute('drop table scratch.partner')
}

async function number(warehouse: Warehouse, query: string): Promise<number> {
  return (await warehouse.columns(query, { n: 'f64' })).columns.n[0]
}
