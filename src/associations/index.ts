/** Associations: what stands together in claims more often than chance would have it, kind by kind and line by line. */
import { createHash } from 'node:crypto'
import type { Warehouse } from '../warehouse/index.ts'
import { type FoundRule, findRules } from './find-rules.ts'
import { kinds } from './kinds.ts'
import { type ClaimBaskets, type Item, readBaskets } from './read-baskets.ts'

export const DEFAULTS = {
  /** Claims with an item or a pattern, at least: so many, */
  leastCount: 5,
  /** and this share of the claims of the line. */
  leastShare: 0.0005,
  /** Lines with fewer claims of a kind are left out. */
  leastBaskets: 50,
} as const

export interface AssociateOptions {
  /** Only what was known by then counts. */
  readonly asOf: Date
  readonly onProgress?: (rules: number) => void
}

/** What was looked at for one kind and line. */
export interface AssociatedLine {
  readonly kind: string
  readonly line: string
  readonly baskets: number
  /** Items that are frequent. */
  readonly items: number
  readonly minCount: number
  /** Sets of two and three items that are frequent. */
  readonly sets: number
  /** Rules that are significant after all that were tried. */
  readonly significant: number
  readonly kept: number
  readonly confirmed: number
}

export interface AssociationReport {
  readonly rules: number
  readonly lines: readonly AssociatedLine[]
}

/** Fills `association.rule` anew. */
export async function associate(
  warehouse: Warehouse,
  { asOf, onProgress = () => {} }: AssociateOptions,
): Promise<AssociationReport> {
  const lines: AssociatedLine[] = []
  await warehouse.db.deleteFrom('association.rule').execute()
  const minCount = (baskets: number) =>
    Math.max(DEFAULTS.leastCount, Math.ceil(baskets * DEFAULTS.leastShare))
  for (const kind of kinds) {
    const options = { asOf, leastBaskets: DEFAULTS.leastBaskets, minCount }
    for (const baskets of await readBaskets(warehouse, kind, options)) {
      const least = minCount(baskets.size)
      const { rules, sets, significant } = findRules(baskets, least, {
        // Who works where is no finding.
        groups: (item) => (baskets.names[item].kind === 'provider' ? 'provider' : undefined),
      })
      await write(warehouse, kind.name, baskets, rules)
      lines.push({
        kind: kind.name,
        line: baskets.line,
        baskets: baskets.size,
        items: baskets.itemCount,
        minCount: least,
        sets,
        significant,
        kept: rules.length,
        confirmed: rules.filter((rule) => rule.isConfirmed).length,
      })
      onProgress(rules.length)
    }
  }
  return { rules: lines.reduce((sum, line) => sum + line.kept, 0), lines }
}

async function write(
  warehouse: Warehouse,
  kind: string,
  baskets: ClaimBaskets,
  rules: readonly FoundRule[],
): Promise<void> {
  if (rules.length === 0) return
  const n = baskets.size
  const { names, line } = baskets
  const rows = rules.map((rule) => {
    const antecedent = rule.antecedent.map((item) => names[item])
    const consequent = names[rule.consequent]
    const losses = rule.baskets.reduce(
      ([first, last], b) => [Math.min(first, baskets.lossAt[b]), Math.max(last, baskets.lossAt[b])],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    )
    return { rule, antecedent, consequent, losses, items: [...antecedent, consequent] }
  })
  const numbers = (value: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, value)
  await warehouse.append('association.rule', {
    rule_id: rows.map(({ antecedent, consequent }) => ruleId(kind, line, antecedent, consequent)),
    kind: rows.map(() => kind),
    line: rows.map(() => line),
    antecedent: rows.map(({ antecedent }) => JSON.stringify(antecedent)),
    consequent: rows.map(({ consequent }) => JSON.stringify(consequent)),
    items: numbers(({ items }) => items.length),
    provider_id: rows.map(({ items }) => items.find((item) => item.kind === 'provider')?.code ?? null),
    baskets: numbers(() => n),
    antecedent_count: numbers(({ rule }) => rule.antecedentCount),
    consequent_count: numbers(({ rule }) => rule.consequentCount),
    count: numbers(({ rule }) => rule.count),
    expected: numbers(({ rule }) => (rule.antecedentCount * rule.consequentCount) / n),
    support: numbers(({ rule }) => rule.count / n),
    confidence: numbers(({ rule }) => rule.count / rule.antecedentCount),
    lift: numbers(({ rule }) => (rule.count * n) / (rule.antecedentCount * rule.consequentCount)),
    leverage: numbers(({ rule }) => rule.count / n - (rule.antecedentCount / n) * (rule.consequentCount / n)),
    p_value: numbers(({ rule }) => Math.exp(rule.logP)),
    adjusted_p_value: numbers(({ rule }) => rule.holm),
    q_value: numbers(({ rule }) => rule.q),
    tested: numbers(({ rule }) => rule.tests),
    held_count: rows.map(({ rule }) => rule.held?.count ?? null),
    held_lift: rows.map(({ rule }) => rule.held?.lift ?? null),
    held_p_value: rows.map(({ rule }) => (rule.held ? Math.exp(rule.held.logP) : null)),
    is_confirmed: rows.map(({ rule }) => rule.isConfirmed ?? null),
    claimed_amount: numbers(({ rule }) => rule.baskets.reduce((sum, b) => sum + baskets.amounts[b], 0)),
    first_at: rows.map(({ losses }) => new Date(losses[0])),
    last_at: rows.map(({ losses }) => new Date(losses[1])),
  })
}

/** The same pattern has the same id in every run, whatever its figures. */
function ruleId(kind: string, line: string, antecedent: readonly Item[], consequent: Item): string {
  const key = (item: Item) => `${item.kind}\t${item.code}`
  const text = [kind, line, ...antecedent.map(key).sort(), key(consequent)].join('\n')
  return `A${createHash('sha256').update(text).digest('hex').slice(0, 15)}`
}
