/** What linkage learned, as it is kept in `linkage.model` from one run to the next. */
import { hashOf } from '../util/hash.ts'
import { VERSION } from '../version.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { LinkageModel } from './comparison.ts'
import type { Weights } from './weights.ts'

/** The weights of a kind of party, and what they were learned from. */
export interface KeptModel {
  readonly weights: Weights
  readonly definition: string
  readonly records: number
  readonly pairs: number
  /** Matches among all pairs compared so far. */
  readonly expectedMatches: number
  /** Bits. */
  readonly line: number
}

/** Name of a model among those of a book. */
export const modelKey = (model: LinkageModel): string =>
  model.where ? `${model.name} where ${model.where}` : model.name

/** Hash of all that weights and keys depend on besides the data. */
export const definitionOf = (model: LinkageModel, options: Readonly<Record<string, number>>): string =>
  hashOf({ model, options, VERSION })

export async function readKeptModels(warehouse: Warehouse): Promise<Map<string, KeptModel>> {
  const rows = await warehouse.db.selectFrom('linkage.model').selectAll().execute()
  return new Map(
    rows.map((row) => {
      const { bits, chance, prior } = JSON.parse(row.parameters) as {
        bits: number[][]
        chance: number[]
        prior: number
      }
      return [
        row.model,
        {
          weights: { bits: bits.map((list) => Float64Array.from(list)), chance, prior },
          definition: row.definition,
          records: row.records,
          pairs: row.pairs,
          expectedMatches: row.expected_matches,
          line: row.match_line,
        },
      ]
    }),
  )
}

export async function keepModel(
  warehouse: Warehouse,
  model: LinkageModel,
  kept: KeptModel,
  learned: { readonly m: readonly Float64Array[]; readonly u: readonly Float64Array[] },
  at: Date,
): Promise<void> {
  const { bits, chance, prior } = kept.weights
  const lists = (rows: readonly Float64Array[]) => rows.map((row) => [...row])
  await warehouse.append('linkage.model', {
    model: [modelKey(model)],
    definition: [kept.definition],
    learned_at: [at],
    records: Int32Array.of(kept.records),
    pairs: Float64Array.of(kept.pairs),
    expected_matches: Float64Array.of(kept.expectedMatches),
    match_line: Float64Array.of(kept.line),
    parameters: [
      JSON.stringify({ bits: lists(bits), chance, prior, m: lists(learned.m), u: lists(learned.u) }),
    ],
  })
}
