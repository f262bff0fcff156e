/** `catalog`: everything on the shelves, as the README's tables and the API show it. */
import type { Command } from 'commander'
import { type CommonFlags, common } from '../options.ts'
import { print, textTable } from '../terminal.ts'

export function catalog(program: Command): void {
  common(program.command('catalog'))
    .description('list books, sources, features, rules, links and signals')
    .action(async (flags: CommonFlags) => {
      const { shelves } = await import('../shelves.ts')
      const { catalogOf } = await import('../../run/catalog.ts')
      const all = catalogOf(shelves)
      print(all, flags.json, () =>
        Object.entries(all)
          .map(([shelf, rows]) => `${shelf} (${rows.length})\n${textTable(rows)}`)
          .join('\n\n'),
      )
    })
}
