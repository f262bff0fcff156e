/** `check`: says how a file fits a source before anything is loaded. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { unknown } from '../../errors.ts'
import { type CommonFlags, common, homeOf } from '../options.ts'
import { EXIT, print, textTable } from '../terminal.ts'

export function check(program: Command): void {
  common(program.command('check <file>'))
    .description('say how a file fits a source; nothing is loaded')
    .requiredOption('--source <name>', 'the source, for instance insurer/claims')
    .action(async (file: string, flags: CommonFlags & { source: string }) => {
      const [{ checkFile }, { shelves }] = await Promise.all([
        import('../../ingestion/index.ts'),
        import('../shelves.ts'),
      ])
      const sources = shelves.books.flatMap((book) => book.sources)
      const source = sources.find((s) => s.name === flags.source)
      if (!source)
        throw unknown(
          'source',
          flags.source,
          sources.map((s) => s.name),
        )
      const result = await checkFile(file, source, { workDirectory: join(homeOf(flags), 'work') })
      print(result, flags.json, () =>
        [
          `${result.file} as ${result.source} -> ${result.into}: ${result.fits ? 'fits' : 'does not fit'}`,
          `${result.records} records, ${result.rows} rows could enter, ${result.quarantined} would be set aside; ${result.encoding}`,
          ...Object.entries(result.columns)
            .filter(([, names]) => Array.isArray(names) && names.length > 0)
            .map(
              ([kind, names]) =>
                `${kind}: ${(names as readonly unknown[]).map((n) => (typeof n === 'string' ? n : JSON.stringify(n))).join(', ')}`,
            ),
          ...(result.misfits.length > 0
            ? [
                '',
                textTable(
                  result.misfits.map(({ code, column, records, examples }) => ({
                    code,
                    column,
                    records,
                    example: examples[0] ? `line ${examples[0].line}: ${examples[0].reason}` : '',
                  })),
                ),
              ]
            : []),
        ].join('\n'),
      )
      if (!result.fits) process.exitCode = EXIT.found
    })
}
