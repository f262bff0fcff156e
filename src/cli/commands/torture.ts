/** `torture`: damages what claimscope is fed with, from a seed, and says whether it stood up to it. */
import type { Command } from 'commander'
import { unknown } from '../../errors.ts'
import { type CommonFlags, common, whole } from '../options.ts'
import { EXIT, print, progressLine, textTable } from '../terminal.ts'

const SUBJECTS = ['ingest'] as const

export function torture(program: Command): void {
  common(program.command('torture <subject>'))
    .description('load damaged files of every kind from a seed: no crash, no lost byte, every file answered')
    .option('--seed <n>', 'seed of the damage', whole, 1)
    .option('--files <n>', 'files in all (default 1,400)', whole)
    .action(async (subject: string, flags: CommonFlags & { seed: number; files?: number }) => {
      if (subject !== 'ingest') throw unknown('subject', subject, SUBJECTS)
      const { tortureIngest } = await import('../../torture/ingest.ts')
      const line = progressLine()
      const report = await tortureIngest({
        seed: flags.seed,
        ...(flags.files ? { files: flags.files } : {}),
        onProgress: line.report,
      })
      line.end()
      print(report, flags.json, () =>
        [
          `${report.files} files, seed ${report.seed}: ${report.crashes} crashes, ${report.bytes_lost} bytes lost, ${report.unanswered} unanswered; ${report.contained} deaths contained`,
          '',
          textTable(Object.entries(report.kinds).map(([kind, figures]) => ({ kind, ...figures }))),
          '',
          textTable(Object.entries(report.reasons).map(([reason, files]) => ({ refused: files, reason }))),
          ...report.faults,
        ].join('\n'),
      )
      if (report.crashes + report.bytes_lost + report.unanswered > 0) process.exitCode = EXIT.found
    })
}
