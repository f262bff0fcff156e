/**
 * Scores an application: a policy that is not in the warehouse. Its rows are laid over the snapshot in memory, and the same views
 * and models look at it that the batch used; it is compared with the policies of its peer group.
 */
import { sql } from 'kysely'
import { UserError } from '../errors.ts'
import { featurize } from '../featurization/index.ts'
import { type FeatureMatrix, select } from '../model.ts'
import type { Database } from '../schema/database.ts'
import type { Band, CostPart, Line } from '../schema/words.ts'
import { policyBandOf, type ThresholdSet } from '../thresholds/index.ts'
import { type CostReason, costsOf, explainCosts, partsOfCosts } from '../underwriting/index.ts'
import { quoteName, type Warehouse } from '../warehouse/index.ts'
import type { Shelves } from './context.ts'
import { type KeptModels, readModels } from './keep.ts'
import { type LaidOver, layOver, openOverlay, overlayScorer, stampOf } from './overlay.ts'
import { peerNames } from './peers.ts'
import { leadingReasons } from './reason-list.ts'

type Row<T extends keyof Database> = Partial<Database[T]>

/** A policy as it is applied for: rows of core tables; where they come from and when is filled in. */
export interface Application {
  readonly policy: Row<'core.policy'> & { readonly policy_id: string; readonly line: Line }
  /** Who applies, where the warehouse does not know the person; a `policyholder_id` that it knows brings a history instead. */
  readonly holder: Row<'core.party'> | undefined
  readonly coverages: readonly Row<'core.coverage'>[]
  readonly objects: readonly Row<'core.insured_object'>[]
  /** Default: the book's moment. */
  readonly asOf: Date | undefined
}

/** What is usual among the policies that it is compared with; null where there are none. */
export interface PeerLevel {
  readonly policies: number
  readonly claimProbability: number
  readonly frequency: number
  readonly severityAmount: number
  readonly expectedCost: number
  readonly premiumAmount: number | null
}

export interface ApplicationReason {
  readonly part: 'frequency' | 'severity'
  /** Feature; `other` gathers the small rest. */
  readonly name: string
  readonly value: number
  /** Median of the peer group; NaN where it is not known. */
  readonly peerValue: number
  readonly logEffect: number
}

export interface ApplicationResult {
  readonly asOf: Date
  readonly modelId: string
  readonly peerGroup: string | null
  readonly termYears: number
  readonly frequency: number
  readonly expectedClaims: number
  readonly claimProbability: number
  readonly severityAmount: number
  readonly expectedCost: number
  readonly band: Band
  /** The parts add up to the logarithm of the expected cost. */
  readonly parts: Readonly<Record<CostPart, number>>
  /** Those of a part add up to it, strongest first. */
  readonly reasons: readonly ApplicationReason[]
  readonly peers: PeerLevel | null
  /** Expected cost over premium in the whole line; null where no premium is known. */
  readonly lineLossRatio: number | null
}

export interface ApplicationScorer {
  score(application: Application): Promise<ApplicationResult>
  close(): Promise<void>
}

export interface ApplicationOptions {
  readonly home: string
  readonly book: string
  /** File of the snapshot to lay applications over. */
  readonly snapshotPath: string
  /** Model of the frequency that serves. */
  readonly modelId: string
  /** Moment of the book. */
  readonly asOf: Date
  readonly shelves: Shelves
  readonly thresholds: ThresholdSet
  readonly threads?: number
}

const OF_POLICY = 'policy_id in (select policy_id from live.policy)'
const LAID_OVER: LaidOver = {
  'core.policy': OF_POLICY,
  'core.coverage': OF_POLICY,
  'core.insured_object': OF_POLICY,
  'core.party': 'party_id in (select party_id from live.party)',
}

/** Reasons that are named, of the frequency and of the severity each. */
const NAMED = 8

/** Opens a snapshot for applications. They are scored one after the other. */
export async function openApplicationScorer(options: ApplicationOptions): Promise<ApplicationScorer> {
  const { home, book, modelId, shelves } = options
  const kept = await readModels(home, book, modelId, { entity: 'policy', ...shelves })
  const overlay = await openOverlay(options, LAID_OVER)
  return overlayScorer(overlay, (application: Application) => scoreOne(overlay, kept, application, options))
}

async function scoreOne(
  overlay: Warehouse,
  { cost, peers, modelId }: KeptModels,
  application: Application,
  { book, shelves, thresholds, asOf: bookAsOf }: ApplicationOptions,
): Promise<ApplicationResult> {
  if (!cost)
    throw new UserError(`invalid model: ${JSON.stringify(modelId)} [it expects no cost of policies]`, 422)
  const { policy, asOf = bookAsOf } = application
  await layOver(overlay, rowsOf(application, book, asOf))
  const { matrix } = await featurize(
    overlay,
    shelves.views,
    'policy',
    [{ entity_id: policy.policy_id, as_of: asOf }],
    {
      features: [
        ...new Set([...cost.rate.features, ...(cost.severity?.features ?? []), ...(peers?.features ?? [])]),
      ],
    },
  )
  const lines = [policy.line]
  const [peerGroup] = peerNames(peers, matrix, lines)
  const years = Float64Array.of(yearsOf(policy))
  const x = {
    rate: select(matrix, cost.rate.features),
    severity: select(matrix, cost.severity?.features ?? []),
  }
  const costs = costsOf(cost, x, lines, years)
  const parts = partsOfCosts(cost, x, lines, years, costs)
  const level = await peerLevel(overlay, peerGroup)
  const own = Object.fromEntries(Object.entries(parts).map(([name, [value]]) => [name, value])) as Record<
    CostPart,
    number
  >
  return {
    asOf,
    modelId,
    peerGroup,
    termYears: years[0],
    frequency: costs.frequency[0],
    expectedClaims: costs.claims[0],
    claimProbability: costs.probability[0],
    severityAmount: costs.severity[0],
    expectedCost: costs.cost[0],
    band: policyBandOf(thresholds, costs.cost[0] / (level?.expectedCost || Number.POSITIVE_INFINITY)),
    parts: own,
    reasons: await reasonsOf(overlay, explainCosts(cost, x, Int32Array.of(0))[0], own, matrix, peerGroup),
    peers: level,
    lineLossRatio: await lineLossRatio(overlay, policy.line),
  }
}

