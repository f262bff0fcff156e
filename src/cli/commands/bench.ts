/** `bench`: times our way beside a peer's, on the same rows in the same run. */
import type { Command } from 'commander'
import { unknown } from '../../errors.ts'
import { type CommonFlags, common, homeOf } from '../options.ts'
import { print, progressLine, textTable } from '../terminal.ts'

export function bench(program: Command): void {
  common(program.command('bench [name]'))
    .description('run a benchmark; without a name, list them')
    .option('--install-peers', 'install the Python peers (pinned) into a folder of their own below the home')
    .action(async (name: string | undefined, flags: CommonFlags & { readonly installPeers?: boolean }) => {
      if (flags.installPeers) {
        const { installPeers, peersFolder } = await import('../../bench/peers/python.ts')
        const python = await installPeers(peersFolder(homeOf(flags)), (what) =>
          process.stderr.write(`${what}\n`),
        )
        return print({ installed: python !== undefined }, flags.json, () =>
          python ? 'the peers are installed' : '',
        )
      }
      const { benchmarks } = await import('../../bench/index.ts')
      if (!name) {
        const list = benchmarks.map((b) => ({ name: b.name, description: b.description }))
        return print(list, flags.json, () => textTable(list))
      }
      const chosen = benchmarks.find((b) => b.name === name)
      if (!chosen)
        throw unknown(
          'benchmark',
          name,
          benchmarks.map((b) => b.name),
        )
      const line = progressLine()
      const result = await chosen.run((what) => line.report({ stage: what, done: 0 }))
      line.end()
      print(result, flags.json, () => textTable(result.cases as unknown as Record<string, unknown>[]))
    })
}
