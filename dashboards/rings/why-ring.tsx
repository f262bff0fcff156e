/** Why this is a ring: reasons that add up, what chance would give, and the honest explanations that were checked. */
import type { RingDetail } from '../../src/api/schemas/index.ts'
import { Reasons } from '../charts/reasons.tsx'
import { decimal, percent, signed } from '../format.ts'
import { say } from '../language.ts'
import { Panel } from '../parts/panel.tsx'
import { words } from '../words.ts'
import { chanceWords } from './chance.ts'

export function WhyRing({ ring }: { ring: RingDetail }) {
  const sum = ring.reasons.reduce((all, reason) => all + reason.logOdds, 0)
  const found = ring.foundBy && (
    <p class="found-by">
      <span class="muted">{words('foundBy')}</span> {say(ring.foundBy.text)}
    </p>
  )
  if (ring.isPartial)
    return (
      <Panel title={words('whyRing')}>
        {found}
        <p>{words('partialLead')}</p>
      </Panel>
    )
  return (
    <Panel title={words('whyRing')} note={words('whyNote')}>
      {found}
      <Reasons rows={ring.reasons.map(({ text, logOdds }) => ({ text: say(text), logOdds }))} />
      <p class="adds-up">
        <span>{words('together')}</span>
        <span class="muted small">
          1 / (1 + e<sup>{decimal(-sum)}</sup>) = {percent(ring.score)}
        </span>
        <strong class="number">{signed(sum)}</strong>
      </p>
      <h3 class="part-title">{words('chanceTitle')}</h3>
      <p>{chanceWords(ring.pValue)}</p>
      {ring.pValue !== null && <p class="small muted">{words('chanceNote')}</p>}
      <h3 class="part-title">{words('honestTitle')}</h3>
      <Checks ring={ring} />
    </Panel>
  )
}

function Checks({ ring }: { ring: RingDetail }) {
  if (ring.checks.length === 0) return <p class="muted">{words('checksNone')}</p>
  return (
    <ul class="checks">
      {ring.checks.map((check) => (
        <li key={check.id} class={check.holds ? 'holds' : undefined}>
          <span class="sign" aria-hidden="true">
            {check.holds ? '✓' : '✕'}
          </span>
          <span>
            {say(check.text)}{' '}
            <span class="small muted">({words(check.holds ? 'checkHolds' : 'checkFails')})</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
