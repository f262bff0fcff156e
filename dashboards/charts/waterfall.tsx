/** A score as a waterfall: a table that every reader can read, whose middle column is the picture. */
import type { ComponentChildren } from 'preact'
import type { ScoreDetail } from '../../src/api/schemas/index.ts'
import { percent, signed } from '../format.ts'
import { say } from '../language.ts'
import { shownOfReason } from '../shown.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { probabilityTicks, type WaterfallStep, waterfallOf } from './waterfall-layout.ts'

interface ScoreWaterfallProps {
  readonly score: ScoreDetail
  /** What stands behind the value of an indicator: a link to its lineage. */
  readonly behind?: (feature: string) => ComponentChildren
}

export function ScoreWaterfall({ score, behind }: ScoreWaterfallProps) {
  const fall = waterfallOf(score)
  const ticks = probabilityTicks(fall)
  const lines = ticks
    .map(
      ({ at }) =>
        `linear-gradient(var(--hairline), var(--hairline)) ${at.toFixed(2)}% 0 / 1px 100% no-repeat`,
    )
    .join(', ')
  return (
    <table class="waterfall" style={{ '--ticks': lines || 'none' }}>
      <caption class="visually-hidden">{words('whyScore')}</caption>
      <colgroup>
        <col class="label" />
        <col />
        <col class="value" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{words('reason')}</th>
          <th scope="col" class="scale">
            <b class="visually-hidden">{words('probability')}</b>
            {ticks.map(({ probability, at }) => (
              <span key={probability} style={{ left: `${at}%` }}>
                {percent(probability)}
              </span>
            ))}
          </th>
          <th scope="col" class="number">
            {words('logOdds')}
          </th>
        </tr>
      </thead>
      <tbody>
        {fall.steps.map((step, i) => (
          <tr key={i} class={step.kind === 'reason' ? 'reason-row' : step.kind}>
            <td>
              <Label
                step={step}
                probability={score.probability}
                behind={partOf(fall.steps, i) === 'rules' ? undefined : behind}
              />
            </td>
            <td>
              <Track step={step} place={fall.place} band={score.band} />
            </td>
            <td class="number">{signed(step.to - step.from)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The part of the score that a step belongs to. */
function partOf(steps: readonly WaterfallStep[], i: number): string | undefined {
  return steps.slice(0, i).findLast((step) => step.kind === 'part')?.name
}

interface LabelProps {
  readonly step: WaterfallStep
  readonly probability: number
  readonly behind: ScoreWaterfallProps['behind']
}

function Label({ step, probability, behind }: LabelProps) {
  if (step.kind === 'total')
    return (
      <>
        {words('together')}: {percent(probability)}
      </>
    )
  if (step.kind !== 'reason') return <>{term(step.name)}</>
  const { reason } = step
  if (!reason) return <span class="muted">{words('others')}</span>
  return (
    <>
      {say(reason.label)}
      <span class="against">
        {shownOfReason(reason)}
        {behind?.(reason.name)}
      </span>
    </>
  )
}

function Track({
  step,
  place,
  band,
}: {
  step: WaterfallStep
  place: (logOdds: number) => number
  band: ScoreDetail['band']
}) {
  if (step.kind === 'single' || step.kind === 'total')
    return (
      <div class="track" aria-hidden="true">
        <i
          class="dot"
          style={{
            left: `${place(step.to)}%`,
            background: step.kind === 'total' ? `var(--risk-${band})` : 'var(--ink-3)',
          }}
        />
      </div>
    )
  const left = place(Math.min(step.from, step.to))
  const width = Math.abs(place(step.to) - place(step.from))
  const colour = step.kind === 'part' ? 'whole' : step.to >= step.from ? 'up' : 'downward'
  return (
    <div class="track" aria-hidden="true">
      <i class={colour} style={{ left: `${left}%`, width: `${width}%` }} />
    </div>
  )
}
