/** The card of one model: data, use and limits, measures by group, calibration, features, identity. */
import type { ModelCard as Card } from '../../src/api/schemas/index.ts'
import { Reliability } from '../charts/reliability.tsx'
import { count, decimal, moment } from '../format.ts'
import { language, say } from '../language.ts'
import { CardGroups } from '../parts/card-groups.tsx'
import { Facts, PageHead, Panel } from '../parts/panel.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { Table } from '../parts/table.tsx'
import { useResource } from '../resource.ts'
import { may } from '../session.ts'
import { words } from '../words.ts'
import { MetricList, metricsOf } from './models.tsx'

export function ModelCard({ id }: { id: string }) {
  const path = `/v1/models/${encodeURIComponent(id)}`
  const card = useResource<Card>(path)
  return (
    <>
      <PageHead
        from={{ href: '/models', label: words('models') }}
        title={card.data?.card ? say(card.data.card.title) : words('cardLink')}
        lead={<span class="mono">{id}</span>}
      >
        {card.data && (
          <div class="row">
            {card.data.isChampion && <span class="chip">{words('champion')}</span>}
            <a class="button" href={`/models/${encodeURIComponent(id)}/explanation`}>
              {words('explainLink')}
            </a>
            <a class="button" href={`${path}/card.md?language=${language.value}`} download>
              {words('cardMarkdown')}
            </a>
            {may('models:export') && (
              <a class="button" href={`${path}/model.onnx`} download>
                {words('exportOnnx')}
              </a>
            )}
          </div>
        )}
      </PageHead>
      <Await of={card} lines={12}>
        {(document) => <Sections document={document} />}
      </Await>
    </>
  )
}

function Sections({ document }: { document: Card }) {
  const { card, training, metrics } = document
  return (
    <div class="stack-4">
      <div class="two-models">
        <Panel title={words('cardData')}>
          <Facts
            items={[
              [
                words('trainedOn'),
                `${count(training.rows)} ${words('withOutcome')}, ${count(training.events)} ${words('events')}`,
              ],
              [words('trainedPeriod'), `${training.from ?? '…'} – ${training.until ?? '…'}`],
              [
                words('heldOutRows'),
                card?.heldOut &&
                  `${count(card.heldOut.rows)} (${card.heldOut.from} – ${card.heldOut.until}): ${count(card.heldOut.known)} ${words('withOutcome')}, ${count(card.heldOut.events)} ${words('events')}${card.heldOut.exposure === undefined ? '' : `, ${decimal(card.heldOut.exposure, 1)} ${words('exposureYears')}`}`,
              ],
              [
                words('snapshotWord'),
                <span class="mono" key="s">
                  {training.snapshot}
                </span>,
              ],
            ]}
          />
        </Panel>
        <Panel title={words('cardIdentity')}>
          <Facts
            items={[
              [
                'SHA-256',
                <span class="mono break" key="h">
                  {document.sha256}
                </span>,
              ],
              [
                words('recipeWord'),
                <span class="mono" key="r">
                  {document.recipe.slice(0, 16)}
                </span>,
              ],
              [words('codeWord'), document.code],
              [words('seedWord'), String(document.seed)],
              [words('created'), moment(document.createdAt)],
            ]}
          />
        </Panel>
      </div>
      {card ? (
        <div class="two-models">
          <Panel title={words('cardUse')}>
            <ul class="prose bullets">
              {card.use.map((text) => (
                <li key={text.en}>{say(text)}</li>
              ))}
            </ul>
          </Panel>
          <Panel title={words('cardLimits')}>
            <ul class="prose bullets">
              {card.limits.map((text) => (
                <li key={text.en}>{say(text)}</li>
              ))}
            </ul>
          </Panel>
        </div>
      ) : (
        <Empty>{words('noCard')}</Empty>
      )}
      <div class="two-models">
        <Panel title={words('metricsTitle')} note={`${words('measuredOn')}; ${words('interval')}`}>
          <MetricList metrics={metricsOf({ task: document.task, metrics })} />
        </Panel>
        {card && card.reliability.length >= 3 && (
          <Panel>
            <Reliability
              title={words(card.objective === 'binary' ? 'cardReliability' : 'cardRates')}
              bins={card.reliability.map((bin, i) => ({ ...bin, bin: String(i + 1) }))}
            />
          </Panel>
        )}
      </div>
      {card && (
        <Panel title={words('cardGroups')} note={words('cardGroupsNote')}>
          {card.dimensions.length === 0 ? (
            <Empty>{words('noHeldOut')}</Empty>
          ) : (
            <div class="stack-4">
              {card.dimensions.map(({ name, label, isProtected, isUsed, groups }) => (
                <div key={name}>
                  <h3 class="row">
                    {say(label)}
                    {isProtected && (
                      <span class="chip">{words(isUsed ? 'usedOpenly' : 'measuredNotUsed')}</span>
                    )}
                  </h3>
                  <CardGroups caption={say(label)} of={name} groups={groups} />
                </div>
              ))}
            </div>
          )}
        </Panel>
      )}
      <Panel title={words('cardFeatures')} count={document.features.length}>
        <Table
          caption={words('cardFeatures')}
          rows={document.features}
          id={(feature) => feature.name}
          most={20}
          columns={[
            {
              key: 'name',
              head: words('name'),
              wide: true,
              cell: (feature) => (
                <>
                  {say(feature.label)} <span class="two mono">{feature.name}</span>
                </>
              ),
            },
            {
              key: 'importance',
              head: words('importance'),
              number: true,
              cell: (feature) => decimal(feature.importance, 3),
            },
            {
              key: 'hash',
              head: words('definitionWord'),
              number: true,
              cell: (feature) => <span class="mono">{feature.hash.slice(0, 12)}</span>,
            },
          ]}
        />
      </Panel>
    </div>
  )
}
