/** Match weights in bits, summed in SQL: what each level adds, what common values take back, what households share. */
import type { Warehouse } from '../warehouse/index.ts'
import type { LinkageModel } from './comparison.ts'

const DEFAULTS = {
  /** Share of further contact evidence that counts beside the strongest piece: people who live together share all of it. */
  sharedContact: 0.35,
  /** Agreement of a value counts at most so many times rarer than average, bits. */
  rarestBits: 8,
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

/** Weight of one comparison over a row `g` of `scratch.gamma`. */
function bitsSql(model: LinkageModel, weights: Weights, c: number): string {
  const { frequency, column } = model.comparisons[c]
  const cases = [...weights.bits[c]].map((bits, level) => {
    if (level > 0 || !frequency) return `when ${level} then ${number(bits)}`
    const cap = DEFAULTS.rarestBits
    const adjust = `greatest(-${cap}, least(${cap}, log2(${weights.chance[c].toExponential(6)} / g.f${c})))`
    return `when 0 then ${number(bits)} + coalesce(${adjust}, 0)`
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
  await warehouse.execute(`
    create or replace table scratch.scored as
    with compared as (
      select g.*, ${model.comparisons.map((_, c) => `${bitsSql(model, weights, c)} as b${c}`).join(', ')}
      from scratch.gamma g
    ), discounted as (select *, (${household})::double as household, (${personal.join(' + ')})::double as personal from compared)
    select *, (${number(weights.prior)} + ${all.join(' + ')} + household)::double as weight from discounted
    where ${number(weights.prior)} + ${all.join(' + ')} + household >= ${number(least)}`)
}

/** The weights of a scored pair as JSON: prior, comparisons with the level that held, household. */
export function waterfallSql(model: LinkageModel, weights: Weights): string {
  const items = model.comparisons.map((comparison, c) => {
    const level = `case s.g${c} ${comparison.levels.map((l, i) => `when ${i} then '${l.name}'`).join(' ')} else 'missing' end`
    return `{comparison: '${comparison.name}', level: ${level}, weight: round(s.b${c}, 3)::double}`
  })
  return `to_json([{comparison: 'prior', level: 'any_pair', weight: round(${number(weights.prior)}, 3)::double}, ${items.join(', ')},
    {comparison: 'household', level: 'shared_contact', weight: round(s.household, 3)::double}])::varchar`
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
