/** How long policies last and what they cost their holders. */
import type { Warehouse } from '../warehouse/index.ts'

export interface PolicyTerms {
  /** Years, at most one; one where the dates are not known. */
  readonly years: Float64Array
  /** Premium for the term; NaN where it is not known. */
  readonly premium: Float64Array
}

/** Terms and premiums of the policies with the given ids, in their order. */
export async function policyTerms(warehouse: Warehouse, ids: readonly string[]): Promise<PolicyTerms> {
  const { columns } = await warehouse.columns(
    `select policy_id, premium_amount::double as premium,
       coalesce(greatest(1, least(365, date_diff('day', inception_date, expiry_date) + 1)) / 365.0, 1) as years
     from core.policy`,
    { policy_id: 'string', premium: 'f64', years: 'f64' },
  )
  const place = new Map(columns.policy_id.map((id, i) => [id, i]))
  const pick = (list: ArrayLike<number>, absent: number) =>
    Float64Array.from(ids, (id) => list[place.get(id) ?? -1] ?? absent)
  return { years: pick(columns.years, 1), premium: pick(columns.premium, Number.NaN) }
}
