/** Keeps what policies are expected to cost, with the parts and reasons that add up to it. */
import type { RunContext } from './context.ts'
import { leadingReasons } from './reason-list.ts'
import type { ScoredPolicies } from './score-rates.ts'

/** Writes `score.policy_cost` and `score.cost_reason` anew. */
export async function writeCosts(
  { warehouse }: RunContext,
  scored: ScoredPolicies,
  modelId: string,
): Promise<void> {
  const { entityIds, asOf, lines, peerGroups, years, premium, costs, parts } = scored
  for (const table of ['score.policy_cost', 'score.cost_reason'] as const)
    await warehouse.db.deleteFrom(table).execute()
  await warehouse.append('score.policy_cost', {
    policy_id: entityIds,
    as_of: asOf,
    line: lines,
    peer_group: peerGroups,
    term_years: years,
    frequency: costs.frequency,
    expected_claims: costs.claims,
    claim_probability: costs.probability,
    severity_amount: costs.severity,
    expected_cost_amount: costs.cost,
    premium_amount: premium,
    base_log: parts.base,
    line_log: parts.line,
    term_log: parts.term,
    frequency_log: parts.frequency,
    severity_log: parts.severity,
    model_id: entityIds.map(() => modelId),
  })
  const list = [...scored.chosen].flatMap((row, i) =>
    (['frequency', 'severity'] as const).flatMap((part) => {
      const own = scored.reasons[i].filter((reason) => reason.part === part)
      return leadingReasons(
        own.map(({ name, logEffect }) => ({ name, effect: logEffect })),
        parts[part][row],
      ).map((reason) => ({ row, part, ...reason }))
    }),
  )
  await warehouse.append('score.cost_reason', {
    policy_id: list.map(({ row }) => entityIds[row]),
    part: list.map(({ part }) => part),
    name: list.map(({ name }) => name),
    value: Float64Array.from(list, ({ name, row }) => scored.value(name, row)),
    peer_value: Float64Array.from(list, ({ name, row }) => scored.peerValue(name, row)),
    log_effect: Float64Array.from(list, ({ effect }) => effect),
  })
}
