/** How providers bill, claim by claim, against what is usual for the same kind of claim; and who bills together. */
import { rowOf } from './incidence.ts'
import type { RingBook } from './ring-book.ts'
import { amountResiduals, excess } from './surprise.ts'
import type { RingContext, RingReason } from './typology.ts'

const DEFAULTS = {
  /** t values from which a difference counts as a reason. */
  priceT: 2.5,
  severityT: 2.5,
  itemsT: 3,
  amountT: 3,
  mostBits: 2.2,
} as const

/** Differences of logarithms by claim; NaN where unknown. */
export interface Billing {
  readonly amount: Float64Array
  /** Dearer lines: the same code elsewhere costs less. */
  readonly price: Float64Array
  /** Graver diagnoses than others have. */
  readonly severity: Float64Array
  /** More lines than usual. */
  readonly items: Float64Array
}

const known = new WeakMap<RingBook, Billing>()

/** The billing measures of a book, computed once. */
export function billing(book: RingBook): Billing {
  const found = known.get(book)
  if (found) return found
  const measures = {
    amount: amountResiduals(book),
    price: book.claims.price,
    severity: book.claims.severity,
    items: amountResiduals({ ...book, claims: { ...book.claims, amount: book.claims.items } }),
  }
  known.set(book, measures)
  return measures
}

/** Claims that two providers serve together, by `first second`. */
export function claimsTogether(book: RingBook, first: string, second: string): Map<string, number[]> {
  const pairs = new Map<string, number[]>()
  const { role } = book.providers
  for (let c = 0; c < book.claims.count; c++) {
    const served = rowOf(book.providersOf, c)
    for (const a of served) {
      if (role[a] !== first) continue
      for (const b of served) {
        if (role[b] !== second) continue
        const key = `${a} ${b}`
        const list = pairs.get(key)
        if (list) list.push(c)
        else pairs.set(key, [c])
      }
    }
  }
  return pairs
}

/** t value of the mean over some claims, less the mean over others. */
export function contrast(values: Float64Array, claims: readonly number[], others: ArrayLike<number>): number {
  const inside = new Set(claims)
  const rest = excess(
    values,
    Array.from(others).filter((claim) => !inside.has(claim)),
  )
  const own = excess(values, claims)
  if (own.n < 2 || own.t === 0) return 0
  if (rest.n < 5) return own.t
  const error = Math.abs(own.mean / own.t)
  const restError = rest.t === 0 ? 0 : Math.abs(rest.mean / rest.t)
  return (own.mean - rest.mean) / Math.hypot(error, restError)
}

const percent = (mean: number) => Math.round((Math.exp(mean) - 1) * 100)
const bits = (t: number) => Math.min(DEFAULTS.mostBits, 0.4 * t)

/** Reasons from the bills of some claims. `t` may replace the t values, when the claims are held against others. */
export function billingReasons(
  { book }: RingContext,
  claims: readonly number[],
  t: Partial<Record<keyof Billing, number>> = {},
): RingReason[] {
  const measures = billing(book)
  const reasons: RingReason[] = []
  const price = excess(measures.price, claims)
  if ((t.price ?? price.t) >= DEFAULTS.priceT && price.mean > 0.03) {
    reasons.push({
      text: {
        en: `the same parts and treatments cost ${percent(price.mean)} % more than elsewhere`,
        zh: `同样的配件与诊疗项目比他处贵 ${percent(price.mean)}%`,
      },
      log_odds: bits(t.price ?? price.t),
    })
  }
  const severity = excess(measures.severity, claims)
  if (severity.t >= DEFAULTS.severityT && severity.mean > 0.1) {
    reasons.push({
      text: {
        en: `its diagnoses are of a kind that costs ${percent(severity.mean)} % more than the usual mix`,
        zh: `其诊断类别的费用比通常组合高 ${percent(severity.mean)}%`,
      },
      log_odds: bits(severity.t),
    })
  }
  const items = excess(measures.items, claims)
  if ((t.items ?? items.t) >= DEFAULTS.itemsT && items.mean > 0.1) {
    reasons.push({
      text: {
        en: `${percent(items.mean)} % more lines on an invoice than usual`,
        zh: `每张账单项目数比通常多 ${percent(items.mean)}%`,
      },
      log_odds: bits(t.items ?? items.t),
    })
  }
  const amount = excess(measures.amount, claims)
  if ((t.amount ?? amount.t) >= DEFAULTS.amountT && amount.mean > 0.15) {
    reasons.push({
      text: {
        en: `claims ${percent(amount.mean)} % above the usual of their kind`,
        zh: `索赔金额比同类高 ${percent(amount.mean)}%`,
      },
      log_odds: 0.5 * bits(t.amount ?? amount.t),
    })
  }
  return reasons
}
