/** Models, task by task: what scores, what is on trial, how well, and what they look at. */
import type { Metrics, ModelSummary, ModelsLife } from '../../src/api/schemas/index.ts'
import { Bars } from '../charts/bars.tsx'
import { Figure } from '../charts/figure.tsx'
import { Interval } from '../charts/interval.tsx'
import { Reliability } from '../charts/reliability.tsx'
import { count, decimal, moment, percent } from '../format.ts'
import { say } from '../language.ts'
import { metricName } from '../parts/metric-name.ts'
import { TaskModels } from '../parts/model-life.tsx'
import { Facts, PageHead } from '../parts/panel.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { words } from '../words.ts'

/** Expected and observed rates by tenth, where a task measured them. */
export function reliabilityOf(metrics: Metrics): { bin: string; expected: number; observed: number }[] {
  return Object.entries(metrics).flatMap(([name, { value }]) => {
    const stem = /^(.*decile_(\d+))_expected$/.exec(name)
    const observed = stem && metrics[`${stem[1]}_observed`]?.value
    return stem && value !== null && typeof observed === 'number'
      ? [{ bin: stem[2], expected: value, observed }]
      : []
  })
}

/** The first to be read, in their order; the others follow by name. */
const FIRST = [
  'roc_auc',
  'average_precision',
  'precision_at_50',
  'precision_at_100',
  'rules_roc_auc',
  'model_roc_auc',
  'network_roc_auc',
  'logistic_roc_auc',
  'rate_deviance_explained',
]
const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)

const isRate = (task: string) => /frequency|rate/.test(task)

/** Metrics that speak of this task: those of rates begin with `rate_`; those of the run as a whole are left to its page. */
export function metricsOf({ task, metrics }: Pick<ModelSummary, 'task' | 'metrics'>): Metrics {
  const wanted = Object.entries(metrics).filter(
    ([name]) =>
      name.startsWith('rate_') === isRate(task) && !/decile_\d+|_rows$|^key_|^ring|^linkage/.test(name),
  )
  const shown = wanted.length > 0 ? wanted : Object.entries(metrics)
  return Object.fromEntries(shown.sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b)))
}

export function Models() {
  const models = useResource<ModelSummary[]>('/v1/models')
  const life = useResource<ModelsLife>('/v1/models/life')
  const renew = () => {
    models.reload()
    life.reload()
  }
  return (
    <>
      <PageHead title={words('models')} lead={words('taskLead')} />
      <Await of={models} lines={10}>
        {(all) =>
          all.length === 0 ? (
            <Empty>{words('noModels')}</Empty>
          ) : (
            <Await of={life} lines={10}>
              {({ tasks, proposals }) => (
                <div class="stack-4">
                  {tasks.map((task) => (
                    <TaskModels
                      key={task.task}
                      life={task}
                      proposals={proposals}
                      models={all}
                      show={(model) => <Model model={model} />}
                      renew={renew}
                    />
                  ))}
                  <Others models={all} />
                </div>
              )}
            </Await>
          )
        }
      </Await>
    </>
  )
}

/** Models that neither score nor are on trial, with a way to their cards. */
function Others({ models }: { models: readonly ModelSummary[] }) {
  const former = models.filter(({ role }) => role !== 'champion')
  if (former.length === 0) return null
  return (
    <details>
      <summary class="fold">{words('earlierModels')}</summary>
      <Table
        caption={words('earlierModels')}
        rows={former}
        id={(model) => model.modelId}
        href={(model) => `/models/${encodeURIComponent(model.modelId)}`}
        columns={[
          {
            key: 'model',
            head: words('cardLink'),
            wide: true,
            cell: (model) => (
              <a class="mono break" href={`/models/${encodeURIComponent(model.modelId)}`}>
                {model.modelId}
              </a>
            ),
          },
          {
            key: 'role',
            head: words('role'),
            cell: (model) => words(model.role === 'former' ? 'formerModel' : 'challengerModel'),
          },
          { key: 'created', head: words('created'), number: true, cell: (model) => moment(model.createdAt) },
        ]}
      />
    </details>
  )
}

function Model({ model }: { model: ModelSummary }) {
  const total = model.features.reduce((sum, feature) => sum + feature.importance, 0)
  const top = [...model.features].sort((a, b) => b.importance - a.importance).slice(0, 12)
  return (
    <div class="stack">
      <h3>{words('metricsTitle')}</h3>
      <p class="small muted">
        {words('measuredOn')}; {words('interval')}
      </p>
      <MetricList metrics={metricsOf(model)} />
      {isRate(model.task) && <Reliability bins={reliabilityOf(model.metrics)} />}
      <Facts
        items={[
          [words('created'), moment(model.createdAt)],
          [words('seal'), <span class="mono" key="seal">{`${model.sha256.slice(0, 16)}…`}</span>],
        ]}
      />
      {top.length > 0 && (
        <Figure
          title={words('importance')}
          note={words('importanceNote')}
          data={{
            head: [words('name'), words('importance')],
            rows: model.features.map((feature) => [
              say(feature.label),
              percent(total > 0 ? feature.importance / total : null),
            ]),
          }}
        >
          <Bars
            bars={top.map((feature) => ({
              key: feature.name,
              name: (
                <span class="clip" title={feature.name}>
                  {say(feature.label)}
                </span>
              ),
              value: feature.importance,
              shown: percent(total > 0 ? feature.importance / total : null),
            }))}
          />
        </Figure>
      )}
    </div>
  )
}

/** Metrics with their intervals, where one was measured; those between 0 and 1 are drawn as well. */
export function MetricList({ metrics }: { metrics: Metrics }) {
  return (
    <dl class="metrics">
      {Object.entries(metrics).map(([name, { value, low, high }]) => (
        <>
          <dt>{metricName(name)}</dt>
          <dd>
            {value !== null && value >= 0 && value <= 1 && <Interval value={value} low={low} high={high} />}
          </dd>
          <dd>
            {value !== null && value > 1 && Number.isInteger(value) ? count(value) : decimal(value, 3)}{' '}
            {low !== null && low !== high && (
              <span class="muted small">
                {decimal(low, 3)} – {decimal(high, 3)}
              </span>
            )}
          </dd>
        </>
      ))}
    </dl>
  )
}
