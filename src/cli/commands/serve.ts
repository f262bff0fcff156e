/** `serve`: the API and the dashboards over the current snapshot. */
import type { Command } from 'commander'
import { config } from '../../config.ts'
import { type CommonFlags, common, homeOf, whole, withBook } from '../options.ts'
import { print, progressLine } from '../terminal.ts'

interface ServeFlags extends CommonFlags {
  readonly book: string
  readonly host: string
  readonly port: number
}

/** Adds `--host` and `--port`. */
export function withAddress(command: Command): Command {
  const { host, port } = config()
  return command
    .option('--host <address>', 'address to bind', host)
    .option('--port <n>', 'port; 0 takes any free one', whole, port)
}

/** Keeps the process until it is told to stop, then closes in order. */
export function untilStopped(close: () => Promise<void>): void {
  let stopping = false
  const stop = () => {
    if (stopping) process.exit(130)
    stopping = true
    process.stderr.write('\nstopping ...\n')
    close().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

export function serve(program: Command): void {
  withAddress(withBook(common(program.command('serve'))))
    .description('serve API and dashboards of the current snapshot')
    .action(async (flags: ServeFlags) => {
      const [{ openDesk }, { ensureDashboards }] = await Promise.all([
        import('../desk.ts'),
        import('../dashboards.ts'),
      ])
      const line = progressLine()
      const staticDirectory = await ensureDashboards(() =>
        line.report({ stage: 'build the dashboards', done: 0 }),
      )
      line.end()
      const desk = await openDesk({
        home: homeOf(flags),
        book: flags.book,
        host: flags.host,
        port: flags.port,
        staticDirectory,
        demo: flags.book === 'insurer',
      })
      untilStopped(desk.close)
      print(
        { url: desk.url, book: flags.book },
        flags.json,
        () => `claimscope serves ${flags.book} at ${desk.url}`,
      )
    })
}
