/** From a value back to the bytes: the flow behind an indicator, and one row with its record and the rule behind every column. */
import { useState } from 'preact/hooks'
import type { CatalogDocument, FeatureLineage, LineageRow } from '../../src/api/schemas/index.ts'
import { withQuery } from '../api/client.ts'
import { LineageFlow, rowId } from '../charts/lineage-flow.tsx'
import { count, decimal } from '../format.ts'
import { say } from '../language.ts'
import { PageHead, Panel } from '../parts/panel.tsx'
import { RowLineagePanel } from '../parts/row-lineage.tsx'
import { Await } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { go, place, setQuery } from '../router.ts'
import { shownValue } from '../shown.ts'
import { stageTerm, term } from '../terms.ts'
import { words } from '../words.ts'

const ENTITIES = ['claim', 'party', 'provider', 'policy', 'ring'] as const

/** Address of the lineage of one indicator. */
export const lineagePath = (entity: string, id: string, feature: string): string =>
  withQuery('/lineage', { entity, id, feature })

export function Lineage() {
  const { query } = place.value
  const [entity, id, feature] = [query.get('entity'), query.get('id'), query.get('feature')]
  const [table, key] = [query.get('table'), query.get('key')]
  return (
    <>
      <PageHead title={words('lineagePage')} lead={words('lineageLead')} />
      <div class="stack-4">
        <Ask
          key={`${entity} ${id} ${feature}`}
          entity={entity ?? 'claim'}
          id={id ?? ''}
          feature={feature ?? ''}
        />
        {entity && id && feature && (
          <Feature key={`${entity} ${id} ${feature}`} {...{ entity, id, feature }} />
        )}
        {table && key && <RowLineagePanel key={`${table} ${key}`} table={table} rowKey={key} />}
      </div>
    </>
  )
}

interface Asked {
  readonly entity: string
  readonly id: string
  readonly feature: string
}

function Ask(asked: Asked) {
  const [entity, setEntity] = useState(asked.entity)
  const [id, setId] = useState(asked.id)
  const [feature, setFeature] = useState(asked.feature)
  const catalog = useResource<CatalogDocument>('/v1/catalog')
  const features = (catalog.data?.features ?? []).filter((one) => one.entity === entity)
  return (
    <form
      class="toolbar"
      onSubmit={(event) => {
        event.preventDefault()
        if (id.trim() && feature) go(lineagePath(entity, id.trim(), feature))
      }}
    >
      <label class="field">
        {words('type')}
        <select
          value={entity}
          onChange={(event) => {
            setEntity(event.currentTarget.value)
            setFeature('')
          }}
        >
          {ENTITIES.map((one) => (
            <option key={one} value={one}>
              {term(one)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        {words('idWord')}
        <input required value={id} onInput={(event) => setId(event.currentTarget.value)} />
      </label>
      <label class="field wide">
        {words('featureWord')}
        <select required value={feature} onChange={(event) => setFeature(event.currentTarget.value)}>
          <option value="">–</option>
          {features.map((one) => (
            <option key={one.name} value={one.name}>
              {say(one.meaning)} ({one.name})
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button primary">
        {words('whereFrom')}
      </button>
      {!asked.feature && <p class="muted small">{words('lineagePick')}</p>}
    </form>
  )
}

function Feature({ entity, id, feature }: Asked) {
  const path = `/v1/lineage/features/${[entity, id, feature].map(encodeURIComponent).join('/')}`
  const lineage = useResource<FeatureLineage>(path)
  return (
    <Await of={lineage} lines={10}>
      {(data) => <Shown of={data} />}
    </Await>
  )
}

function Shown({ of }: { of: FeatureLineage }) {
  const { query } = place.value
  const table = query.get('table')
  const key = query.get('key')
  const picked = table && key ? rowId({ table, key }) : undefined
  const pick = (row: LineageRow) => setQuery({ table: row.table, key: row.key })
  return (
    <>
      <Panel
        title={`${say(of.label)}: ${shownValue({ en: of.shown, zh: of.shownZh }, of.feature)}`}
        note={
          <>
            {say(of.view.title)} · {term(of.entity)} <EntityLink of={of} /> · {count(of.rows.length)}{' '}
            {words('ofRows')} · {decimal(of.milliseconds, 0)} {words('milliseconds')}
          </>
        }
      >
        <LineageFlow of={of} picked={picked} onPick={pick} />
        {of.notes.map((note) => (
          <p class="muted small" key={note.en}>
            {say(note)}
          </p>
        ))}
      </Panel>
      <details class="panel">
        <summary class="fold">
          {words('rowsWord')} ({count(of.rows.length)})
        </summary>
        <Table
          caption={words('rowsWord')}
          rows={of.rows}
          most={20}
          id={rowId}
          picked={picked}
          onPick={pick}
          columns={[
            {
              key: 'row',
              head: words('rowsWord'),
              wide: true,
              cell: (row) => (
                <>
                  <button type="button" class="link-button" onClick={() => pick(row)}>
                    {Object.values(row.keys).join(' · ')}
                  </button>
                  <span class="two mono">{row.table}</span>
                </>
              ),
            },
            { key: 'via', head: words('whyLinked'), cell: (row) => <span class="small">{row.via}</span> },
            {
              key: 'without',
              head: words('withoutIt'),
              number: true,
              cell: (row) =>
                row.without === null
                  ? '–'
                  : row.without.isChanged
                    ? decimal(row.without.value, 2)
                    : words('unchanged'),
            },
            {
              key: 'place',
              head: words('place'),
              cell: (row) =>
                row.place ? (
                  <span class="small">
                    <span class="mono">{row.place.file}</span>, {words('lineWord')} {count(row.place.line)}
                  </span>
                ) : (
                  <span class="muted small">
                    {words('madeByStage')} {row.madeBy && stageTerm(row.madeBy)}
                  </span>
                ),
            },
          ]}
        />
      </details>
    </>
  )
}

const PAGES: Readonly<Record<string, string>> = {
  claim: 'claims',
  policy: 'policies',
  party: 'parties',
  provider: 'providers',
  ring: 'rings',
}

function EntityLink({ of: { entity, entityId } }: { of: FeatureLineage }) {
  return (
    <a class="underlined" href={`/${PAGES[entity]}/${encodeURIComponent(entityId)}`}>
      {entityId}
    </a>
  )
}
