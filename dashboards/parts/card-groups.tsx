/** How a model does group by group: of yes or no, or of counts over exposure. Small groups are marked. */
import type { CardGroup, ChanceGroup, RateGroup } from '../../src/api/schemas/index.ts'
import { Interval } from '../charts/interval.tsx'
import { count, decimal, percent } from '../format.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { type Column, Table } from './table.tsx'

interface CardGroupsProps {
  readonly caption: string
  /** What the groups are groups by. */
  readonly of: string
  readonly groups: readonly CardGroup[]
}

export function CardGroups({ caption, of, groups }: CardGroupsProps) {
  const rates = groups.filter((one) => 'rates' in one)
  return rates.length > 0 ? (
    <Groups caption={caption} of={of} groups={rates} columns={rateColumns()} />
  ) : (
    <Groups
      caption={caption}
      of={of}
      groups={groups.filter((one) => 'flagged' in one)}
      columns={chanceColumns()}
    />
  )
}

function Groups<T extends CardGroup>({
  caption,
  of,
  groups,
  columns,
}: {
  caption: string
  of: string
  groups: readonly T[]
  columns: readonly Column<T>[]
}) {
  return (
    <Table
      caption={caption}
      rows={groups}
      id={(one) => one.group}
      rowClass={(one) => (one.isSmall ? 'small-group' : undefined)}
      columns={[
        {
          key: 'group',
          head: words('groupWord'),
          wide: true,
          cell: (one) => (
            <>
              {term(one.group, of)} {one.isSmall && <span class="badge">{words('smallGroup')}</span>}
            </>
          ),
        },
        { key: 'rows', head: words('heldOutRows'), number: true, cell: (one) => count(one.rows) },
        ...columns,
      ]}
    />
  )
}

const events = (): Column<CardGroup> => ({
  key: 'events',
  head: `${words('events')} / ${words('expected')}`,
  number: true,
  cell: (one) => `${count(one.events)} / ${decimal(one.expected, 1)}`,
})

const none = <span class="muted">–</span>

const chanceColumns = (): Column<ChanceGroup>[] => [
  { key: 'known', head: words('withOutcome'), number: true, cell: (one) => count(one.known) },
  events(),
  {
    key: 'auc',
    head: 'AUC',
    cell: ({ auc }) =>
      auc ? (
        <span class="auc">
          <Interval {...auc} />
          {decimal(auc.value, 2)}
        </span>
      ) : (
        none
      ),
  },
  {
    key: 'flagged',
    head: words('flaggedWord'),
    number: true,
    cell: ({ flagged }) => (
      <span title={`${percent(flagged.low)} – ${percent(flagged.high)}`}>{percent(flagged.value)}</span>
    ),
  },
]

/** A value, with its interval small beside it. */
function Within({ value, low, high }: { value: number; low: number; high: number }) {
  return (
    <>
      {decimal(value, 2)}{' '}
      <span class="small muted">
        {decimal(low, 2)} – {decimal(high, 2)}
      </span>
    </>
  )
}

const rateColumns = (): Column<RateGroup>[] => [
  {
    key: 'exposure',
    head: words('exposureYears'),
    number: true,
    cell: ({ rates }) => decimal(rates.exposure, 1),
  },
  events(),
  {
    key: 'ratio',
    head: words('observedOverExpected'),
    number: true,
    cell: ({ rates }) => <Within {...rates.ratio} />,
  },
  {
    key: 'deviance',
    head: words('devianceWord'),
    number: true,
    cell: ({ rates }) => <Within {...rates.deviance} />,
  },
  {
    key: 'gini',
    head: words('giniWord'),
    number: true,
    cell: ({ rates }) => (rates.gini ? <Within {...rates.gini} /> : none),
  },
]
