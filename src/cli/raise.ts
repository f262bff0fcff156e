/** Hands the proposals of the current snapshot to the operations store; a server that holds the store does it itself. */
import type { RaiseReport } from '../alert.ts'
import { candidatesUnder, raiseAlerts, readCandidates } from '../alerting/index.ts'
import { config } from '../config.ts'
import { UserError } from '../errors.ts'
import { type Operations, openOperations } from '../operations/index.ts'
import { proposeOptions } from '../run/propose.ts'
import { activeThresholds, BUILT_IN, thresholdHash } from '../thresholds/index.ts'
import { type Manifest, snapshots, type Warehouse } from '../warehouse/index.ts'
import { shelves } from './shelves.ts'

/** The moment that a snapshot was made as of. */
export const asOfManifest = (manifest: Manifest): Date =>
  new Date(String((manifest.extra as { asOf?: string }).asOf ?? manifest.createdAt))

/** Raises what a snapshot holds against the thresholds in force. Doing it again changes nothing. */
export async function raiseFrom(
  operations: Operations,
  warehouse: Warehouse,
  manifest: Manifest,
  at: Date,
): Promise<RaiseReport> {
  const { version, set } = await activeThresholds(operations.thresholds, at)
  const scored = await warehouse.db
    .selectFrom('score.risk')
    .where('entity', '=', 'claim')
    .select('model_id')
    .limit(1)
    .executeTakeFirst()
  const isBuiltIn = thresholdHash(set) === thresholdHash(BUILT_IN.set)
  const candidates = isBuiltIn
    ? await readCandidates(warehouse)
    : await candidatesUnder(
        warehouse,
        proposeOptions({ book: manifest.book, shelves }, asOfManifest(manifest), set),
      )
  return raiseAlerts(candidates, operations, {
    book: manifest.book,
    snapshot: manifest.id,
    modelId: scored?.model_id ?? null,
    thresholdVersion: version,
    actor: 'run',
    at,
  })
}

/** Raises from the current snapshot, or says that the server which holds the store will. */
export async function raiseCurrent(
  home: string,
  book: string,
): Promise<RaiseReport | { readonly left_to_server: string }> {
  let operations: Operations
  try {
    const { databaseUrl } = config()
    operations = await openOperations(databaseUrl ? { databaseUrl } : { home })
  } catch (error) {
    if (error instanceof UserError && error.status === 409) return { left_to_server: error.message }
    throw error
  }
  const { warehouse, manifest } = await snapshots(home, book).openCurrent()
  try {
    return await raiseFrom(operations, warehouse, manifest, new Date())
  } finally {
    await warehouse.close()
    await operations.close()
  }
}
