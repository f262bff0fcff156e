/** Steps of a ring's growth for the scrubber, from what the API tells of its time. */
import type { RingTimeline } from '../../src/api/schemas/index.ts'
import type { GrowthStep } from '../charts/growth-layout.ts'
import { say } from '../language.ts'

/** Members as they join, claims as they are reported, payments as they are made. */
export function growthSteps({ steps, appears }: Pick<RingTimeline, 'steps' | 'appears'>): GrowthStep[] {
  const joins = steps.filter((step) => step.kind === 'joined')
  const members: GrowthStep[] =
    joins.length > 0
      ? joins.map((step) => ({
          at: step.at,
          kind: 'member',
          amount: Math.max(1, step.nodes.length),
          label: say(step.text),
        }))
      : appears
          .filter(({ nodeId }) => nodeId.startsWith('entity:'))
          .map(({ nodeId, at }) => ({ at, kind: 'member', amount: 1, label: nodeId.slice('entity:'.length) }))
  const events = steps.flatMap((step): GrowthStep[] => {
    const label = step.claimId ?? say(step.text)
    if (step.kind === 'reported') return [{ at: step.at, kind: 'claim', amount: 1, label }]
    if (step.kind === 'paid') return [{ at: step.at, kind: 'payment', amount: step.amount ?? 0, label }]
    return []
  })
  return [...members, ...events].sort((a, b) => a.at.localeCompare(b.at))
}
