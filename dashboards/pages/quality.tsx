/** How good the data are: a score for every source over its loads, what it is made of, what failed, what has drifted. */
import type {
  Quality as QualityDocument,
  QualityLoad,
  QualityParts,
  QualitySource,
  Text,
} from '../../src/api/schemas/index.ts'
import { ScoreSpark } from '../charts/score-spark.tsx'
import { count, day, decimal, signed } from '../format.ts'
import { say } from '../language.ts'
import { CollectionsPanel } from '../parts/collections.tsx'
import { PageHead, Panel, Stats } from '../parts/panel.tsx'
import { QualityDetail } from '../parts/quality-source.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { place, setQuery } from '../router.ts'
import { sourceTitle } from '../source-title.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

export function Quality() {
  const quality = useResource<QualityDocument>('/v1/quality')
  return (
    <>
      <PageHead title={words('qualityPage')} lead={words('qualityLead')} />
      <Await of={quality} lines={12}>
        {(all) =>
          all.sources.some((one) => one.latest) ? <Board all={all} /> : <Empty>{words('noSources')}</Empty>
        }
      </Await>
    </>
  )
}

function Board({ all }: { all: QualityDocument }) {
  const picked = place.value.query.get('source')
  const loaded = all.sources.filter((one) => one.latest !== null)
  const source = loaded.find((one) => one.source === picked)
  const drifted = loaded.reduce((sum, one) => sum + (one.latest?.drifted.length ?? 0), 0)
  const failed = all.checks.filter((check) => check.failed > 0).length
  const lowest = scaleFoot(loaded.flatMap((one) => one.history.map((load) => load.score)))
  return (
    <div class="stack-4">
      <Stats
        items={[
          { label: words('bookScore'), value: decimal(all.score, 1), note: words('scoreOf100') },
          { label: words('sourcesWord'), value: count(loaded.length) },
          {
            label: words('failedChecks'),
            value: count(failed),
            note: `${words('ofTotal')} ${count(all.checks.length)}`,
          },
          { label: words('driftedColumns'), value: count(drifted) },
          {
            label: words('openRecords'),
            value: (
              <a href="/quarantine">{count(loaded.reduce((sum, one) => sum + one.openQuarantine, 0))}</a>
            ),
            note: words('recordsAside'),
          },
        ]}
      />
      {source && <QualityDetail key={source.source} source={source} formula={all.formula} lowest={lowest} />}
      <Panel title={words('sourcesTitle')} note={`${words('sourcesNote')} ${lowest}`}>
        <div class="multiples">
          {loaded.map((one) => (
            <SourceCard
              key={one.source}
              of={one}
              isPicked={one === source}
              lowest={lowest}
              formula={all.formula.parts}
            />
          ))}
        </div>
      </Panel>
      <Panel title={words('failedChecks')} count={failed}>
        <FailedChecks all={all} />
      </Panel>
      <Panel title={words('filesLoaded')} count={all.batches.length}>
        <Batches all={all} />
      </Panel>
      <CollectionsPanel />
      <p class="caveat">{say(all.formula.text)}</p>
    </div>
  )
}

/** Foot of the scale that all sources share: the ten below the lowest score. */
export const scaleFoot = (scores: readonly number[]): number =>
  Math.max(0, Math.min(90, Math.floor((Math.min(100, ...scores) - 0.001) / 10) * 10))

/** The part that costs a load most, in points of its score; undefined when all that were measured are whole. */
export function costliestPart(
  parts: QualityParts,
  formula: QualityDocument['formula']['parts'],
): { readonly title: Text; readonly points: number } | undefined {
  const costs = formula.map(({ part, title, exponent }) => ({
    title,
    points: 100 * (1 - (parts[part] ?? 1) ** exponent),
  }))
  return costs.sort((a, b) => b.points - a.points).find(({ points }) => points >= 0.05)
}

/** What a point of the history says on hover. */
export const loadSays = ({ loadedAt, file, score }: QualityLoad): string =>
  `${day(loadedAt)} ${file}: ${decimal(score, 1)}`

interface SourceCardProps {
  readonly of: QualitySource
  readonly isPicked: boolean
  readonly lowest: number
  readonly formula: QualityDocument['formula']['parts']
}

