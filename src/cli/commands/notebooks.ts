/** `notebooks`: runs the numbered analyses, each a script whose cells print what they find. */
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import { unknown } from '../../errors.ts'
import { type CommonFlags, common, homeOf } from '../options.ts'
import { print } from '../terminal.ts'

const folder = resolve(import.meta.dirname, '../../../notebooks')

export function notebooks(program: Command): void {
  common(program.command('notebooks [name]'))
    .description('run every notebook on the current snapshot, or one of them')
    .action(async (name: string | undefined, flags: CommonFlags) => {
      const all = readdirSync(folder)
        .filter((file) => file.endsWith('.nb.ts'))
        .sort()
      const chosen = name ? all.filter((file) => file.startsWith(name)) : all
      if (chosen.length === 0) throw unknown('notebook', name, all)
      process.env.CLAIMSCOPE_HOME = homeOf(flags)
      const results = []
      for (const file of chosen) {
        const began = performance.now()
        if (!flags.json) process.stdout.write(`\n=== ${file}\n`)
        await import(pathToFileURL(join(folder, file)).href)
        results.push({ notebook: file, seconds: Math.round(performance.now() - began) / 1000 })
      }
      if (flags.json) print({ notebooks: results }, true, () => '')
    })
}
