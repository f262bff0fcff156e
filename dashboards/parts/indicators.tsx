/** Indicators of one subject, by the group of the indicator system they belong to. */
import type { FeatureValue } from '../../src/api/schemas/index.ts'
import { say } from '../language.ts'
import { shownValue } from '../shown.ts'
import { term } from '../terms.ts'
import { WhereFrom } from './where-from.tsx'

interface IndicatorsProps {
  readonly features: readonly FeatureValue[]
  readonly entity: 'claim' | 'party' | 'provider' | 'policy' | 'ring'
  readonly entityId: string
}

export function Indicators({ features, entity, entityId }: IndicatorsProps) {
  const known = features.filter((feature) => feature.value !== null)
  const groups = [...new Set(known.map((feature) => feature.group))]
  return (
    <div class="stack">
      {groups.map((group) => (
        <div key={group}>
          <h3 class="group-title">{term(group)}</h3>
          <dl class="indicators">
            {known
              .filter((feature) => feature.group === group)
              .map((feature) => (
                <div key={feature.name} title={feature.name}>
                  <dt>{say(feature.label)}</dt>
                  <dd>
                    {shownValue({ en: feature.shown, zh: feature.shownZh }, feature.name)}
                    <WhereFrom entity={entity} entityId={entityId} feature={feature.name} />
                  </dd>
                </div>
              ))}
          </dl>
        </div>
      ))}
    </div>
  )
}
