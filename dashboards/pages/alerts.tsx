/** The queue of alerts: filters in the address, ranked, worked by keyboard, one alert open beside it. */
import { useEffect, useRef } from 'preact/hooks'
import type { Alert } from '../../src/api/schemas/index.ts'
import { day, percent } from '../format.ts'
import { Listed, useList } from '../list.tsx'
import { AlertPanel } from '../parts/alert-panel.tsx'
import { Amount } from '../parts/amount.tsx'
import { Badge } from '../parts/badge.tsx'
import { QuerySearch, QuerySelect } from '../parts/fields.tsx'
import { PageHead } from '../parts/panel.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { place, setQuery } from '../router.ts'
import { session } from '../session.ts'
import { term, titled } from '../terms.ts'
import { words } from '../words.ts'

const KINDS = ['claim', 'provider', 'ring', 'signal', 'policy'] as const
const STATES = ['open', 'new', 'assigned', 'closed'] as const
const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
const LINES = ['auto', 'health', 'accident', 'travel', 'group', 'agricultural'] as const
/** Stands for no filter by state in the address, where an empty one stands for open. */
const EVERY = 'every'

export function Alerts({ id }: { id: string }) {
  const { query } = place.value
  const asked = query.get('state') ?? 'open'
  const sort = query.get('sort') ?? 'expected_loss'
  const picked = query.get('alert') ?? (id || undefined)
  const list = useList<Alert>('/v1/alerts', {
    state: asked === EVERY ? null : asked,
    kind: query.get('kind'),
    severity: query.get('severity'),
    line: query.get('line'),
    assignee: query.get('assignee'),
    q: query.get('q'),
    sort,
    limit: 50,
  })
  const pick = (alertId: string | null) => setQuery({ alert: alertId })
  useKeys(list.items, picked, pick)
  const filtered = ['state', 'kind', 'severity', 'line', 'assignee', 'q'].some((name) => query.get(name))
  return (
    <>
      <PageHead title={words('alerts')} lead={words('alertsLead')} />
      <div class="toolbar">
        <QuerySearch />
        <QuerySelect
          name="state"
          label={words('state')}
          fallback="open"
          required
          options={[...STATES.map((one) => [one, term(one)] as const), [EVERY, words('any')] as const]}
        />
        <QuerySelect name="kind" label={words('kind')} options={KINDS.map((one) => [one, term(one)])} />
        <QuerySelect
          name="severity"
          label={words('severity')}
          options={SEVERITIES.map((one) => [one, words(one)])}
        />
        <QuerySelect name="line" label={words('line')} options={LINES.map((one) => [one, words(one)])} />
        <QuerySelect
          name="assignee"
          label={words('assignee')}
          options={session.value ? [[session.value.user.username, words('mine')]] : []}
        />
        <QuerySelect
          name="sort"
          label={words('sort')}
          fallback="expected_loss"
          required
          options={[
            ['expected_loss', words('sortExpectedLoss')],
            ['severity', words('sortSeverity')],
            ['probability', words('sortProbability')],
            ['raised', words('sortRaised')],
            ['updated', words('sortUpdated')],
          ]}
        />
        <span class="small muted keys">
          <span class="kbd">j</span> <span class="kbd">k</span> <span class="kbd">enter</span>{' '}
          {words('keysHint')}
        </span>
      </div>
      <div class={picked ? 'queue with-panel' : 'queue'}>
        <div>
          <Listed
            list={list}
            empty={
              <>
                <p>{words(filtered ? 'noAlertsMatch' : 'noAlerts')}</p>
                {filtered && <a href="/alerts">{words('clearFilters')}</a>}
              </>
            }
          >
            {(items) => (
              <Table
                caption={words('alerts')}
                columns={columns(picked !== undefined)}
                rows={items}
                id={(alert) => alert.alertId}
                onPick={(alert) => pick(alert.alertId)}
                picked={picked ?? ''}
                sort={sort}
                onSort={(next) => setQuery({ sort: next })}
                rowClass={(alert) => (alert.state === 'closed' ? 'past' : undefined)}
              />
            )}
          </Listed>
        </div>
        {picked && (
          <aside class="panel alert-panel" aria-label={words('details')}>
            <AlertPanel
              key={picked}
              alertId={picked}
              onClose={() => pick(null)}
              onChange={list.first.reload}
            />
          </aside>
        )}
      </div>
    </>
  )
}

function columns(narrow: boolean): Column<Alert>[] {
  const all: (Column<Alert> & { readonly spare?: boolean })[] = [
    {
      key: 'severity',
      head: words('severity'),
      sort: 'severity',
      cell: (alert) => <Badge of={alert.severity} />,
    },
    {
      key: 'finding',
      head: words('finding'),
      wide: true,
      cell: (alert) => (
        <>
          <a href={`/alerts?${withAlert(alert.alertId)}`}>{titled(alert.title)}</a>
          <span class="two">
            {term(alert.kind)}
            {alert.kind !== 'signal' && ` ${alert.subjectId}`}
            {alert.line && ` · ${words(alert.line)}`}
          </span>
        </>
      ),
    },
    {
      key: 'loss',
      head: words('expectedLoss'),
      number: true,
      sort: 'expected_loss',
      cell: (alert) => <Amount of={alert.expectedLossAmount} />,
    },
    {
      key: 'probability',
      head: words('probability'),
      number: true,
      sort: 'probability',
      cell: (alert) => percent(alert.probability),
    },
    {
      key: 'state',
      head: words('state'),
      cell: (alert) => (
        <>
          {term(alert.state)}
          {alert.disposition && <span class="two">{term(alert.disposition)}</span>}
          {alert.assignee && <span class="two">{alert.assignee}</span>}
        </>
      ),
    },
    {
      key: 'raised',
      head: words('raisedAt'),
      sort: 'raised',
      spare: true,
      cell: (alert) => <span class="nowrap">{day(alert.raisedAt)}</span>,
    },
  ]
  return all.filter((column) => !(narrow && column.spare))
}

function withAlert(alertId: string): string {
  const query = new URLSearchParams(place.value.query)
  query.set('alert', alertId)
  return query.toString()
}

/** j and k move through the queue, escape closes what is open. */
function useKeys(
  items: readonly Alert[],
  picked: string | undefined,
  pick: (alertId: string | null) => void,
): void {
  const state = useRef({ items, picked, pick })
  state.current = { items, picked, pick }
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target as Element
      if (target.closest('input, textarea, select, dialog') || event.metaKey || event.ctrlKey) return
      const now = state.current
      const at = now.items.findIndex((alert) => alert.alertId === now.picked)
      if (event.key === 'j' || event.key === 'k') {
        const next = now.items[Math.max(0, Math.min(now.items.length - 1, at + (event.key === 'j' ? 1 : -1)))]
        if (next) now.pick(next.alertId)
        document.querySelector(`tr[data-id="${next?.alertId}"]`)?.scrollIntoView({ block: 'nearest' })
      } else if (event.key === 'Enter' && !target.closest('a, button')) {
        document.querySelector<HTMLElement>('.alert-panel a.button, .alert-panel button')?.focus()
      } else if (event.key === 'Escape' && now.picked) now.pick(null)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