function SourceCard({ of, isPicked, lowest, formula }: SourceCardProps) {
  const { source, latest, change, history, checks, openQuarantine } = of
  if (!latest) return null
  const costly = costliestPart(latest.parts, formula)
  return (
    <button
      type="button"
      class="multiple"
      aria-pressed={isPicked}
      onClick={() => {
        setQuery({ source: isPicked ? null : source, batch: null })
        scrollTo(0, 0)
      }}
    >
      <span class="title-line">
        <span class="title">{sourceTitle(source)}</span>
        <span class="figure">{decimal(latest.score, 1)}</span>
      </span>
      <ScoreSpark
        lowest={lowest}
        label={`${sourceTitle(source)}: ${words('scoreHistory')}`}
        points={history.map((load) => ({ key: load.batchId, score: load.score, says: loadSays(load) }))}
      />
      <span class="small muted">{costly ? `${say(costly.title)} ${signed(-costly.points, 1)}` : '✓'}</span>
      <span class="foot">
        <span title={words('change7')}>
          {change === null ? '–' : signed(change, 1)} · {count(history.length)}×
        </span>
        <span class={checks.failed + latest.drifted.length > 0 ? 'warned' : undefined}>
          {checks.failed > 0 && `✕ ${count(checks.failed)} `}
          {latest.drifted.length > 0 && `≠ ${count(latest.drifted.length)} `}
          {openQuarantine > 0 && <span class="muted">○ {count(openQuarantine)}</span>}
        </span>
      </span>
    </button>
  )
}

function FailedChecks({ all }: { all: QualityDocument }) {
  const rows = all.checks
    .filter((check) => check.failed > 0)
    .sort((a, b) => SEVERITY.indexOf(a.severity) - SEVERITY.indexOf(b.severity) || b.failed - a.failed)
  if (rows.length === 0) return <p class="muted">{words('none')}</p>
  return (
    <Table
      caption={words('failedChecks')}
      rows={rows}
      most={12}
      id={(row) => `${row.source} ${row.name}`}
      onPick={(row) => setQuery({ source: row.source, batch: null })}
      columns={[
        {
          key: 'meaning',
          head: words('checkName'),
          wide: true,
          cell: (row) => (
            <>
              {say(row.meaning)}
              <span class="two">{row.name}</span>
            </>
          ),
        },
        { key: 'source', head: words('source'), cell: (row) => sourceTitle(row.source) },
        { key: 'severity', head: words('severity'), cell: (row) => <SeverityWord of={row.severity} /> },
        {
          key: 'failed',
          head: words('failed'),
          number: true,
          cell: (row) => <strong>{count(row.failed)}</strong>,
        },
      ]}
    />
  )
}

const SEVERITY = ['stop', 'quarantine', 'warn'] as const

/** Severity of a check in a word and a shape. */
export function SeverityWord({ of }: { of: (typeof SEVERITY)[number] }) {
  return (
    <span class={`state ${of === 'stop' ? 'failed' : of === 'quarantine' ? 'waiting' : ''}`}>
      <span aria-hidden="true">{{ stop: '■', quarantine: '◧', warn: '△' }[of]}</span> {term(of)}
    </span>
  )
}

function Batches({ all }: { all: QualityDocument }) {
  return (
    <Table
      caption={words('filesLoaded')}
      rows={all.batches}
      most={10}
      id={(row) => row.batchId}
      columns={[
        {
          key: 'file',
          head: words('file'),
          wide: true,
          cell: (row) => (
            <>
              {sourceTitle(row.source)}
              <span class="two mono">{row.file}</span>
            </>
          ),
        },
        {
          key: 'loaded',
          head: words('loadedAt'),
          cell: (row) => <span class="nowrap">{day(row.loadedAt)}</span>,
        },
        { key: 'encoding', head: words('encoding'), cell: (row) => row.encoding },
        { key: 'records', head: words('records'), number: true, cell: (row) => count(row.records) },
        { key: 'accepted', head: words('accepted'), number: true, cell: (row) => count(row.accepted) },
        {
          key: 'quarantined',
          head: words('quarantinedWord'),
          number: true,
          cell: (row) =>
            row.quarantined > 0 ? (
              <a class="underlined" href={`/quarantine?source=${encodeURIComponent(row.source)}`}>
                {count(row.quarantined)}
              </a>
            ) : (
              '0'
            ),
        },
        { key: 'duplicate', head: words('duplicates'), number: true, cell: (row) => count(row.duplicate) },
      ]}
    />
  )
}
