/** `synthesize`: writes a demo book of any size to a folder. */
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { type CommonFlags, common, whole } from '../options.ts'
import { print, progressLine } from '../terminal.ts'

interface Flags extends CommonFlags {
  readonly size: number
  readonly seed: number
  readonly to: string
}

export function synthesize(program: Command): void {
  common(program.command('synthesize'))
    .description('write a synthetic book: files/ for the pipelines, answer-key/ for judging')
    .requiredOption('--to <dir>', 'folder to write to')
    .option('--size <claims>', 'number of claims', whole, 12_000)
    .option('--seed <n>', 'seed', whole, 1)
    .action(async (flags: Flags) => {
      const { generateBook } = await import('../../synthetic/index.ts')
      const line = progressLine()
      const to = resolve(flags.to)
      const report = await generateBook({
        directory: join(to, 'files'),
        answerKeyDirectory: join(to, 'answer-key'),
        seed: flags.seed,
        claims: flags.size,
        onProgress: line.report,
      })
      line.end()
      print({ to, seed: flags.seed, claims: flags.size, report }, flags.json, () => `wrote ${to}`)
    })
}
