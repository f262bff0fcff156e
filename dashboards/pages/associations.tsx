/** What stands together in claims beyond chance: drawn, listed, and one pattern in full. */
import type { Association, Text } from '../../src/api/schemas/index.ts'
import { LiftScatter, patternText } from '../charts/lift-scatter.tsx'
import { count, day, decimal, percent } from '../format.ts'
import { say } from '../language.ts'
import { Listed, useList } from '../list.tsx'
import { Amount } from '../parts/amount.tsx'
import { QuerySearch, QuerySelect } from '../parts/fields.tsx'
import { Caveat, Facts, PageHead, Panel } from '../parts/panel.tsx'
import { Table } from '../parts/table.tsx'
import { place, setQuery } from '../router.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

const LINES = ['auto', 'health', 'accident', 'travel', 'group', 'agricultural'] as const

export function Associations() {
  const { query } = place.value
  const sort = query.get('sort') ?? 'significance'
  const list = useList<Association>('/v1/associations', {
    line: query.get('line'),
    kind: query.get('kind'),
    confirmed: query.get('confirmed'),
    q: query.get('q'),
    sort,
    limit: 100,
  })
  const isFiltered = ['line', 'kind', 'confirmed', 'q'].some((name) => query.get(name))
  const picked = list.items.find((one) => one.ruleId === query.get('rule'))
  const pick = (one: Association) => setQuery({ rule: one.ruleId === picked?.ruleId ? null : one.ruleId })
  return (
    <>
      <PageHead title={words('associationsPage')} lead={words('associationsLead')} />
      <div class="toolbar">
        <QuerySearch />
        <QuerySelect name="line" label={words('line')} options={LINES.map((one) => [one, words(one)])} />
        <QuerySelect
          name="kind"
          label={words('kind')}
          options={(['treatment', 'repair'] as const).map((one) => [one, term(one)])}
        />
        <QuerySelect
          name="confirmed"
          label={words('heldAgain')}
          options={[
            ['true', words('heldYes')],
            ['false', words('heldNo')],
          ]}
        />
      </div>
      <div class="stack-4">
        <Listed
          list={list}
          empty={
            <>
              <p>{words(isFiltered ? 'noAssociationsMatch' : 'noAssociations')}</p>
              {isFiltered && <a href="/associations">{words('clearFilters')}</a>}
            </>
          }
        >
          {(items) => (
            <div class="stack-4">
              <div class="two-col">
                <Panel>
                  <LiftScatter patterns={items} picked={picked?.ruleId} onPick={pick} />
                </Panel>
                {picked ? (
                  <Pattern of={picked} />
                ) : (
                  <Panel>
                    <p class="muted">{words('pickPattern')}</p>
                  </Panel>
                )}
              </div>
              <Patterns items={items} sort={sort} picked={picked?.ruleId} onPick={pick} />
            </div>
          )}
        </Listed>
        <Caveat />
      </div>
    </>
  )
}

interface PatternsProps {
  readonly items: readonly Association[]
  readonly sort: string
  readonly picked: string | undefined
  readonly onPick: (one: Association) => void
}

function Patterns({ items, sort, picked, onPick }: PatternsProps) {
  return (
    <Table
      caption={words('associationsPage')}
      rows={items}
      id={(row) => row.ruleId}
      picked={picked}
      onPick={onPick}
      sort={sort}
      onSort={(next) => setQuery({ sort: next })}
      columns={[
        {
          key: 'pattern',
          head: words('patternWord'),
          wide: true,
          cell: (row) => (
            <>
              <button type="button" class="link-button text" onClick={() => onPick(row)}>
                {patternText(row)}
              </button>
              <span class="two">
                {words(row.line)} · {term(row.kind)} ·{' '}
                {row.antecedent.map((item) => term(item.kind)).join(', ')}
              </span>
            </>
          ),
        },
        {
          key: 'count',
          head: words('together2'),
          number: true,
          sort: 'count',
          cell: (row) => (
            <>
              {count(row.count)}
              <span class="two">
                {decimal(row.expected, 1)} {words('byChance')}
              </span>
            </>
          ),
        },
        {
          key: 'lift',
          head: words('liftWord'),
          number: true,
          sort: 'lift',
          cell: (row) => <strong>{decimal(row.lift, 1)}×</strong>,
        },
        {
          key: 'support',
          head: words('supportWord'),
          number: true,
          sort: 'support',
          cell: (row) => percent(row.support),
        },
        {
          key: 'confidence',
          head: words('confidenceWord'),
          number: true,
          sort: 'confidence',
          cell: (row) => percent(row.confidence),
        },
        {
          key: 'p',
          head: words('adjustedP'),
          number: true,
          sort: 'significance',
          cell: (row) => pText(row.adjustedPValue),
        },
        {
          key: 'held',
          head: words('heldAgain'),
          cell: (row) =>
            row.isConfirmed === null ? (
              <span class="muted">–</span>
            ) : row.isConfirmed ? (
              <span class="good">✓ {row.heldLift !== null && `${decimal(row.heldLift, 1)}×`}</span>
            ) : (
              <span class="muted">✕</span>
            ),
        },
        {
          key: 'amount',
          head: words('claimed'),
          number: true,
          sort: 'claimed_amount',
          cell: (row) => <Amount of={row.claimedAmount} />,
        },
      ]}
    />
  )
}

