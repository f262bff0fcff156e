/** Learns an expected cost: a frequency, a severity under a cap, how far each is believed, and the levels of the lines. */
import {
  type FeatureMatrix,
  type FittedModel,
  type Labels,
  type Model,
  takeLabels,
  takeRows,
} from '../model.ts'
import { foldSplit, stratifiedFolds } from '../training/split.ts'
import {
  type Amounts,
  type CostFile,
  type CostModel,
  fitBalance,
  fitDispersion,
  fitLargeLosses,
  fitStretch,
  type LineLevel,
  type Stretch,
} from '../underwriting/index.ts'
import { rowsWhere } from './known.ts'

export const DEFAULTS = {
  /** Folds that say how far a model is believed. */
  folds: 4,
  /** From so many rows on one fold of them says enough. */
  oneFold: 30_000,
  /** Claims with an amount below which a severity is the mean of its line. */
  severityClaims: 200,
} as const

/** Policies with what happened to them. */
export interface CostRows {
  readonly rate: FeatureMatrix
  readonly severity: FeatureMatrix
  readonly lines: readonly (string | null)[]
  readonly claims: Float64Array
  /** Years. */
  readonly exposure: Float64Array
  readonly amounts: Amounts
}

export interface CostRecipes {
  readonly rate: Model
  readonly severity: Model
}

/** What rows that a model had not seen say of it; learned once and used again when more rows are learned from. */
export type Belief = Pick<CostFile, 'rate' | 'severity' | 'dispersion'>

/** Some of the rows, in the given order; amounts follow their policies. */
export function takeCostRows(rows: CostRows, chosen: Int32Array): CostRows {
  const place = new Int32Array(rows.claims.length).fill(-1)
  chosen.forEach((row, i) => {
    place[row] = i
  })
  const kept = rowsWhere(rows.amounts.row.length, (i) => place[rows.amounts.row[i]] >= 0)
  return {
    rate: takeRows(rows.rate, chosen),
    severity: takeRows(rows.severity, chosen),
    lines: Array.from(chosen, (row) => rows.lines[row]),
    claims: Float64Array.from(chosen, (row) => rows.claims[row]),
    exposure: Float64Array.from(chosen, (row) => rows.exposure[row]),
    amounts: {
      row: Int32Array.from(kept, (i) => place[rows.amounts.row[i]]),
      amount: Float64Array.from(kept, (i) => rows.amounts.amount[i]),
    },
  }
}

/** Cost of each policy so far. */
export function costSums({ claims, amounts }: Pick<CostRows, 'claims' | 'amounts'>): Float64Array {
  const sums = new Float64Array(claims.length)
  amounts.row.forEach((row, i) => {
    sums[row] += amounts.amount[i]
  })
  return sums
}

/** Fits both models on all rows; `belief` spares the folds. */
export async function fitCost(
  rows: CostRows,
  recipes: CostRecipes,
  seed: number,
  belief?: Belief,
): Promise<CostModel & { readonly belief: Belief }> {
  const large = fitLargeLosses(rows.amounts, rows.lines)
  const capped = capOf(rows, large)
  const counts: Labels = { y: rows.claims, exposure: rows.exposure }
  const known = belief ?? (await believe(rows, capped, recipes, seed))
  const rate = await recipes.rate.fit(rows.rate, counts, { seed })
  const severity =
    rows.amounts.row.length >= DEFAULTS.severityClaims
      ? await recipes.severity.fit(takeRows(rows.severity, capped.rows), capped.labels, { seed })
      : null
  const lines = levelsOf(rows, capped, large, rate, severity, known)
  return { rate, severity, file: { ...known, lines }, belief: known }
}

/** Policies with amounts, each with the mean of its capped amounts, weighted by their number. */
interface Capped {
  readonly rows: Int32Array
  readonly labels: Labels & { readonly weight: Float64Array }
}

function capOf({ claims, lines, amounts }: CostRows, large: ReturnType<typeof fitLargeLosses>): Capped {
  const sum = new Float64Array(claims.length)
  const number = new Float64Array(claims.length)
  amounts.row.forEach((row, i) => {
    const { cap } = large.get(lines[row] ?? '*') ?? { cap: Number.POSITIVE_INFINITY }
    sum[row] += Math.min(amounts.amount[i], cap)
    number[row]++
  })
  const rows = rowsWhere(claims.length, (row) => number[row] > 0)
  return {
    rows,
    labels: {
      y: Float64Array.from(rows, (row) => sum[row] / number[row]),
      weight: Float64Array.from(rows, (row) => number[row]),
    },
  }
}

