/** Entity resolution: parties in, `core.entity` and `core.match` out. */
import type { Warehouse } from '../warehouse/index.ts'
import { DEFAULTS as BLOCKING, type BlockingReport, block } from './blocking.ts'
import { chanceAgreement } from './chance.ts'
import { clusters } from './clusters.ts'
import type { LinkageModel } from './comparison.ts'
import { learnMatches } from './expectation-maximisation.ts'
import { models } from './models.ts'
import { compare, countPatterns } from './patterns.ts'
import { standardise } from './standardise.ts'
import { matchSql, scorePairs, vetoSql, waterfallSql, weigh } from './weights.ts'

const DEFAULTS = {
  /** Pairs at least this probable are the same entity, 0 to 1. */
  matchProbability: 0.95,
  /** Pairs at least this probable are kept for a person to look at, 0 to 1. */
  reviewProbability: 0.05,
  largestBlock: BLOCKING.largestBlock,
  seed: 1,
} as const

export interface LinkOptions {
  /** What is linked by what, each model's parties within themselves. Default persons and organisations. */
  readonly models?: readonly LinkageModel[]
  readonly matchProbability?: number
  readonly reviewProbability?: number
  readonly largestBlock?: number
  readonly seed?: number
  readonly onProgress?: (step: string) => void
}

/** What linkage did. */
export interface LinkReport {
  readonly parties: number
  /** Pairs compared. */
  readonly pairs: number
  /** Pairs above the match line. */
  readonly matches: number
  readonly entities: number
  /** The match line, bits. */
  readonly line: number
  /** Matches among the compared pairs, as the model expects them. */
  readonly expectedMatches: number
  readonly seconds: number
  readonly byRule: readonly (BlockingReport & { readonly model: string })[]
}

const bits = (probability: number) => Math.log2(probability / (1 - probability))

/**
 * Links the parties of a warehouse, persons and organisations apart and each type within itself, and rewrites `core.entity` and
 * `core.match`. Every party gets a row; its entity bears the smallest party_id of the group.
 */
export async function linkParties(warehouse: Warehouse, options: LinkOptions = {}): Promise<LinkReport> {
  const started = performance.now()
  const report = {
    parties: 0,
    pairs: 0,
    matches: 0,
    entities: 0,
    line: bits(options.matchProbability ?? DEFAULTS.matchProbability),
    expectedMatches: 0,
    byRule: [] as LinkReport['byRule'][number][],
  }
  await warehouse.execute(
    'create schema if not exists staging; delete from core.entity; delete from core.match',
  )
  for (const model of options.models ?? models) {
    options.onProgress?.(`linking ${model.name}s`)
    const part = await linkModel(warehouse, model, options)
    report.parties += part.parties
    report.pairs += part.pairs
    report.matches += part.matches
    report.entities += part.entities
    report.expectedMatches += part.expectedMatches
    report.byRule.push(...part.byRule.map((rule) => ({ ...rule, model: model.name })))
  }
  await warehouse.execute(
    ['name', 'record', 'size', 'key', 'pair', 'gamma', 'chance', 'scored', 'cluster']
      .map((table) => `drop table if exists staging.link_${table}`)
      .join('; '),
  )
  return { ...report, seconds: (performance.now() - started) / 1000 }
}

async function linkModel(warehouse: Warehouse, model: LinkageModel, options: LinkOptions) {
  const parties = await standardise(warehouse, model)
  const byRule = await block(warehouse, model, options.largestBlock)
  const pairs = byRule.reduce((sum, rule) => sum + rule.pairs, 0)
  await compare(warehouse, model)
  const patterns = await countPatterns(warehouse, model, 'staging.link_gamma')
  const u = await chanceAgreement(warehouse, model, parties, { seed: options.seed ?? DEFAULTS.seed })
  const learned = learnMatches(model, patterns, u)
  const weights = weigh(learned.m, u, learned.matchShare * pairs, parties)
  await scorePairs(warehouse, model, weights, bits(options.reviewProbability ?? DEFAULTS.reviewProbability))
  await warehouse.execute(`
    insert into core.match (party_id_l, party_id_r, match_weight, match_probability, is_vetoed, waterfall)
    select l.party_id, r.party_id, s.weight, 1 / (1 + pow(2, -s.weight)), ${vetoSql(model)}, ${waterfallSql(model, weights)}
    from staging.link_scored s join staging.link_record l on l.id = s.l join staging.link_record r on r.id = s.r
    order by l.party_id, r.party_id`)
  const matched = matchSql(model, bits(options.matchProbability ?? DEFAULTS.matchProbability))
  const { columns, rows } = await warehouse.columns(
    `select l, r from staging.link_scored where ${matched} order by l, r`,
    { l: 'i32', r: 'i32' },
  )
  const group = clusters(parties, columns.l, columns.r)
  await warehouse.execute('create or replace table staging.link_cluster (id integer, head integer)')
  await warehouse.append('staging.link_cluster', { id: Int32Array.from(group, (_, i) => i), head: group })
  await warehouse.execute(`
    insert into core.entity (party_id, entity_id, match_weight, known_at)
    with strongest as (
      select id, max(weight) as weight from (
        select l as id, weight from staging.link_scored where ${matched}
        union all select r, weight from staging.link_scored where ${matched}
      ) group by id
    )
    select s.party_id, h.party_id, w.weight, p.known_at
    from staging.link_record s join staging.link_cluster c using (id) join staging.link_record h on h.id = c.head
    join core.party p on p.party_id = s.party_id left join strongest w on w.id = s.id
    order by s.party_id`)
  let entities = 0
  for (let i = 0; i < parties; i++) if (group[i] === i) entities++
  return { parties, pairs, matches: rows, entities, expectedMatches: learned.matchShare * pairs, byRule }
}
