/** `catalog`: everything on the shelves, as the README's tables and the API show it. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { type CommonFlags, common } from '../options.ts'
import { print, textTable } from '../terminal.ts'

export function catalog(program: Command): void {
  common(program.command('catalog'))
    .description('list books, sources, features, rules, links and signals')
    .option('--renew <readme>', "renew the README's tables instead")
    .action(async (flags: CommonFlags & { renew?: string }) => {
      const { shelves } = await import('../shelves.ts')
      if (flags.renew) {
        const { renewReadme } = await import('../../run/readme.ts')
        writeFileSync(flags.renew, renewReadme(readFileSync(flags.renew, 'utf8'), shelves))
        return print({ renewed: flags.renew }, flags.json, () => `renewed ${flags.renew}`)
      }
      const { catalogOf } = await import('../../run/catalog.ts')
      const all = catalogOf(shelves)
      print(all, flags.json, () =>
        Object.entries(all)
          .map(([shelf, rows]) => `${shelf} (${rows.length})\n${textTable(rows)}`)
          .join('\n\n'),
      )
    })
}
