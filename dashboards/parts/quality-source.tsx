/** One source in full: parts of its score, its history, its checks, and the columns that changed their shape. */
import type {
  ColumnProfile,
  Quality,
  QualitySource,
  QualitySourceDetail,
} from '../../src/api/schemas/index.ts'
import { withQuery } from '../api/client.ts'
import { DriftBars } from '../charts/drift-bars.tsx'
import { Figure } from '../charts/figure.tsx'
import { ScoreSpark } from '../charts/score-spark.tsx'
import { count, day, decimal, moment, percent } from '../format.ts'
import { say } from '../language.ts'
import { loadSays, SeverityWord } from '../pages/quality.tsx'
import { useResource } from '../resource.ts'
import { place, setQuery } from '../router.ts'
import { sourceTitle } from '../source-title.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { Facts, Panel } from './panel.tsx'
import { Await } from './states.tsx'
import { Table } from './table.tsx'

interface QualityDetailProps {
  readonly source: QualitySource
  readonly formula: Quality['formula']
  /** Foot of the scale of scores. */
  readonly lowest: number
}

export function QualityDetail({ source, formula, lowest }: QualityDetailProps) {
  const batch = place.value.query.get('batch')
  const detail = useResource<QualitySourceDetail>(
    withQuery('/v1/quality/source', { name: source.source, batch }),
  )
  return (
    <section class="stack-4" aria-label={sourceTitle(source.source)}>
      <Panel
        title={sourceTitle(source.source)}
        note={say(source.description)}
        action={
          <button type="button" class="button quiet" onClick={() => setQuery({ source: null, batch: null })}>
            {words('allSources')}
          </button>
        }
      >
        <Facts
          wide
          items={[
            [words('publisherWord'), source.publisher],
            [words('originWord'), term(source.origin)],
            [words('intoTable'), <span class="mono">{source.into}</span>],
            [
              words('openRecords'),
              source.openQuarantine > 0 && (
                <a class="underlined" href={`/quarantine?source=${encodeURIComponent(source.source)}`}>
                  {count(source.openQuarantine)} {words('recordsAside')}
                </a>
              ),
            ],
          ]}
        />
      </Panel>
      <div class="two-col even">
        <Panel>
          <Parts source={source} formula={formula} />
        </Panel>
        <Panel>
          <History source={source} batch={batch} lowest={lowest} />
        </Panel>
      </div>
      <Await of={detail} lines={8}>
        {(full) => (
          <div class="stack-4">
            <Drift of={full} />
            <Panel title={words('checksTitle')} count={full.checkResults.length}>
              <Checks of={full} />
            </Panel>
          </div>
        )}
      </Await>
    </section>
  )
}

function Parts({ source, formula }: Omit<QualityDetailProps, 'lowest'>) {
  const parts = source.latest?.parts
  return (
    <Figure
      title={words('partsTitle')}
      note={words('partsNote')}
      data={{
        head: [words('name'), words('value')],
        rows: formula.parts.map(({ part, title }) => [say(title), percent(parts?.[part])]),
      }}
    >
      <div class="parts">
        {formula.parts.map(({ part, title, meaning, exponent }) => {
          const value = parts?.[part] ?? null
          return (
            <div key={part} title={`${say(meaning)} (^${exponent})`}>
              <span>{say(title)}</span>
              <span class="bar">
                {value !== null && (
                  <i class={value < 0.9 ? 'low' : undefined} style={{ width: `${100 * value}%` }} />
                )}
              </span>
              <span class="value">{value === null ? words('notMeasured') : percent(value)}</span>
            </div>
          )
        })}
      </div>
    </Figure>
  )
}

interface HistoryProps {
  readonly source: QualitySource
  readonly batch: string | null
  readonly lowest: number
}

