/** Stage segment: the peer groups of what was learned, and the bursts of claims in place and time. */
import type { FeatureMeta } from '../feature.ts'
import type { Featurized } from '../featurization/index.ts'
import { select } from '../model.ts'
import type { FittedPeerGroups } from '../models/clusters/peer-groups.ts'
import { type NeuralBackend, neuralBackend } from '../models/tensorflow.ts'
import type { Entity } from '../schema/words.ts'
import { describeGroup, liftOf, outcomeColumns } from '../segments/index.ts'
import { type BurstReport, writeBursts } from './bursts.ts'
import type { RunContext } from './context.ts'
import { knownOutcomes } from './known.ts'
import type { Learned } from './learn.ts'

export interface SegmentReport extends BurstReport {
  readonly peerGroups: Readonly<Record<string, number>>
  /** Where the networks and regressions of this run were computed, and what native memory they left behind. */
  readonly neural: NeuralBackend | undefined
}

/** Writes peer groups and bursts anew; those of described entities are written where they are described. */
export async function segment(
  context: RunContext,
  learned: readonly Learned[],
  asOf: Date,
): Promise<SegmentReport> {
  const groups: Record<string, number> = {}
  let outcomes: ReadonlyMap<string, number> = new Map()
  for (const { task, featurized, subjects, peers } of learned) {
    const { y } = await knownOutcomes(context.warehouse, task, featurized, asOf)
    if (task.entity === 'claim' && task.objective === 'binary')
      outcomes = new Map(featurized.entityIds.map((id, i) => [id, y[i]]))
    if (!peers) continue
    groups[task.entity] = peers.groups.length
    await writePeerGroups(context, {
      entity: task.entity,
      featurized,
      lines: subjects.lines,
      peers,
      // Counts are no shares: a lift is of outcomes that are yes or no.
      y: task.objective === 'binary' ? y : new Float64Array(y.length).fill(Number.NaN),
      asOf,
    })
  }
  const bursts = await writeBursts(context, outcomes, asOf)
  context.onProgress({ stage: 'segment', done: bursts.bursts, unit: 'bursts' })
  return { peerGroups: groups, neural: await neuralBackend(), ...bursts }
}

/** Who is grouped, and what is known of them. */
export interface Grouped {
  readonly entity: Entity
  readonly featurized: Featurized
  readonly lines: readonly (string | null)[]
  readonly peers: FittedPeerGroups
  /** 1, 0, or NaN where the outcome is not known. */
  readonly y: Float64Array
  readonly asOf: Date
}

/** Replaces the peer groups of an entity. */
export async function writePeerGroups(
  { warehouse }: RunContext,
  { entity, featurized, lines, peers, y, asOf }: Grouped,
): Promise<void> {
  const { matrix, metas, entityIds } = featurized
  const x = select(matrix, peers.features)
  const { group, distance, z } = peers.assign(x)
  const meta = new Map<string, FeatureMeta>(matrix.names.map((name, j) => [name, metas[j]]))
  const members = peers.groups.map(() => [] as number[])
  group.forEach((g, row) => {
    members[g].push(row)
  })
  const base = liftOf(y, y.keys(), 1).share ?? 0
  for (const table of ['cluster.peer_group', 'cluster.peer_choice', 'cluster.peer_member'] as const)
    await warehouse.db.deleteFrom(table).where('entity', '=', entity).execute()
  const described = peers.groups.map(({ mean }, g) => {
    const apart = peers.profile(g)
    const entries = peers.features.map((name, j) => ({
      name,
      mean: mean[j],
      usual: peers.mean[j],
      z: apart[j],
    }))
    return describeGroup(entries, (name) => meta.get(name)?.meaning ?? { en: name, zh: name })
  })
  const outcomes = members.map((rows) => liftOf(y, rows, base))
  const all = <T>(value: T) => peers.groups.map(() => value)
  await warehouse.append('cluster.peer_group', {
    entity: all(entity),
    peer_group: peers.groups.map((_, g) => String(g + 1)),
    members: members.map((rows) => rows.length),
    share: members.map((rows) => rows.length / Math.max(1, matrix.rows)),
    title: described.map(({ title }) => title.en),
    title_zh: described.map(({ title }) => title.zh),
    profile: described.map(({ profile }) => JSON.stringify(profile)),
    lines: members.map((rows) => JSON.stringify(countsOf(rows.map((row) => lines[row])))),
    as_of: all(asOf),
    ...outcomeColumns(outcomes),
  })
  await warehouse.append('cluster.peer_choice', {
    entity: peers.choices.map(() => entity),
    groups: peers.choices.map(({ groups }) => groups),
    silhouette: peers.choices.map(({ silhouette }) => silhouette),
    stability: peers.choices.map(({ stability }) => stability),
    is_chosen: peers.choices.map(({ groups }) => groups === peers.groups.length),
  })
  const { parts } = peers.explain(x)
  await warehouse.append('cluster.peer_member', {
    entity: entityIds.map(() => entity),
    entity_id: entityIds,
    peer_group: Array.from(group, (g) => String(g + 1)),
    distance,
    z,
    oddest: entityIds.map((_, row) => {
      let most = 0
      for (let j = 1; j < parts.length; j++)
        if (Math.abs(parts[j][row]) > Math.abs(parts[most][row])) most = j
      return peers.features[most]
    }),
  })
}

function countsOf(words: readonly (string | null)[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) if (word !== null) counts[word] = (counts[word] ?? 0) + 1
  return Object.fromEntries(Object.entries(counts).sort((a, b) => b[1] - a[1]))
}
