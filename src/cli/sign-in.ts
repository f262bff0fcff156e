/** Who acts at the command line: a user of the operations store, by name and password. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { UserError } from '../errors.ts'
import type { Operations } from '../operations/index.ts'
import { may, type Permission, signIn, signOut } from '../security/index.ts'

/**
 * Checks a name and its password (`CLAIMSCOPE_PASSWORD`, else asked for) and that the user holds the permission; gives the name.
 * @throws UserError (401) for a wrong one, (403) for one that may not.
 */
export async function actAs(
  operations: Operations,
  username: string,
  permission: Permission,
  at: Date,
): Promise<string> {
  const password = process.env.CLAIMSCOPE_PASSWORD || (await ask(`password of ${username}: `))
  const { user, token } = await signIn(operations, { username, password, at })
  await signOut(operations, token, at)
  if (!may(user, permission))
    throw new UserError(`invalid role: ${JSON.stringify(user.role)} [it lacks ${permission}]`, 403)
  return user.username
}

/** Asks on the terminal without showing what is typed. */
async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new UserError('missing password: set CLAIMSCOPE_PASSWORD, or ask from a terminal')
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
