/** The lists of the first page: alerts to look at first, policies with the highest expected cost. */
import type { Overview, PolicySummary } from '../../src/api/schemas/index.ts'
import { count, day, percent } from '../format.ts'
import { useResource } from '../resource.ts'
import { term, titled } from '../terms.ts'
import { words } from '../words.ts'
import { Amount } from './amount.tsx'
import { Badge } from './badge.tsx'
import { Panel } from './panel.tsx'
import { Await, Empty } from './states.tsx'

export function TopAlerts({ data }: { data: Overview }) {
  return (
    <Panel
      title={words('topAlertsTitle')}
      note={words('topAlertsNote')}
      action={<a href="/alerts">{words('allAlerts')}</a>}
    >
      {data.topAlerts.length === 0 ? (
        <Empty>{words('noAlerts')}</Empty>
      ) : (
        <div class="alert-list">
          {data.topAlerts.map((alert) => (
            <a class="alert-item" href={`/alerts?alert=${alert.alertId}`} key={alert.alertId}>
              <Badge of={alert.severity} />
              <span>
                {titled(alert.title)}
                <span class="sub">
                  {term(alert.kind)}
                  {alert.kind !== 'signal' && ` ${alert.subjectId}`}
                  {alert.line && ` · ${words(alert.line)}`} · {day(alert.raisedAt)}
                  {alert.assignee && ` · ${alert.assignee}`}
                </span>
              </span>
              <span class="number">
                <Amount of={alert.expectedLossAmount} />
                <span class="sub">{percent(alert.probability)}</span>
              </span>
            </a>
          ))}
        </div>
      )}
    </Panel>
  )
}

export function RiskyPolicies() {
  const policies = useResource<{ items: PolicySummary[] }>('/v1/policies?sort=expected_cost&limit=8')
  return (
    <Panel
      title={words('riskyPolicies')}
      note={words('inTerm')}
      action={<a href="/policies?sort=expected_cost">{words('policies')}</a>}
    >
      <Await of={policies}>
        {({ items }) => (
          <div class="alert-list">
            {items.map((policy) => (
              <a class="alert-item" href={`/policies/${policy.policyId}`} key={policy.policyId}>
                {policy.band ? <Badge of={policy.band} /> : <span />}
                <span>
                  {policy.policyId}
                  <span class="sub">
                    {words(policy.line)} · {term(policy.productType, 'product_type')} · {count(policy.claims)}{' '}
                    {words('claimsWord')}
                  </span>
                </span>
                <span class="number">
                  <Amount of={policy.expectedCost} />
                  <span class="sub">{percent(policy.claimProbability)}</span>
                </span>
              </a>
            ))}
          </div>
        )}
      </Await>
    </Panel>
  )
}
