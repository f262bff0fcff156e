import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiMetrics } from '../../src/api/metrics.ts'
import { endpoints } from '../../src/api/routes/index.ts'
import { signInLimit } from '../../src/security/index.ts'
import { type Desk, desk } from './desk.ts'

let at: Desk
beforeAll(async () => {
  at = await desk()
})
afterAll(() => at.close())

const USERS = ['investigator', 'underwriter', 'risk', 'admin'] as const

/** Who may: investigator, underwriter, risk manager, administrator; `open` is for nobody too. */
const MATRIX: Readonly<Record<string, string>> = {
  'post /v1/session': 'open',
  'get /v1/session': 'IURA',
  'delete /v1/session': 'IURA',
  'get /v1/overview': 'IURA',
  'get /v1/alerts': 'I.RA',
  'get /v1/alerts/{alertId}': 'I.RA',
  'post /v1/alerts/{alertId}/assign': 'I..A',
  'post /v1/alerts/{alertId}/close': 'I..A',
  'post /v1/alerts/{alertId}/reopen': 'I..A',
  'post /v1/alerts/{alertId}/note': 'I..A',
  'get /v1/claims': 'IURA',
  'get /v1/claims/{claimId}': 'IURA',
  'get /v1/claims/{claimId}/score': 'IURA',
  'post /v1/claims/score': 'I.RA',
  'get /v1/parties': 'IU.A',
  'get /v1/parties/{partyId}': 'IU.A',
  'get /v1/providers': 'I.RA',
  'get /v1/providers/{partyId}': 'I.RA',
  'get /v1/policies': 'IURA',
  'get /v1/policies/{policyId}': 'IURA',
  'post /v1/applications/score': '.URA',
  'get /v1/applications/words': '.URA',
  'get /v1/underwriting/review': 'IURA',
  'get /v1/underwriting/portfolio': 'IURA',
  'get /v1/rings': 'I.RA',
  'get /v1/rings/{ringId}': 'I.RA',
  'get /v1/rings/compare': 'I.RA',
  'get /v1/rings/{ringId}/timeline': 'I.RA',
  'post /v1/rings/{ringId}/export': 'I.RA',
  'get /v1/neighbourhood': 'I.RA',
  'get /v1/path': 'I.RA',
  'post /v1/reveal/nodes': 'I..A',
  'get /v1/cases': 'I.RA',
  'post /v1/cases': 'I..A',
  'get /v1/cases/{caseId}': 'I.RA',
  'post /v1/cases/{caseId}': 'I..A',
  'post /v1/cases/{caseId}/notes': 'I..A',
  'post /v1/cases/{caseId}/marks': 'I..A',
  'post /v1/cases/{caseId}/views': 'I..A',
  'post /v1/cases/{caseId}/views/{viewId}': 'I..A',
  'delete /v1/cases/{caseId}/views/{viewId}': 'I..A',
  'get /v1/associations': 'I.RA',
  'get /v1/reviews': 'I..A',
  'post /v1/reviews/{reviewId}/verdict': 'I..A',
  'get /v1/reviews/verdicts': 'I..A',
  'get /v1/reviews/summary': 'I..A',
  'get /v1/reviews/threshold': 'I..A',
  'post /v1/reviews/threshold': '...A',
  'get /v1/linkage': 'I..A',
  'get /v1/linkage/warnings': 'I..A',
  'get /v1/signals': 'IURA',
  'get /v1/signals/{name}/{series}': 'IURA',
  'get /v1/warnings': 'IURA',
  'get /v1/models': 'IURA',
  'get /v1/models/{modelId}/explanation': 'IURA',
  'get /v1/claims/{claimId}/explanation': 'IURA',
  'get /v1/segments/peer-groups': 'I.RA',
  'get /v1/segments/bursts': 'I.RA',
  'get /v1/segments/bursts/{burstId}': 'I.RA',
  'get /v1/models/life': 'IURA',
  'get /v1/models/drift': 'IURA',
  'post /v1/models/rollback': '..RA',
  'get /v1/models/{modelId}': 'IURA',
  'get /v1/models/{modelId}/card.md': 'IURA',
  'get /v1/models/{modelId}/compare': 'IURA',
  'get /v1/models/{modelId}/model.onnx': '..RA',
  'post /v1/models/{modelId}/propose': '..RA',
  'post /v1/model-proposals/{proposalId}/approve': '..RA',
  'post /v1/model-proposals/{proposalId}/reject': '..RA',
  'get /v1/runs': 'IURA',
  'get /v1/catalog': 'IURA',
  'get /v1/collections': '..RA',
  'get /v1/quality': '..RA',
  'get /v1/quality/source': '..RA',
  'get /v1/lineage/features/{entity}/{entityId}/{feature}': 'I.RA',
  'get /v1/lineage/row': 'I.RA',
  'get /v1/quarantine': '..RA',
  'get /v1/quarantine/summary': '..RA',
  'get /v1/quarantine/{id}': '..RA',
  'post /v1/quarantine/{id}/record': '..RA',
  'post /v1/quarantine/{id}/preview': '..RA',
  'post /v1/quarantine/{id}/fix': '..RA',
  'post /v1/quarantine/{id}/dismiss': '..RA',
  'post /v1/quarantine/{id}/withdraw': '..RA',
  'post /v1/quarantine/bulk/preview': '..RA',
  'post /v1/quarantine/bulk/fix': '..RA',
  'get /v1/quarantine/replay': '..RA',
  'post /v1/quarantine/replay': '..RA',
  'get /v1/thresholds': 'I.RA',
  'get /v1/thresholds/versions': 'I.RA',
  'post /v1/thresholds/trial': '..RA',
  'post /v1/thresholds': '..RA',
  'get /v1/health': 'open',
  'get /metrics': '...A',
  'post /v1/reveal': 'I..A',
  'get /v1/audit': '...A',
  'get /v1/export/scores.arrow': '..RA',
}

const all = endpoints({ limit: signInLimit(), metrics: apiMetrics() })
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`

test('every endpoint stands in the table', () => {
  expect(all.map(nameOf).sort()).toEqual(Object.keys(MATRIX).sort())
})

test.each(all.map((one) => [nameOf(one), one] as const))('%s', async (name, { method, path }) => {
  const url = path.replaceAll(/\{\w+\}/g, 'none')
  const init = { method: method.toUpperCase() }
  const nobody = await at.ask(null, url, init)
  if (MATRIX[name] === 'open') {
    expect([401, 403]).not.toContain(nobody.status)
    return
  }
  expect(nobody.status).toBe(401)
  if (name === 'delete /v1/session') return
  const may: string[] = []
  for (const user of USERS) {
    const { status, body } = await at.ask(user, url, init)
    await body?.cancel()
    expect(status).toBeLessThan(500)
    // Whoever may gets an answer, or is told what is wrong with a request for nothing.
    may.push(status === 403 ? '.' : user[0].toUpperCase())
  }
  expect(may.join('')).toBe(MATRIX[name])
})
