/** Red flags that spoke: the reason at once, what to check and the honest explanations on demand. */
import type { RuleHit } from '../../src/api/schemas/index.ts'
import { say } from '../language.ts'
import { words } from '../words.ts'
import { Badge } from './badge.tsx'

export function RuleHits({ rules }: { rules: readonly RuleHit[] }) {
  if (rules.length === 0) return <p class="muted">{words('noRules')}</p>
  return (
    <>
      {rules.map((rule) => (
        <div class="flag" key={rule.id}>
          <details>
            <summary>
              <Badge of={rule.severity} /> {say(rule.title)}
            </summary>
            <div class="more">
              <div>
                <h3>{words('runbook')}</h3>
                <p>{say(rule.runbook)}</p>
              </div>
              {rule.falsePositives.length > 0 && (
                <div>
                  <h3>{words('falsePositives')}</h3>
                  <ul class="steps">
                    {rule.falsePositives.map((one) => (
                      <li key={one}>{one}</li>
                    ))}
                  </ul>
                </div>
              )}
            </div>
          </details>
          <p>{say(rule.reason)}</p>
        </div>
      ))}
    </>
  )
}