/** The rows that the application lays over the snapshot. */
function rowsOf({ policy, holder, coverages, objects }: Application, book: string, asOf: Date) {
  const beside = { event_at: asOf, known_at: asOf, ...stampOf(book) }
  const day = asOf.toISOString().slice(0, 10)
  const holderId = policy.policyholder_id ?? (holder ? `${policy.policy_id}/holder` : null)
  return {
    'core.policy': [
      {
        ...beside,
        inception_date: day,
        // Policies of the book state the age; who applies states a date of birth.
        holder_age: ageAt(holder?.birth_date, policy.inception_date ?? day),
        ...policy,
        policyholder_id: holderId,
        insured_id: policy.insured_id ?? holderId,
      },
    ],
    'core.party':
      holder && !policy.policyholder_id
        ? [{ party_type: 'person', registered_date: day, ...holder, ...beside, party_id: holderId }]
        : [],
    'core.coverage': coverages.map((row, i) => ({
      coverage_id: `${policy.policy_id}/${i + 1}`,
      ...row,
      ...beside,
      policy_id: policy.policy_id,
    })),
    'core.insured_object': objects.map((row, i) => ({
      object_id: `${policy.policy_id}/${i + 1}`,
      ...row,
      ...beside,
      policy_id: policy.policy_id,
    })),
  }
}

/** Whole years from a day to a day; null where the first is not stated. */
function ageAt(birth: string | null | undefined, day: string): number | null {
  if (!birth) return null
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4))
  return day.slice(5) < birth.slice(5) ? years - 1 : years
}

const DAY = 86_400_000

/** Years of the term, at most one; one where its end is not stated. */
function yearsOf({ inception_date: from, expiry_date: until }: Application['policy']): number {
  if (!from || !until) return 1
  const days = (Date.parse(until) - Date.parse(from)) / DAY + 1
  return Math.max(1, Math.min(365, days)) / 365
}

async function peerLevel(overlay: Warehouse, peerGroup: string | null): Promise<PeerLevel | null> {
  const { rows } = await sql<{
    policies: number
    probability: number
    frequency: number
    severity: number
    cost: number
    premium: number | null
  }>`
    select count(*) as policies, median(claim_probability) as probability, median(frequency) as frequency,
      median(severity_amount::double) as severity, median(expected_cost_amount::double) as cost,
      median(premium_amount::double) as premium
    from score.policy_cost where peer_group is not distinct from ${peerGroup}`.execute(overlay.db)
  const [row] = rows
  if (!row || Number(row.policies) === 0) return null
  return {
    policies: Number(row.policies),
    claimProbability: row.probability,
    frequency: row.frequency,
    severityAmount: row.severity,
    expectedCost: row.cost,
    premiumAmount: row.premium,
  }
}

/** What the line is expected to cost over what it earns. */
async function lineLossRatio(overlay: Warehouse, line: string): Promise<number | null> {
  const { rows } = await sql<{ ratio: number | null }>`
    select sum(expected_cost_amount)::double / nullif(sum(premium_amount), 0)::double as ratio
    from score.policy_cost where line = ${line} and premium_amount > 0`.execute(overlay.db)
  return rows[0]?.ratio ?? null
}

/** The strongest reasons of each part, with the medians of the peers beside. */
async function reasonsOf(
  overlay: Warehouse,
  found: readonly CostReason[],
  parts: Readonly<Record<CostPart, number>>,
  matrix: FeatureMatrix,
  peerGroup: string | null,
): Promise<ApplicationReason[]> {
  const leading = (['frequency', 'severity'] as const).flatMap((part) =>
    leadingReasons(
      found
        .filter((reason) => reason.part === part)
        .map(({ name, logEffect }) => ({ name, effect: logEffect })),
      parts[part],
      NAMED,
    ).map(({ name, effect }) => ({ part, name, logEffect: effect })),
  )
  const named = [...new Set(leading.map(({ name }) => name))].filter((name) => matrix.names.includes(name))
  const medians = await peerMedians(overlay, named, peerGroup)
  return leading.map((reason) => ({
    ...reason,
    value: matrix.columns[matrix.names.indexOf(reason.name)]?.[0] ?? Number.NaN,
    peerValue: medians.get(reason.name) ?? Number.NaN,
  }))
}

async function peerMedians(
  overlay: Warehouse,
  names: readonly string[],
  peerGroup: string | null,
): Promise<ReadonlyMap<string, number>> {
  if (names.length === 0) return new Map()
  const { rows } = await sql<Record<string, number | null>>`
    select ${sql.join(names.map((name) => sql.raw(`median(f.${quoteName(name)}) as ${quoteName(name)}`)))}
    from snapshot.feature.policy as f join score.policy_cost as c on c.policy_id = f.entity_id
    where c.peer_group is not distinct from ${peerGroup}`.execute(overlay.db)
  return new Map(
    Object.entries(rows[0] ?? {}).flatMap(([name, v]) => (v === null ? [] : [[name, v] as const])),
  )
}
