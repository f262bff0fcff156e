/** The thresholds in force, with the version that alerts name. */
import { parseThresholds } from './parse-thresholds.ts'
import { DEFAULT_THRESHOLDS, type ThresholdSet, thresholdHash } from './threshold-set.ts'

/** What is needed of the operations store. */
export interface ThresholdStore {
  active(): Promise<{
    readonly version: string
    readonly contentHash: string
    readonly content: unknown
  } | null>
  propose(
    proposal: {
      readonly content: unknown
      readonly contentHash: string
      readonly reason: string
      readonly parent: string | null
    },
    by: { readonly actor: string; readonly at: Date },
  ): Promise<{ readonly version: string }>
  activate(version: string, by: { readonly actor: string; readonly at: Date }): Promise<void>
}

export interface ActiveThresholds {
  readonly version: string
  readonly set: ThresholdSet
}

/** Version of the built-in set, for a run that reaches no operations store. */
export const BUILT_IN: ActiveThresholds = {
  version: `built-in-${thresholdHash(DEFAULT_THRESHOLDS).slice(0, 12)}`,
  set: DEFAULT_THRESHOLDS,
}

/** The set in force; an empty store gets the built-in set first. */
export async function activeThresholds(store: ThresholdStore, at: Date): Promise<ActiveThresholds> {
  const active = await store.active()
  if (active) return { version: active.version, set: parseThresholds(active.content) }
  const by = { actor: 'system', at }
  const { version } = await store.propose(
    {
      content: DEFAULT_THRESHOLDS,
      contentHash: thresholdHash(DEFAULT_THRESHOLDS),
      reason: 'built-in thresholds',
      parent: null,
    },
    by,
  )
  await store.activate(version, by)
  return { version, set: DEFAULT_THRESHOLDS }
}
