/** `run`: the whole flow; `load`, `link`, `train`, `score` ...: the flow up to one stage. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { config } from '../../config.ts'
import { UserError } from '../../errors.ts'
import type { IsolatedReport } from '../../ingestion/index.ts'
import type { LinkageJudgement } from '../../run/judge-linkage.ts'
import type { LinkageStageReport } from '../../run/link.ts'
import type { RunResult, Stage } from '../../run.ts'
import { type CommonFlags, common, day, demoFolders, homeOf, whole, withBook } from '../options.ts'
import { duration, EXIT, figure, print, progressLine, textTable } from '../terminal.ts'

interface RunFlags extends CommonFlags {
  readonly book: string
  readonly data?: string
  readonly asOf?: Date
  readonly seed: number
  readonly fresh: boolean
}

const flow = (command: Command) =>
  withBook(common(command))
    .option('--data <dir>', "folder of the book's files; the demo book's own when left out")
    .option('--as-of <date>', 'the moment the book is seen at', day)
    .option('--seed <n>', 'seed of everything random', whole, 1)
    .option('--fresh', 'begin with an empty warehouse instead of the current snapshot', false)

/** Runs the flow for the command line and gives its result. */
export async function runFlow(flags: RunFlags, until?: Stage): Promise<RunResult> {
  const [{ run }, { shelves }, { ensureDemo }] = await Promise.all([
    import('../../run.ts'),
    import('../shelves.ts'),
    import('../demo-book.ts'),
  ])
  const home = homeOf(flags)
  const line = progressLine()
  try {
    let data = flags.data ? resolve(flags.data) : undefined
    let answerKey: string | undefined
    let fresh = flags.fresh
    if (!data && flags.book === 'insurer') {
      // Another demo book has nothing in common with the one before: the two must not be loaded into one.
      if (await ensureDemo(home, { seed: flags.seed, onProgress: line.report })) fresh = true
      ;({ data, answerKey } = demoFolders(home))
    } else if (!data)
      throw new UserError(`missing option: --data [the folder that holds the files of book ${flags.book}]`)
    const { memoryMb, threads, modelPolicy } = config()
    return await run({
      book: flags.book,
      shelves,
      home,
      dataDirectory: data,
      fresh,
      now: new Date(),
      seed: flags.seed,
      memoryMb,
      threads,
      modelPolicy,
      onProgress: line.report,
      ...(answerKey ? { answerKey } : {}),
      ...(flags.asOf ? { asOf: flags.asOf } : {}),
      ...(until ? { until } : {}),
    })
  } finally {
    line.end()
  }
}

/** What linkage says, for people: who was linked by which line, what other lines would mean, what deserves a look. */
function linkText(report: RunResult['report']): string {
  const link = report.link as LinkageStageReport | undefined
  if (!link) return ''
  const judged = report.truth as LinkageJudgement | undefined
  const { bridge, loose, large } = link.doubts
  const share = (value: number | null) => (value === null ? '' : figure(value))
  return [
    '',
    '',
    `${figure(link.parties)} parties are ${figure(link.entities)} entities by a line of ${figure(link.line)} bits; to look at: ${bridge} weak bridges, ${loose} loose, ${large} large`,
    '',
    textTable(
      (judged?.curve ?? link.curve).map((point) => ({
        line: `${figure(point.match_weight)}${point.is_line ? ' *' : ''}`,
        pairs: point.pairs,
        'precision (model)': share(point.precision_estimated),
        'recall (model)': share(point.recall_estimated),
        ...(judged
          ? { 'precision (truth)': share(point.precision_true), 'recall (truth)': share(point.recall_true) }
          : {}),
      })),
    ),
  ].join('\n')
}

/** What the load says, for people: the files that were left out and why, and what became of each record of the others. */
function loadText({ sources, refused }: IsolatedReport): string {
  const read = sources.filter(({ files }) => files.length > 0)
  return [
    ...(read.length > 0
      ? [
          textTable(
            read.map(({ source, files, records, accepted, quarantined, duplicate }) => ({
              source,
              files: files.length,
              records,
              accepted,
              'set aside': quarantined,
              'came again': duplicate,
            })),
          ),
        ]
      : ['no new file']),
    ...read.flatMap(({ notes }) => notes),
    ...(refused.length > 0
      ? ['', 'left out, because they could not be read:', ...refused.map(({ reason }) => `  ${reason}`)]
      : []),
    '',
    '',
  ].join('\n')
}

/** Exit code 3 when files were left out. */
function tellLeftOut({ report }: RunResult): void {
  if ((report.load as IsolatedReport | undefined)?.refused.length) process.exitCode = EXIT.found
}

/** A run's result for people. */
export function runText(result: RunResult): string {
  const load = result.report.load as IsolatedReport | undefined
  return [
    ...(load ? [loadText(load)] : []),
    `book ${result.book}, snapshot ${result.snapshot}, as of ${result.as_of.slice(0, 10)}: ${duration(result.seconds)}, peak ${figure(result.peak_rss_mb)} MB`,
    '',
    textTable(Object.entries(result.rows).map(([table, rows]) => ({ table, rows }))),
    '',
    textTable(
      Object.entries(result.metrics).map(([metric, m]) => ({
        metric,
        value: m.value,
        low: m.low,
        high: m.high,
      })),
    ),
  ].join('\n')
}

export function runCommand(program: Command): void {
  flow(program.command('run'))
    .description('load, link, train, score, watch, raise alerts; publish a new snapshot')
    .action(async (flags: RunFlags) => {
      const result = await runFlow(flags)
      const { raiseCurrent } = await import('../raise.ts')
      const raised = await raiseCurrent(homeOf(flags), flags.book)
      tellLeftOut(result)
      print({ ...result, alerts: raised }, flags.json, () => runText(result))
    })
}

const PARTS: readonly (readonly [name: string, until: Stage, description: string])[] = [
  ['load', 'load', 'load the files of a book; what is loaded already is left out'],
  ['link', 'link', 'load, then find who is who'],
  ['featurize', 'featurize', 'everything up to the features, point in time'],
  ['train', 'train', 'everything up to the fitted models'],
  ['score', 'score', 'everything up to scores with reasons'],
]

export function stageCommands(program: Command): void {
  for (const [name, until, description] of PARTS)
    flow(program.command(name))
      .description(description)
      .action(async (flags: RunFlags) => {
        const result = await runFlow(flags, until)
        tellLeftOut(result)
        print(result, flags.json, () => runText(result) + (until === 'link' ? linkText(result.report) : ''))
      })
}
