/**
 * Expected cost of a policy: how often times how much, each by a model of its own, added up in logarithms.
 *
 * Large losses are capped when the severity is learned and their excess is spread over the line as a load. Each line is
 * balanced, so that what was expected of it is what it cost.
 *
 * Reference: Ohlsson and Johansson (2010), "Non-life insurance pricing with generalized linear models"; Wüthrich and Merz
 * (2023), "Statistical foundations of actuarial learning", on the balance property.
 */
import type { FeatureMatrix, FittedModel } from '../model.ts'
import type { CostPart } from '../schema/words.ts'

/** A straight line in logarithms that takes back what a model overdoes: `centre + slope * (margin - centre)`. */
export interface Stretch {
  readonly centre: number
  /** 1 changes nothing, below 1 draws towards the centre. */
  readonly slope: number
}

/** What a line of business adds, as factors. */
export interface LineLevel {
  /** Amount above which a claim counts as large. */
  readonly cap: number
  /** Large losses: all that was claimed over what is left under the cap, 1 or more. */
  readonly load: number
  /** Share of the claims that have an amount. */
  readonly paid: number
  /** Balance of the number of claims: observed over expected. */
  readonly claims: number
  /** Balance of the capped amount of a claim. */
  readonly amount: number
}

/** What is learned besides the two models, as JSON. */
export interface CostFile {
  readonly rate: Stretch
  readonly severity: Stretch
  /** Variance of the number of claims is mean + dispersion * mean². */
  readonly dispersion: number
  /** By line of business; `*` stands for any other. */
  readonly lines: { readonly [line: string]: LineLevel }
}

/** A frequency and a severity, and what joins them. Without a severity model every claim of a line costs the same. */
export interface CostModel {
  readonly rate: FittedModel
  readonly severity: FittedModel | null
  readonly file: CostFile
}

/** Costs of policies, aligned with the rows of the matrix. */
export interface Costs {
  /** Claims a year. */
  readonly frequency: Float64Array
  /** Claims in the term. */
  readonly claims: Float64Array
  /** Probability of at least one claim in the term. */
  readonly probability: Float64Array
  /** What one claim is expected to cost. */
  readonly severity: Float64Array
  /** What the term is expected to cost. */
  readonly cost: Float64Array
}

/** Level of a line; that of the whole book for a line that was never seen. */
const levelOf = ({ lines }: CostFile, line: string | null): LineLevel => lines[line ?? '*'] ?? lines['*']

const stretched = ({ centre, slope }: Stretch, margin: number): number => centre + slope * (margin - centre)

/** Probability of at least one claim where the number is negative binomial; Poisson at dispersion 0. */
export function atLeastOne(expected: number, dispersion: number): number {
  return dispersion < 1e-9
    ? -Math.expm1(-expected)
    : -Math.expm1(-Math.log1p(dispersion * expected) / dispersion)
}

/** Margins of the severity; constant without a model. */
const severityMargin = ({ severity, file }: CostModel, x: FeatureMatrix): Float64Array =>
  severity ? severity.margin(x) : new Float64Array(x.rows).fill(file.severity.centre)

/** The columns that one of the two models reads. */
export interface CostMatrices {
  readonly rate: FeatureMatrix
  /** Any matrix of the same rows where there is no severity model. */
  readonly severity: FeatureMatrix
}

/** Expected costs. `years` is how long each policy lasts. */
export function costsOf(
  model: CostModel,
  x: CostMatrices,
  lines: readonly (string | null)[],
  years: Float64Array,
): Costs {
  const { file } = model
  const rate = model.rate.margin(x.rate)
  const amount = severityMargin(model, x.severity)
  const frequency = rate.map((m, i) => Math.exp(stretched(file.rate, m)) * levelOf(file, lines[i]).claims)
  const claims = frequency.map((f, i) => f * years[i])
  const severity = amount.map((m, i) => {
    const { amount: balance, load, paid } = levelOf(file, lines[i])
    return Math.exp(stretched(file.severity, m)) * balance * load * paid
  })
  return {
    frequency,
    claims,
    probability: claims.map((n) => atLeastOne(n, file.dispersion)),
    severity,
    cost: claims.map((n, i) => n * severity[i]),
  }
}

/** Margins of the models where no feature says anything. */
function baseOf({ rate, severity, file }: CostModel, x: CostMatrices): { rate: number; severity: number } {
  const none = new Int32Array()
  return {
    rate: stretched(file.rate, rate.explain(x.rate, none).bias),
    severity: severity
      ? stretched(file.severity, severity.explain(x.severity, none).bias)
      : file.severity.centre,
  }
}

/** The parts of every row's expected cost; they add up to its logarithm. */
export function partsOfCosts(
  model: CostModel,
  x: CostMatrices,
  lines: readonly (string | null)[],
  years: Float64Array,
  { frequency, severity }: Costs,
): Readonly<Record<CostPart, Float64Array>> {
  const base = baseOf(model, x)
  const line = Float64Array.from(lines, (one) => {
    const { claims, amount, load, paid } = levelOf(model.file, one)
    return Math.log(claims * amount * load * paid)
  })
  const own = frequency.map((f, i) => Math.log(f / levelOf(model.file, lines[i]).claims) - base.rate)
  return {
    base: new Float64Array(lines.length).fill(base.rate + base.severity),
    line,
    term: years.map(Math.log),
    frequency: own,
    severity: severity.map((amount, i) => {
      const level = levelOf(model.file, lines[i])
      return Math.log(amount / (level.amount * level.load * level.paid)) - base.severity
    }),
  }
}

/** One reason: what a feature adds to the logarithm of the expected cost, through the frequency or through the severity. */
export interface CostReason {
  readonly part: 'frequency' | 'severity'
  readonly name: string
  readonly logEffect: number
}

/**
 * Reasons of the given rows, strongest first; those of the frequency add up to that part of the row, those of the severity to
 * theirs.
 */
export function explainCosts(
  { rate, severity, file }: CostModel,
  x: CostMatrices,
  rows: Int32Array,
): CostReason[][] {
  const frequencies = rate.explain(x.rate, rows)
  const amounts = severity?.explain(x.severity, rows)
  const found = [
    { part: 'frequency' as const, slope: file.rate.slope, ...frequencies },
    ...(amounts ? [{ part: 'severity' as const, slope: file.severity.slope, ...amounts }] : []),
  ]
  return Array.from(rows, (_, i) =>
    found
      .flatMap(({ part, slope, names, parts }) =>
        names.map((name, j) => ({ part, name, logEffect: slope * parts[j][i] })),
      )
      .filter(({ logEffect }) => logEffect !== 0)
      .sort((a, b) => Math.abs(b.logEffect) - Math.abs(a.logEffect)),
  )
}
