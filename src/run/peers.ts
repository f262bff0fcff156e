/** Peer groups: whom an entity is compared with. */
import type { FeatureMeta } from '../feature.ts'
import type { Featurized } from '../featurization/index.ts'
import { type FeatureMatrix, select } from '../model.ts'
import { type FittedPeerGroups, fitPeerGroups } from '../models/clusters/peer-groups.ts'
import { constants } from './featurize.ts'

export const DEFAULTS = {
  /** Features that peers resemble each other in, at most. */
  features: 10,
  /** Least share of rows that must have a value. */
  known: 0.6,
  /** Groups at least and at most: two would say hardly more than everybody. */
  least: 3,
  most: 8,
} as const

/** Groups of indicators that say what an entity is, not what it did. */
const DESCRIBING: readonly FeatureMeta['group'][] = ['product', 'customer', 'claims']

/** Numbers with a value in most rows that say what the entity is; yes-or-no and categories have no distance. */
function describing(featurized: Featurized): readonly string[] {
  const { matrix, metas } = featurized
  const same = constants(featurized)
  return matrix.names
    .filter((name, j) => {
      if (same.has(name)) return false
      const meta = metas[j]
      if (
        meta.unit === 'category' ||
        meta.unit === '0/1' ||
        meta.isProtected ||
        !DESCRIBING.includes(meta.group)
      )
        return false
      let known = 0
      for (const v of matrix.columns[j]) if (!Number.isNaN(v)) known++
      return known >= DEFAULTS.known * matrix.rows
    })
    .slice(0, DEFAULTS.features)
}

/** Learns peer groups; undefined when too little is known to compare. */
export function learnPeers(featurized: Featurized, seed: number): FittedPeerGroups | undefined {
  const names = describing(featurized)
  if (names.length < 2 || featurized.matrix.rows < 100) return undefined
  return fitPeerGroups(select(featurized.matrix, names), {
    minGroups: DEFAULTS.least,
    maxGroups: DEFAULTS.most,
    seed,
  })
}

/** Name of each row's peer group: its line and the number of the cluster. */
export function peerNames(
  peers: FittedPeerGroups | undefined,
  matrix: FeatureMatrix,
  lines: readonly (string | null)[],
): (string | null)[] {
  if (!peers) return lines.map((line) => line)
  const { group } = peers.assign(select(matrix, peers.features))
  return lines.map((line, i) => `${line ?? 'all'}/${group[i] + 1}`)
}
