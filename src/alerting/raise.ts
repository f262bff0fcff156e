/** Hands the candidates of a run to the operations store, which raises each finding once. */
import type { AlertCandidate, RaiseContext, RaiseReport } from '../alert.ts'

/** What is needed of the operations store. */
export interface AlertStore {
  readonly alerts: {
    raise(candidates: readonly AlertCandidate[], context: RaiseContext): Promise<RaiseReport>
  }
}

/** Raises all candidates or none. Running it again with the same candidates changes nothing that a person sees. */
export function raiseAlerts(
  candidates: readonly AlertCandidate[],
  operations: AlertStore,
  context: RaiseContext,
): Promise<RaiseReport> {
  return operations.alerts.raise(candidates, context)
}
