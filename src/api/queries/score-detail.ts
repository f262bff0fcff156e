/** Scores with their parts and reasons, as the run kept them. */
import type { Entity } from '../../schema/words.ts'
import { SCORE_PARTS } from '../../schema/words.ts'
import { displayScore } from '../../score.ts'
import type { Labels } from '../labels.ts'
import type { ScoreDetail } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

/** Null when the entity has not been scored. Parts in their order, reasons by weight. */
export async function scoreDetailOf(
  view: View,
  labels: Labels,
  entity: Entity,
  entityId: string,
): Promise<ScoreDetail | null> {
  const { db } = view.warehouse
  const [risk, parts, reasons] = await Promise.all([
    db
      .selectFrom('score.risk')
      .selectAll()
      .where('entity', '=', entity)
      .where('entity_id', '=', entityId)
      .executeTakeFirst(),
    db
      .selectFrom('score.part')
      .select(['part', 'log_odds'])
      .where('entity', '=', entity)
      .where('entity_id', '=', entityId)
      .execute(),
    db
      .selectFrom('score.reason')
      .select(['part', 'name', 'value', 'peer_value', 'log_odds'])
      .where('entity', '=', entity)
      .where('entity_id', '=', entityId)
      .execute(),
  ])
  if (!risk) return null
  return {
    probability: risk.probability,
    logOdds: risk.log_odds,
    display: displayScore(risk.probability),
    band: risk.band,
    asOf: risk.as_of.toISOString(),
    modelId: risk.model_id,
    peerGroup: risk.peer_group,
    expectedLossAmount: risk.expected_loss_amount,
    parts: parts
      .sort((a, b) => SCORE_PARTS.indexOf(a.part) - SCORE_PARTS.indexOf(b.part))
      .map(({ part, log_odds }) => ({
        part,
        logOdds: log_odds,
        reasons: reasons
          .filter((reason) => reason.part === part)
          .sort((a, b) => Math.abs(b.log_odds) - Math.abs(a.log_odds))
          .map((reason) =>
            reasonOf(labels, entity, {
              name: reason.name,
              value: reason.value,
              peerValue: reason.peer_value,
              logOdds: reason.log_odds,
            }),
          ),
      })),
  }
}

/** A reason with its words; NaN counts as not known. */
export function reasonOf(
  labels: Labels,
  entity: Entity,
  reason: { name: string; value: number | null; peerValue: number | null; logOdds: number },
): ScoreDetail['parts'][number]['reasons'][number] {
  const value = finite(reason.value)
  const peerValue = finite(reason.peerValue)
  return {
    name: reason.name,
    label: labels.label(entity, reason.name),
    value,
    shown: labels.shown(entity, reason.name, value),
    shownZh: labels.shown(entity, reason.name, value, 'zh'),
    peerValue,
    peerShown: peerValue === null ? null : labels.shown(entity, reason.name, peerValue),
    peerShownZh: peerValue === null ? null : labels.shown(entity, reason.name, peerValue, 'zh'),
    logOdds: reason.logOdds,
  }
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
