/** The flow of money for narrow screens: each account with the claims it was paid for and the people behind it. */
import { count, money, moneyFull } from '../format.ts'
import { words } from '../words.ts'
import type { MoneyNode, MoneyTie } from './money-layout.ts'

interface MoneyListProps {
  readonly nodes: readonly MoneyNode[]
  readonly ties: readonly MoneyTie[]
  readonly selection: ReadonlySet<string>
  readonly onSelect: (node: string) => void
}

export function MoneyList({ nodes, ties, selection, onSelect }: MoneyListProps) {
  const labels = new Map(nodes.map((node) => [node.id, node.label]))
  const accounts = nodes
    .filter((node) => node.column === 1)
    .map((node) => {
      const comes = ties.filter((tie) => tie.to === node.id)
      const goes = ties.filter((tie) => tie.from === node.id).sort((a, b) => b.amount - a.amount)
      return { node, comes, goes, amount: comes.reduce((sum, tie) => sum + tie.amount, 0) }
    })
    .sort((a, b) => b.amount - a.amount)
  return (
    <ul class="money-list">
      {accounts.map(({ node, comes, goes, amount }) => (
        <li key={node.id}>
          <div class="head">
            <button
              type="button"
              class="tie"
              aria-pressed={selection.has(node.id)}
              onClick={() => onSelect(node.id)}
            >
              {node.label}
            </button>
            <span title={moneyFull(amount)}>{money(amount)}</span>
          </div>
          <span class="two muted">
            {count(comes.length)} {words('claimsWord')} · {words('toWhom')}{' '}
            {goes.map((tie) => `${labels.get(tie.to) ?? ''} ${money(tie.amount)}`).join(', ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
