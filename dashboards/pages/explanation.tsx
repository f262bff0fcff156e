/** One model as a whole: which indicators move it, and how. */
import type { ModelExplanation } from '../../src/api/schemas/index.ts'
import { Bars } from '../charts/bars.tsx'
import { EffectCurve, type ExplainedFeature } from '../charts/effect-curve.tsx'
import { Figure } from '../charts/figure.tsx'
import { Reasons } from '../charts/reasons.tsx'
import { count, decimal, signed } from '../format.ts'
import { say } from '../language.ts'
import { Caveat, PageHead, Panel } from '../parts/panel.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { useResource } from '../resource.ts'
import { shownValue } from '../shown.ts'
import { words } from '../words.ts'

/** Bars shown; the table has them all. */
const SHOWN = 20

export function Explanation({ id }: { id: string }) {
  const explained = useResource<ModelExplanation>(`/v1/models/${encodeURIComponent(id)}/explanation`)
  return (
    <>
      <PageHead
        from={{ href: `/models/${encodeURIComponent(id)}`, label: words('model') }}
        title={words('explanationTitle')}
        lead={words('explanationLead')}
      />
      <Await of={explained} lines={12}>
        {(data) => (
          <div class="stack-4">
            <Panel
              title={<span class="mono break">{id}</span>}
              note={`${count(data.rows)} ${words('effectRows')}`}
            >
              <Importances data={data} />
            </Panel>
            <Panel title={words('effectsTitle')} note={words('effectsNote')}>
              <div class="effects">
                {data.features.map((feature) => (
                  <Effect key={feature.name} feature={feature} />
                ))}
              </div>
            </Panel>
            <Caveat />
          </div>
        )}
      </Await>
    </>
  )
}

function Importances({ data }: { data: ModelExplanation }) {
  const moving = data.importances.filter(({ importance }) => importance > 0)
  if (moving.length === 0) return <Empty>{words('nothingMoves')}</Empty>
  return (
    <Figure
      title={words('meanContribution')}
      data={{
        head: [words('name'), words('meanContribution')],
        rows: data.importances.map(({ label, importance }) => [say(label), decimal(importance, 4)]),
      }}
    >
      <Bars
        bars={moving.slice(0, SHOWN).map(({ name, label, importance }) => ({
          key: name,
          name: (
            <span class="clip" title={name}>
              {say(label)}
            </span>
          ),
          value: importance,
          shown: decimal(importance, 3),
        }))}
      />
    </Figure>
  )
}

function Effect({ feature }: { feature: ExplainedFeature }) {
  const { categories } = feature
  if (!categories) return <EffectCurve feature={feature} />
  return (
    <Figure
      title={say(feature.label)}
      data={{
        head: [say(feature.label), words('effectWord'), words('effectRows')],
        rows: categories.map(({ shown, effect, rows }) => [
          shownValue(shown, feature.name),
          signed(effect, 3),
          count(rows),
        ]),
      }}
    >
      <Reasons
        rows={categories.map(({ shown, effect, rows }) => ({
          text: shownValue(shown, feature.name),
          note: `${count(rows)} ${words('effectRows')}`,
          logOdds: effect,
        }))}
      />
    </Figure>
  )
}
