/** Writes scores, parts and reasons into the warehouse, in bulk. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema/database.ts'
import { type Band, type Entity, SCORE_PARTS } from '../schema/words.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { Subjects } from './components.ts'
import { explainRows } from './reasons.ts'
import type { Scored, Scorer } from './scorer.ts'

export const DEFAULTS = {
  /** Rows whose reasons are written: those with the highest scores. The others are explained when somebody asks. */
  explained: 50_000,
  /** Rows explained at a time. */
  batch: 5000,
} as const

/** What stands in `score.risk` beside the score itself, one value a row. */
export interface ScoreColumns {
  readonly entityIds: readonly string[]
  /** Milliseconds since 1970. */
  readonly asOf: Float64Array
  /** Sum at stake; NaN counts as 0. */
  readonly atStakeAmount: Float64Array
  readonly modelId: string | null
  readonly band: (probability: number, line: string | null) => Band
  /** Rows whose reasons are written. Default 50,000. */
  readonly explained?: number
}

/** Expected loss: probability times what is at stake, in cents precision. */
export function expectedLoss(probability: number, atStakeAmount: number): number {
  return Number.isFinite(atStakeAmount) ? Math.round(probability * Math.max(0, atStakeAmount) * 100) / 100 : 0
}

/** Replaces all scores of the entity; returns the rows written by table. */
export async function writeScores(
  warehouse: Warehouse,
  scorer: Scorer,
  subjects: Subjects,
  scored: Scored,
  columns: ScoreColumns,
): Promise<{ readonly risk: number; readonly part: number; readonly reason: number }> {
  const { entity, lines, peerGroups } = subjects
  const rows = scored.logOdds.length
  await clear(warehouse.db, entity)
  await warehouse.append('score.risk', {
    entity: filled(rows, entity),
    entity_id: columns.entityIds,
    as_of: columns.asOf,
    line: lines,
    probability: scored.probability,
    log_odds: scored.logOdds,
    band: Array.from(scored.probability, (p, i) => columns.band(p, lines[i])),
    expected_loss_amount: scored.probability.map((p, i) => expectedLoss(p, columns.atStakeAmount[i])),
    peer_group: peerGroups,
    model_id: filled(rows, columns.modelId),
  })
  for (const part of SCORE_PARTS)
    await warehouse.append('score.part', {
      entity: filled(rows, entity),
      entity_id: columns.entityIds,
      part: filled(rows, part),
      log_odds: scored.parts[part],
    })
  const top = highest(scored.logOdds, columns.explained ?? DEFAULTS.explained)
  let reasons = 0
  for (let from = 0; from < top.length; from += DEFAULTS.batch)
    reasons += await writeReasons(
      warehouse,
      scorer,
      subjects,
      scored,
      columns,
      top.subarray(from, from + DEFAULTS.batch),
    )
  return { risk: rows, part: rows * SCORE_PARTS.length, reason: reasons }
}

async function clear(db: Kysely<Database>, entity: Entity): Promise<void> {
  for (const table of ['score.risk', 'score.part', 'score.reason'] as const)
    await db.deleteFrom(table).where('entity', '=', entity).execute()
}

async function writeReasons(
  warehouse: Warehouse,
  scorer: Scorer,
  subjects: Subjects,
  scored: Scored,
  { entityIds }: ScoreColumns,
  rows: Int32Array,
): Promise<number> {
  const out = {
    entity_id: [] as string[],
    part: [] as string[],
    name: [] as string[],
    value: [] as number[],
    peer_value: [] as number[],
    log_odds: [] as number[],
  }
  explainRows(scorer, subjects, scored, rows).forEach((reasons, k) => {
    for (const part of SCORE_PARTS)
      for (const { name, value, peerValue, logOdds } of reasons[part]) {
        out.entity_id.push(entityIds[rows[k]])
        out.part.push(part)
        out.name.push(name)
        out.value.push(value)
        out.peer_value.push(peerValue)
        out.log_odds.push(logOdds)
      }
  })
  return warehouse.append('score.reason', { entity: filled(out.name.length, subjects.entity), ...out })
}

/** Row numbers of the `count` highest values, highest first. */
function highest(values: Float64Array, count: number): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, i) => i)
  order.sort((a, b) => values[b] - values[a] || a - b)
  return order.subarray(0, Math.min(count, order.length))
}

function filled<T>(rows: number, value: T): T[] {
  return new Array<T>(rows).fill(value)
}
