/** The rules that spoke on a claim, in words made from the features that they read. */
import type { Labels } from '../labels.ts'
import type { RuleHit, ScoreDetail } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { featureRow } from './features.ts'

export async function ruleHits(
  view: View,
  labels: Labels,
  score: ScoreDetail | null,
  claimId: string,
): Promise<RuleHit[]> {
  const spoke = score?.parts.find(({ part }) => part === 'rules')?.reasons ?? []
  const rules = spoke.flatMap(({ name }) => labels.rule(name) ?? [])
  if (rules.length === 0) return []
  const row = await featureRow(view, 'claim', claimId)
  return rules.map((rule) => {
    const known = rule.reads.every((name) => row.has(name))
    const features = Object.fromEntries(rule.reads.map((name) => [name, row.get(name) ?? Number.NaN]))
    return {
      id: rule.id,
      title: rule.title,
      reason: known ? rule.reason(features) : rule.title,
      severity: rule.severity,
      runbook: rule.runbook,
      falsePositives: [...rule.falsePositives],
    }
  })
}
