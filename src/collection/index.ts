/** Collection: bytes from databases, partners, folders and the web to the inbox that load reads. */
export type { Resolve } from './address.ts'
export { type CollectOptions, collect, type Environment, missingVariables } from './collect.ts'
export { isUnderWay } from './journal.ts'
export { collectionLayout } from './layout.ts'
export { type Clock, systemClock } from './pace.ts'
export { nextRun, watchSchedules } from './watch.ts'
