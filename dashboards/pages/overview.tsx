/** What needs a person today. */
import type { ComponentChildren } from 'preact'
import type { Band, Overview as OverviewData } from '../../src/api/schemas/index.ts'
import { Bars } from '../charts/bars.tsx'
import { Figure } from '../charts/figure.tsx'
import { Series } from '../charts/series.tsx'
import { isOutside } from '../charts/series-layout.ts'
import { count, day, decimal, money, percent } from '../format.ts'
import { Amount } from '../parts/amount.tsx'
import { RiskBars } from '../parts/badge.tsx'
import { RiskyPolicies, TopAlerts } from '../parts/overview-lists.tsx'
import { Caveat, PageHead, Panel, Stats } from '../parts/panel.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { useResource } from '../resource.ts'
import { may, session } from '../session.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

const LEVELS: Readonly<Record<Band, 1 | 2 | 3 | 4>> = { low: 1, moderate: 2, elevated: 3, high: 4 }

export function Overview() {
  const overview = useResource<OverviewData>('/v1/overview')
  return (
    <Await of={overview} lines={12}>
      {(data) => (
        <>
          <PageHead title={words('overview')} lead={words('overviewLead')}>
            <span class="muted small">
              <span title={data.snapshot}>{data.book}</span> · {words('asOf')} {day(data.asOf)} ·{' '}
              {words('bookCurrency')}
            </span>
          </PageHead>
          <Totals data={data} />
          <div class="two-col">{sections(data)}</div>
          <div style={{ marginTop: '16px' }}>
            <Caveat />
          </div>
        </>
      )}
    </Await>
  )
}

/** Each role finds first what it works on. */
function sections(data: OverviewData): ComponentChildren {
  const alerts = may('alerts:read') && <TopAlerts data={data} />
  const weekly = <Weekly data={data} />
  const lines = <ByLine data={data} />
  const bands = <ByBand data={data} />
  const rings = may('rings:read') && <ByTypology data={data} />
  const model = <Quality data={data} />
  switch (session.value?.user.role) {
    case 'underwriter':
      return columns([<RiskyPolicies key="policies" />, weekly], [lines, bands, model])
    case 'risk_manager':
      return columns([weekly, alerts], [lines, bands, model, rings])
    default:
      return columns([alerts, weekly], [bands, lines, rings, model])
  }
}

const columns = (left: ComponentChildren, right: ComponentChildren) => (
  <>
    <div class="stack-4">{left}</div>
    <div class="stack-4">{right}</div>
  </>
)

function Totals({ data }: { data: OverviewData }) {
  const { totals } = data
  return (
    <Stats
      items={[
        ...(may('alerts:read')
          ? [
              { label: words('openAlerts'), value: count(totals.openAlerts) },
              {
                label: words('atStake'),
                value: <Amount of={totals.atStakeAmount} />,
                title: words('expectedLossOpen'),
              },
            ]
          : []),
        ...(may('rings:read') ? [{ label: words('rings'), value: count(totals.rings) }] : []),
        { label: words('claims'), value: count(totals.claims) },
        { label: words('claimed'), value: <Amount of={totals.claimedAmount} /> },
        { label: words('policies'), value: count(totals.policies) },
        { label: words('parties'), value: count(totals.parties) },
        {
          label: words('confirmedOf'),
          value: count(totals.confirmedFraud),
          note: `/ ${count(totals.investigated)}`,
        },
      ]}
    />
  )
}

function Weekly({ data }: { data: OverviewData }) {
  const points = data.weekly.map(({ week, claims, expected, lower, upper }) => ({
    period: week,
    value: claims,
    expected,
    lower,
    upper,
    isForecast: claims === null,
  }))
  const hasLimits = points.some((point) => point.upper !== null)
  const outside = points.filter(isOutside).length
  const title = !hasLimits
    ? words('weeklyTitlePlain')
    : outside === 0
      ? words('weeklyTitleCalm')
      : `${words('weeklyTitleOut')}: ${outside}`
  return (
    <Panel>
      <Figure
        title={title}
        note={
          <a href="/warnings">
            {words('warnings')} {'→'}
          </a>
        }
        data={{
          head: [term('week'), words('observed'), words('expected'), words('limits'), words('claimed')],
          rows: data.weekly.map((row) => [
            row.week,
            count(row.claims),
            row.expected === null ? '–' : decimal(row.expected, 1),
            row.upper === null ? '–' : `${decimal(row.lower, 1)} – ${decimal(row.upper, 1)}`,
            money(row.claimedAmount),
          ]),
        }}
      >
        <Series points={points} unit={words('claimsAWeek')} label={title} />
      </Figure>
    </Panel>
  )
}

