/** A row of a table, back to its bytes: the file, the record in it, and how every column was made. */
import type { RowLineage } from '../../src/api/schemas/index.ts'
import { withQuery } from '../api/client.ts'
import { count, decimal, moment } from '../format.ts'
import { say } from '../language.ts'
import { useResource } from '../resource.ts'
import { sourceTitle } from '../source-title.ts'
import { stageTerm, term } from '../terms.ts'
import { words } from '../words.ts'
import { Facts, Panel } from './panel.tsx'
import { visible } from './raw-record.tsx'
import { Await } from './states.tsx'
import { Table } from './table.tsx'

const FILE_WORDS = {
  same: 'fileSame',
  changed: 'fileChanged',
  missing: 'fileMissing',
  unreadable: 'fileUnreadable',
} as const

export function RowLineagePanel({ table, rowKey }: { table: string; rowKey: string }) {
  const lineage = useResource<RowLineage>(withQuery('/v1/lineage/row', { table, key: rowKey }))
  return (
    <Await of={lineage} lines={8}>
      {(row) => (
        <section id="row" class="stack-4" aria-label={words('openRow')}>
          <Origin of={row} />
          {row.columns.length > 0 && (
            <Panel title={words('perColumn')} note={row.description}>
              <Columns of={row} />
            </Panel>
          )}
        </section>
      )}
    </Await>
  )
}

function Origin({ of }: { of: RowLineage }) {
  const { place, correction } = of
  return (
    <Panel
      title={words(of.place ? 'rawRecord' : 'madeFromRows')}
      note={
        <>
          <span class="mono">{of.table}</span> · {Object.values(of.keys).join(' · ')} ·{' '}
          {decimal(of.milliseconds, 0)} {words('milliseconds')}
        </>
      }
    >
      <Facts
        wide
        items={[
          [words('source'), place && sourceTitle(place.source)],
          [words('file'), place && <span class="mono">{place.file}</span>],
          [
            words('place'),
            place &&
              `${words('lineWord')} ${count(place.line)}${of.byteOffset === null ? '' : `, ${words('byteWord')} ${count(of.byteOffset)}`}`,
          ],
          [words('loadedAt'), place && moment(place.loadedAt)],
          [words('publisherWord'), of.publisher],
          [words('sha'), place && <span class="mono">{place.sha256.slice(0, 16)}…</span>],
          [words('madeByStage'), of.madeBy && stageTerm(of.madeBy)],
        ]}
      />
      {place && (
        <p class={of.file === 'same' ? 'good small file-state' : 'warned small file-state'}>
          {of.file === 'same' ? '✓' : '△'} {words(FILE_WORDS[of.file])}
        </p>
      )}
      {of.record !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
        <section class="raw" tabIndex={0} aria-label={words('rawRecord')}>
          {visible(of.record)}
        </section>
      )}
      {correction && (
        <p class="notice">
          {words('correctedFrom')} {term(correction.code)}: {correction.reason} · {correction.file},{' '}
          {words('lineWord')} {count(correction.line)} · {correction.by}{' '}
          {correction.at && moment(correction.at)}
          {correction.note && ` · ${correction.note}`}
        </p>
      )}
      {of.madeFrom.length > 0 && (
        <ul class="evidence">
          {of.madeFrom.map((one) => (
            <li key={`${one.table} ${one.key}`}>
              <a class="underlined" href={withQuery('/lineage', { table: one.table, key: one.key })}>
                <span class="mono">{one.table}</span> {one.key}
              </a>
              {one.place && (
                <span class="muted small">
                  {' '}
                  {one.place.file}, {words('lineWord')} {count(one.place.line)}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {of.notes.map((note) => (
        <p class="muted small" key={note.en}>
          {say(note)}
        </p>
      ))}
    </Panel>
  )
}

function Columns({ of: { columns } }: { of: RowLineage }) {
  return (
    <Table
      caption={words('perColumn')}
      rows={columns}
      id={(row) => row.column}
      columns={[
        {
          key: 'reads',
          head: words('saysInFile'),
          cell: (row) =>
            row.reads.length === 0 ? (
              <span class="muted">–</span>
            ) : (
              row.reads.map((read) => (
                <span class="two plain" key={read.name}>
                  <span class="muted small">{read.name}</span> <span class="mono">{read.text ?? '∅'}</span>
                </span>
              ))
            ),
        },
        {
          key: 'rule',
          head: words('rule'),
          cell: (row) => (
            <span title={row.sql}>
              {row.transform ? (
                <>
                  → <span class="mono">{row.transform}</span>
                  {row.transformMeaning && <span class="two">{say(row.transformMeaning)}</span>}
                </>
              ) : (
                <span class="muted">→ {words('plainSql')}</span>
              )}
            </span>
          ),
        },
        {
          key: 'value',
          head: words('inTable'),
          cell: (row) => (
            <>
              <span class="mono">{row.value ?? '∅'}</span>
              <span class="two" title={row.meaning}>
                {row.column}
                {row.isSame === true && <span class="good"> ✓ {words('isSame')}</span>}
                {row.isSame === false && <span class="warned"> ≠ {words('isDifferent')}</span>}
              </span>
            </>
          ),
        },
      ]}
    />
  )
}
