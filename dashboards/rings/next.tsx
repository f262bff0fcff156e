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

/** What became of it, in a sentence. */
export function changeWords({
  change,
  origins,
  ringId,
}: Pick<RingDetail, 'change' | 'origins' | 'ringId'>): string {
  if (change === null) return words('changeNone')
  if (change === 'new') return words('changeNew')
  if (change === 'quiet') return words(origins.length > 0 ? 'changeQuiet' : 'changeLost')
  const own = origins.find((origin) => origin.fromRingId === ringId) ?? origins[0]
  if (!own || (own.joined === 0 && own.gone === 0)) return words('changeSame')
  return say({
    en: `${count(own.shared)} members stayed, ${count(own.joined)} joined, ${count(own.gone)} left.`,
    zh: `${count(own.shared)} 名成员保留，${count(own.joined)} 名加入，${count(own.gone)} 名离开。`,
  })
}

export function SinceLast({ ring }: { ring: RingDetail }) {
  const others = ring.origins.filter((origin) => origin.fromRingId !== ring.ringId)
  return (
    <Panel title={words('changeTitle')} action={<ChangeBadge change={ring.change} />}>
      <p class={ring.change === null ? 'muted' : undefined}>{changeWords(ring)}</p>
      {others.length > 0 && (
        <>
          <p class="small muted">{words('alsoFrom')}</p>
          <ul class="origins">
            {others.map((origin) => (
              <li key={origin.fromRingId}>
                <span class="mono">{origin.fromRingId}</span>
                <span>
                  {count(origin.shared)} {words('ofItsMembers')} {count(origin.shared + origin.gone)}
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
