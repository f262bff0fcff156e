/** Steps of a ring's growth for the scrubber, from what the API tells of its time. */
import type { RingTimeline } from '../../src/api/schemas/index.ts'
import type { GrowthStep } from '../charts/growth-layout.ts'
import { say } from '../language.ts'

/** Members as they join, claims as they are reported, payments as they are made. */
export function growthSteps({ steps, appears }: Pick<RingTimeline, 'steps' | 'appears'>): GrowthStep[] {
  const joined = new Map<string, { at: string; label: string }>()
  const isEntity = (node: string) => node.startsWith('entity:')
  for (const { kind, nodes, at, text } of steps)
    if (kind === 'joined')
      for (const node of nodes.filter(isEntity))
        if (!joined.has(node)) joined.set(node, { at, label: say(text) })
  if (joined.size === 0)
    for (const { nodeId, at } of appears)
      if (isEntity(nodeId)) joined.set(nodeId, { at, label: nodeId.slice('entity:'.length) })
  const members = [...joined.values()].map(
    ({ at, label }): GrowthStep => ({ at, kind: 'member', amount: 1, label }),
  )
  const events = steps.flatMap((step): GrowthStep[] => {
    const label = step.claimId ?? say(step.text)
    if (step.kind === 'reported') return [{ at: step.at, kind: 'claim', amount: 1, label }]
    if (step.kind === 'paid') return [{ at: step.at, kind: 'payment', amount: step.amount ?? 0, label }]
    return []
  })
  return [...members, ...events].sort((a, b) => a.at.localeCompare(b.at))
}
