/** Entity resolution: parties in, `core.entity` and `core.match` out; what was linked before is not linked again. */
import { tableDef } from '../schema/database.ts'
import { ddl } from '../schema/table.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { DEFAULTS as BLOCKING, type BlockingReport } from './blocking.ts'
import { type Changes, findChanges, forget } from './changes.ts'
import type { LinkageModel } from './comparison.ts'
import {
  CHANGED_VERDICTS,
  countEntities,
  type EntityReport,
  formEntities,
  type PairVerdict,
  readVerdicts,
} from './entities.ts'
import { definitionOf, type KeptModel, modelKey, readKeptModels } from './kept-model.ts'
import { linkModel } from './link-model.ts'
import { models } from './models.ts'
import { withScratch } from './scratch.ts'

const DEFAULTS = {
  /** Pairs at least this probable are the same entity, 0 to 1. */
  matchProbability: 0.95,
  /** Pairs at least this probable are kept for a person to look at, 0 to 1. */
  reviewProbability: 0.05,
  largestBlock: BLOCKING.largestBlock,
  /** Weights are learned anew when the book has grown by more than this share since they were. */
  growth: 0.2,
  seed: 1,
} as const

export interface LinkOptions {
  /** What is linked by what, each model's parties within themselves. Default persons and organisations. */
  readonly models?: readonly LinkageModel[]
  /** Pairs at least this probable are the same entity, 0 to 1; default 0.95. */
  readonly matchProbability?: number
  /** The same as a weight, bits; goes before the probability. */
  readonly matchWeight?: number
  readonly reviewProbability?: number
  readonly largestBlock?: number
  /** What people decided: joined or held apart whatever the weights say. Of two on one pair the later counts. */
  readonly verdicts?: readonly PairVerdict[]
  /** Links everything anew and learns the weights, though nothing calls for it. */
  readonly relearn?: boolean
  /** Share by which the book may grow before the weights are learned anew; default 0.2. */
  readonly growth?: number
  /** Moment that merges and splits are noted under; default when the newest party became known. */
  readonly at?: Date
  readonly seed?: number
  readonly onProgress?: (step: string) => void
}

/** What linkage did. */
export interface LinkReport {
  /** `learned`: everything linked anew; `incremental`: what is new or changed; `unchanged`: there was nothing to do. */
  readonly mode: 'learned' | 'incremental' | 'unchanged'
  /** Parties in the book. */
  readonly parties: number
  /** Parties linked, and taken out, by this run. */
  readonly changes: Changes
  /** Pairs compared by this run. */
  readonly pairs: number
  /** Pairs of the book above the match line that nothing holds apart. */
  readonly matches: number
  readonly entities: number
  readonly entityChanges: EntityReport
  /** The match line, bits. */
  readonly line: number
  /** Matches among all pairs compared so far, as the model expects them. */
  readonly expectedMatches: number
  readonly seconds: number
  /** Seconds of these that making the records comparable took: names taken apart, numbers and addresses in one form. */
  readonly standardiseSeconds: number
  readonly byRule: readonly (BlockingReport & { readonly model: string })[]
}

const bits = (probability: number) => Math.log2(probability / (1 - probability))
const LEARNED = ['linkage.model', 'linkage.term', 'linkage.word', 'linkage.record', 'linkage.key'] as const
const STATE = [...LEARNED, 'linkage.total', 'linkage.verdict'] as const

/**
 * Links the parties of a warehouse, persons and organisations apart and each type within itself, and brings `core.entity` and
 * `core.match` up to date. Every party gets a row. The first run learns the weights from the whole book; later ones link only
 * the parties that are new or whose details changed, by the weights kept, until the definitions change or the book has grown.
 * An entity keeps its id as long as it lives; merges and splits are noted in `core.entity_change`.
 */
