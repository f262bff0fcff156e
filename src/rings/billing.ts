/** How providers bill, claim by claim, against what is usual for the same kind of claim; and who bills together. */
import { type Incidence, incidence } from './incidence.ts'
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
  readonly amount: Float32Array
  /** Dearer lines: the same code elsewhere costs less. */
  readonly price: Float32Array
  /** Graver diagnoses than others have. */
  readonly severity: Float32Array
  /** More lines than usual. */
  readonly items: Float32Array
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
    items: amountResiduals(book, book.claims.items),
  }
  known.set(book, measures)
  return measures
}

/** Two providers and the claims that they serve together, in rising order. */
export interface Together {
  readonly first: number
  readonly second: number
  readonly claims: readonly number[]
}

/** The pairs of providers of two roles that serve claims together, by their first claim. */
export function claimsTogether(
  { claims, providers, providersOf }: RingBook,
  first: string,
  second: string,
): Together[] {
  const met = meetings(providersOf, claims.count, providers.role, first, second)
  /** How often the present one meets each other provider; then where their claims are kept. */
  const at = new Int32Array(providers.count)
  const pairs: Together[] = []
  for (let p = 0; p < providers.count; p++) {
    const [from, to] = [met.offsets[p], met.offsets[p + 1]]
    const others: number[] = []
    for (let i = from; i < to; i++) if (at[met.items[i]]++ === 0) others.push(met.items[i])
    const lists = others.map((other) => new Array<number>(at[other]))
    const filled = new Int32Array(others.length)
    others.forEach((other, i) => {
      at[other] = i
    })
    for (let i = from; i < to; i++) {
      const place = at[met.items[i]]
      lists[place][filled[place]++] = met.values[i]
    }
    others.forEach((other, i) => {
      at[other] = 0
      pairs.push({ first: p, second: other, claims: lists[i] })
    })
  }
  return pairs.sort((a, b) => a.claims[0] - b.claims[0] || a.first - b.first || a.second - b.second)
}

/** Whom each provider of one role meets of another; the value is the claim. */
function meetings(
  { offsets, items }: Incidence,
  claims: number,
  role: readonly string[],
  first: string,
  second: string,
): Incidence {
  const is = Uint8Array.from(role, (own) => (own === first ? 1 : own === second ? 2 : 0))
  const left: number[] = []
  const right: number[] = []
  const claim: number[] = []
  for (let c = 0; c < claims; c++)
    for (let i = offsets[c]; i < offsets[c + 1]; i++) {
      if (is[items[i]] !== 1) continue
      for (let k = offsets[c]; k < offsets[c + 1]; k++) {
        if (is[items[k]] !== 2) continue
        left.push(items[i])
        right.push(items[k])
        claim.push(c)
      }
    }
  return incidence(role.length, left, right, claim)
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
