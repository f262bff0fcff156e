/** Thresholds tried on a finished snapshot, and raised from when they come into force. */
import { candidatesUnder, openFindings } from '../alerting/index.ts'
import type { ThresholdTrial } from '../api/index.ts'
import type { Operations } from '../operations/index.ts'
import { proposeOptions } from '../run/propose.ts'
import { asOfManifest, raiseFrom } from './raise.ts'
import { shelves } from './shelves.ts'

export function thresholdTrial(operations: Operations): ThresholdTrial {
  return {
    candidates: (set, { manifest, warehouse }) =>
      candidatesUnder(
        warehouse,
        proposeOptions({ book: manifest.book, shelves }, asOfManifest(manifest), set),
      ),
    open: (subject, { manifest, warehouse }) =>
      openFindings(warehouse, subject, { asOf: asOfManifest(manifest) }),
    raise: ({ manifest, warehouse }, at) => raiseFrom(operations, warehouse, manifest, at),
  }
}
