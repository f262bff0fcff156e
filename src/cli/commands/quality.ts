/** `quality`: how good the data of a book are, source by source and load by load. */
import type { Command } from 'commander'
import { unknown } from '../../errors.ts'
import type { Text } from '../../util/text.ts'
import { type CommonFlags, common, homeOf, withBook } from '../options.ts'
import { print, textTable } from '../terminal.ts'

const share = (value: number | null) => (value === null ? '' : `${(value * 100).toFixed(1)} %`)
const points = (value: number | null) => (value === null ? '' : value.toFixed(1))

export function quality(program: Command): void {
  withBook(common(program.command('quality [source]')))
    .description('show the data-quality scores of every source, or of one over its loads with its columns')
    .action(async (name: string | undefined, flags: CommonFlags & { book: string }) => {
      const [{ qualityReport, sourceReport }, { shelves }, { findBook }, { snapshots }] = await Promise.all([
        import('../../run/quality.ts'),
        import('../shelves.ts'),
        import('../../run.ts'),
        import('../../warehouse/index.ts'),
      ])
      const { sources } = findBook(shelves, flags.book)
      const { warehouse, manifest } = await snapshots(homeOf(flags), flags.book).openCurrent()
      try {
        if (name) {
          const source = sources.find((one) => one.name === name || one.name === `${flags.book}/${name}`)
          if (!source)
            throw unknown(
              'source',
              name,
              sources.map((one) => one.name),
            )
          const found = await sourceReport(warehouse, source)
          return print({ snapshot: manifest.id, ...found }, flags.json, () =>
            [
              textTable(
                found.loads.map((load) => ({
                  loaded: load.loadedAt.toISOString().slice(0, 16).replace('T', ' '),
                  file: load.file,
                  records: load.records,
                  score: points(load.score),
                  validity: share(load.parts.validity),
                  completeness: share(load.parts.completeness),
                  uniqueness: share(load.parts.uniqueness),
                  consistency: share(load.parts.consistency),
                  timeliness: share(load.parts.timeliness),
                  stability: share(load.parts.stability),
                })),
              ),
              '',
              textTable(
                found.columns.map((column) => ({
                  column: column.column,
                  missing: share(column.sampled > 0 ? column.missing / column.sampled : 0),
                  different: column.distinctValues,
                  most: column.bins
                    .slice(0, 3)
                    .map(({ bin }) => bin)
                    .join(', ')
                    .slice(0, 50),
                  drift: column.distance === null ? '' : column.distance.toFixed(3),
                  limit: column.limit === null ? '' : column.limit.toFixed(3),
                  '': column.isDrifted ? 'DRIFTED' : '',
                })),
              ),
              '',
              ...checkLines(found.checks),
            ].join('\n'),
          )
        }
        const report = await qualityReport(warehouse, sources)
        print({ snapshot: manifest.id, ...report }, flags.json, () =>
          [
            `data quality of ${flags.book}: ${points(report.score)} of 100`,
            textTable(
              report.sources.map(({ source, latest, loads, failedChecks }) => ({
                source,
                score: points(latest?.score ?? null),
                loads: loads.length,
                records: latest?.records ?? 0,
                validity: share(latest?.parts.validity ?? null),
                completeness: share(latest?.parts.completeness ?? null),
                uniqueness: share(latest?.parts.uniqueness ?? null),
                consistency: share(latest?.parts.consistency ?? null),
                timeliness: share(latest?.parts.timeliness ?? null),
                stability: share(latest?.parts.stability ?? null),
                'failed checks': failedChecks,
              })),
            ),
            '',
            ...checkLines(report.checks),
          ].join('\n'),
        )
      } finally {
        await warehouse.close()
      }
    })
}

function checkLines(
  checks: readonly {
    readonly source: string
    readonly name: string
    readonly severity: string
    readonly failed: number
    readonly meaning: Text
  }[],
): string[] {
  const failed = checks.filter((check) => check.failed > 0)
  if (failed.length === 0) return ['every check holds']
  return [
    textTable(
      failed.map(({ source, name, severity, failed: rows, meaning }) => ({
        check: `${source} ${name}`,
        severity,
        failed: rows,
        meaning: meaning.en,
      })),
    ),
  ]
}
