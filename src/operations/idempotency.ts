/** Answers by idempotency key: a request that is sent twice is done once. */
import type { Kysely } from 'kysely'
import { UserError } from '../errors.ts'
import type { OperationsDatabase } from './database.ts'
import type { Transact } from './transaction.ts'

export interface Answer {
  readonly status: number
  /** Plain JSON. */
  readonly body: unknown
}

export interface RequestKey {
  readonly key: string
  readonly actor: string
  /** Hash of method, path and body. */
  readonly requestHash: string
}

export interface Idempotency {
  /** The answer given before; null for a new key; UserError 422 when the key came with another request. */
  find(request: RequestKey): Promise<Answer | null>
  /** Keeps the answer; the first one stands. */
  keep(request: RequestKey, answer: Answer, at: Date): Promise<void>
  /** Forgets keys older than `before` and gives the number. */
  prune(before: Date): Promise<number>
}

export function idempotencyOf(db: Kysely<OperationsDatabase>, transaction: Transact): Idempotency {
  return {
    async find({ key, actor, requestHash }) {
      const row = await db
        .selectFrom('idempotency')
        .selectAll()
        .where('actor', '=', actor)
        .where('key', '=', key)
        .executeTakeFirst()
      if (!row) return null
      if (row.request_hash !== requestHash)
        throw new UserError(
          `invalid idempotency key: ${JSON.stringify(key)} [used for another request, take a new one]`,
          422,
        )
      return { status: row.status, body: JSON.parse(row.body) }
    },
    keep: ({ key, actor, requestHash }, answer, at) =>
      transaction(async (tx) => {
        await tx
          .insertInto('idempotency')
          .values({
            key,
            actor,
            request_hash: requestHash,
            status: answer.status,
            body: JSON.stringify(answer.body ?? null),
            at,
          })
          .onConflict((conflict) => conflict.columns(['actor', 'key']).doNothing())
          .execute()
      }),
    prune: (before) =>
      transaction(async (tx) => {
        const result = await tx.deleteFrom('idempotency').where('at', '<', before).executeTakeFirst()
        return Number(result.numDeletedRows)
      }),
  }
}
