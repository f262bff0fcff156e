/** Scores of what is learned as a rate: the probability of at least one event in the term, and what the term is expected to cost. */
import { select } from '../model.ts'
import type { CostPart } from '../schema/words.ts'
import { logit } from '../score.ts'
import { fitPeers, peersOf } from '../scoring/peers.ts'
import { BUILT_IN, policyBandOf } from '../thresholds/index.ts'
import {
  atLeastOne,
  type CostReason,
  type Costs,
  costsOf,
  explainCosts,
  partsOfCosts,
} from '../underwriting/index.ts'
import type { RunContext } from './context.ts'
import { rowsWhere } from './known.ts'
import type { Learned } from './learn.ts'
import { policyTerms } from './policy-terms.ts'
import { leadingReasons } from './reason-list.ts'
import { writeCosts } from './write-costs.ts'

export const DEFAULTS = {
  /** Rows whose reasons are kept: the dearest. The others are explained when somebody asks. */
  explained: 5000,
} as const

/** What was found of the policies, for the tables that keep it. */
export interface ScoredPolicies {
  readonly entityIds: readonly string[]
  readonly asOf: Float64Array
  readonly lines: readonly (string | null)[]
  readonly peerGroups: readonly (string | null)[]
  readonly years: Float64Array
  readonly premium: Float64Array
  readonly costs: Costs
  readonly parts: Readonly<Record<CostPart, Float64Array>>
  /** Rows that are explained, and their reasons. */
  readonly chosen: Int32Array
  readonly reasons: readonly (readonly CostReason[])[]
  readonly value: (name: string, row: number) => number
  readonly peerValue: (name: string, row: number) => number
}

/**
 * Writes scores with their parts. The reasons of a cost add up to its logarithm; for the probability those of the frequency
 * are kept in log-odds, each with its share of the difference between the score and the base.
 */
export async function writeRates(
  context: RunContext,
  { task, cost, subjects, featurized, modelId }: Learned,
): Promise<{ readonly scored: number; readonly bands: Readonly<Record<string, number>> }> {
  if (!cost) throw new Error(`missing rate model: ${task.name}`)
  const { warehouse } = context
  const { lines, peerGroups, matrix } = subjects
  const x = {
    rate: select(matrix, cost.rate.features),
    severity: select(matrix, cost.severity?.features ?? []),
  }
  const { years, premium } = await policyTerms(warehouse, featurized.entityIds)
  const costs = costsOf(cost, x, lines, years)
  const { probability } = costs
  const logOdds = probability.map(logit)
  const fill = <T>(value: T): T[] => new Array<T>(matrix.rows).fill(value)
  for (const table of ['score.risk', 'score.part', 'score.reason'] as const)
    await warehouse.db.deleteFrom(table).where('entity', '=', task.entity).execute()
  const typical = medians(costs.cost, peerGroups)
  const bands = Array.from(costs.cost, (amount, i) =>
    policyBandOf(BUILT_IN.set, amount / (typical.get(peerGroups[i]) || Number.POSITIVE_INFINITY)),
  )
  await warehouse.append('score.risk', {
    entity: fill(task.entity),
    entity_id: featurized.entityIds,
    as_of: featurized.asOf,
    line: lines,
    probability,
    log_odds: logOdds,
    band: bands,
    expected_loss_amount: costs.cost,
    peer_group: peerGroups,
    model_id: fill(modelId),
  })
  const chosen = rowsWhere(matrix.rows, () => true)
    .sort((a, b) => costs.cost[b] - costs.cost[a] || a - b)
    .slice(0, DEFAULTS.explained)
  const read = select(matrix, [...new Set([...cost.rate.features, ...(cost.severity?.features ?? [])])])
  const place = new Map(read.names.map((name, i) => [name, i]))
  const peers = fitPeers(read, peerGroups)
  const scored: ScoredPolicies = {
    entityIds: featurized.entityIds,
    asOf: featurized.asOf,
    lines,
    peerGroups,
    years,
    premium,
    costs,
    parts: partsOfCosts(cost, x, lines, years, costs),
    chosen,
    reasons: explainCosts(cost, x, chosen),
    value: (name, row) => read.columns[place.get(name) ?? -1]?.[row] ?? Number.NaN,
    peerValue: (name, row) => peersOf(peers, peerGroups[row]).median[place.get(name) ?? -1] ?? Number.NaN,
  }
  await writeProbabilities(context, task.entity, scored, logOdds, cost.file.dispersion)
  if (task.entity === 'policy') await writeCosts(context, scored, modelId)
  const counts: Record<string, number> = {}
  for (const band of bands) counts[band] = (counts[band] ?? 0) + 1
  return { scored: matrix.rows, bands: counts }
}

/** Parts and reasons of the probability, in log-odds: those of the frequency. */
async function writeProbabilities(
  { warehouse }: RunContext,
  entity: Learned['task']['entity'],
  { entityIds, costs, parts, chosen, reasons, value, peerValue }: ScoredPolicies,
  logOdds: Float64Array,
  dispersion: number,
): Promise<void> {
  const ids = Array.from(chosen, (row) => entityIds[row])
  // A shorter term lowers the base as it lowers the score.
  const bases = Float64Array.from(chosen, (row) =>
    logit(atLeastOne(costs.claims[row] * Math.exp(-parts.frequency[row]), dispersion)),
  )
  const models = Float64Array.from(chosen, (row, i) => logOdds[row] - bases[i])
  await warehouse.append('score.part', {
    entity: new Array(ids.length * 2).fill(entity),
    entity_id: [...ids, ...ids],
    part: [...ids.map(() => 'base'), ...ids.map(() => 'model')],
    log_odds: Float64Array.from([...bases, ...models]),
  })
  const list = [...chosen].flatMap((row, i) => {
    const frequency = parts.frequency[row]
    const scale = Math.abs(frequency) < 1e-12 ? 0 : models[i] / frequency
    const own = reasons[i].filter(({ part }) => part === 'frequency')
    return leadingReasons(
      own.map(({ name, logEffect }) => ({ name, effect: logEffect * scale })),
      models[i],
    ).map((reason) => ({ row, id: ids[i], ...reason }))
  })
  await warehouse.append('score.reason', {
    entity: list.map(() => entity),
    entity_id: list.map(({ id }) => id),
    part: list.map(() => 'model'),
    name: list.map(({ name }) => name),
    value: Float64Array.from(list, ({ name, row }) => value(name, row)),
    peer_value: Float64Array.from(list, ({ name, row }) => peerValue(name, row)),
    log_odds: Float64Array.from(list, ({ effect }) => effect),
  })
}

/** Median of each group. */
function medians<G>(values: Float64Array, groups: readonly G[]): Map<G, number> {
  const lists = new Map<G, number[]>()
  values.forEach((value, i) => {
    const list = lists.get(groups[i])
    if (list) list.push(value)
    else lists.set(groups[i], [value])
  })
  return new Map([...lists].map(([group, list]) => [group, Float64Array.from(list).sort()[list.length >> 1]]))
}
