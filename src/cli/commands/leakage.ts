/** `leakage`: which features of a book know what became known later. */
import type { Command } from 'commander'
import { unknown } from '../../errors.ts'
import type { LeakageReport } from '../../run/leakage.ts'
import { type CommonFlags, common, homeOf, whole, withBook } from '../options.ts'
import { EXIT, figure, print, progressLine, textTable } from '../terminal.ts'

const shown = (value: number | null) => (value === null ? 'unknown' : figure(value))

function leakageText(reports: readonly LeakageReport[]): string {
  return reports
    .flatMap(({ task, features, rows, cuts, leaks, tooGood, shuffled }) => [
      `${task}: ${features} features of ${rows} rows, with everything hidden that became known after ${cuts.length} moments: ${leaks.length === 0 ? 'none changes' : `${leaks.length} change`}`,
      ...(leaks.length > 0
        ? [
            textTable(
              leaks.map(({ feature, view, changed, compared, example }) => ({
                feature,
                view,
                changed: `${changed} of ${compared}`,
                example: `${example.entityId} as of ${example.asOf.slice(0, 16)}: ${shown(example.hidden)} with the later hidden, ${shown(example.today)} without`,
              })),
            ),
          ]
        : []),
      ...(tooGood.length > 0
        ? [
            `rank the outcomes by themselves: ${tooGood.map((one) => `${one.feature} (AUC ${one.roc_auc.toFixed(3)})`).join(', ')}`,
          ]
        : []),
      ...(shuffled
        ? [
            `labels dealt anew are predicted with an AUC of ${shuffled.value.toFixed(3)} [${shuffled.low.toFixed(3)}, ${shuffled.high.toFixed(3)}]; chance is 0.5`,
          ]
        : []),
      '',
    ])
    .join('\n')
}

export function leakage(program: Command): void {
  withBook(common(program.command('leakage')))
    .description(
      'which features change when everything known later is hidden; exit code 3 when one does. No run does this by itself',
    )
    .option('--seed <n>', 'seed of everything random', whole, 1)
    .action(async (flags: CommonFlags & { readonly book: string; readonly seed: number }) => {
      const [{ checkLeakage }, { shelves }, { snapshots }] = await Promise.all([
        import('../../run/leakage.ts'),
        import('../shelves.ts'),
        import('../../warehouse/index.ts'),
      ])
      const book = shelves.books.find(({ name }) => name === flags.book)
      if (!book)
        throw unknown(
          'book',
          flags.book,
          shelves.books.map(({ name }) => name),
        )
      const store = snapshots(homeOf(flags), book.name)
      const { warehouse, manifest } = await store.openCurrent()
      await warehouse.close()
      const asOf = new Date(
        String((manifest.extra as { readonly asOf?: string } | undefined)?.asOf ?? manifest.createdAt),
      )
      const line = progressLine()
      const reports: LeakageReport[] = []
      try {
        for (const task of book.tasks)
          reports.push(
            await checkLeakage({
              path: store.path(manifest.id),
              views: shelves.views,
              links: shelves.links,
              task,
              asOf,
              seed: flags.seed,
              onProgress: (done, total) =>
                line.report({ stage: `hide the later: ${task.name}`, done, total }),
            }),
          )
      } finally {
        line.end()
      }
      print({ book: book.name, snapshot: manifest.id, tasks: reports }, flags.json, () =>
        leakageText(reports),
      )
      if (reports.some(({ leaks }) => leaks.length > 0)) process.exitCode = EXIT.found
    })
}
