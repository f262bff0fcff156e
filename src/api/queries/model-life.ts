/** What a snapshot says of its models: drift, how scores turned out, whether they are due. */
import type { Proposal } from '../../operations/index.ts'
import type { ModelLife } from '../../run/model-life.ts'
import type { ApiCatalog } from '../context.ts'
import type { FeatureDrift, ModelProposal, TaskLife } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

type Found = Pick<TaskLife, 'scoredBy' | 'shadow' | 'checkup' | 'drift' | 'performance'>

/** The life of every task, files and snapshot together. */
export async function tasksLife(view: View, life: ModelLife): Promise<TaskLife[]> {
  const tasks = await life.tasks()
  return Promise.all(
    tasks.map(async (task) => ({
      ...task,
      refused: [...task.refused],
      challengers: [...task.challengers],
      history: task.history.map(({ task: _, ...one }) => one),
      ...(await view.once(`life ${task.task}`, () => measured(view, task.task, task.entity))),
    })),
  )
}

async function measured({ warehouse: { db } }: View, task: string, entity: string): Promise<Found> {
  const [risk, shadow, checkup, drift, periods] = await Promise.all([
    db
      .selectFrom('score.risk')
      .where('entity', '=', entity as 'claim')
      .select('model_id')
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('score.shadow')
      .where('entity', '=', entity as 'claim')
      .select(({ fn }) => ['model_id', fn.countAll<number>().as('rows')])
      .groupBy('model_id')
      .executeTakeFirst(),
    db.selectFrom('score.model_checkup').where('task', '=', task).selectAll().executeTakeFirst(),
    db
      .selectFrom('score.drift')
      .where('task', '=', task)
      .where('line', '=', '*')
      .where('feature', '<>', 'score')
      .select(['is_drifted'])
      .execute(),
    db
      .selectFrom('score.performance')
      .where('task', '=', task)
      .selectAll()
      .orderBy('way')
      .orderBy('period')
      .execute(),
  ])
  return {
    scoredBy: risk?.model_id ?? null,
    shadow: shadow ? { modelId: shadow.model_id, rows: Number(shadow.rows) } : null,
    checkup: checkup
      ? {
          modelId: checkup.model_id,
          ageDays: checkup.age_days,
          isDue: checkup.is_due,
          reasons: JSON.parse(checkup.reasons),
        }
      : null,
    drift: { features: drift.length, drifted: drift.filter((one) => one.is_drifted).length },
    performance: periods.map((row) => ({
      way: row.way === 'given' ? ('given' as const) : ('held_out' as const),
      period: row.period,
      rows: Number(row.rows),
      events: Number(row.events),
      expected: row.expected,
      rocAuc: row.roc_auc,
      low: row.roc_auc_low,
      high: row.roc_auc_high,
      brier: row.brier,
    })),
  }
}

/** Drift of a task's features by line, the largest first. */
export async function driftOf(
  { warehouse }: View,
  { views }: Pick<ApiCatalog, 'views'>,
  task: string,
  line: string,
): Promise<FeatureDrift[]> {
  const labels = new Map(
    views.flatMap((view) => Object.entries(view.features).map(([name, m]) => [name, m.meaning] as const)),
  )
  const rows = await warehouse.db
    .selectFrom('score.drift')
    .where('task', '=', task)
    .where('line', '=', line)
    .selectAll()
    .orderBy('psi', 'desc')
    .orderBy('feature')
    .execute()
  return rows.map((row) => ({
    feature: row.feature,
    label:
      row.feature === 'score'
        ? { en: 'The score itself', zh: '评分本身' }
        : (labels.get(row.feature) ?? { en: row.feature, zh: row.feature }),
    line: row.line,
    referenceRows: Number(row.reference_rows),
    recentRows: Number(row.recent_rows),
    psi: row.psi,
    psiLimit: row.psi_limit,
    ks: row.ks,
    ksLimit: row.ks_limit,
    pValue: row.p_value,
    isDrifted: row.is_drifted,
  }))
}

/** A proposal as `reader` sees it. */
export function proposalFor(proposal: Proposal, reader: string, mayPromote: boolean): ModelProposal {
  const { book: _, comparison, proposedAt, decidedAt, ...rest } = proposal
  return {
    ...rest,
    comparison: comparison as ModelProposal['comparison'],
    proposedAt: proposedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    mayApprove: mayPromote && rest.state === 'open' && rest.proposedBy !== reader,
  }
}
