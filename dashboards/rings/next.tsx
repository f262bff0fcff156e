/** What to do with a ring, what became of it since the last snapshot, and how it stands beside others. */
import type { RingDetail } from '../../src/api/schemas/index.ts'
import { count } from '../format.ts'
import { say } from '../language.ts'
import { Panel } from '../parts/panel.tsx'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { figureOf } from './figures.ts'

/** Sentences of a runbook, each a step. */
export function stepsOf(runbook: string): string[] {
  return runbook
    .split(/(?<=[.;。；])\s*/u)
    .map((step) => step.trim())
    .filter((step) => step !== '')
}

export function NextSteps({ ring }: { ring: RingDetail }) {
  if (!ring.runbook) return null
  return (
    <Panel title={words('nextSteps')}>
      <ol class="steps">
        {stepsOf(say(ring.runbook)).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Panel>
  )
}

export function ChangeBadge({ change }: { change: RingDetail['change'] }) {
  if (change === null || change === 'same') return null
  return <span class={`change ${change}`}>{term(`change:${change}`)}</span>
}

export function SinceLast({ ring }: { ring: RingDetail }) {
  return (
    <Panel title={words('changeTitle')} action={<ChangeBadge change={ring.change} />}>
      {ring.change === null ? (
        <p class="muted">{words('changeNone')}</p>
      ) : ring.origins.length === 0 ? (
        <p>{words('changeNew')}</p>
      ) : (
        <>
          {ring.origins.length > 1 && <p>{words('mergedFrom')}:</p>}
          <ul class="origins">
            {ring.origins.map((origin) => (
              <li key={origin.fromRingId}>
                <span class="mono">{origin.fromRingId}</span>
                <span>
                  {count(origin.shared)} {words('keptMembers')}
                  {origin.joined > 0 && ` · ${count(origin.joined)} ${words('joinedMembers')}`}
                  {origin.gone > 0 && ` · ${count(origin.gone)} ${words('goneMembers')}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}

export function ComparedWith({ ring }: { ring: RingDetail }) {
  return (
    <Panel title={words('comparedWith')} note={say(ring.comparedWith)}>
      {ring.comparisons.length === 0 ? (
        <p class="muted">{words('noComparison')}</p>
      ) : (
        <table class="compared">
          <thead>
            <tr>
              <th scope="col">{words('figureWord')}</th>
              <th scope="col" class="number">
                {words('thisRing')}
              </th>
              <th scope="col" class="number">
                {words('otherRings')}
              </th>
            </tr>
          </thead>
          <tbody>
            {ring.comparisons.map((one) => (
              <tr key={one.id}>
                <td>{say(one.text)}</td>
                <td class="number">
                  <strong>{figureOf(one.unit, one.value)}</strong>
                </td>
                <td class="number">{figureOf(one.unit, one.peers)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
