/** Episodes in which series left their limits, one of them large with what explains it; below, every watched series. */
import { useState } from 'preact/hooks'
import type { Page, SignalSeries, SignalSummary, Warning } from '../../src/api/schemas/index.ts'
import { Figure } from '../charts/figure.tsx'
import { Series } from '../charts/series.tsx'
import { Spark } from '../charts/spark.tsx'
import { count } from '../format.ts'
import { say } from '../language.ts'
import { Drivers, EpisodeFacts, ModelNote, Runbook } from '../parts/episode-detail.tsx'
import { EpisodeList, isPicked, ranked } from '../parts/episode-list.tsx'
import { Caveat, PageHead, Panel } from '../parts/panel.tsx'
import { seriesName, shownOf } from '../parts/series-name.ts'
import { Await, Empty } from '../parts/states.tsx'
import { useResource } from '../resource.ts'
import { place, setQuery } from '../router.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

const pathOf = (name: string, series: string) =>
  `/v1/signals/${encodeURIComponent(name)}/${encodeURIComponent(series)}`

/** The series that speaks for a signal: the whole book, else the one with most warnings. */
export function leadSeries(signal: SignalSummary): SignalSummary['series'][number] | undefined {
  return (
    signal.series.find((one) => one.series === 'all') ??
    [...signal.series].sort((a, b) => b.warningCount - a.warningCount)[0]
  )
}

export function Warnings() {
  const signals = useResource<SignalSummary[]>('/v1/signals')
  const warnings = useResource<Page<Warning>>('/v1/warnings?limit=200')
  return (
    <>
      <PageHead title={words('warnings')} lead={words('warningsLead')} />
      <Await of={warnings} lines={8}>
        {({ items }) => <Board warnings={items} />}
      </Await>
      <Await of={signals} lines={8}>
        {(all) => <AllSeries signals={all.filter((signal) => signal.series.length > 0)} />}
      </Await>
    </>
  )
}

function Board({ warnings }: { warnings: readonly Warning[] }) {
  const [onlyOpen, setOnlyOpen] = useState(false)
  const { query } = place.value
  const roots = warnings.filter(({ partOf }) => partOf === null)
  const listed = ranked(onlyOpen ? roots.filter(({ ended }) => ended === null) : roots)
  const asked = query.get('signal')
  const picked = asked ? ranked(warnings).find((warning) => isPicked(warning, query)) : listed[0]
  const name = asked ?? picked?.signal
  return (
    <div class="warning-layout">
      <Panel
        title={words('episodes')}
        count={listed.length}
        note={words('episodesNote')}
        action={
          <label class="nowrap">
            <input
              type="checkbox"
              checked={onlyOpen}
              onChange={(event) => setOnlyOpen(event.currentTarget.checked)}
            />{' '}
            {words('onlyOpen')}
          </label>
        }
      >
        {listed.length === 0 ? (
          <Empty>{words('noWarnings')}</Empty>
        ) : (
          <EpisodeList warnings={listed} picked={picked} />
        )}
      </Panel>
      <Panel>
        {name === undefined ? (
          <Empty>{words('noWarnings')}</Empty>
        ) : (
          <Detail
            name={name}
            series={picked?.series ?? query.get('series') ?? 'all'}
            started={picked?.started}
          />
        )}
      </Panel>
    </div>
  )
}

function Detail({ name, series, started }: { name: string; series: string; started: string | undefined }) {
  const data = useResource<SignalSeries>(pathOf(name, series))
  return (
    <Await of={data} lines={10}>
      {(signal) => {
        const shown = shownOf(signal.unit)
        const warning = signal.warnings.find((one) => one.started === started)
        const title = `${say(signal.title)}${series === 'all' ? '' : `: ${seriesName(series)}`}`
        return (
          <div class="stack-4">
            <Figure
              title={title}
              note={warning ? say(warning.summary) : words('quietSeries')}
              data={{
                head: [term(signal.period), words('observed'), words('expected'), words('limits')],
                rows: signal.points.map((point) => [
                  point.period,
                  shown(point.value),
                  shown(point.expected),
                  `${shown(point.lower)} – ${shown(point.upper)}`,
                ]),
              }}
            >
              <Series
                points={signal.points.slice(-(signal.period === 'week' ? 118 : 40))}
                unit={`${term(signal.unit)} / ${term(signal.period)}`}
                label={title}
                height={280}
                marked={signal.warnings.map((one) => one.period)}
                isMoney={signal.unit === 'money'}
                isShare={signal.unit === 'share'}
                shaded={signal.warnings.map((one) => ({
                  from: one.since,
                  to: one.last,
                  isPicked: one === warning,
                }))}
              />
            </Figure>
            <ModelNote signal={signal} />
            {warning && (
              <div class="two-col even">
                <EpisodeFacts warning={warning} unit={signal.unit} />
                <div>
                  <h3>{words('whoExplains')}</h3>
                  <p class="episode-note">{words('whoExplainsNote')}</p>
                  <Drivers key={warning.started} drivers={warning.drivers} unit={signal.unit} />
                </div>
              </div>
            )}
            <div>
              <h3>{words('whatToDo')}</h3>
              <Runbook signal={signal} />
            </div>
          </div>
        )
      }}
    </Await>
  )
}

function AllSeries({ signals }: { signals: readonly SignalSummary[] }) {
  const { query } = place.value
  const asked = signals.find((one) => one.name === query.get('signal'))
  return (
    <Panel title={words('allSeries')}>
      {asked && asked.series.length > 1 && (
        <div class="toolbar">
          <label class="field wide">
            {say(asked.title)}
            <select
              value={query.get('series') ?? 'all'}
              onChange={(event) =>
                setQuery({ signal: asked.name, series: event.currentTarget.value, started: null })
              }
            >
              {asked.series.map((one) => (
                <option key={one.series} value={one.series}>
                  {seriesName(one.series)}
                  {one.warningCount > 0 && ` · ▲ ${one.warningCount}`}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      <div class="multiples">
        {signals.map((one) => (
          <Multiple
            key={one.name}
            signal={one}
            isPicked={one === asked}
            onPick={() =>
              setQuery({ signal: one.name, series: leadSeries(one)?.series ?? 'all', started: null })
            }
          />
        ))}
      </div>
      <Caveat />
    </Panel>
  )
}

interface MultipleProps {
  readonly signal: SignalSummary
  readonly isPicked: boolean
  readonly onPick: () => void
}

function Multiple({ signal, isPicked: picked, onPick }: MultipleProps) {
  const lead = leadSeries(signal)
  const data = useResource<SignalSeries>(lead && pathOf(signal.name, lead.series))
  const shown = shownOf(signal.unit)
  const open = signal.series.reduce((sum, one) => sum + one.openCount, 0)
  const warned = signal.series.reduce((sum, one) => sum + one.warningCount, 0)
  return (
    <button type="button" class="multiple" aria-pressed={picked} onClick={onPick}>
      <span class="title">
        {say(signal.title)}
        {lead && lead.series !== 'all' && `: ${seriesName(lead.series)}`}
      </span>
      {data.data ? (
        <Spark
          points={data.data.points.slice(-78)}
          label={say(signal.title)}
          marked={data.data.warnings.map((warning) => warning.period)}
        />
      ) : (
        <span class="skeleton" style={{ height: '52px' }} />
      )}
      <span class="foot">
        <span>
          <b>{shown(lead?.last)}</b> {words('expected')} {shown(lead?.expected)}
        </span>
        <span class={open > 0 ? 'warned' : undefined}>{warned > 0 ? `▲ ${count(warned)}` : '–'}</span>
      </span>
    </button>
  )
}