export async function linkParties(warehouse: Warehouse, options: LinkOptions = {}): Promise<LinkReport> {
  const started = performance.now()
  const chosen = options.models ?? models
  const settings = {
    line: options.matchWeight ?? bits(options.matchProbability ?? DEFAULTS.matchProbability),
    review: bits(options.reviewProbability ?? DEFAULTS.reviewProbability),
    largestBlock: options.largestBlock ?? DEFAULTS.largestBlock,
    seed: options.seed ?? DEFAULTS.seed,
  }
  await warehouse.execute(
    `create schema if not exists staging; create schema if not exists linkage; ${STATE.map((name) => ddl(tableDef(name))).join('; ')}`,
  )
  await readVerdicts(warehouse, options.verdicts ?? [])
  const definitions = chosen.map((model) =>
    definitionOf(model, { review: settings.review, largestBlock: settings.largestBlock }),
  )
  const kept = await readKeptModels(warehouse)
  const parties = await count(warehouse, 'core.party')
  const learns =
    options.relearn === true ||
    kept.size !== chosen.length ||
    chosen.some((model, i) => kept.get(modelKey(model))?.definition !== definitions[i]) ||
    parties > sum(kept, (model) => model.records) * (1 + (options.growth ?? DEFAULTS.growth))
  const at = options.at ?? (await newest(warehouse))

  return withScratch(warehouse, async () => {
    const changes = learns ? { added: parties, changed: 0, removed: 0 } : await findChanges(warehouse)
    const isTouched = changes.added + changes.changed + changes.removed > 0
    const isMoved =
      [...kept.values()].some((model) => model.line !== settings.line) ||
      (await count(warehouse, `(${CHANGED_VERDICTS})`)) > 0
    const report = {
      mode: learns
        ? ('learned' as const)
        : isTouched || isMoved
          ? ('incremental' as const)
          : ('unchanged' as const),
      parties,
      changes,
      pairs: 0,
      entityChanges: { looked: 0, merged: 0, split: 0 } as EntityReport,
      line: settings.line,
      expectedMatches: 0,
      standardiseSeconds: 0,
      byRule: [] as LinkReport['byRule'][number][],
    }
    if (learns)
      await warehouse.execute(
        `${LEARNED.map((name) => `delete from ${name}`).join('; ')}; delete from core.match`,
      )
    else if (isTouched) await forget(warehouse)
    for (const [i, model] of chosen.entries()) {
      const known = learns ? undefined : kept.get(modelKey(model))
      if (!learns && !isTouched) {
        report.expectedMatches += known?.expectedMatches ?? 0
        continue
      }
      options.onProgress?.(`linking ${model.name}s`)
      const part = await linkModel(warehouse, model, {
        ...settings,
        kept: known,
        definition: definitions[i],
        at,
      })
      report.pairs += part.pairs
      report.expectedMatches += part.expectedMatches
      report.standardiseSeconds += part.standardiseSeconds
      report.byRule.push(...part.byRule.map((rule) => ({ ...rule, model: modelKey(model) })))
    }
    if (report.mode !== 'unchanged') {
      options.onProgress?.('forming entities')
      const everybody = learns || [...kept.values()].some((model) => model.line !== settings.line)
      report.entityChanges = await formEntities(warehouse, { line: settings.line, everybody, at })
      await warehouse.execute(`update linkage.model set match_line = ${settings.line}`)
    }
    await warehouse.execute('drop table if exists staging.link_verdict')
    return {
      ...report,
      matches: await count(warehouse, `core.match where match_weight >= ${settings.line} and not is_vetoed`),
      entities: await countEntities(warehouse),
      seconds: (performance.now() - started) / 1000,
    }
  })
}

async function count(warehouse: Warehouse, from: string): Promise<number> {
  return (await warehouse.columns(`select count(*) as n from ${from}`, { n: 'f64' })).columns.n[0]
}

async function newest(warehouse: Warehouse): Promise<Date> {
  const { columns } = await warehouse.columns(
    "select coalesce(max(known_at), timestamp '1970-01-01') as at from core.party",
    { at: 'f64' },
  )
  return new Date(columns.at[0])
}

const sum = (kept: ReadonlyMap<string, KeptModel>, of: (model: KeptModel) => number): number =>
  [...kept.values()].reduce((total, model) => total + of(model), 0)
