/** Options that commands share. */

import { join, resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { config } from '../config.ts'

/** Flags of every command. */
export interface CommonFlags {
  readonly json: boolean
  readonly home?: string
}

export function whole(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number, 0 or above')
  return value
}

export function day(text: string): Date {
  const value = new Date(text)
  if (Number.isNaN(value.getTime())) throw new InvalidArgumentError('a date such as 2026-06-30')
  return value
}

/** Adds `--json` and `--home`. */
export function common(command: Command): Command {
  return command
    .option('--json', 'print one JSON document on stdout, progress on stderr', false)
    .option('--home <dir>', 'folder for all that is written (default .data, or CLAIMSCOPE_HOME)')
}

/** Adds `--book`. */
export function withBook(command: Command): Command {
  return command.addOption(new Option('--book <name>', 'the book to work on').default('insurer'))
}

/** The home folder: flag, else environment, else `.data`. */
export function homeOf(flags: CommonFlags): string {
  return flags.home ? resolve(flags.home) : config().home
}

/** Where the demo book's files and its answer key live. The key lies outside of what any pipeline is given. */
export function demoFolders(home: string): { readonly data: string; readonly answerKey: string } {
  return { data: join(home, 'demo', 'files'), answerKey: join(home, 'demo', 'answer-key') }
}