function ByLine({ data }: { data: OverviewData }) {
  return (
    <Panel>
      <Figure
        title={words('riskByLine')}
        note={words('meanProbability')}
        data={{
          head: [
            words('line'),
            words('claims'),
            words('claimed'),
            words('meanProbability'),
            words('highRisk'),
            words('openAlerts'),
            words('confirmed'),
          ],
          rows: data.byLine.map((row) => [
            words(row.line),
            count(row.claims),
            money(row.claimedAmount),
            percent(row.meanProbability),
            row.highRisk,
            row.alerts,
            row.confirmed,
          ]),
        }}
      >
        <Bars
          bars={data.byLine.map((row) => ({
            key: row.line,
            name: <a href={`/claims?line=${row.line}`}>{words(row.line)}</a>,
            value: row.meanProbability ?? 0,
            title: `${count(row.claims)} ${words('claimsWord')}, ${money(row.claimedAmount)}`,
            shown: (
              <>
                {percent(row.meanProbability)}{' '}
                <span class="muted">
                  · {count(row.highRisk)} {words('highRisk')} / {count(row.claims)}
                </span>
              </>
            ),
          }))}
        />
      </Figure>
    </Panel>
  )
}

function ByBand({ data }: { data: OverviewData }) {
  const total = data.bands.reduce((sum, band) => sum + band.expectedLossAmount, 0)
  return (
    <Panel>
      <Figure
        title={words('lossByBand')}
        note={words('expectedLoss')}
        data={{
          head: [words('band'), words('claims'), words('expectedLoss')],
          rows: data.bands.map((row) => [words(row.band), count(row.claims), money(row.expectedLossAmount)]),
        }}
      >
        <Bars
          bars={[...data.bands].reverse().map((row) => ({
            key: row.band,
            name: (
              <a href={`/claims?band=${row.band}`}>
                <RiskBars level={LEVELS[row.band]} /> {words(row.band)}
              </a>
            ),
            value: row.expectedLossAmount,
            colour: `var(--risk-${row.band})`,
            shown: (
              <>
                <Amount of={row.expectedLossAmount} />{' '}
                <span class="muted">
                  {percent(total > 0 ? row.expectedLossAmount / total : null)} · {count(row.claims)}{' '}
                  {words('claimsWord')}
                </span>
              </>
            ),
          }))}
        />
      </Figure>
    </Panel>
  )
}

function ByTypology({ data }: { data: OverviewData }) {
  return (
    <Panel>
      <Figure
        title={words('ringsByTypology')}
        note={words('claimed')}
        data={{
          head: [words('typology'), words('rings'), words('claimed')],
          rows: data.typologies.map((row) => [term(row.typology), row.rings, money(row.amount)]),
        }}
      >
        {data.typologies.length === 0 ? (
          <Empty>{words('noRings')}</Empty>
        ) : (
          <Bars
            bars={data.typologies.map((row) => ({
              key: row.typology,
              name: <a href={`/rings?typology=${row.typology}`}>{term(row.typology)}</a>,
              value: row.amount,
              shown: (
                <>
                  <Amount of={row.amount} />{' '}
                  <span class="muted">
                    · {count(row.rings)} {words(row.rings === 1 ? 'oneRing' : 'ringsWord')}
                  </span>
                </>
              ),
            }))}
          />
        )}
      </Figure>
    </Panel>
  )
}

const SHOWN_METRICS = [
  'roc_auc',
  'average_precision',
  'precision_at_100',
  'lift_top_decile',
  'calibration_slope',
  'brier',
] as const

function Quality({ data }: { data: OverviewData }) {
  const { model, lastRuns } = data
  const [run] = lastRuns
  return (
    <Panel
      title={words('modelQuality')}
      note={words('measuredOn')}
      action={<a href="/models">{words('models')}</a>}
    >
      {model ? (
        <dl class="plain-metrics">
          {SHOWN_METRICS.filter((name) => model.metrics[name]).map((name) => {
            const { value, low, high } = model.metrics[name]
            return (
              <>
                <dt>{term(name)}</dt>
                <dd class="number" title={words('interval')}>
                  {decimal(value, 3)}{' '}
                  {low !== null && (
                    <span class="muted small">
                      {decimal(low, 3)} – {decimal(high, 3)}
                    </span>
                  )}
                </dd>
              </>
            )
          })}
        </dl>
      ) : (
        <Empty>{words('noModels')}</Empty>
      )}
      {run && (
        <p class="small muted" style={{ marginTop: '12px' }}>
          {words('lastRun')} <a href="/runs">{day(run.finishedAt)}</a>
        </p>
      )}
    </Panel>
  )
}
