/** Models: what learned, how well, and what it looks at. */
import type { Metrics, ModelSummary } from '../../src/api/schemas/index.ts'
import { Bars } from '../charts/bars.tsx'
import { Figure } from '../charts/figure.tsx'
import { Interval } from '../charts/interval.tsx'
import { decimal, moment, percent } from '../format.ts'
import { say } from '../language.ts'
import { Facts, PageHead, Panel } from '../parts/panel.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { useResource } from '../resource.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

export function Models() {
  const models = useResource<ModelSummary[]>('/v1/models')
  return (
    <>
      <PageHead title={words('models')} lead={words('modelsLead')} />
      <Await of={models} lines={10}>
        {(all) =>
          all.length === 0 ? (
            <Empty>{words('noModels')}</Empty>
          ) : (
            <div class="stack-4">
              {all.map((model) => (
                <Model key={model.modelId} model={model} />
              ))}
            </div>
          )
        }
      </Await>
    </>
  )
}

function Model({ model }: { model: ModelSummary }) {
  const total = model.features.reduce((sum, feature) => sum + feature.importance, 0)
  const top = [...model.features].sort((a, b) => b.importance - a.importance).slice(0, 15)
  return (
    <Panel
      title={
        <span class="row">
          {term(model.task)} <span class="muted">{term(model.kind)}</span>
          {model.isChampion && <span class="chip">{words('champion')}</span>}
        </span>
      }
      note={<span class="mono">{model.modelId}</span>}
    >
      <div class="two-col">
        <div class="stack">
          <h3>{words('metricsTitle')}</h3>
          <p class="small muted">
            {words('measuredOn')}; {words('interval')}
          </p>
          <MetricList metrics={model.metrics} />
          <Facts
            items={[
              [words('created'), moment(model.createdAt)],
              [words('seal'), <span class="mono" key="seal">{`${model.sha256.slice(0, 16)}…`}</span>],
            ]}
          />
        </div>
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
    </Panel>
  )
}

/** Metrics with their intervals; those between 0 and 1 are drawn as well. */
export function MetricList({ metrics }: { metrics: Metrics }) {
  return (
    <dl class="metrics">
      {Object.entries(metrics).map(([name, { value, low, high }]) => (
        <>
          <dt>{term(name)}</dt>
          <dd>
            {value !== null && value >= 0 && value <= 1 && <Interval value={value} low={low} high={high} />}
          </dd>
          <dd>
            {decimal(value, 3)}{' '}
            {low !== null && (
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
