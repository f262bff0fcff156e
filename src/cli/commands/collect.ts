/** `collect`: brings files from databases, partners, folders and the web into a book's inbox, once or by schedule. */
import type { Command } from 'commander'
import type { CollectionReport } from '../../collector.ts'
import { config } from '../../config.ts'
import { UserError } from '../../errors.ts'
import { type CommonFlags, common, homeOf, withBook } from '../options.ts'
import { EXIT, print, textTable } from '../terminal.ts'

interface CollectFlags extends CommonFlags {
  readonly book: string
  readonly list: boolean
  readonly watch: boolean
}

export function collect(program: Command): void {
  withBook(common(program.command('collect [collector]')))
    .description('bring files from databases, partners, folders and the web; the next run loads them')
    .option('--list', 'show the collectors, what they lack and how they did last', false)
    .option('--watch', 'run all by their schedules until interrupted', false)
    .action(async (name: string | undefined, flags: CollectFlags) => {
      if (flags.watch && name !== undefined)
        throw new UserError(`invalid option: --watch [it runs all collectors, not ${name} alone]`)
      const [{ collectBySchedule, collectOnce, listCollectors }, { findBook }, { shelves }] =
        await Promise.all([import('../../run/collect.ts'), import('../../run.ts'), import('../shelves.ts')])
      const home = homeOf(flags)
      const book = findBook(shelves, flags.book)
      if (flags.list) {
        const collectors = await listCollectors(home, book, process.env, new Date())
        print({ book: book.name, collectors }, flags.json, () => textTable(collectors.map(statusRow)))
        return
      }
      const stop = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => stop.abort(new UserError(`interrupted: ${signal}`)))
      const reports: CollectionReport[] = []
      const request = {
        home,
        book,
        environment: process.env,
        signal: stop.signal,
        allowPrivate: config().collectPrivate,
        onReport: (report: CollectionReport) => {
          reports.push(report)
          process.stderr.write(`${reportLine(report)}\n`)
        },
      }
      if (flags.watch) {
        const watched = await collectBySchedule(request, (names) =>
          process.stderr.write(`watching ${names.join(', ')}\n`),
        )
        if (watched.length === 0)
          throw new UserError('missing variable: no collector is active [collect --list]')
        print({ book: book.name, collections: reports }, flags.json, () => `${reports.length} runs`)
        return
      }
      const collections = await collectOnce(request, name)
      print({ book: book.name, collections }, flags.json, () =>
        collections.length === 0
          ? 'no collector is active (claimscope collect --list shows what each one lacks)'
          : textTable(collections.map(reportRow)),
      )
      if (stop.signal.aborted) process.exitCode = EXIT.interrupted
      else if (collections.some(({ errors }) => errors.length > 0)) process.exitCode = EXIT.found
    })
}

const reportRow = ({
  name,
  fetched,
  new: fresh,
  unchanged,
  bytes,
  seconds,
  resumed,
  errors,
}: CollectionReport) => ({
  collector: name,
  fetched,
  new: fresh,
  unchanged,
  bytes,
  seconds,
  resumed: resumed ? 'yes' : '',
  errors: errors.length === 0 ? '' : `${errors.length}: ${errors[0]}`,
})

const reportLine = ({ name, fetched, new: fresh, seconds, errors, notes }: CollectionReport) =>
  [`  ${name}: ${fresh} new of ${fetched} in ${seconds.toFixed(1)} s`, ...errors, ...notes].join('\n    ')

const statusRow = ({
  name,
  kind,
  schedule,
  active,
  missing,
  next_run,
  last_run,
}: {
  readonly name: string
  readonly kind: string
  readonly schedule: string
  readonly active: boolean
  readonly missing: readonly string[]
  readonly next_run: string | null
  readonly last_run: CollectionReport | null
}) => ({
  collector: name,
  kind,
  schedule,
  state: active ? 'active' : `set ${missing.join(', ')}`,
  next: next_run?.slice(0, 16) ?? '',
  last: last_run
    ? `${last_run.started_at.slice(0, 16)}, ${last_run.new} new, ${last_run.errors.length} errors`
    : '',
})
