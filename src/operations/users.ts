/** People who may sign in. Password hashes are made and checked by the caller. */
import type { Kysely } from 'kysely'
import { UserError, unknown } from '../errors.ts'
import type { Line } from '../schema/words.ts'
import { appendAudit } from './audit.ts'
import type { OperationsDatabase, UserTable } from './database.ts'
import type { Transact } from './transaction.ts'

export const ROLES = ['investigator', 'underwriter', 'risk_manager', 'administrator'] as const
export type UserRole = (typeof ROLES)[number]

export interface User {
  readonly username: string
  readonly name: string
  readonly role: UserRole
  /** Lines of business that the person works on; null for all. */
  readonly lines: readonly Line[] | null
  readonly isDisabled: boolean
  readonly createdAt: Date
}

export interface NewUser {
  readonly username: string
  readonly name: string
  readonly role: UserRole
  readonly lines: readonly Line[] | null
  readonly passwordHash: string
}

/** Who changes something, and when. */
export interface By {
  readonly actor: string
  readonly at: Date
}

export interface Users {
  /** UserError 409 when the name is taken. */
  create(user: NewUser, by: By): Promise<User>
  find(username: string): Promise<User | null>
  /** The stored hash, for checking a password; null for unknown and disabled people. */
  passwordHash(username: string): Promise<string | null>
  list(): Promise<User[]>
  /** Changes what is given; disabling a person or changing the password ends all their sessions. */
  update(
    username: string,
    change: Partial<Omit<NewUser, 'username'>> & { readonly isDisabled?: boolean },
    by: By,
  ): Promise<User>
}

function userOf(row: UserTable): User {
  return {
    username: row.username,
    name: row.name,
    role: row.role as UserRole,
    lines: row.lines === null ? null : JSON.parse(row.lines),
    isDisabled: row.is_disabled,
    createdAt: row.created_at,
  }
}

export function usersOf(db: Kysely<OperationsDatabase>, transaction: Transact): Users {
  const row = (username: string) =>
    db.selectFrom('user').selectAll().where('username', '=', username).executeTakeFirst()
  return {
    create: (user, by) =>
      transaction(async (tx) => {
        const taken = await tx
          .selectFrom('user')
          .select('username')
          .where('username', '=', user.username)
          .executeTakeFirst()
        if (taken) throw new UserError(`duplicate user: ${JSON.stringify(user.username)}`, 409)
        const fresh: UserTable = {
          username: user.username,
          name: user.name,
          role: user.role,
          lines: user.lines === null ? null : JSON.stringify(user.lines),
          password_hash: user.passwordHash,
          is_disabled: false,
          created_at: by.at,
        }
        await tx.insertInto('user').values(fresh).execute()
        await appendAudit(tx, {
          ...by,
          action: 'user.create',
          subject: user.username,
          detail: { role: user.role, lines: user.lines },
        })
        return userOf(fresh)
      }),
    async find(username) {
      const found = await row(username)
      return found ? userOf(found) : null
    },
    async passwordHash(username) {
      const found = await row(username)
      return found && !found.is_disabled ? found.password_hash : null
    },
    async list() {
      const rows = await db.selectFrom('user').selectAll().orderBy('username').execute()
      return rows.map(userOf)
    },
    update: (username, change, by) =>
      transaction(async (tx) => {
        const set: Partial<UserTable> = {
          ...(change.name === undefined ? {} : { name: change.name }),
          ...(change.role === undefined ? {} : { role: change.role }),
          ...(change.lines === undefined
            ? {}
            : { lines: change.lines === null ? null : JSON.stringify(change.lines) }),
          ...(change.passwordHash === undefined ? {} : { password_hash: change.passwordHash }),
          ...(change.isDisabled === undefined ? {} : { is_disabled: change.isDisabled }),
        }
        if (Object.keys(set).length > 0)
          await tx.updateTable('user').set(set).where('username', '=', username).execute()
        const found = await tx
          .selectFrom('user')
          .selectAll()
          .where('username', '=', username)
          .executeTakeFirst()
        if (!found) throw unknown('user', username)
        if (change.isDisabled || change.passwordHash !== undefined)
          await tx.deleteFrom('session').where('username', '=', username).execute()
        const { passwordHash, ...rest } = change
        await appendAudit(tx, {
          ...by,
          action: 'user.update',
          subject: username,
          detail: { ...rest, ...(passwordHash === undefined ? {} : { password: 'changed' }) },
        })
        return userOf(found)
      }),
  }
}
