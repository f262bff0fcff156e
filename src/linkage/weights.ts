/** Match weights in bits, summed in SQL: what each level adds, what common values take back, what households share. */
import type { Warehouse } from '../warehouse/index.ts'
import type { LinkageModel } from './comparison.ts'

const DEFAULTS = {
  /** Share of further contact evidence that counts beside the strongest piece: people who live together share all of it. */
  sharedContact: 0.35,
  /** Agreement of a value counts at most so many times rarer than average, bits. */
  rarestBits: 8,
  /** What sums of weights may differ by for being added up otherwise, bits. */
  margin: 0.001,
} as const

/** Weights of a fitted model. */
export interface Weights {
  /** log2(m / u) by comparison and level. */
  readonly bits: readonly Float64Array[]
  /** u of the first level of each comparison. */
  readonly chance: readonly number[]
  /** log2 of the prior odds that a pair matches. */
  readonly prior: number
}

/** Weights from what was learned. `matches` is the number of matching pairs expected among all pairs. */
export function weigh(
  m: readonly Float64Array[],
  u: readonly Float64Array[],
  matches: number,
  records: number,
): Weights {
  const all = Math.max(1, (records * (records - 1)) / 2)
  const probability = Math.min(0.5, Math.max(matches, 0.5) / (all + 20))
  return {
    bits: m.map((row, c) => row.map((value, i) => Math.log2(value / u[c][i]))),
    chance: u.map((row) => row[0]),
    prior: Math.log2(probability / (1 - probability)),
  }
}

const number = (value: number) => (Number.isFinite(value) ? value.toFixed(6) : '0')

/** Weight of one comparison over a row `g` of `scratch.gamma`; `most`: the largest that it may be, whatever the value. */
function bitsSql(model: LinkageModel, weights: Weights, c: number, most = false): string {
  const { frequency, column } = model.comparisons[c]
  const cap = DEFAULTS.rarestBits
  const cases = [...weights.bits[c]].map((bits, level) => {
    if (level > 0 || !frequency) return `when ${level} then ${number(bits)}`
    const adjust = `greatest(-${cap}, least(${cap}, log2(${weights.chance[c].toExponential(6)} / g.f${c})))`
    return `when 0 then ${number(bits)} + ${most ? cap : `coalesce(${adjust}, 0)`}`
  })
  return `case g.g${c} ${cases.join(' ')} else 0 end /* ${column} */`
}

/**
 * Fills `scratch.scored`: l, r, b0, b1, ... (bits of each comparison), `household` (what shared contact evidence takes
 * back, never above 0), `personal` (bits of personal evidence), `weight` (sum with the prior). Only pairs with `weight` of at
 * least `least` are kept.
 */
export async function scorePairs(
  warehouse: Warehouse,
  model: LinkageModel,
  weights: Weights,
  least: number,
): Promise<void> {
  const all = model.comparisons.map((_, c) => `b${c}`)
  const contact = all.filter((_, c) => model.comparisons[c].part === 'contact')
  const personal = all.filter((_, c) => model.comparisons[c].part === 'personal')
  const agreeing = contact.map((b) => `greatest(${b}, 0)`)
  const keep = 1 - DEFAULTS.sharedContact
  const household =
    contact.length > 1 ? `-${keep} * (${agreeing.join(' + ')} - greatest(${agreeing.join(', ')}))` : '0'
  const weight = `${number(weights.prior)} + ${all.join(' + ')} + household`
  const discounted = (from: string, most: boolean) => `
    select *, (${household})::double as household, (${personal.join(' + ')})::double as personal
    from (select g.*, ${all.map((b, c) => `${bitsSql(model, weights, c, most)} as ${b}`).join(', ')} from ${from} g)`
  const levels = model.comparisons.map((_, c) => `g${c}`).join(', ')
  // Most pairs have levels that no rare value could lift to the line: those are left out together, pattern by pattern.
  await warehouse.execute(`
    create or replace table scratch.hopeful as
    select ${levels} from (${discounted(`(select distinct ${levels} from scratch.gamma)`, true)})
    where ${weight} >= ${number(least - DEFAULTS.margin)};
    create or replace table scratch.scored as
    select *, (${weight})::double as weight
    from (${discounted(`(from scratch.gamma semi join scratch.hopeful using (${levels}))`, false)})
    where ${weight} >= ${number(least)};
    drop table scratch.hopeful`)
}

/** The weights of a scored pair as JSON: prior, comparisons with the level that held, household. Written as text, most of it constant. */
export function waterfallSql(model: LinkageModel, weights: Weights): string {
  const rounded = (bits: string) => `round(${bits}, 3)::double`
  const item = (comparison: string, level: string, bits: string) =>
    `'{"comparison":${JSON.stringify(comparison)},"level":${JSON.stringify(level)},"weight":' || ${rounded(bits)} || '}'`
  const items = model.comparisons.map((comparison, c) => {
    const cases = comparison.levels.map((level, i) => {
      const constant = number(weights.bits[c][i])
      const bits = !comparison.frequency ? constant : i === 0 ? `s.b${c}` : `${constant}::double`
      return `when ${i} then ${item(comparison.name, level.name, bits)}`
    })
    return `case s.g${c} ${cases.join(' ')} else ${item(comparison.name, 'missing', '0')} end`
  })
  return `'[' || ${[
    item('prior', 'any_pair', number(weights.prior)),
    ...items,
    item('household', 'shared_contact', 's.household'),
  ].join(" || ',' || ")} || ']'`
}

/** Whether a scored pair is held apart whatever its weight: too little personal evidence, or a conflict. */
export function vetoSql(model: LinkageModel): string {
  const other = (name: string) => {
    const c = model.comparisons.findIndex((comparison) => comparison.name === name)
    return `g${c} = ${model.comparisons[c].levels.length - 1}`
  }
  const conflicts = model.conflicts.map(([a, b]) => ` or (${other(a)} and ${other(b)})`).join('')
  return `(personal < ${number(model.personalBits)}${conflicts})`
}