function History({ source: { source, history }, batch, lowest }: HistoryProps) {
  return (
    <Figure
      title={words('scoreHistory')}
      note={`${count(history.length)} ${words('batches')}`}
      data={{
        head: [words('loadedAt'), words('file'), words('records'), words('qualityScore')],
        rows: history.map((load) => [
          day(load.loadedAt),
          load.file,
          count(load.records),
          decimal(load.score, 1),
        ]),
      }}
    >
      <ScoreSpark
        hasScale
        lowest={lowest}
        height={150}
        label={`${sourceTitle(source)}: ${words('scoreHistory')}`}
        points={history.map((load) => ({ key: load.batchId, score: load.score, says: loadSays(load) }))}
      />
      {history.length > 1 && (
        <label class="field narrow">
          {words('filesLoaded')}
          <select
            value={batch ?? history.at(-1)?.batchId}
            onChange={(event) => {
              const { value } = event.currentTarget
              setQuery({ batch: value === history.at(-1)?.batchId ? null : value })
            }}
          >
            {[...history].reverse().map((load) => (
              <option key={load.batchId} value={load.batchId}>
                {moment(load.loadedAt)} · {load.file} · {decimal(load.score, 1)}
              </option>
            ))}
          </select>
        </label>
      )}
    </Figure>
  )
}

function Drift({ of: { columns } }: { of: QualitySourceDetail }) {
  const order = [...columns].sort(
    (a, b) =>
      Number(b.isDrifted) - Number(a.isDrifted) || ratio(b) - ratio(a) || a.column.localeCompare(b.column),
  )
  const first = order.filter((column, i) => column.isDrifted || i < 6)
  const rest = order.filter((column) => !first.includes(column))
  if (order.length === 0)
    return (
      <Panel title={words('driftTitle')}>
        <p class="muted">{words('noProfile')}</p>
      </Panel>
    )
  return (
    <Panel title={words('driftTitle')} note={words('driftNote')}>
      {order.every((column) => column.distance === null) && <p class="muted">{words('firstLoad')}</p>}
      <div class="columns">
        {first.map((column) => (
          <Profile key={column.column} of={column} />
        ))}
      </div>
      {rest.length > 0 && (
        <details>
          <summary class="fold">
            {words('allColumns')} ({count(rest.length)})
          </summary>
          <div class="columns">
            {rest.map((column) => (
              <Profile key={column.column} of={column} />
            ))}
          </div>
        </details>
      )}
    </Panel>
  )
}

const ratio = ({ distance, limit }: ColumnProfile) => (distance ?? 0) / Math.max(1e-9, limit ?? 1)

function Profile({ of }: { of: ColumnProfile }) {
  const { column, meaning, bins, distance, limit, isDrifted, missing, rows, distinctValues } = of
  return (
    <section class={isDrifted ? 'profile drifted' : 'profile'} aria-label={column}>
      <h3 title={meaning}>
        <span class="mono">{column}</span>
        {distance !== null && (
          <span class={isDrifted ? 'warned small' : 'muted small'}>
            {isDrifted ? '≠' : '≈'} {words(isDrifted ? 'drifted' : 'steady')}
          </span>
        )}
      </h3>
      <p class="muted small">
        {distance !== null &&
          `${words('distanceWord')} ${decimal(distance, 3)}, ${words('limitWord')} ${decimal(limit, 3)} · `}
        {words('missingShare')} {percent(missing / Math.max(1, rows))} · {count(distinctValues)}{' '}
        {words('distinctWord')}
      </p>
      <DriftBars bins={bins} label={`${column}: ${meaning}`} />
    </section>
  )
}

function Checks({ of: { checkResults } }: { of: QualitySourceDetail }) {
  if (checkResults.length === 0) return <p class="muted">{words('noChecks')}</p>
  return (
    <Table
      caption={words('checksTitle')}
      rows={[...checkResults].sort((a, b) => b.failed - a.failed)}
      id={(row) => row.name}
      columns={[
        {
          key: 'meaning',
          head: words('checkName'),
          wide: true,
          cell: (row) => (
            <>
              {say(row.meaning)}
              {row.sample.length > 0 && (
                <details class="small">
                  <summary>{words('someOfThem')}</summary>
                  {row.sample.slice(0, 5).map((cells, i) => (
                    <p class="mono sample" key={i}>
                      {Object.entries(cells)
                        .map(([name, value]) => `${name} ${value ?? '∅'}`)
                        .join(' · ')}
                    </p>
                  ))}
                </details>
              )}
            </>
          ),
        },
        { key: 'severity', head: words('severity'), cell: (row) => <SeverityWord of={row.severity} /> },
        {
          key: 'failed',
          head: words('failed'),
          number: true,
          cell: (row) =>
            row.failed > 0 ? (
              <strong>{count(row.failed)}</strong>
            ) : (
              <span class="good">✓ {words('holds')}</span>
            ),
        },
      ]}
    />
  )
}
