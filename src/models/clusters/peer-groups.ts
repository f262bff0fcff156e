/**
 * Peer groups by k-means: who is alike, what is usual there, and who sits far from his own group.
 *
 * Reference: MacQueen (1967); Arthur and Vassilvitskii (2007), "k-means++"; Rousseeuw (1987), "Silhouettes".
 */
import { invalid, UserError } from '../../errors.ts'
import {
  type Explanation,
  type FeatureMatrix,
  type FittedModel,
  type Json,
  type ModelFile,
  requireFeatures,
} from '../../model.ts'
import { normalQuantile, normalTail } from '../../util/normal.ts'
import { random } from '../../util/random.ts'
import { centresOf, nearest } from './centres.ts'
import { chooseGroups, type GroupChoice, measureGroups } from './choose-groups.ts'

const VERSION = 1

export interface PeerGroupParameters {
  /** Number of groups; chosen by silhouette and stability from `minGroups` to `maxGroups` when absent. */
  readonly groups?: number
  readonly minGroups: number
  readonly maxGroups: number
  /** Rows (evenly spaced after a shuffle) that the centres are learned from. */
  readonly sample: number
  /** Starts of k-means; the tightest result is kept. */
  readonly starts: number
  readonly seed: number
}

const DEFAULTS: PeerGroupParameters = { minGroups: 2, maxGroups: 8, sample: 10_000, starts: 3, seed: 1 }

/** Standardised values are cut here, so that one wild value is no group of its own. */
const REACH = 4

/** What is usual in a group. */
export interface PeerGroup {
  /** Training rows of the group. */
  readonly rows: number
  /** Mean of every feature, in its own unit; NaN when none of the group's rows has it. */
  readonly mean: readonly number[]
  /** Mean and standard deviation of the log distance to the centre. */
  readonly logDistance: number
  readonly logSpread: number
}

interface Standard {
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
}

export interface PeerAssignment {
  readonly group: Int32Array
  /** Distance to the centre of the own group, in standard deviations of the features. */
  readonly distance: Float64Array
  /** How unusual that distance is in the group: standard deviations of its logarithm. */
  readonly z: Float64Array
}

/** Finds peer groups; refuses columns of codes, between which there is no distance. */
export function fitPeerGroups(
  x: FeatureMatrix,
  parameters: Partial<PeerGroupParameters> = {},
): FittedPeerGroups {
  requireFeatures(x, x.names)
  const { groups, minGroups, maxGroups, sample, starts, seed } = { ...DEFAULTS, ...parameters }
  const codes = x.names.filter((_, j) => x.categorical?.[j])
  if (codes.length > 0)
    throw new UserError(
      `invalid features for peer groups: ${codes.join(', ')} [categories have no distance]`,
      422,
    )
  const most = Math.min(groups ?? maxGroups, x.rows)
  if (!Number.isInteger(most) || most < 1 || (groups !== undefined && groups > x.rows)) {
    throw invalid('number of groups', groups ?? maxGroups, `a whole number from 1 to the ${x.rows} rows`)
  }
  const standard = standardOf(x)
  const rng = random(seed)
  const order = rng.shuffle(Int32Array.from({ length: x.rows }, (_, i) => i))
  const points = Array.from(order.subarray(0, Math.min(sample, x.rows)), (row) => pointOf(x, row, standard))
  const choices = groups === undefined ? measureGroups(points, minGroups, most, { starts, seed }) : []
  const centres =
    groups === undefined
      ? (chooseGroups(choices)?.centres ?? [points[0].map(() => 0)])
      : centresOf(points, groups, starts, seed)
  return profile(x, standard, centres, choices)
}

export class FittedPeerGroups implements FittedModel {
  readonly kind = 'peer_groups'
  readonly objective = 'binary'
  readonly features: readonly string[]
  readonly groups: readonly PeerGroup[]
  /** What spoke for each number of groups; empty when it was given. */
  readonly choices: readonly GroupChoice[]
  readonly #standard: Standard
  readonly #centres: readonly number[][]

