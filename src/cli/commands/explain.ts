/** `explain`: one claim's score, part by part and reason by reason. */
import type { Command } from 'commander'
import { unknown } from '../../errors.ts'
import { CAVEAT } from '../../rule.ts'
import { displayScore } from '../../score.ts'
import { snapshots } from '../../warehouse/index.ts'
import { type CommonFlags, common, homeOf, withBook } from '../options.ts'
import { print, textTable } from '../terminal.ts'

export function explain(program: Command): void {
  withBook(common(program.command('explain <claim>')))
    .description("take a claim's score apart into the parts and reasons that made it")
    .action(async (id: string, flags: CommonFlags & { book: string }) => {
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
        const result = {
          snapshot: manifest.id,
          ...risk,
          display: displayScore(risk.probability),
          parts,
          reasons,
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
            '',
            CAVEAT.en,
          ].join('\n'),
        )
      } finally {
        await warehouse.close()
      }
    })
}
