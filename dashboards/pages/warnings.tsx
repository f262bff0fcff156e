/** Watched signals as small multiples; one of them large, with its warnings and what to do. */
import type { Page, SignalSeries, SignalSummary, Warning } from '../../src/api/schemas/index.ts'
import { Figure } from '../charts/figure.tsx'
import { Series } from '../charts/series.tsx'
import { Spark } from '../charts/spark.tsx'
import { count, decimal, money, signed } from '../format.ts'
import { say } from '../language.ts'
import { Caveat, PageHead, Panel } from '../parts/panel.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { place, setQuery } from '../router.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

const pathOf = (name: string, series: string) =>
  `/v1/signals/${encodeURIComponent(name)}/${encodeURIComponent(series)}`
const shownOf = (unit: string) => (value: number | null | undefined) =>
  unit === 'money'
    ? money(value)
    : value !== null && value !== undefined && value % 1
      ? decimal(value, 1)
      : count(value)

/** The series that speaks for a signal: the one asked for, the whole book, else the one with most warnings. */
export function leadSeries(signal: SignalSummary): SignalSummary['series'][number] | undefined {
  return (
    signal.series.find((one) => one.series === 'all') ??
    [...signal.series].sort((a, b) => b.warningCount - a.warningCount)[0]
  )
}

export function Warnings() {
  const signals = useResource<SignalSummary[]>('/v1/signals')
  return (
    <>
      <PageHead title={words('warnings')} lead={words('warningsLead')} />
      <Await of={signals} lines={10}>
        {(all) => <Board signals={all.filter((signal) => signal.series.length > 0)} />}
      </Await>
    </>
  )
}

function Board({ signals }: { signals: readonly SignalSummary[] }) {
  const { query } = place.value
  const signal = signals.find((one) => one.name === query.get('signal')) ?? signals[0]
  if (!signal) return <Empty>{words('noWarnings')}</Empty>
  const series =
    signal.series.find((one) => one.series === query.get('series'))?.series ??
    leadSeries(signal)?.series ??
    'all'
  return (
    <div class="stack-4">
      <div class="multiples">
        {signals.map((one) => (
          <Multiple
            key={one.name}
            signal={one}
            isPicked={one.name === signal.name}
            onPick={() => setQuery({ signal: one.name, series: null })}
          />
        ))}
      </div>
      <Panel>
        {signal.series.length > 1 && (
          <div class="toolbar">
            <label class="field">
              {words('series')}
              <select
                value={series}
                onChange={(event) => setQuery({ signal: signal.name, series: event.currentTarget.value })}
              >
                {signal.series.map((one) => (
                  <option key={one.series} value={one.series}>
                    {term(one.series)}
                    {one.warningCount > 0 && ` · ▲ ${one.warningCount}`}
                  </option>
                ))}
              </select>
            </label>
          </div>
        )}
        <Large name={signal.name} series={series} />
      </Panel>
      <Latest />
      <Caveat />
    </div>
  )
}

interface MultipleProps {
  readonly signal: SignalSummary
  readonly isPicked: boolean
  readonly onPick: () => void
}

function Multiple({ signal, isPicked, onPick }: MultipleProps) {
  const lead = leadSeries(signal)
  const data = useResource<SignalSeries>(lead && pathOf(signal.name, lead.series))
  const shown = shownOf(signal.unit)
  const warned = signal.series.reduce((sum, one) => sum + one.warningCount, 0)
  return (
    <button type="button" class="multiple" aria-pressed={isPicked} onClick={onPick}>
      <span class="title">{say(signal.title)}</span>
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
        <span class={warned > 0 ? 'warned' : undefined}>{warned > 0 ? `▲ ${count(warned)}` : '–'}</span>
      </span>
    </button>
  )
}

function Large({ name, series }: { name: string; series: string }) {
  const data = useResource<SignalSeries>(pathOf(name, series))
  return (
    <Await of={data}>
      {(signal) => {
        const shown = shownOf(signal.unit)
        const title = `${say(signal.title)}${series === 'all' ? '' : `: ${term(series)}`}`
        return (
          <div class="stack-4">
            <Figure
              title={title}
              note={`${words('warningsCount')}: ${count(signal.warnings.length)}`}
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
                points={signal.points}
                unit={`${term(signal.unit)} / ${term(signal.period)}`}
                label={title}
                height={300}
                marked={signal.warnings.map((warning) => warning.period)}
                isMoney={signal.unit === 'money'}
              />
            </Figure>
            <div class="two-col">
              <SeriesWarnings signal={signal} />
              <div>
                <h3>{words('whatToDo')}</h3>
                <p class="prose">{say(signal.runbook)}</p>
              </div>
            </div>
          </div>
        )
      }}
    </Await>
  )
}

function SeriesWarnings({ signal }: { signal: SignalSeries }) {
  const shown = shownOf(signal.unit)
  if (signal.warnings.length === 0) return <p class="muted">{words('noWarnings')}</p>
  return (
    <Table
      caption={words('warnings')}
      rows={[...signal.warnings].reverse()}
      id={(warning) => warning.period}
      columns={[
        { key: 'period', head: term(signal.period), wide: true, cell: (warning) => warning.period },
        { key: 'value', head: words('observed'), number: true, cell: (warning) => shown(warning.value) },
        {
          key: 'expected',
          head: words('expected'),
          number: true,
          cell: (warning) => shown(warning.expected),
        },
        { key: 'limit', head: words('limit'), number: true, cell: (warning) => shown(warning.limit) },
        {
          key: 'z',
          head: words('deviation'),
          number: true,
          cell: (warning) => <span title={words('sigma')}>{signed(warning.z, 1)} σ</span>,
        },
      ]}
    />
  )
}

function Latest() {
  const warnings = useResource<Page<Warning>>('/v1/warnings?limit=12')
  return (
    <Panel title={words('latestWarnings')}>
      <Await of={warnings}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{words('noWarnings')}</Empty>
          ) : (
            <Table
              caption={words('latestWarnings')}
              rows={items}
              id={(warning) => `${warning.signal} ${warning.series} ${warning.period}`}
              href={hrefOf}
              columns={[
                {
                  key: 'signal',
                  head: words('series'),
                  wide: true,
                  cell: (warning) => (
                    <a href={hrefOf(warning)}>
                      {say(warning.title)}
                      {warning.series !== 'all' && `: ${term(warning.series)}`}
                    </a>
                  ),
                },
                { key: 'period', head: words('period'), cell: (warning) => warning.period },
                {
                  key: 'value',
                  head: words('observed'),
                  number: true,
                  cell: (warning) => shownOf(warning.unit)(warning.value),
                },
                {
                  key: 'expected',
                  head: words('expected'),
                  number: true,
                  cell: (warning) => shownOf(warning.unit)(warning.expected),
                },
                { key: 'direction', head: words('direction'), cell: (warning) => term(warning.direction) },
                {
                  key: 'z',
                  head: words('deviation'),
                  number: true,
                  cell: (warning) => <span title={words('sigma')}>{signed(warning.z, 1)} σ</span>,
                },
              ]}
            />
          )
        }
      </Await>
    </Panel>
  )
}

const hrefOf = (warning: Warning) =>
  `/warnings?signal=${encodeURIComponent(warning.signal)}&series=${encodeURIComponent(warning.series)}`
