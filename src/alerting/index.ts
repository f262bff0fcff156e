/** Alerting: from scores, rings and warnings to findings that ask a person to look. */
export type { ProposeCounts, ProposeOptions } from './context.ts'
export { type ProposeReport, proposeAlerts, readCandidates } from './propose.ts'
export { type AlertStore, raiseAlerts } from './raise.ts'
export { candidatesUnder, type OpenFinding, openFindings } from './under.ts'
export { LINE_WORDS } from './words.ts'
