/** An expected cost taken apart: the steps that multiply up to it, and the reasons of its frequency and its severity. */
import type { PolicyCost } from '../../src/api/schemas/index.ts'
import { Reasons } from '../charts/reasons.tsx'
import { change, decimal, money } from '../format.ts'
import { say } from '../language.ts'
import { shownOfReason } from '../shown.ts'
import { words } from '../words.ts'
import { Panel } from './panel.tsx'

const times = (log: number) => `× ${decimal(Math.exp(log), 2)}`

/** Change of a premium with its sign; raised and lowered are told apart by sign and colour. */
export function Change({ of }: { of: number | null }) {
  if (of === null) return <>–</>
  return <span class={of >= 0 ? 'up-price' : 'down-price'}>{change(of)}</span>
}

export function CostParts({ cost }: { cost: PolicyCost }) {
  const base = cost.parts.find(({ part }) => part === 'base')
  return (
    <Panel title={words('costParts')} note={words('costPartsNote')}>
      <dl class="facts">
        {cost.parts
          .filter(({ part, logEffect }) => part === 'base' || Math.abs(logEffect) > 0.0005)
          .map(({ part, label, logEffect }) => (
            <>
              <dt>{say(label)}</dt>
              <dd>{part === 'base' ? money(Math.exp(base?.logEffect ?? 0)) : times(logEffect)}</dd>
            </>
          ))}
        <dt>
          <strong>{words('expectedCost')}</strong>
        </dt>
        <dd>
          <strong>{money(cost.expectedCost)}</strong>
        </dd>
      </dl>
    </Panel>
  )
}

export function CostReasons({ cost, part }: { cost: PolicyCost; part: 'frequency' | 'severity' }) {
  const rows = cost.reasons.filter((reason) => reason.part === part).slice(0, 9)
  if (rows.length === 0) return null
  return (
    <Panel title={words(part === 'frequency' ? 'frequencyReasons' : 'severityReasons')}>
      <Reasons
        rows={rows.map((reason) => ({
          text: say(reason.label),
          note: shownOfReason(reason),
          logOdds: reason.logEffect,
        }))}
      />
    </Panel>
  )
}
