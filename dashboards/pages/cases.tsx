/** Cases: what the desk keeps about rings and nodes, the last changed first. */
import type { CaseSummary } from '../../src/api/schemas/index.ts'
import { count, moment } from '../format.ts'
import { Listed, useList } from '../list.tsx'
import { QuerySearch, QuerySelect } from '../parts/fields.tsx'
import { PageHead } from '../parts/panel.tsx'
import { Table } from '../parts/table.tsx'
import { exploreHref } from '../rings/node-id.ts'
import { place } from '../router.ts'
import { session } from '../session.ts'
import { words } from '../words.ts'

const STATES = ['open', 'referred', 'closed'] as const

const hrefOf = ({ subjectKind, subjectId }: CaseSummary) =>
  subjectKind === 'ring' ? `/rings/${encodeURIComponent(subjectId)}` : exploreHref(subjectId)

export function Cases() {
  const { query } = place.value
  const list = useList<CaseSummary>('/v1/cases', {
    state: query.get('state'),
    owner: query.get('owner'),
    q: query.get('q'),
    limit: 50,
  })
  const filtered = ['state', 'owner', 'q'].some((name) => query.get(name))
  return (
    <>
      <PageHead title={words('cases')} lead={words('caseLead')} />
      <div class="toolbar">
        <QuerySearch />
        <QuerySelect
          name="state"
          label={words('state')}
          options={STATES.map((one) => [one, words(`case_${one}`)])}
        />
        <QuerySelect
          name="owner"
          label={words('assignee')}
          options={session.value ? [[session.value.user.username, words('mine')]] : []}
        />
      </div>
      <Listed
        list={list}
        empty={
          <>
            <p>{words(filtered ? 'noCasesMatch' : 'noCases')}</p>
            <a href={filtered ? '/cases' : '/rings'}>{words(filtered ? 'clearFilters' : 'rings')}</a>
          </>
        }
      >
        {(items) => (
          <Table
            caption={words('cases')}
            rows={items}
            id={(one) => one.caseId}
            href={hrefOf}
            rowClass={(one) => (one.state === 'closed' ? 'past' : undefined)}
            columns={[
              {
                key: 'case',
                head: words('tabCase'),
                wide: true,
                cell: (one) => (
                  <>
                    <a href={hrefOf(one)}>{one.title}</a>
                    <span class="two">
                      <span class="mono">{one.caseId}</span>
                      {one.line && ` · ${words(one.line)}`}
                    </span>
                  </>
                ),
              },
              { key: 'state', head: words('state'), cell: (one) => words(`case_${one.state}`) },
              { key: 'owner', head: words('assignee'), cell: (one) => one.owner ?? words('nobody') },
              { key: 'notes', head: words('notesTitle'), number: true, cell: (one) => count(one.notes) },
              { key: 'marks', head: words('marksShort'), number: true, cell: (one) => count(one.marks) },
              { key: 'views', head: words('viewsTitle'), number: true, cell: (one) => count(one.views) },
              {
                key: 'changed',
                head: words('lastChanged'),
                cell: (one) => <span class="nowrap">{moment(one.updatedAt)}</span>,
              },
            ]}
          />
        )}
      </Listed>
    </>
  )
}
