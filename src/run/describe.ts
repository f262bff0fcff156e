/** Entities that no task learns: their features as of now, and providers scored by rules and by what is unusual. */
import { sql } from 'kysely'
import { type Featurized, featurize } from '../featurization/index.ts'
import { select } from '../model.ts'
import { PROVIDER_ROLES } from '../schema/words.ts'
import { fitScorer, type Subjects, scoreRows, writeScores } from '../scoring/index.ts'
import { BUILT_IN, bandOf } from '../thresholds/index.ts'
import { fitAnomaly } from './anomaly.ts'
import type { RunContext } from './context.ts'
import { divided } from './fit.ts'
import { learnPeers, peerNames } from './peers.ts'
import { writePeerGroups } from './segments.ts'

export interface DescribeReport {
  readonly entity: string
  readonly rows: number
  readonly features: number
  readonly scored: number
}

/** Who is described: the query names each once. */
const WHO = {
  party: sql<{
    entity_id: string
  }>`(select party_id as entity_id from core.party where party_type = 'person')`,
  provider: sql<{ entity_id: string }>`(select distinct party_id as entity_id from core.claim_party
    where role in (${sql.join(PROVIDER_ROLES.map((role) => sql.lit(role)))}))`,
  ring: sql<{ entity_id: string }>`(select ring_id as entity_id from graph.ring)`,
} as const

/** Describes parties, providers and rings of the book, but for what its tasks have described. */
export async function describe(context: RunContext, asOf: Date): Promise<DescribeReport[]> {
  const { warehouse, shelves, book, onProgress } = context
  const reports: DescribeReport[] = []
  for (const entity of ['party', 'provider', 'ring'] as const) {
    if (book.tasks.some((task) => task.entity === entity)) continue
    if (!shelves.views.some((view) => view.entity === entity)) continue
    const spine = warehouse.db
      .selectFrom(WHO[entity].as('who'))
      .select(['who.entity_id', sql<Date>`${asOf}::timestamp`.as('as_of')])
    const found = await featurize(warehouse, shelves.views, entity, spine, {
      write: true,
      onView: ({ view, done, total }) => onProgress({ stage: `features of ${entity}: ${view}`, done, total }),
    })
    const { rows, names } = found.matrix
    const scored =
      entity === 'provider' && book.stages.includes('score') && names.length > 0
        ? await scoreUnlabelled(context, found, asOf)
        : 0
    reports.push({ entity, rows, features: names.length, scored })
  }
  return reports
}

/** Scores providers of whom no outcome is known: rules and anomaly at their prior weights. */
async function scoreUnlabelled(context: RunContext, found: Featurized, moment: Date): Promise<number> {
  const { warehouse, shelves, book, seed } = context
  const { matrix, entityIds, asOf } = found
  if (matrix.rows < 2) return 0
  const lines = entityIds.map(() => null)
  const peers = learnPeers(found, seed)
  const subjects: Subjects = {
    entity: 'provider',
    matrix,
    lines,
    peerGroups: peerNames(peers, matrix, lines),
  }
  if (peers) {
    const y = new Float64Array(matrix.rows).fill(Number.NaN)
    await writePeerGroups(context, { entity: 'provider', featurized: found, lines, peers, y, asOf: moment })
  }
  const anomaly = await fitAnomaly(select(matrix, divided(found, {}).model), seed)
  const rules = book.stages.includes('rules') ? shelves.rules : []
  const scorer = fitScorer(subjects, { model: null, network: null, anomaly }, rules, null)
  const scored = scoreRows(scorer, subjects)
  const stake = matrix.names.indexOf('claimed_amount')
  await writeScores(warehouse, scorer, subjects, scored, {
    entityIds,
    asOf,
    atStakeAmount: stake < 0 ? new Float64Array(matrix.rows) : Float64Array.from(matrix.columns[stake]),
    modelId: null,
    band: (probability) => bandOf(BUILT_IN.set, probability),
  })
  return matrix.rows
}
