/** The life of one task's models: champion and challengers side by side, drift, how scores turned out, who scored since when. */
import type { ComponentChildren } from 'preact'
import type {
  FeatureDrift,
  ModelProposal,
  ModelSummary,
  ModelsLife,
  TaskLife,
} from '../../src/api/schemas/index.ts'
import { withQuery } from '../api/client.ts'
import { DriftLimits } from '../charts/drift-limits.tsx'
import { Performance } from '../charts/performance.tsx'
import { count, moment } from '../format.ts'
import { say } from '../language.ts'
import { useResource } from '../resource.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { ModelDifference, OpenProposal, Propose, Rollback } from './model-trial.tsx'
import { Panel } from './panel.tsx'
import { Await, Empty } from './states.tsx'

interface TaskModelsProps {
  readonly life: TaskLife
  readonly proposals: ModelsLife['proposals']
  readonly models: readonly ModelSummary[]
  /** How a model is shown: its measures and what it looks at. */
  readonly show: (model: ModelSummary) => ComponentChildren
  readonly renew: () => void
}

/** Champions that still stand under the present one, itself among them: a rollback takes the latest away. */
export function standing(history: TaskLife['history']): number {
  return [...history].reverse().reduce((count, { why }) => count + (why === 'rollback' ? -1 : 1), 0)
}

export function TaskModels({ life, proposals, models, show, renew }: TaskModelsProps) {
  const champion = models.find(({ modelId }) => modelId === life.champion)
  const [challenger] = life.challengers
  const trial = models.find(({ modelId }) => modelId === challenger)
  const canGoBack = standing(life.history) > 1
  return (
    <section class="stack-4 task-models" aria-label={say(life.title)}>
      <h2 class="task-title">{say(life.title)}</h2>
      <Refused life={life} />
      <Checkup life={life} />
      <div class={trial ? 'two-models' : 'stack-4'}>
        {champion && (
          <Panel
            title={
              <span class="row">
                {words('championModel')} <span class="muted">{term(champion.kind)}</span>
                <span class="chip">{words('champion')}</span>
              </span>
            }
            note={<ModelLinks model={champion} />}
            action={canGoBack && <Rollback task={life.task} renew={renew} />}
          >
            {show(champion)}
          </Panel>
        )}
        {trial && (
          <Trial
            model={trial}
            life={life}
            show={show}
            proposal={proposals.find((one) => one.modelId === trial.modelId && one.state === 'open')}
            renew={renew}
          />
        )}
      </div>
      {!trial && <p class="small muted">{words('noChallenger')}</p>}
      <div class="two-models">
        <Panel>
          <Drift task={life.task} />
        </Panel>
        <Panel>
          {life.performance.some(({ rocAuc }) => rocAuc !== null) ? (
            <Performance periods={life.performance} />
          ) : (
            <>
              <h2>{words('performanceTitle')}</h2>
              <Empty>{words('noPerformance')}</Empty>
            </>
          )}
        </Panel>
      </div>
      <Panel title={words('lifeTitle')}>
        <ol class="history">
          {life.history.slice(0, 8).map((one) => (
            <li key={`${one.at} ${one.modelId}`}>
              <time dateTime={one.at}>{moment(one.at)}</time>
              <div>
                <a class="mono" href={`/models/${encodeURIComponent(one.modelId)}`}>
                  {one.modelId}
                </a>{' '}
                <span class="chip">{words(one.why)}</span>
                <div class="small muted">
                  {term(one.by)}: {term(one.reason)}
                </div>
              </div>
            </li>
          ))}
        </ol>
      </Panel>
    </section>
  )
}

function ModelLinks({ model }: { model: ModelSummary }) {
  return (
    <>
      <span class="mono">{model.modelId}</span> ·{' '}
      <a href={`/models/${encodeURIComponent(model.modelId)}`}>{words('cardLink')}</a> ·{' '}
      <a href={`/models/${encodeURIComponent(model.modelId)}/explanation`}>{words('explanationLink')}</a>
    </>
  )
}

function Refused({ life }: { life: TaskLife }) {
  if (life.refused.length === 0) return null
  return (
    <div class="error" role="alert">
      <p>
        <strong>{words(life.serving ? 'refusedFile' : 'refusedAll')}</strong>
        {life.serving && (
          <>
            {': '}
            <span class="mono">{life.serving}</span>
          </>
        )}
      </p>
      {life.refused.map(({ modelId, reason }) => (
        <p key={modelId} class="small">
          <span class="mono">{modelId}</span>: {reason}
        </p>
      ))}
    </div>
  )
}

function Checkup({ life: { checkup, drift, scoredBy, champion } }: { life: TaskLife }) {
  return (
    <div class={checkup?.isDue ? 'notice due' : 'notice'}>
      <strong>{words(checkup?.isDue ? 'isDueTitle' : 'notDueTitle')}</strong>
      {checkup && (
        <span class="muted">
          {' '}
          · {count(Math.floor(checkup.ageDays))} {words('ageDays')} · {count(drift.drifted)}{' '}
          {words('ofTotal')} {count(drift.features)} {words('driftedOf')}
        </span>
      )}
      {checkup && checkup.reasons.length > 0 && (
        <ul>
          {checkup.reasons.map(({ trigger, text }) => (
            <li key={trigger}>{say(text)}</li>
          ))}
        </ul>
      )}
      {checkup?.isDue && (
        <p class="small muted">
          <code>claimscope models retrain-if-due</code> {words('dueHow')}
        </p>
      )}
      {scoredBy && scoredBy !== champion && (
        <p class="small">
          {words('scoredBy')} <span class="mono">{scoredBy}</span>; {words('liveBy')}{' '}
          <span class="mono">{champion}</span>
        </p>
      )}
    </div>
  )
}

function Trial({
  model,
  life,
  show,
  proposal,
  renew,
}: Pick<TaskModelsProps, 'life' | 'show' | 'renew'> & {
  model: ModelSummary
  proposal: ModelProposal | undefined
}) {
  return (
    <Panel
      title={
        <span class="row">
          {words('challengerModel')} <span class="muted">{term(model.kind)}</span>
          {life.shadow?.modelId === model.modelId && <span class="chip">{words('onTrial')}</span>}
        </span>
      }
      note={<ModelLinks model={model} />}
    >
      <div class="stack">
        <ModelDifference modelId={model.modelId} />
        {proposal ? (
          <OpenProposal proposal={proposal} renew={renew} />
        ) : (
          <Propose modelId={model.modelId} renew={renew} />
        )}
        {show(model)}
      </div>
    </Panel>
  )
}

function Drift({ task }: { task: string }) {
  const drift = useResource<FeatureDrift[]>(withQuery('/v1/models/drift', { task }))
  return (
    <Await of={drift} lines={8}>
      {(all) =>
        all.length === 0 ? (
          <>
            <h2>{words('modelDriftTitle')}</h2>
            <Empty>{words('noDriftYet')}</Empty>
          </>
        ) : (
          <DriftLimits drift={all} />
        )
      }
    </Await>
  )
}
