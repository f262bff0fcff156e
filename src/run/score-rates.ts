/** Scores of what is learned as a rate: the probability of at least one event in the term. */
import { select } from '../model.ts'
import { logit } from '../score.ts'
import { BUILT_IN, policyBandOf } from '../thresholds/index.ts'
import type { RunContext } from './context.ts'
import { rowsWhere } from './known.ts'
import type { Learned } from './learn.ts'

export const DEFAULTS = {
  /** Rows whose reasons are kept: the riskiest. The others are explained when somebody asks. */
  explained: 5000,
  /** Reasons named; the rest is `other`. */
  named: 12,
} as const

/** Probability of at least one event, given the log of the number expected. */
const atLeastOne = (logRate: number): number => -Math.expm1(-Math.exp(logRate))

/**
 * Writes scores with their parts: the probability of an event, and its expected cost, within the policy's term or a year,
 * whichever is shorter. A rate's contributions are in log-rate; in log-odds each keeps its share of the difference
 * between the score and the base, so that the parts add up.
 */
export async function writeRates(
  { warehouse }: RunContext,
  { task, rate, subjects, featurized, modelId }: Learned,
): Promise<{ readonly scored: number; readonly bands: Readonly<Record<string, number>> }> {
  if (!rate) throw new Error(`missing rate model: ${task.name}`)
  const { lines, peerGroups } = subjects
  const matrix = select(subjects.matrix, rate.features)
  const margin = rate.margin(matrix)
  const term = await terms(warehouse, featurized.entityIds)
  const within = margin.map((m, i) => m + Math.log(term[i]))
  const probability = within.map(atLeastOne)
  const logOdds = probability.map(logit)
  const severity = await meanSeverity(warehouse)
  const rows = matrix.rows
  const fill = <T>(value: T): T[] => new Array<T>(rows).fill(value)
  for (const table of ['score.risk', 'score.part', 'score.reason'] as const)
    await warehouse.db.deleteFrom(table).where('entity', '=', task.entity).execute()
  const expected = within.map((m, i) => Math.exp(m) * (severity.get(lines[i] ?? '') ?? 0))
  const typical = medians(expected, peerGroups)
  const bands = Array.from(expected, (cost, i) =>
    policyBandOf(BUILT_IN.set, cost / (typical.get(peerGroups[i]) || Number.POSITIVE_INFINITY)),
  )
  await warehouse.append('score.risk', {
    entity: fill(task.entity),
    entity_id: featurized.entityIds,
    as_of: featurized.asOf,
    line: lines,
    probability,
    log_odds: logOdds,
    band: bands,
    expected_loss_amount: expected,
    peer_group: peerGroups,
    model_id: fill(modelId),
  })
  const ranked = rowsWhere(rows, () => true).sort((a, b) => probability[b] - probability[a] || a - b)
  const chosen = ranked.subarray(0, DEFAULTS.explained)
  const { bias, names, parts } = rate.explain(matrix, chosen)
  // A shorter term lowers the base as it lowers the score.
  const bases = Float64Array.from(chosen, (row) => logit(atLeastOne(bias + Math.log(term[row]))))
  const ids = Array.from(chosen, (row) => featurized.entityIds[row])
  await warehouse.append('score.part', {
    entity: new Array(chosen.length * 2).fill(task.entity),
    entity_id: [...ids, ...ids],
    part: [...ids.map(() => 'base'), ...ids.map(() => 'model')],
    log_odds: Float64Array.from({ length: chosen.length * 2 }, (_, i) =>
      i < chosen.length ? bases[i] : logOdds[chosen[i - chosen.length]] - bases[i - chosen.length],
    ),
  })
  const reason = {
    entity_id: [] as string[],
    name: [] as string[],
    value: [] as number[],
    log_odds: [] as number[],
  }
  const place = names.map((name) => matrix.names.indexOf(name))
  chosen.forEach((row, i) => {
    const sum = margin[row] - bias
    const base = bases[i]
    const scale = Math.abs(sum) < 1e-12 ? 0 : (logOdds[row] - base) / sum
    const order = names.map((_, j) => j).sort((a, b) => Math.abs(parts[b][i]) - Math.abs(parts[a][i]))
    let rest = logOdds[row] - base
    for (const j of order.slice(0, DEFAULTS.named)) {
      const value = parts[j][i] * scale
      if (value === 0) continue
      rest -= value
      push(ids[i], names[j], matrix.columns[place[j]][row], value)
    }
    push(ids[i], 'other', Number.NaN, rest)
  })
  await warehouse.append('score.reason', {
    entity: reason.name.map(() => task.entity),
    entity_id: reason.entity_id,
    part: reason.name.map(() => 'model'),
    name: reason.name,
    value: Float64Array.from(reason.value),
    peer_value: new Float64Array(reason.name.length).fill(Number.NaN),
    log_odds: Float64Array.from(reason.log_odds),
  })
  const counts: Record<string, number> = {}
  for (const band of bands) counts[band] = (counts[band] ?? 0) + 1
  return { scored: rows, bands: counts }

  function push(id: string, name: string, value: number, odds: number): void {
    reason.entity_id.push(id)
    reason.name.push(name)
    reason.value.push(value)
    reason.log_odds.push(odds)
  }
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

/** Years that each policy lasts, at most one; one where its dates are not known. */
async function terms(warehouse: RunContext['warehouse'], ids: readonly string[]): Promise<Float64Array> {
  const { columns } = await warehouse.columns(
    `select policy_id, greatest(1, least(365, date_diff('day', inception_date, expiry_date) + 1)) / 365.0 as years
     from core.policy where inception_date is not null and expiry_date is not null`,
    { policy_id: 'string', years: 'f64' },
  )
  const years = new Map(columns.policy_id.map((id, i) => [id, columns.years[i]]))
  return Float64Array.from(ids, (id) => years.get(id) ?? 1)
}

/** Mean sum claimed, by line. */
async function meanSeverity({ db }: RunContext['warehouse']): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('core.claim')
    .select(({ fn }) => ['line', fn.avg<number>('claimed_amount').as('mean')])
    .where('claimed_amount', '>', 0)
    .groupBy('line')
    .execute()
  return new Map(rows.map((row) => [row.line, Number(row.mean)]))
}
