/** `evaluate`: our models beside their peers on a public book. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { UserError, unknown } from '../../errors.ts'
import type { EvaluationReport } from '../../evaluation.ts'
import { type CommonFlags, common, homeOf, whole } from '../options.ts'
import { figure, print, progressLine, textTable } from '../terminal.ts'

interface EvaluateFlags extends CommonFlags {
  readonly book?: string
  readonly data?: string
  readonly seed: number
  readonly peers: boolean
}

/** A report for people: one table a protocol, a contestant a row. */
function evaluationText(report: EvaluationReport): string {
  const shown = ({ value, low, high }: { value: number; low: number; high: number }) =>
    low === high ? value.toFixed(4) : `${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`
  return [
    ...report.protocols.flatMap(({ name, rows, contestants }) => [
      `${report.book}: ${name} (${rows.train} rows learned from, ${rows.test} judged)`,
      '',
      textTable(
        contestants.map(({ name: who, seconds, metrics }) => ({
          who,
          ...Object.fromEntries(Object.entries(metrics).map(([metric, m]) => [metric, shown(m)])),
          seconds: Number(seconds.toFixed(1)),
        })),
      ),
      '',
      ...contestants.map(({ name: who, tuning }) => `${who}: ${tuning}`),
      '',
    ]),
    ...report.remarks,
    ...(report.reasons ?? []).flatMap(({ subject, probability, outcome, reasons }) => [
      '',
      `${subject}: ${probability.toFixed(3)}, turned out ${outcome}`,
      textTable(
        reasons.map(({ meaning, value, peerValue, logOdds }) => ({
          why: meaning,
          value: figure(value),
          peers: peerValue === null ? '' : figure(peerValue),
          log_odds: Number(logOdds.toFixed(2)),
        })),
      ),
    ]),
  ].join('\n')
}

export function evaluate(program: Command): void {
  common(program.command('evaluate'))
    .description('judge our models beside their peers on a public book; without a book, list them')
    .option('--book <name>', 'the book to judge on')
    .option('--data <dir>', "folder of the book's files")
    .option('--seed <n>', 'seed of everything random', whole, 1)
    .option('--no-peers', 'run alone')
    .action(async (flags: EvaluateFlags) => {
      const [{ evaluations }, { installPeers, peersFolder }] = await Promise.all([
        import('../../evaluate/index.ts'),
        import('../../bench/peers/python.ts'),
      ])
      if (!flags.book) {
        const list = evaluations.map(({ book, description }) => ({ book, description }))
        return print(list, flags.json, () => textTable(list))
      }
      const chosen = evaluations.find((e) => e.book === flags.book)
      if (!chosen)
        throw unknown(
          'evaluation of book',
          flags.book,
          evaluations.map((e) => e.book),
        )
      const line = progressLine()
      const home = homeOf(flags)
      try {
        if (!flags.data && chosen.needsData)
          throw new UserError(
            `missing option: --data [the folder that holds the files of book ${chosen.book}]`,
          )
        const python = flags.peers
          ? await installPeers(peersFolder(home), (what) => line.report({ stage: what, done: 0 }))
          : undefined
        const report = await chosen.run({
          dataDirectory: flags.data ? resolve(flags.data) : undefined,
          home,
          seed: flags.seed,
          python,
          onProgress: line.report,
        })
        print(report, flags.json, () => evaluationText(report))
      } finally {
        line.end()
      }
    })
}
