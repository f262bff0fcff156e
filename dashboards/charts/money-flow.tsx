/** Money from claims over accounts to people: where one account takes what many claims paid, it is seen at once. */
import { useState } from 'preact/hooks'
import { money, moneyFull } from '../format.ts'
import { words } from '../words.ts'
import { Figure, useWidth } from './figure.tsx'
import { gather, DEFAULTS as LAYOUT, type MoneyNode, type MoneyTie, moneyLayout } from './money-layout.ts'
import { MoneyList } from './money-list.tsx'

const HEADS = ['claims', 'accountsWord', 'peopleWord'] as const
const OTHERS = ['otherClaimsCount', 'otherAccounts', 'otherPeople'] as const

const DEFAULTS = {
  /** Letters of a label before it is cut. */
  letters: 26,
  /** Narrower, a list stands for the picture. */
  narrow: 560,
} as const

/** Width that labels and their sums take, in pixels, signs of Chinese counted double. */
function roomFor(labels: readonly string[]): number {
  const width = (label: string) => [...label].reduce((sum, sign) => sum + (sign > '\u2e80' ? 11.5 : 6.4), 0)
  return Math.max(0, ...labels.map(width)) + 44
}

interface MoneyFlowProps {
  readonly nodes: readonly MoneyNode[]
  readonly ties: readonly MoneyTie[]
  /** Chosen nodes are drawn strong. */
  readonly selection: ReadonlySet<string>
  readonly onSelect: (node: string) => void
}

export function MoneyFlow({ nodes, ties, selection, onSelect }: MoneyFlowProps) {
  const { ref, width } = useWidth<HTMLDivElement>(640)
  const [lit, setLit] = useState<string>()
  const gathered = gather(
    nodes,
    ties,
    (column, others) => `${others} ${words(OTHERS[column] ?? 'otherPeople')}`,
    LAYOUT.most,
  )
  const clip = (label: string) => {
    const { letters } = DEFAULTS
    return label.length > letters ? `${label.slice(0, letters - 1)}…` : label
  }
  const side = (column: number) =>
    24 + roomFor(gathered.nodes.filter((node) => node.column === column).map((node) => clip(node.label)))
  const last = Math.max(0, ...gathered.nodes.map((node) => node.column))
  const flow = moneyLayout(gathered.nodes, gathered.ties, width, { left: side(0), right: side(last) })
  const labels = new Map(nodes.map((node) => [node.id, node.label]))
  const isLit = (tie: MoneyTie) =>
    [tie.from, tie.to].some((id) => id === lit || (lit === undefined && selection.has(id)))
  return (
    <Figure
      title={words('moneyTitle')}
      note={words('moneyNote')}
      data={{
        head: [words('fromWord'), words('toWord'), words('amount')],
        rows: ties.map((tie) => [
          labels.get(tie.from) ?? tie.from,
          labels.get(tie.to) ?? tie.to,
          moneyFull(tie.amount),
        ]),
      }}
    >
      <div ref={ref}>
        {width < DEFAULTS.narrow ? (
          <MoneyList nodes={nodes} ties={ties} selection={selection} onSelect={onSelect} />
        ) : (
          <svg
            class="money-flow"
            width={width}
            height={flow.height}
            viewBox={`0 0 ${width} ${flow.height}`}
            aria-label={words('moneyTitle')}
          >
            {flow.ribbons.map((ribbon) => (
              <path
                key={`${ribbon.from} ${ribbon.to}`}
                class={isLit(ribbon) ? 'ribbon on' : 'ribbon'}
                d={ribbon.d}
              >
                <title>{`${labels.get(ribbon.from) ?? ''} → ${labels.get(ribbon.to) ?? ''}: ${moneyFull(ribbon.amount)}`}</title>
              </path>
            ))}
            {HEADS.slice(0, flow.columns).map((head, column) => {
              const x = flow.placed.find((node) => node.column === column)?.x ?? 0
              const place = column === 0 ? 'end' : column === flow.columns - 1 ? 'start' : 'middle'
              return (
                <text
                  key={head}
                  class="axis-title"
                  x={column === 0 ? x + LAYOUT.bar : column === flow.columns - 1 ? x : x + LAYOUT.bar / 2}
                  y={12}
                  text-anchor={place}
                >
                  {words(head)}
                </text>
              )
            })}
            {flow.placed.map((node) => {
              const x = node.column === 0 ? node.x - 6 : node.x + LAYOUT.bar + 6
              const own = labels.has(node.id)
              return (
                <g
                  key={node.id}
                  class={
                    selection.has(node.id)
                      ? `money-node column-${node.column} on`
                      : `money-node column-${node.column}`
                  }
                  {...(own
                    ? {
                        role: 'button',
                        tabindex: 0,
                        'aria-pressed': selection.has(node.id),
                        'aria-label': `${node.label} ${moneyFull(node.amount)}`,
                        onClick: () => onSelect(node.id),
                        onKeyDown: (event: KeyboardEvent) => {
                          if (event.key !== 'Enter' && event.key !== ' ') return
                          event.preventDefault()
                          onSelect(node.id)
                        },
                        onPointerEnter: () => setLit(node.id),
                        onPointerLeave: () => setLit(undefined),
                      }
                    : {})}
                >
                  <rect x={node.x} y={node.y} width={LAYOUT.bar} height={node.height} rx={1.5} />
                  <text
                    class="mark-label"
                    x={x}
                    y={node.y + node.height / 2}
                    dy="0.32em"
                    text-anchor={node.column === 0 ? 'end' : 'start'}
                  >
                    {clip(node.label)} <tspan class="sum">{money(node.amount)}</tspan>
                  </text>
                </g>
              )
            })}
          </svg>
        )}
      </div>
    </Figure>
  )
}
