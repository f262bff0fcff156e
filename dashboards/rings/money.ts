/** A ring's payments as a flow: claims, the accounts that took the money, the people who were paid. */
import type { MoneyFlow } from '../../src/api/schemas/index.ts'
import type { MoneyNode, MoneyTie } from '../charts/money-layout.ts'
import { words } from '../words.ts'

const NO_ACCOUNT = 'no account'
const NO_PAYEE = 'no payee'

/** @param labelOf the name of a node where it was uncovered. */
export function moneyGraph(
  { steps }: Pick<MoneyFlow, 'steps'>,
  labelOf: (id: string, masked: string) => string,
): { nodes: MoneyNode[]; ties: MoneyTie[] } {
  const nodes = new Map<string, MoneyNode>()
  const ties = new Map<string, MoneyTie>()
  const tie = (from: string, to: string, amount: number) => {
    const key = `${from}\n${to}`
    ties.set(key, { from, to, amount: (ties.get(key)?.amount ?? 0) + amount })
  }
  for (const { claimId, account, payee, amount } of steps) {
    if (amount <= 0) continue
    const claim = `claim:${claimId}`
    const accountId = account?.nodeId ?? NO_ACCOUNT
    const payeeId = payee?.nodeId ?? NO_PAYEE
    nodes.set(claim, { id: claim, column: 0, label: claimId })
    nodes.set(accountId, {
      id: accountId,
      column: 1,
      label: account ? labelOf(account.nodeId, account.label) : words('noAccount'),
    })
    nodes.set(payeeId, {
      id: payeeId,
      column: 2,
      label: payee ? labelOf(payee.nodeId, payee.label) : words('noPayee'),
    })
    tie(claim, accountId, amount)
    tie(accountId, payeeId, amount)
  }
  return { nodes: [...nodes.values()], ties: [...ties.values()] }
}
