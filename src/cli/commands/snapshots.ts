/** `verify`, `rollback`, `prune`: the care of snapshots. */
import type { Command } from 'commander'
import { snapshots } from '../../warehouse/index.ts'
import { type CommonFlags, common, homeOf, whole, withBook } from '../options.ts'
import { EXIT, print } from '../terminal.ts'

interface BookFlags extends CommonFlags {
  readonly book: string
}

export function verify(program: Command): void {
  withBook(common(program.command('verify [snapshot]')))
    .description('hold every snapshot, or one, against its manifest')
    .action(async (id: string | undefined, flags: BookFlags) => {
      const store = snapshots(homeOf(flags), flags.book)
      const ids = id ? [id] : (await store.list()).map((m) => m.id)
      const results: Awaited<ReturnType<typeof store.verify>>[] = []
      for (const one of ids) results.push(await store.verify(one))
      print({ book: flags.book, snapshots: results }, flags.json, () =>
        results.length === 0
          ? 'no snapshot yet'
          : results.map((r) => `${r.id}  ${r.ok ? 'ok' : r.problems.join('; ')}`).join('\n'),
      )
      if (results.some((r) => !r.ok)) process.exitCode = EXIT.found
    })
}

export function rollback(program: Command): void {
  withBook(common(program.command('rollback <snapshot>')))
    .description('make an earlier snapshot current, after verifying it')
    .action(async (id: string, flags: BookFlags) => {
      const manifest = await snapshots(homeOf(flags), flags.book).rollback(id)
      print({ book: flags.book, current: manifest.id }, flags.json, () => `current snapshot: ${manifest.id}`)
    })
}

export function prune(program: Command): void {
  withBook(common(program.command('prune')))
    .description('remove old snapshots; the current one always stays')
    .option('--keep <n>', 'how many of the newest to keep', whole, 5)
    .action(async (flags: BookFlags & { keep: number }) => {
      const removed = await snapshots(homeOf(flags), flags.book).prune({ keep: flags.keep })
      print({ book: flags.book, removed }, flags.json, () =>
        removed.length === 0 ? 'nothing to remove' : `removed ${removed.join(', ')}`,
      )
    })
}
