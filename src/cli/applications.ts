/** Judges applications for the desk: one scorer, of the snapshot that was asked for last and of the model that serves now. */
import type { ScoreApplication } from '../api/index.ts'
import { UserError } from '../errors.ts'
import { type ApplicationScorer, openApplicationScorer } from '../run/application.ts'
import { BUILT_IN } from '../thresholds/index.ts'
import { snapshots } from '../warehouse/index.ts'
import { heldScorer } from './held-scorer.ts'
import { shelves } from './shelves.ts'

/**
 * @param serving Id of the policy model that serves, where the book's models know of one; else the model that scored the
 *   snapshot is used.
 */
export function applicationScorers(
  { home, book }: { readonly home: string; readonly book: string },
  serving: () => Promise<string | undefined>,
): { readonly score: ScoreApplication; close(): Promise<void> } {
  const held = heldScorer<ApplicationScorer>()
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
      const scorer = await held.of(`${manifest.id} ${modelId}`, () =>
        openApplicationScorer({
          home,
          book,
          snapshotPath: snapshots(home, book).path(manifest.id),
          modelId,
          asOf: new Date(String((manifest.extra as { asOf?: string }).asOf ?? manifest.createdAt)),
          shelves,
          thresholds: BUILT_IN.set,
        }),
      )
      return scorer.score(application)
    },
    close: held.close,
  }
}