/** A p-value as people read it. */
export const pText = (p: number): string => (p < 1e-4 ? '<0.0001' : decimal(p, p < 0.01 ? 4 : 3))

/** The counts of a pattern as one sentence. */
export function sentence(of: Association): Text {
  const [all, left, both] = [of.baskets, of.antecedentCount, of.count].map(count)
  const [among, usual] = [of.confidence, of.consequentCount / Math.max(1, of.baskets)].map(percent)
  return {
    en: `Of ${all} claims looked at, ${left} have what stands on the left; ${both} of these (${among}) have what stands on the right, as ${usual} of all claims do.`,
    zh: `在 ${all} 件赔案中，${left} 件含左侧项目，其中 ${both} 件（${among}）也含右侧项目，而全部赔案中含右侧项目的占 ${usual}。`,
  }
}

function Pattern({ of }: { of: Association }) {
  return (
    <Panel title={patternText(of)} note={`${words(of.line)} · ${term(of.kind)}`}>
      <div class="stack">
        <ul class="items">
          {of.antecedent.map((item) => (
            <li key={`${item.kind} ${item.code}`}>
              <span class="muted small">
                {words('whenWord')} {term(item.kind)}
              </span>
              {item.label ?? item.code} <span class="mono muted small">{item.code}</span>
            </li>
          ))}
          <li>
            <span class="muted small">
              {words('thenWord')} {term(of.consequent.kind)}
            </span>
            {of.consequent.label ?? of.consequent.code}{' '}
            <span class="mono muted small">{of.consequent.code}</span>
          </li>
        </ul>
        <div
          class="chance"
          role="img"
          aria-label={`${words('together2')} ${of.count}, ${words('byChance')} ${decimal(of.expected, 1)}`}
        >
          <span>{words('together2')}</span>
          <span class="bar">
            <i style={{ width: '100%' }} />
          </span>
          <span>{count(of.count)}</span>
          <span>{words('byChance')}</span>
          <span class="bar">
            <i
              class="pale"
              style={{ width: `${Math.min(100, (100 * of.expected) / Math.max(1, of.count))}%` }}
            />
          </span>
          <span>{decimal(of.expected, 1)}</span>
        </div>
        <p>{say(sentence(of))}</p>
        <Facts
          items={[
            [words('liftWord'), `${decimal(of.lift, 2)}×`],
            [words('leverageWord'), decimal(of.leverage * of.baskets, 1)],
            [
              words('adjustedP'),
              `${pText(of.adjustedPValue)} (${count(of.tested)} ${words('patternsTried')})`,
            ],
            [words('falseAmongSuch'), percent(of.qValue)],
            [
              words('heldAgain'),
              of.isConfirmed === null
                ? words('heldUnknown')
                : `${words(of.isConfirmed ? 'heldYes' : 'heldNo')}${of.heldLift === null ? '' : `: ${decimal(of.heldLift, 1)}×, n=${count(of.heldCount)}, p ${pText(of.heldPValue ?? 1)}`}`,
            ],
            [words('claimed'), <Amount of={of.claimedAmount} />],
            [words('period'), `${day(of.firstAt)} – ${day(of.lastAt)}`],
          ]}
        />
        {of.providerId && (
          <a class="underlined" href={`/providers/${encodeURIComponent(of.providerId)}`}>
            {words('openPage')}: {of.providerId}
          </a>
        )}
      </div>
    </Panel>
  )
}
