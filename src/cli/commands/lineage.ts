/** `lineage`: a feature's value back to the rows that bear on it, or a row back to its file, line and bytes. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { FeatureLineage, LineageContext } from '../../run/feature-lineage.ts'
import type { RowLineage } from '../../run/row-lineage.ts'
import { ENTITIES, type Entity } from '../../schema/words.ts'
import { snapshots } from '../../warehouse/index.ts'
import { type CommonFlags, common, demoFolders, homeOf, withBook } from '../options.ts'
import { print, textTable } from '../terminal.ts'

interface Flags extends CommonFlags {
  readonly book: string
  readonly data?: string
  readonly reveal: boolean
}

export function lineage(program: Command): void {
  withBook(common(program.command('lineage <what> <id> [name]')))
    .description(
      'lead a value back to file and line: lineage claim C1 claimed_amount, or lineage core.claim C1 [column]',
    )
    .option('--data <dir>', 'folder that the files stand in now, if they were moved since they were loaded')
    .option('--reveal', 'show sensitive values in full', false)
    .action(async (what: string, id: string, name: string | undefined, flags: Flags) => {
      const [{ featureLineage }, { rowLineage }, { shelves }, { findBook }, masks] = await Promise.all([
        import('../../run/feature-lineage.ts'),
        import('../../run/row-lineage.ts'),
        import('../shelves.ts'),
        import('../../run.ts'),
        import('../lineage-text.ts'),
      ])
      const home = homeOf(flags)
      const book = findBook(shelves, flags.book)
      const { warehouse, manifest } = await snapshots(home, flags.book).openCurrent()
      const context: LineageContext = {
        warehouse,
        book: flags.book,
        home,
        views: shelves.views,
        links: shelves.links,
        sources: book.sources,
        dataDirectories: [...(flags.data ? [resolve(flags.data)] : []), demoFolders(home).data],
      }
      try {
        if (!(ENTITIES as readonly string[]).includes(what)) {
          const found = await rowLineage(context, what, id)
          const shown = flags.reveal ? found : masks.maskedRow(found, book.sources)
          const one: RowLineage = name ? masks.onlyColumn(shown, name) : shown
          return print({ snapshot: manifest.id, ...one }, flags.json, () => masks.rowText(one))
        }
        if (!name) throw masks.missingFeature(what, shelves.views)
        const found = await featureLineage(context, what as Entity, id, name)
        const shown: FeatureLineage = flags.reveal ? found : masks.maskedFeature(found)
        const [first] = shown.rows
        const traced = first?.place ? await rowLineage(context, first.table, first.key) : undefined
        const record = traced && (flags.reveal ? traced : masks.maskedRow(traced, book.sources))
        const { view, meta, ...rest } = shown
        print(
          {
            snapshot: manifest.id,
            ...rest,
            view: view.name,
            meaning: meta.meaning,
            unit: meta.unit,
            firstRow: record ?? null,
          },
          flags.json,
          () =>
            [masks.featureText(shown, textTable), ...(record ? ['', masks.rowText(record)] : [])].join('\n'),
        )
      } finally {
        await warehouse.close()
      }
    })
}
