/** Files that cannot be read at all: left out with the reason, and shown among the checks of their source until they are whole or gone. */
import { sql } from 'kysely'
import { UserError } from '../errors.ts'
import { type CheckResult, keepChecks } from './checks.ts'
import type { Session } from './raw.ts'

/** A file that was left out. */
export interface LeftOut {
  readonly file: string
  readonly source: string
  readonly reason: string
}

/** The bytes are at fault - a damaged archive, an unknown encoding, no header - and not what they say. */
export class UnreadableFile extends UserError {}

/** Does `work`; a fault of the caller in it becomes one of the file's bytes. */
export async function readingBytes<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof UserError ? new UnreadableFile(error.message, error.status) : error
  }
}

/** The check that such files stand under. */
export const FILES_READABLE = {
  name: 'files_readable',
  severity: 'warn',
  meaning: {
    en: 'every file of the source can be read; those that cannot are left out until a whole one takes their place',
    zh: '该来源的每个文件都可读取；无法读取的文件不入库，待完整文件替换',
  },
} as const

/** Writes down which files of a source were left out by this load, in place of what was written before. */
export async function keepLeftOut(
  session: Session,
  source: string,
  leftOut: readonly LeftOut[],
  at: Date,
): Promise<CheckResult[]> {
  if (leftOut.length === 0) {
    await sql`delete from meta.check_result where source = ${source} and name = ${FILES_READABLE.name}`.execute(
      session,
    )
    return []
  }
  const sample = leftOut.map(({ file, reason }) => ({ file, reason }))
  const result = { ...FILES_READABLE, source, part: 'consistency', failed: leftOut.length, sample } as const
  await keepChecks(session, [result], at)
  return [result]
}
