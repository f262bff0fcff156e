/** The command line. One file a command, in the order of the flow. */
import { Command, CommanderError } from 'commander'
import { UserError } from '../errors.ts'
import { VERSION } from '../version.ts'
import { associations } from './commands/associations.ts'
import { bench } from './commands/bench.ts'
import { catalog } from './commands/catalog.ts'
import { check } from './commands/check.ts'
import { collect } from './commands/collect.ts'
import { demo } from './commands/demo.ts'
import { evaluate } from './commands/evaluate.ts'
import { explain } from './commands/explain.ts'
import { leakage } from './commands/leakage.ts'
import { lineage } from './commands/lineage.ts'
import { models } from './commands/models.ts'
import { notebooks } from './commands/notebooks.ts'
import { quality } from './commands/quality.ts'
import { quarantine } from './commands/quarantine.ts'
import { rings } from './commands/rings.ts'
import { runCommand, stageCommands } from './commands/run.ts'
import { screen } from './commands/screen.ts'
import { serve } from './commands/serve.ts'
import { prune, rollback, verify } from './commands/snapshots.ts'
import { synthesize } from './commands/synthesize.ts'
import { torture } from './commands/torture.ts'
import { EXIT } from './terminal.ts'

const program = new Command('claimscope')
  .description('Fraud and risk analytics for insurers')
  .version(VERSION)
  .showHelpAfterError('(claimscope COMMAND --help shows what it takes)')
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 fault of claimscope, 2 fault of the caller, 3 a check found problems, 130 interrupted.',
  )
  .exitOverride()

for (const add of [
  demo,
  check,
  collect,
  stageCommands,
  runCommand,
  quarantine,
  screen,
  associations,
  rings,
  serve,
  models,
  explain,
  leakage,
  lineage,
  quality,
  catalog,
  verify,
  rollback,
  prune,
  synthesize,
  notebooks,
  evaluate,
  bench,
  torture,
])
  add(program)

try {
  await program.parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage
  else if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = EXIT.usage
  } else {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = EXIT.fault
  }
}
