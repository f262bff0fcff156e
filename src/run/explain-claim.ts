/** One claim explained beyond its parts: which indicators count together, and what would bring its score under the threshold. */
import { sql } from 'kysely'
import { unknown } from '../errors.ts'
import { type Change, type Counterfactual, counterfactual, leverOf } from '../explanation/index.ts'
import type { FeatureMeta, FeatureView } from '../feature.ts'
import { type FeatureMatrix, select } from '../model.ts'
import { interactionsOf, thresholdsOf } from '../models/trees/within.ts'
import { logistic, logit } from '../score.ts'
import { type Scorer, type Subjects, scoreRows } from '../scoring/index.ts'
import { BUILT_IN, type Level, limitsOf } from '../thresholds/index.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { KeptScorer } from './keep.ts'

export const DEFAULTS = {
  /** Pairs named. */
  pairs: 6,
  /** A weaker pair is not named, in log-odds. */
  leastPair: 0.005,
  /** Rows of the book that say which values are usual. */
  observed: 5000,
} as const

/** Two indicators and what they add together beyond each alone. */
export interface Pair {
  readonly features: readonly [string, string]
  readonly values: readonly [number, number]
  /** Weighted as in the score. */
  readonly logOdds: number
}

/** What would have to change, and the probability then. */
export interface WhatIf extends Pick<Counterfactual, 'changes' | 'reached'> {
  readonly level: Level
  /** Of the level. */
  readonly threshold: number
  readonly probability: number
}

export interface ClaimReasoning {
  readonly modelId: string
  readonly probability: number
  readonly pairs: readonly Pair[]
  /** Null for a claim below all thresholds. */
  readonly whatIf: WhatIf | null
}

/** @throws UserError (404) for a claim that has no score or no features in the snapshot. */
export async function explainClaim(
  warehouse: Warehouse,
  { modelId, scorer }: KeptScorer,
  views: readonly FeatureView[],
  claimId: string,
): Promise<ClaimReasoning> {
  const risk = await warehouse.db
    .selectFrom('score.risk')
    .select(['line', 'peer_group'])
    .where('entity', '=', 'claim')
    .where('entity_id', '=', claimId)
    .executeTakeFirst()
  if (!risk) throw unknown('score of claim', claimId)
  const metas = metasOf(views)
  const matrix = await featureRow(warehouse, claimId, metas)
  const subjects: Subjects = {
    entity: 'claim',
    matrix,
    lines: [risk.line],
    peerGroups: [risk.peer_group],
  }
  const probability = scoreRows(scorer, subjects).probability[0]
  return {
    modelId,
    probability,
    pairs: pairsOf(scorer, matrix),
    whatIf: await whatIf(warehouse, scorer, subjects, metas, probability),
  }
}

const metasOf = (views: readonly FeatureView[]): ReadonlyMap<string, FeatureMeta> =>
  new Map(
    views.filter(({ entity }) => entity === 'claim').flatMap(({ features }) => Object.entries(features)),
  )

/** The claim's features as the run computed them, a matrix of one row. */
async function featureRow(
  warehouse: Warehouse,
  claimId: string,
  metas: ReadonlyMap<string, FeatureMeta>,
): Promise<FeatureMatrix> {
  const { rows } = await sql<Record<string, unknown>>`
    select * exclude (entity_id, as_of) from ${sql.table('feature.claim')} where entity_id = ${claimId} limit 1`.execute(
    warehouse.db,
  )
  if (rows.length === 0) throw unknown('features of claim', claimId)
  const names = Object.keys(rows[0])
  return {
    names,
    rows: 1,
    columns: names.map((name) =>
      Float32Array.of(typeof rows[0][name] === 'number' ? (rows[0][name] as number) : Number.NaN),
    ),
    categorical: names.map((name) => {
      const meta = metas.get(name)
      return meta?.unit === 'category' && (meta.categories?.length ?? 0) > 2
    }),
  }
}

/** The strongest pairs of the main model. */
function pairsOf({ models, file }: Scorer, matrix: FeatureMatrix): Pair[] {
  const { model } = models
  if (!model) return []
  const x = select(matrix, model.features)
  const width = x.names.length
  const together = interactionsOf(model, x, 0)
  const weight = file.combiner.weights.model
  const pairs: Pair[] = []
  for (let j = 0; j < width; j++)
    for (let k = 0; k < j; k++) {
      // Half of it stands on each side of the diagonal.
      const logOdds = 2 * weight * together[j * width + k]
      if (Math.abs(logOdds) >= DEFAULTS.leastPair)
        pairs.push({
          features: [x.names[j], x.names[k]],
          values: [x.columns[j][0], x.columns[k][0]],
          logOdds,
        })
    }
  return pairs.sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds)).slice(0, DEFAULTS.pairs)
}

/** The level that a claim is to come under: that of an alert when it stands above it, else that of watching. */
function aim(line: string | null, probability: number): { level: Level; threshold: number } | null {
  const limits = limitsOf(BUILT_IN.set, 'claim', line)
  for (const level of ['alert', 'watch'] as const)
    if (probability >= limits[level].probability) return { level, threshold: limits[level].probability }
  return null
}

async function whatIf(
  warehouse: Warehouse,
  scorer: Scorer,
  subjects: Subjects,
  metas: ReadonlyMap<string, FeatureMeta>,
  probability: number,
): Promise<WhatIf | null> {
  const aimed = aim(subjects.lines[0], probability)
  if (!aimed) return null
  const { matrix } = subjects
  const changeable = matrix.names.filter((name) => metas.get(name)?.canChange)
  if (changeable.length === 0) return null
  const { columns: observed } = await warehouse.columns(
    `select ${changeable.join(', ')} from feature.claim order by hash(entity_id) limit ${DEFAULTS.observed}`,
    Object.fromEntries(changeable.map((name) => [name, 'f32' as const])),
  )
  const levers = changeable.flatMap((feature) => {
    const meta = metas.get(feature)
    const lever =
      meta &&
      leverOf({
        feature,
        meta,
        value: matrix.columns[matrix.names.indexOf(feature)][0],
        observed: observed[feature],
        thresholds: Object.values(scorer.models).flatMap((model) =>
          model ? thresholdsOf(model, feature) : [],
        ),
      })
    return lever ? [lever] : []
  })
  // Strictly below: at the threshold a claim is still raised.
  const target = logit(aimed.threshold) - 1e-9
  const found = counterfactual(
    levers,
    target,
    (trials) => scoreRows(scorer, changed(subjects, metas, trials)).logOdds,
  )
  return { ...aimed, changes: found.changes, reached: found.reached, probability: logistic(found.logOdds) }
}

/** One row a trial: the claim with its changes, and what is a multiple of a changed feature with it. */
function changed(
  subjects: Subjects,
  metas: ReadonlyMap<string, FeatureMeta>,
  trials: readonly (readonly Change[])[],
): Subjects {
  const { matrix, lines, peerGroups } = subjects
  const rows = trials.length
  const columns = matrix.names.map((name, j) => {
    const value = matrix.columns[j][0]
    const column = new Float32Array(rows).fill(value)
    const source = metas.get(name)?.scalesWith
    trials.forEach((changes, i) => {
      for (const { feature, from, to } of changes) {
        if (feature === name) column[i] = to
        else if (feature === source && from !== 0) column[i] = value * (to / from)
      }
    })
    return column
  })
  return {
    entity: 'claim',
    matrix: { ...matrix, rows, columns },
    lines: trials.map(() => lines[0]),
    peerGroups: trials.map(() => peerGroups[0]),
  }
}
