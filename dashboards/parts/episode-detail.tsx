/** One episode: what moved, by how much, since when, how sure, compared with what, which sub-series explain it, what to do. */
import { useState } from 'preact/hooks'
import type { SignalSeries, SignalWarning, WarningDriver } from '../../src/api/schemas/index.ts'
import { Bars } from '../charts/bars.tsx'
import { change, decimal, percent, signed } from '../format.ts'
import { say } from '../language.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { methodName } from './method-name.ts'
import { seriesName, shownOf, stepsOf } from './series-name.ts'

/** `q` in per cent, small ones by their power of ten. */
const shareOfFalse = (q: number) => (q < 0.001 ? '<0.1%' : percent(q))

const changeTo = (ratio: number) => change(ratio - 1)

export function EpisodeFacts({ warning, unit }: { warning: SignalWarning; unit: string }) {
  const shown = shownOf(unit)
  const { ratio } = warning
  return (
    <dl class="facts">
      <dt>{words('sinceWhen')}</dt>
      <dd>{warning.since}</dd>
      <dt>{words('until')}</dt>
      <dd>{warning.ended === null ? words('lasts') : `${warning.last} (${words('over')})`}</dd>
      <dt>{words('howMuch')}</dt>
      <dd>
        {shown(warning.observedTotal)} {words('observedOf')}, {shown(warning.expectedTotal)}{' '}
        {words('expected')}
        {ratio.value < 1000 && (
          <>
            <br />
            {ratio.value >= 10
              ? `${decimal(ratio.value, 0)} ${words('timesExpected')}`
              : changeTo(ratio.value)}{' '}
            <span class="muted">
              ({words('interval95')}{' '}
              {ratio.value >= 10
                ? `${decimal(ratio.low, 1)} – ${decimal(ratio.high, 0)}`
                : `${changeTo(ratio.low)} – ${changeTo(ratio.high)}`}
              )
            </span>
          </>
        )}
      </dd>
      <dt>{words('farthestOut')}</dt>
      <dd>
        {warning.period}: {shown(warning.value)}, {words('limit')} {shown(warning.limit)}
      </dd>
      <dt>{words('howSure')}</dt>
      <dd>
        {signed(warning.z, 1)} {words('sigma')}; {words('falseShare')} {shareOfFalse(warning.q)}
      </dd>
      <dt>{words('comparedWith')}</dt>
      <dd>
        {words('sameSeriesFrom')} {warning.comparedFrom}
      </dd>
      <dt>{words('judgedBy')}</dt>
      <dd>{methodName(warning.model)}</dd>
      {warning.partOf && (
        <>
          <dt>{words('partOfWider')}</dt>
          <dd>
            <WiderLink partOf={warning.partOf} />
          </dd>
        </>
      )}
    </dl>
  )
}

function WiderLink({ partOf }: { partOf: string }) {
  const [signal = '', series = 'all'] = partOf.split(/\/(.*)/s)
  return (
    <a href={`/warnings?signal=${encodeURIComponent(signal)}&series=${encodeURIComponent(series)}`}>
      {term(signal)} ({seriesName(series)})
    </a>
  )
}

/** What forecasts the series and how well. */
export function ModelNote({ signal }: { signal: SignalSeries }) {
  if (!signal.model) return null
  return (
    <p class="episode-note">
      {words('forecastBy')} {methodName(signal.model)}
      {signal.mase !== null && `; ${words('errorInTrials')} ${decimal(signal.mase, 2)} ${words('ofNaive')}`}
      {signal.isReconciled && `; ${words('addsUp')}`}
    </p>
  )
}

export function Drivers({ drivers, unit }: { drivers: readonly WarningDriver[]; unit: string }) {
  const dimensions = [...new Set(drivers.map(({ dimension }) => dimension))].sort(
    (a, b) => sharpness(drivers, b) - sharpness(drivers, a),
  )
  const [picked, setPicked] = useState<string>()
  const dimension = dimensions.find((one) => one === picked) ?? dimensions[0]
  const shown = shownOf(unit)
  if (dimension === undefined) return <p class="muted">{words('noDrivers')}</p>
  return (
    <>
      {dimensions.length > 1 && (
        <div class="toolbar">
          {dimensions.map((one) => (
            <button
              type="button"
              class="button"
              key={one}
              aria-pressed={one === dimension}
              onClick={() => setPicked(one)}
            >
              {term(one)}
            </button>
          ))}
        </div>
      )}
      <Bars
        bars={drivers
          .filter((driver) => driver.dimension === dimension)
          .map((driver) => ({
            key: driver.member,
            name: term(driver.member, dimension),
            value: Math.max(0, driver.share),
            shown: (
              <>
                {percent(driver.share)}{' '}
                <span class="muted">
                  {shown(driver.observed)} / {shown(driver.expected)}
                </span>
              </>
            ),
            title: `${shown(driver.observed)} ${words('observedOf')}, ${shown(driver.expected)} ${words('expected')}`,
            ...(driver.member === 'other' ? { colour: 'var(--hairline-strong)' } : {}),
          }))}
      />
    </>
  )
}

/** The dimension whose largest member explains most comes first. */
const sharpness = (drivers: readonly WarningDriver[], dimension: string) =>
  Math.max(
    ...drivers
      .filter((driver) => driver.dimension === dimension && driver.member !== 'other')
      .map(({ share }) => Math.min(share, 1)),
  )

export function Runbook({ signal }: { signal: SignalSeries }) {
  return (
    <ol class="steps">
      {stepsOf(say(signal.runbook)).map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  )
}
