/** `associations`: what stands together in the claims of a book more often than chance would have it. */
import type { Command } from 'commander'
import { snapshots } from '../../warehouse/index.ts'
import { type CommonFlags, common, day, homeOf, whole, withBook } from '../options.ts'
import { print, textTable } from '../terminal.ts'
import { runFlow } from './run.ts'

interface Flags extends CommonFlags {
  readonly book: string
  readonly data?: string
  readonly asOf?: Date
  readonly limit: number
}

export function associations(program: Command): void {
  withBook(common(program.command('associations')))
    .description('find items that stand together in claims beyond chance, and list the most significant')
    .option('--data <dir>', 'load these files first; without it the current snapshot is read')
    .option('--as-of <date>', 'the moment to see the book at; default what the book says', day)
    .option('--limit <n>', 'patterns to list', whole, 50)
    .action(async (flags: Flags) => {
      const result = flags.data ? await runFlow({ ...flags, seed: 1, fresh: false }, 'associate') : undefined
      const opened = await snapshots(homeOf(flags), flags.book).openCurrent()
      try {
        const { db } = opened.warehouse
        const rows = await db
          .selectFrom('association.rule')
          .selectAll()
          .orderBy('p_value')
          .orderBy('lift', 'desc')
          .orderBy('rule_id')
          .limit(flags.limit)
          .execute()
        const { total } = await db
          .selectFrom('association.rule')
          .select((e) => e.fn.countAll<number>().as('total'))
          .executeTakeFirstOrThrow()
        const list = rows.map((row) => ({
          ...row,
          antecedent: JSON.parse(row.antecedent) as Item[],
          consequent: JSON.parse(row.consequent) as Item,
        }))
        const document = {
          book: flags.book,
          snapshot: opened.manifest.id,
          total: Number(total),
          ...(result ? { seconds: result.seconds, report: result.report.associate } : {}),
          associations: list,
        }
        print(document, flags.json, () =>
          list.length === 0
            ? 'nothing stands together beyond chance'
            : textTable(
                list.map((row) => ({
                  kind: row.kind,
                  line: row.line,
                  claims_with: row.antecedent.map(shown).join(' + '),
                  have: shown(row.consequent),
                  count: row.count,
                  confidence: row.confidence.toFixed(2),
                  lift: row.lift.toFixed(1),
                  holm: row.adjusted_p_value.toExponential(1),
                  later: row.is_confirmed === null ? '' : row.is_confirmed ? 'confirmed' : 'no',
                })),
              ),
        )
      } finally {
        await opened.warehouse.close()
      }
    })
}

interface Item {
  readonly kind: string
  readonly code: string
  readonly label: string | null
}

const shown = ({ kind, code, label }: Item) => `${kind} ${code}${label ? ` (${label})` : ''}`
