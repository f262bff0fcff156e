/** Sessions by the hash of their token. */
import type { Kysely } from 'kysely'
import { appendAudit } from './audit.ts'
import type { OperationsDatabase } from './database.ts'
import type { Transact } from './transaction.ts'

export interface Session {
  readonly tokenHash: string
  readonly username: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface Sessions {
  start(session: Session): Promise<void>
  /** The session when it has not expired `at` that moment and its user is not disabled. */
  find(tokenHash: string, at: Date): Promise<Session | null>
  /** Ends a session; ending one that is not there does nothing. */
  end(tokenHash: string, at: Date): Promise<void>
  /** Takes away what has expired and gives the number. */
  prune(at: Date): Promise<number>
}

export function sessionsOf(db: Kysely<OperationsDatabase>, transaction: Transact): Sessions {
  return {
    start: (session) =>
      transaction(async (tx) => {
        await tx
          .insertInto('session')
          .values({
            token_hash: session.tokenHash,
            username: session.username,
            created_at: session.createdAt,
            expires_at: session.expiresAt,
          })
          .execute()
        await appendAudit(tx, {
          at: session.createdAt,
          actor: session.username,
          action: 'session.start',
          subject: session.username,
        })
      }),
    async find(tokenHash, at) {
      const row = await db
        .selectFrom('session')
        .innerJoin('user', 'user.username', 'session.username')
        .select(['session.username', 'session.created_at', 'session.expires_at'])
        .where('token_hash', '=', tokenHash)
        .where('user.is_disabled', '=', false)
        .executeTakeFirst()
      if (!row || row.expires_at.getTime() <= at.getTime()) return null
      return { tokenHash, username: row.username, createdAt: row.created_at, expiresAt: row.expires_at }
    },
    end: (tokenHash, at) =>
      transaction(async (tx) => {
        const row = await tx
          .selectFrom('session')
          .select('username')
          .where('token_hash', '=', tokenHash)
          .executeTakeFirst()
        if (!row) return
        await tx.deleteFrom('session').where('token_hash', '=', tokenHash).execute()
        await appendAudit(tx, { at, actor: row.username, action: 'session.end', subject: row.username })
      }),
    prune: (at) =>
      transaction(async (tx) => {
        const result = await tx.deleteFrom('session').where('expires_at', '<=', at).executeTakeFirst()
        return Number(result.numDeletedRows)
      }),
  }
}