/** Scores rows by models that had not seen them, and learns how far to believe those. */
async function believe(rows: CostRows, capped: Capped, recipes: CostRecipes, seed: number): Promise<Belief> {
  const counts: Labels = { y: rows.claims, exposure: rows.exposure }
  const frequencies = await unseen(recipes.rate, rows.rate, counts, seed)
  const taken = (list: Float64Array) => Float64Array.from(frequencies.rows, (row) => list[row])
  const [claims, exposure] = [taken(rows.claims), taken(rows.exposure)]
  const rate = fitStretch(
    frequencies.margin,
    claims.map((n, i) => n / exposure[i]),
    exposure,
    'poisson',
  )
  const raw = frequencies.margin.map(
    (m, i) => exposure[i] * Math.exp(rate.centre + rate.slope * (m - rate.centre)),
  )
  const level = sumOf(claims) / Math.max(sumOf(raw), Number.MIN_VALUE)
  const dispersion = fitDispersion(
    raw.map((n) => n * level),
    claims,
  )
  return { rate, severity: await believeSeverity(rows, capped, recipes, seed), dispersion }
}

async function believeSeverity(
  rows: CostRows,
  capped: Capped,
  recipes: CostRecipes,
  seed: number,
): Promise<Stretch> {
  const { y, weight } = capped.labels
  if (rows.amounts.row.length < DEFAULTS.severityClaims) {
    const mean = sumOf(y.map((amount, i) => amount * weight[i])) / Math.max(1, sumOf(weight))
    return { centre: Math.log(Math.max(mean, 0.01)), slope: 1 }
  }
  const found = await unseen(recipes.severity, takeRows(rows.severity, capped.rows), capped.labels, seed)
  const taken = (list: Float64Array) => Float64Array.from(found.rows, (row) => list[row])
  return fitStretch(found.margin, taken(y), taken(weight), 'gamma')
}

/** Margins of rows by models that had not seen them: of all rows by folds, of one fold where rows are many. */
async function unseen(model: Model, x: FeatureMatrix, labels: Labels, seed: number) {
  const many = x.rows >= DEFAULTS.oneFold
  // Amounts are all different: only counts can be shared out by their label.
  const folds = stratifiedFolds(
    labels.exposure ? labels.y : new Float64Array(x.rows),
    many ? DEFAULTS.folds + 1 : DEFAULTS.folds,
    seed,
  )
  const last = many ? 0 : DEFAULTS.folds - 1
  const rows = rowsWhere(x.rows, (row) => folds[row] <= last)
  const all = new Float64Array(x.rows)
  for (let fold = 0; fold <= last; fold++) {
    const { train, test } = foldSplit(folds, fold)
    const fitted = await model.fit(takeRows(x, train), takeLabels(labels, train), { seed })
    const margin = fitted.margin(takeRows(x, test))
    test.forEach((row, i) => {
      all[row] = margin[i]
    })
  }
  return { rows, margin: Float64Array.from(rows, (row) => all[row]) }
}

/** Levels of the lines: large losses, claims without an amount, and the balance of both models on the rows that they learned. */
function levelsOf(
  rows: CostRows,
  capped: Capped,
  large: ReturnType<typeof fitLargeLosses>,
  rate: FittedModel,
  severity: FittedModel | null,
  { rate: rateStretch, severity: severityStretch }: Belief,
): Record<string, LineLevel> {
  const raise = ({ centre, slope }: Stretch, m: number) => Math.exp(centre + slope * (m - centre))
  const expected = rate.margin(rows.rate).map((m, i) => rows.exposure[i] * raise(rateStretch, m))
  const claims = fitBalance(rows.lines, expected, rows.claims, rows.claims)
  const { y, weight } = capped.labels
  const margin = severity
    ? severity.margin(takeRows(rows.severity, capped.rows))
    : new Float64Array(capped.rows.length).fill(severityStretch.centre)
  const cappedLines = Array.from(capped.rows, (row) => rows.lines[row])
  const amount = fitBalance(
    cappedLines,
    margin.map((m, i) => weight[i] * raise(severityStretch, m)),
    y.map((mean, i) => weight[i] * mean),
    weight,
  )
  const withAmount = new Float64Array(rows.claims.length)
  capped.rows.forEach((row, i) => {
    withAmount[row] = weight[i]
  })
  const paid = fitBalance(rows.lines, rows.claims, withAmount, rows.claims)
  return Object.fromEntries(
    [...large].map(([line, { cap, load }]) => [
      line,
      {
        cap,
        load,
        paid: paid.get(line) ?? 1,
        claims: claims.get(line) ?? 1,
        amount: amount.get(line) ?? 1,
      },
    ]),
  )
}

const sumOf = (list: Float64Array): number => list.reduce((a, b) => a + b, 0)
