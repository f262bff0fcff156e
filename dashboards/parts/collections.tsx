/** What brings files into the book: collectors, when they run, and how it went last. */
import type { Collections } from '../../src/api/schemas/index.ts'
import { count, decimal, moment } from '../format.ts'
import { say } from '../language.ts'
import { useResource } from '../resource.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { Panel } from './panel.tsx'
import { Await } from './states.tsx'
import { Table } from './table.tsx'

export function CollectionsPanel() {
  const collections = useResource<Collections>('/v1/collections')
  return (
    <Panel title={words('collectionsTitle')} note={words('collectionsNote')}>
      <Await of={collections} lines={4}>
        {({ collectors }) =>
          collectors.length === 0 ? (
            <p class="muted">{words('noCollectors')}</p>
          ) : (
            <Collectors of={collectors} />
          )
        }
      </Await>
    </Panel>
  )
}

function Collectors({ of }: { of: Collections['collectors'] }) {
  return (
    <Table
      caption={words('collectionsTitle')}
      rows={of}
      id={(row) => row.name}
      columns={[
        {
          key: 'title',
          head: words('name'),
          wide: true,
          cell: (row) => (
            <>
              <span title={row.description}>{say(row.title)}</span>
              <span class="two">
                {term(row.kind)} · <span class="mono">{row.lands}</span>
              </span>
            </>
          ),
        },
        { key: 'schedule', head: words('schedule'), cell: (row) => <span class="mono">{row.schedule}</span> },
        {
          key: 'last',
          head: words('lastCollected'),
          cell: ({ runs: [last] }) =>
            last ? (
              <>
                <span class="nowrap">{moment(last.startedAt)}</span>
                <span class="two">
                  {decimal(last.seconds, 1)} {words('seconds')}
                  {last.resumed && ` · ${words('resumedRun')}`}
                </span>
              </>
            ) : (
              <span class="muted">{words('neverRan')}</span>
            ),
        },
        { key: 'new', head: words('newRecords'), number: true, cell: ({ runs: [last] }) => count(last?.new) },
        {
          key: 'unchanged',
          head: words('unchangedRecords'),
          number: true,
          cell: ({ runs: [last] }) => count(last?.unchanged),
        },
        {
          key: 'errors',
          head: words('state'),
          cell: ({ runs: [last] }) =>
            !last ? null : last.errors.length === 0 ? (
              <span class="good">✓ {words('wentWell')}</span>
            ) : (
              <span class="warned">
                ✕ {last.errors[0]}
                {last.errors.length > 1 && ` (+${count(last.errors.length - 1)})`}
              </span>
            ),
        },
      ]}
    />
  )
}
