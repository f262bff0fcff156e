/** `explain`: one claim's score, part by part and reason by reason. */
import { type Command, Option } from 'commander'
import { UserError, unknown } from '../../errors.ts'
import { CAVEAT } from '../../rule.ts'
import { type ClaimReasoning, explainClaim } from '../../run/explain-claim.ts'
import { readScorer } from '../../run/keep.ts'
import { displayScore } from '../../score.ts'
import type { Language } from '../../util/text.ts'
import { snapshots, type Warehouse } from '../../warehouse/index.ts'
import { reasoningInWords } from '../explain-words.ts'
import { type CommonFlags, common, homeOf, withBook } from '../options.ts'
import { shelves } from '../shelves.ts'
import { print, textTable } from '../terminal.ts'

export function explain(program: Command): void {
  withBook(common(program.command('explain <claim>')))
    .description(
      "take a claim's score apart into the parts and reasons that made it, and say what would lower it",
    )
    .addOption(new Option('--language <language>', 'of the sentences').choices(['en', 'zh']).default('en'))
    .action(async (id: string, flags: CommonFlags & { book: string; language: Language }) => {
      const { warehouse, manifest } = await snapshots(homeOf(flags), flags.book).openCurrent()
      try {
        const { db } = warehouse
        const risk = await db
          .selectFrom('score.risk')
          .selectAll()
          .where('entity', '=', 'claim')
          .where('entity_id', '=', id)
          .executeTakeFirst()
        if (!risk) throw unknown('claim', id)
        const parts = await db
          .selectFrom('score.part')
          .select(['part', 'log_odds'])
          .where('entity', '=', 'claim')
          .where('entity_id', '=', id)
          .execute()
        const reasons = await db
          .selectFrom('score.reason')
          .select(['part', 'name', 'value', 'peer_value', 'log_odds'])
          .where('entity', '=', 'claim')
          .where('entity_id', '=', id)
          .execute()
        const reasoning = await reasoningOf(homeOf(flags), flags.book, risk.model_id, warehouse, id)
        const result = {
          snapshot: manifest.id,
          ...risk,
          display: displayScore(risk.probability),
          parts,
          reasons,
          pairs: reasoning.pairs,
          what_if: reasoning.whatIf,
        }
        print(result, flags.json, () =>
          [
            `claim ${id}: ${displayScore(risk.probability)} of 999, probability ${risk.probability.toFixed(4)}, ${risk.band}; peers ${risk.peer_group ?? 'all'}`,
            textTable(parts.map(({ part, log_odds }) => ({ part, log_odds }))),
            '',
            textTable(
              [...reasons]
                .sort((a, b) => Math.abs(b.log_odds) - Math.abs(a.log_odds))
                .slice(0, 20)
                .map(({ part, name, value, peer_value, log_odds }) => ({
                  part,
                  name,
                  value,
                  peers: peer_value,
                  log_odds,
                })),
            ),
            ...reasoningInWords(reasoning, flags.language),
            '',
            CAVEAT.en,
          ].join('\n'),
        )
      } finally {
        await warehouse.close()
      }
    })
}

/** What the kept models say of the claim. @throws UserError when their files are refused. */
async function reasoningOf(
  home: string,
  book: string,
  modelId: string | null,
  warehouse: Warehouse,
  id: string,
): Promise<ClaimReasoning> {
  if (modelId === null) throw new UserError(`missing model: claim ${id} was scored without one`, 409)
  const kept = await readScorer(home, book, modelId, { entity: 'claim', ...shelves })
  return explainClaim(warehouse, kept, shelves.views, id)
}
