/** Every endpoint, resource by resource. */
import type { SignInLimit } from '../../security/index.ts'
import type { Endpoint } from '../endpoint.ts'
import type { ApiMetrics } from '../metrics.ts'
import { alertEndpoints } from './alerts.ts'
import { associationEndpoints } from './associations.ts'
import { caseEndpoints } from './cases.ts'
import { catalogEndpoints } from './catalog.ts'
import { claimEndpoints } from './claims.ts'
import { collectionEndpoints } from './collections.ts'
import { explanationEndpoints } from './explanations.ts'
import { graphEndpoints } from './graph.ts'
import { lineageEndpoints } from './lineage.ts'
import { modelEndpoints } from './models.ts'
import { overviewEndpoints } from './overview.ts'
import { partyEndpoints } from './parties.ts'
import { policyEndpoints } from './policies.ts'
import { providerEndpoints } from './providers.ts'
import { qualityEndpoints } from './quality.ts'
import { quarantineEndpoints } from './quarantine.ts'
import { reviewEndpoints } from './reviews.ts'
import { ringExportEndpoints } from './ring-export.ts'
import { ringEndpoints } from './rings.ts'
import { segmentEndpoints } from './segments.ts'
import { sessionEndpoints } from './session.ts'
import { signalEndpoints } from './signals.ts'
import { systemEndpoints } from './system.ts'
import { thresholdEndpoints } from './thresholds.ts'
import { underwritingEndpoints } from './underwriting.ts'

/** The endpoints that keep state of their own get it here, one for each app. */
export function endpoints({ limit, metrics }: { limit: SignInLimit; metrics: ApiMetrics }): Endpoint[] {
  return [
    ...sessionEndpoints(limit),
    ...overviewEndpoints,
    ...alertEndpoints,
    ...claimEndpoints,
    ...partyEndpoints,
    ...providerEndpoints,
    ...policyEndpoints,
    ...underwritingEndpoints,
    ...ringEndpoints,
    ...ringExportEndpoints,
    ...graphEndpoints,
    ...caseEndpoints,
    ...reviewEndpoints,
    ...associationEndpoints,
    ...segmentEndpoints,
    ...signalEndpoints,
    ...modelEndpoints,
    ...explanationEndpoints,
    ...catalogEndpoints,
    ...thresholdEndpoints,
    ...quarantineEndpoints,
    ...qualityEndpoints,
    ...lineageEndpoints,
    ...collectionEndpoints,
    ...systemEndpoints(metrics),
  ]
}
