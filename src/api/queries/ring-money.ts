/** Where the money of a ring's claims went: claim, who was paid, account. */
import { sql } from 'kysely'
import { maskNumber, maskPartyName, type Pseudonyms } from '../../security/index.ts'
import type { MoneyFlow } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

export const DEFAULTS = {
  /** Steps told at most, the largest. */
  steps: 500,
} as const

interface MoneyRow {
  claim_id: string
  entity_id: string | null
  name: string | null
  party_type: string | null
  account: string | null
  amount: number
  payments: number
  first_at: Date
  last_at: Date
  total: number
  sum: number
}

/**
 * Payments on these claims, added up by claim, entity and account. An account is written as its node is: letters and digits,
 * upper case.
 */
export async function moneyFlowOf(
  view: View,
  pseudonyms: Pseudonyms,
  claimIds: readonly string[],
  members: ReadonlySet<string>,
): Promise<MoneyFlow> {
  if (claimIds.length === 0) return { paidAmount: 0, steps: [], shown: 0, total: 0 }
  const { rows } = await sql<MoneyRow>`
    with flow as (
      select m.claim_id, coalesce(e.entity_id, m.payee_id) as entity_id,
        nullif(upper(regexp_replace(m.bank_account, '[[:space:][:punct:]]+', '', 'g')), '') as account,
        sum(m.amount)::double as amount, count(*)::integer as payments, min(m.paid_at) as first_at, max(m.paid_at) as last_at
      from core.payment m left join core.entity e on e.party_id = m.payee_id
      where m.claim_id in (${sql.join([...claimIds])})
      group by all
    )
    select f.*, n.name, p.party_type, count(*) over ()::integer as total, sum(f.amount) over () as sum
    from flow f
    left join core.party_identity n on n.party_id = f.entity_id
    left join core.party p on p.party_id = f.entity_id
    order by f.amount desc, f.claim_id, f.entity_id, f.account limit ${DEFAULTS.steps}`.execute(
    view.warehouse.db,
  )
  const end = (nodeId: string, label: string | null) => ({
    nodeId: pseudonyms.seal(nodeId),
    label: label ?? '',
    isMember: members.has(nodeId),
  })
  return {
    paidAmount: rows[0]?.sum ?? 0,
    steps: rows.map((row) => ({
      claimId: row.claim_id,
      payee:
        row.entity_id === null
          ? null
          : end(`entity:${row.entity_id}`, maskPartyName(row.name, row.party_type) ?? row.entity_id),
      account: row.account === null ? null : end(`account:${row.account}`, maskNumber(row.account)),
      amount: row.amount,
      payments: row.payments,
      firstAt: row.first_at.toISOString(),
      lastAt: row.last_at.toISOString(),
    })),
    shown: rows.length,
    total: rows[0]?.total ?? 0,
  }
}
