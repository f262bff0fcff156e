/** Judges applications for the desk: one scorer, of the snapshot that was asked for last and of the model that serves now. */
import type { ScoreApplication } from '../api/index.ts'
import { UserError } from '../errors.ts'
import { type ApplicationScorer, openApplicationScorer } from '../run/application.ts'
import { BUILT_IN } from '../thresholds/index.ts'
import { snapshots } from '../warehouse/index.ts'
import { shelves } from './shelves.ts'

/**
 * @param serving Id of the policy model that serves, where the book's models know of one; else the model that scored the
 *   snapshot is used.
 */
export function applicationScorers(
  { home, book }: { readonly home: string; readonly book: string },
  serving: () => Promise<string | undefined>,
): { readonly score: ScoreApplication; close(): Promise<void> } {
  let held: { readonly key: string; readonly scorer: Promise<ApplicationScorer> } | undefined
  const close = async () => {
    const old = held
    held = undefined
    // One that could not be opened has nothing to close.
    await old?.scorer.then(
      (scorer) => scorer.close(),
      () => undefined,
    )
  }
  return {
    async score(application, { manifest, warehouse }) {
      const known = await warehouse.db
        .selectFrom('score.policy_cost')
        .select('model_id')
        .limit(1)
        .executeTakeFirst()
      const modelId = (await serving()) ?? known?.model_id
      if (!known || !modelId)
        throw new UserError(
          'missing scores: this snapshot expects no cost of policies [run the book again]',
          409,
        )
      const key = `${manifest.id} ${modelId}`
      if (held?.key !== key) {
        await close()
        held = {
          key,
          scorer: openApplicationScorer({
            home,
            book,
            snapshotPath: snapshots(home, book).path(manifest.id),
            modelId,
            asOf: new Date(String((manifest.extra as { asOf?: string }).asOf ?? manifest.createdAt)),
            shelves,
            thresholds: BUILT_IN.set,
          }),
        }
      }
      return (await held.scorer).score(application)
    },
    close,
  }
}