  constructor(
    features: readonly string[],
    groups: readonly PeerGroup[],
    standard: Standard,
    centres: readonly number[][],
    choices: readonly GroupChoice[],
  ) {
    this.choices = choices
    this.features = features
    this.groups = groups
    this.#standard = standard
    this.#centres = centres
  }

  /** Group, distance and its z of every row. Missing values lie at the mean of all. */
  assign(x: FeatureMatrix): PeerAssignment {
    requireFeatures(x, this.features)
    const group = new Int32Array(x.rows)
    const distance = new Float64Array(x.rows)
    const z = new Float64Array(x.rows)
    for (let row = 0; row < x.rows; row++) {
      const found = nearest(pointOf(x, row, this.#standard), this.#centres)
      group[row] = found.group
      distance[row] = Math.sqrt(found.squared)
      z[row] = zOf(distance[row], this.groups[found.group])
    }
    return { group, distance, z }
  }

  /** How far each group's mean lies from that of all, in standard deviations; one value a feature, NaN when nobody has it. */
  profile(group: number): readonly number[] {
    const { mean, deviation } = this.#standard
    return this.groups[group].mean.map((value, j) => (value - mean[j]) / deviation[j])
  }

  /** Mean of every feature over all rows, in its own unit. */
  get mean(): readonly number[] {
    return this.#standard.mean
  }

  /** The z of the distance. */
  margin(x: FeatureMatrix): Float64Array {
    return this.assign(x).z
  }

  /** Share of peers nearer to the centre, were the log distances normal. */
  score(x: FeatureMatrix): Float64Array {
    return this.margin(x).map((z) => 1 - normalTail(z))
  }

  /** Splits z among the features by their share of the squared distance; the bias is 0. */
  explain(
    x: FeatureMatrix,
    rows: Int32Array = Int32Array.from({ length: x.rows }, (_, i) => i),
  ): Explanation {
    requireFeatures(x, this.features)
    const parts = this.features.map(() => new Float64Array(rows.length))
    rows.forEach((row, i) => {
      const point = pointOf(x, row, this.#standard)
      const { group, squared } = nearest(point, this.#centres)
      const z = zOf(Math.sqrt(squared), this.groups[group])
      point.forEach((v, j) => {
        const share = squared > 0 ? (v - this.#centres[group][j]) ** 2 / squared : 1 / point.length
        parts[j][i] = z * share
      })
    })
    return { rows, names: this.features, bias: 0, parts }
  }

  toJSON(): ModelFile {
    const groups = this.groups.map(({ rows, mean, logDistance, logSpread }) => ({
      rows,
      mean: mean.map((v) => (Number.isNaN(v) ? null : v)),
      log_distance: logDistance,
      log_spread: logSpread,
    }))
    const { mean, deviation } = this.#standard
    return {
      kind: this.kind,
      version: VERSION,
      features: this.features,
      body: { mean, deviation, centres: this.#centres, groups, choices: this.choices.map((c) => ({ ...c })) },
    }
  }
}

/** A z beyond this is as odd as odd gets; also keeps `score` below 1. */
const Z_LIMIT = -normalQuantile(1e-12)

function zOf(distance: number, { logDistance, logSpread }: PeerGroup): number {
  const z = (Math.log(distance + 1e-6) - logDistance) / logSpread
  return Math.max(-Z_LIMIT, Math.min(Z_LIMIT, z))
}

function standardOf(x: FeatureMatrix): Standard {
  const moments = x.columns.map((column) => {
    const present = Float64Array.from(column).filter((v) => v - v === 0)
    if (present.length === 0) return [0, 1]
    const mean = present.reduce((a, b) => a + b, 0) / present.length
    const deviation = Math.sqrt(present.reduce((sum, v) => sum + (v - mean) ** 2, 0) / present.length)
    return [mean, deviation > 1e-7 * Math.abs(mean) ? deviation : 1]
  })
  return { mean: moments.map(([mean]) => mean), deviation: moments.map(([, deviation]) => deviation) }
}

function pointOf(x: FeatureMatrix, row: number, { mean, deviation }: Standard): number[] {
  return x.columns.map((column, j) => {
    const v = column[row]
    return v - v === 0 ? Math.max(-REACH, Math.min(REACH, (v - mean[j]) / deviation[j])) : 0
  })
}

function profile(
  x: FeatureMatrix,
  standard: Standard,
  centres: readonly number[][],
  choices: readonly GroupChoice[],
): FittedPeerGroups {
  const sums = centres.map(() => ({
    rows: 0,
    log: 0,
    squares: 0,
    mean: x.names.map(() => 0),
    present: x.names.map(() => 0),
  }))
  for (let row = 0; row < x.rows; row++) {
    const { group, squared } = nearest(pointOf(x, row, standard), centres)
    const sum = sums[group]
    const log = Math.log(Math.sqrt(squared) + 1e-6)
    sum.rows++
    sum.log += log
    sum.squares += log * log
    x.columns.forEach((column, j) => {
      if (column[row] - column[row] !== 0) return
      sum.mean[j] += column[row]
      sum.present[j]++
    })
  }
  const groups = sums.map(({ rows, log, squares, mean, present }): PeerGroup => {
    const logDistance = rows > 0 ? log / rows : 0
    const variance = rows > 1 ? Math.max(0, squares / rows - logDistance ** 2) : 0
    return {
      rows,
      mean: mean.map((sum, j) => (present[j] > 0 ? sum / present[j] : Number.NaN)),
      logDistance,
      // A group of one distance only would make every other one infinitely odd.
      logSpread: Math.max(Math.sqrt(variance), 0.05),
    }
  })
  const measured = choices.map(({ groups: count, silhouette, stability }) => ({
    groups: count,
    silhouette,
    stability,
  }))
  return new FittedPeerGroups([...x.names], groups, standard, centres, measured)
}

/** Reads peer groups back; UserError when the file does not hold them. */
export function peerGroupsFromJson({ version, features, body }: ModelFile): FittedPeerGroups {
  if (version !== VERSION) throw invalid('version of peer_groups', version, `this release reads ${VERSION}`)
  const fail = (name: string): never => {
    throw invalid('model file', name, 'peer groups need it, one number a feature')
  }
  const numbers = (value: Json | undefined, name: string): number[] => {
    if (!Array.isArray(value) || value.length !== features.length) return fail(name)
    return value.map((v: Json) => (typeof v === 'number' ? v : v === null ? Number.NaN : fail(name)))
  }
  const list = (value: Json | undefined, name: string): readonly Json[] =>
    Array.isArray(value) ? value : fail(name)
  const centres = list(body.centres, 'centres').map((centre) => numbers(centre, 'centres'))
  const groups = list(body.groups, 'groups').map((group): PeerGroup => {
    if (typeof group !== 'object' || group === null || Array.isArray(group)) return fail('groups')
    const {
      rows,
      mean,
      log_distance: logDistance,
      log_spread: logSpread,
    } = group as { readonly [key: string]: Json }
    if (typeof rows !== 'number' || typeof logDistance !== 'number' || typeof logSpread !== 'number')
      return fail('groups')
    return { rows, mean: numbers(mean, 'mean'), logDistance, logSpread }
  })
  if (groups.length !== centres.length || groups.length === 0) fail('groups')
  const choices = list(body.choices ?? [], 'choices').map((choice): GroupChoice => {
    const { groups: count, silhouette, stability } = choice as { readonly [key: string]: Json }
    if (typeof count !== 'number' || typeof silhouette !== 'number' || typeof stability !== 'number')
      return fail('choices')
    return { groups: count, silhouette, stability }
  })
  return new FittedPeerGroups(
    features,
    groups,
    { mean: numbers(body.mean, 'mean'), deviation: numbers(body.deviation, 'deviation') },
    centres,
    choices,
  )
}
