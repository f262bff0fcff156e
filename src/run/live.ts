/**
 * Scores a claim that is not in the warehouse: its rows are laid over the snapshot in memory, and the same views, models and
 * rules look at it that the batch used.
 */
import { UserError } from '../errors.ts'
import { featurize } from '../featurization/index.ts'
import type { Database } from '../schema/database.ts'
import type { Score } from '../score.ts'
import { expectedLoss, explainRows, readsOf, type Subjects, scoreOf, scoreRows } from '../scoring/index.ts'
import { bandOf, type ThresholdSet } from '../thresholds/index.ts'
import type { Text } from '../util/text.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { Shelves } from './context.ts'
import { type KeptScorer, readScorer } from './keep.ts'
import { type LaidOver, layOver, openOverlay, overlayScorer, stampOf } from './overlay.ts'
import { peerNames } from './peers.ts'

/** Tables that a claim brings rows of. */
const LAID_OVER: LaidOver = Object.fromEntries(
  ['core.claim', 'core.claim_party', 'core.claim_item'].map((table) => [
    table,
    'claim_id in (select claim_id from live.claim)',
  ]),
)

type Row<T extends keyof Database> = Partial<Database[T]>

/** A claim as it is reported: rows of core tables; where they come from and when is filled in. */
export interface LiveClaim {
  readonly claim: Row<'core.claim'> & { readonly claim_id: string }
  readonly parties: readonly Row<'core.claim_party'>[]
  readonly items: readonly Row<'core.claim_item'>[]
  /** Default: when the claim was assessed, else the book's moment. */
  readonly asOf: Date | undefined
}

export interface LiveResult {
  readonly score: Score
  readonly modelId: string
  readonly peerGroup: string | null
  readonly expectedLossAmount: number
  readonly rules: readonly { readonly id: string; readonly reason: Text }[]
}

export interface LiveScorer {
  score(claim: LiveClaim): Promise<LiveResult>
  close(): Promise<void>
}

export interface LiveOptions {
  readonly home: string
  readonly book: string
  /** File of the snapshot to lay claims over. */
  readonly snapshotPath: string
  /** Main model of the claim scores in that snapshot. */
  readonly modelId: string
  /** Moment of the book. */
  readonly asOf: Date
  readonly shelves: Shelves
  readonly thresholds: ThresholdSet
  readonly threads?: number
}

/** Opens a snapshot for live scoring. Claims are scored one after the other. */
export async function openLiveScorer(options: LiveOptions): Promise<LiveScorer> {
  const { home, book, shelves } = options
  const kept = await readScorer(home, book, options.modelId, { entity: 'claim', ...shelves })
  const overlay = await openOverlay(options, LAID_OVER)
  return overlayScorer(overlay, (claim: LiveClaim) => scoreOne(overlay, kept, claim, options))
}

async function scoreOne(
  overlay: Warehouse,
  { scorer, peers, modelId }: KeptScorer,
  { claim, parties, items, asOf }: LiveClaim,
  { book, shelves, thresholds, asOf: bookAsOf }: LiveOptions,
): Promise<LiveResult> {
  const moment = asOf ?? claim.assessed_at ?? bookAsOf
  if (!claim.line || !claim.loss_at)
    throw new UserError('missing field: claim.line and claim.lossAt are needed')
  const known = claim.known_at ?? claim.reported_at ?? moment
  const stamp = stampOf(book)
  const main = {
    loss_date: claim.loss_at.toISOString().slice(0, 10),
    reported_at: known,
    event_at: claim.loss_at,
    known_at: known,
    ...stamp,
    ...claim,
  }
  const beside = { claim_id: claim.claim_id, event_at: known, known_at: known, ...stamp }
  await layOver(overlay, {
    'core.claim': [main],
    'core.claim_party': parties.map((row) => ({ ...beside, ...row })),
    'core.claim_item': items.map((row, i) => ({ item_id: `${claim.claim_id}/${i + 1}`, ...beside, ...row })),
  })
  const wanted = new Set<string>()
  for (const model of Object.values(scorer.models)) for (const name of model?.features ?? []) wanted.add(name)
  for (const name of peers?.features ?? []) wanted.add(name)
  const known_names = new Set(
    shelves.views.filter((v) => v.entity === 'claim').flatMap((v) => Object.keys(v.features)),
  )
  for (const rule of scorer.rules)
    if (rule.entity === 'claim') for (const name of rule.reads) if (known_names.has(name)) wanted.add(name)
  wanted.add('claimed_amount')
  const { matrix } = await featurize(
    overlay,
    shelves.views,
    'claim',
    [{ entity_id: claim.claim_id, as_of: moment }],
    { features: [...wanted] },
  )
  const lines = [claim.line]
  const subjects: Subjects = {
    entity: 'claim',
    matrix,
    lines,
    peerGroups: peerNames(peers, matrix, lines),
  }
  const scored = scoreRows(scorer, subjects)
  const [reasons] = explainRows(scorer, subjects, scored, Int32Array.of(0))
  const score = scoreOf(scored, reasons, 0, {
    entity: 'claim',
    entityId: claim.claim_id,
    asOf: moment,
    band: bandOf(thresholds, scored.probability[0]),
  })
  return {
    score,
    modelId,
    peerGroup: subjects.peerGroups[0],
    expectedLossAmount: expectedLoss(score.probability, Number(claim.claimed_amount ?? Number.NaN)),
    rules: scored.hits.rules
      .filter((_, r) => scored.hits.hits[r][0] === 1)
      .map((rule) => ({ id: rule.id, reason: rule.reason(readsOf(rule, matrix, 0)) })),
  }
}
