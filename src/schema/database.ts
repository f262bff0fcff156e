/** All tables of the warehouse: their names, their types, the SQL that makes them. */
import { article } from './article.ts'
import { associationRule } from './association.ts'
import { claim } from './claim.ts'
import { claimEvent } from './claim-event.ts'
import { claimItem } from './claim-item.ts'
import { claimParty } from './claim-party.ts'
import { claimPhoto } from './claim-photo.ts'
import {
  clusterBurst,
  clusterBurstMember,
  clusterPeerChoice,
  clusterPeerGroup,
  clusterPeerMember,
} from './cluster.ts'
import { coverage } from './coverage.ts'
import { creditReport } from './credit-report.ts'
import { drivingViolation } from './driving-violation.ts'
import { entity, entityChange } from './entity.ts'
import { feedback } from './feedback.ts'
import {
  graphEdge,
  graphLinkFlaw,
  graphLinkState,
  graphNode,
  graphOwner,
  graphRing,
  graphRingMember,
  graphRingOrigin,
  graphSuspicion,
  graphSuspicionMoment,
} from './graph.ts'
import { healthRecord } from './health-record.ts'
import { insuredObject } from './insured-object.ts'
import { investigation } from './investigation.ts'
import { entityDoubt, linkageCurve } from './linkage.ts'
import {
  linkageKey,
  linkageModel,
  linkageRecord,
  linkageTerm,
  linkageTotal,
  linkageVerdict,
  linkageWord,
} from './linkage-state.ts'
import { match } from './match.ts'
import { medicalVisit } from './medical-visit.ts'
import { mention } from './mention.ts'
import { metaBatch, metaCheck, metaProfile, metaQuality, metaQuarantine, metaRun } from './meta.ts'
import { scoreCheckup, scoreDrift, scoreGiven, scorePerformance, scoreShadow } from './monitoring.ts'
import { party } from './party.ts'
import { partyIdentity } from './party-identity.ts'
import { payment } from './payment.ts'
import { policy } from './policy.ts'
import { costReason, policyBacktest, policyCost } from './policy-cost.ts'
import { post } from './post.ts'
import { repairPrice } from './repair-price.ts'
import { scoreCandidate, scorePart, scoreReason, scoreRisk } from './score.ts'
import { signalDriver, signalPoint, signalSeries, signalWarning } from './signal.ts'
import { ddl, type RowOf, type TableDef } from './table.ts'
import { trafficEvent } from './traffic-event.ts'
import { watchlistEntry } from './watchlist-entry.ts'
import { watchlistHit, watchlistScreening } from './watchlist-hit.ts'
import { weatherObservation } from './weather-observation.ts'

/** Every table, in the order of the flow. */
export const tables = [
  party,
  partyIdentity,
  policy,
  coverage,
  insuredObject,
  claim,
  claimEvent,
  claimParty,
  claimPhoto,
  claimItem,
  payment,
  investigation,
  feedback,
  healthRecord,
  medicalVisit,
  weatherObservation,
  trafficEvent,
  drivingViolation,
  creditReport,
  repairPrice,
  watchlistEntry,
  article,
  post,
  mention,
  entity,
  entityChange,
  entityDoubt,
  watchlistHit,
  watchlistScreening,
  match,
  linkageCurve,
  linkageModel,
  linkageTerm,
  linkageWord,
  linkageRecord,
  linkageKey,
  linkageTotal,
  linkageVerdict,
  graphNode,
  graphEdge,
  graphLinkState,
  graphLinkFlaw,
  graphOwner,
  graphSuspicion,
  graphSuspicionMoment,
  graphRing,
  graphRingMember,
  graphRingOrigin,
  associationRule,
  clusterPeerGroup,
  clusterPeerChoice,
  clusterPeerMember,
  clusterBurst,
  clusterBurstMember,
  scoreRisk,
  scorePart,
  scoreReason,
  scoreCandidate,
  scoreShadow,
  scoreGiven,
  scoreDrift,
  scorePerformance,
  scoreCheckup,
  policyCost,
  costReason,
  policyBacktest,
  signalSeries,
  signalPoint,
  signalWarning,
  signalDriver,
  metaBatch,
  metaQuarantine,
  metaCheck,
  metaQuality,
  metaProfile,
  metaRun,
] as const satisfies readonly TableDef[]

type Tables = (typeof tables)[number]

/** The warehouse as Kysely sees it: table name to row. */
export type Database = { [T in Tables as T['name']]: RowOf<T> }

/** Names of the tables that sources load into. */
export type CoreTable = Extract<keyof Database, `core.${string}`>

/** The definition of a table. */
export function tableDef<N extends keyof Database>(name: N): TableDef {
  const def = tables.find((t) => t.name === name)
  if (!def) throw new Error(`unknown table: ${name}`)
  return def
}

/** The SQL that makes an empty warehouse; running it again changes nothing. */
export function schemaDdl(): string {
  const schemas = [...new Set(tables.map((t) => t.name.split('.')[0]))]
  return [
    ...schemas.map((s) => `create schema if not exists ${s}`),
    'create schema if not exists raw',
    'create schema if not exists staging',
    'create schema if not exists feature',
    ...tables.map((t) => ddl(t)),
  ].join(';\n')
}
