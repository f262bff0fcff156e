/** A claim beyond its parts: indicators that count together, and the smallest allowed changes that would lower its score. */
import type { ClaimExplanation, Text } from '../../src/api/schemas/index.ts'
import { Reasons } from '../charts/reasons.tsx'
import { percent } from '../format.ts'
import { say } from '../language.ts'
import { useResource } from '../resource.ts'
import { shownValue } from '../shown.ts'
import { words } from '../words.ts'
import { Panel } from './panel.tsx'
import { Await, Empty } from './states.tsx'

/** A pair that moves the score by less, in log-odds, is not worth a reader's time. */
const LEAST_PAIR = 0.05

export function ClaimReasoning({ claimId }: { claimId: string }) {
  const reasoning = useResource<ClaimExplanation>(`/v1/claims/${encodeURIComponent(claimId)}/explanation`)
  return (
    <Await of={reasoning} lines={4}>
      {({ pairs: all, whatIf, probability }) => {
        const pairs = all.filter(({ logOdds }) => Math.abs(logOdds) >= LEAST_PAIR)
        return (
          <div class="stack-4">
            <Panel title={words('whatIfTitle')}>
              <WhatIf whatIf={whatIf} probability={probability} />
            </Panel>
            <Panel title={words('togetherTitle')} note={words('togetherNote')}>
              {pairs.length === 0 ? (
                <Empty>{words('noPairsTogether')}</Empty>
              ) : (
                <Reasons
                  rows={pairs.map(({ indicators: [a, b], logOdds }) => ({
                    text: (
                      <>
                        <Valued of={a} /> <span class="muted">{words('andWord')}</span> <Valued of={b} />
                      </>
                    ),
                    logOdds,
                  }))}
                />
              )}
            </Panel>
          </div>
        )
      }}
    </Await>
  )
}

function Valued({ of: { name, label, shown } }: { of: { name: string; label: Text; shown: Text } }) {
  return (
    <span>
      {say(label)} <b>{shownValue(shown, name)}</b>
    </span>
  )
}

function WhatIf({ whatIf, probability }: { whatIf: ClaimExplanation['whatIf']; probability: number }) {
  if (!whatIf) return <Empty>{words('whatIfBelow')}</Empty>
  if (whatIf.changes.length === 0) return <Empty>{words('whatIfNone')}</Empty>
  return (
    <>
      <p class="small muted">{words(whatIf.reached ? 'whatIfReached' : 'whatIfNotReached')}</p>
      <ul class="changes">
        {whatIf.changes.map((change) => (
          <li key={change.name}>
            <span>{say(change.label)}</span>
            <span>
              <s>{shownValue(change.from, change.name)}</s> <span class="muted">{words('changeTo')}</span>{' '}
              <b>{shownValue(change.to, change.name)}</b>
            </span>
          </li>
        ))}
      </ul>
      <dl class="strip changes-strip">
        <div class="stat">
          <dt>{words('nowWord')}</dt>
          <dd>{percent(probability)}</dd>
        </div>
        <div class="stat">
          <dt>{words('afterChanges')}</dt>
          <dd>{percent(whatIf.probability)}</dd>
        </div>
        <div class="stat">
          <dt>{words('thresholdWord')}</dt>
          <dd>{percent(whatIf.threshold)}</dd>
        </div>
      </dl>
    </>
  )
}
