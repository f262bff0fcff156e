/** Versions of thresholds: immutable content with its hash, and a log of which one was in force since when. */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { unknown } from '../errors.ts'
import { appendAudit } from './audit.ts'
import type { OperationsDatabase, ThresholdVersionTable } from './database.ts'
import type { Transact } from './transaction.ts'
import type { By } from './users.ts'

export interface ThresholdVersion {
  readonly version: string
  readonly contentHash: string
  /** Plain JSON; its meaning belongs to `src/thresholds`. */
  readonly content: unknown
  readonly author: string
  readonly reason: string
  /** The version that it was made from. */
  readonly parent: string | null
  readonly createdAt: Date
}

export interface Activation {
  readonly version: string
  readonly activatedBy: string
  readonly activatedAt: Date
}

export interface ThresholdVersions {
  /** Keeps a new version. The same content, parent and moment give the same version once. */
  propose(
    proposal: {
      readonly content: unknown
      readonly contentHash: string
      readonly reason: string
      readonly parent: string | null
    },
    by: By,
  ): Promise<ThresholdVersion>
  /** Puts a version in force. UserError 404 when there is none of that name. */
  activate(version: string, by: By): Promise<void>
  /** The version in force; null before the first activation. */
  active(): Promise<ThresholdVersion | null>
  find(version: string): Promise<ThresholdVersion | null>
  /** Newest first. */
  list(): Promise<ThresholdVersion[]>
  /** Every activation, newest first. */
  activations(): Promise<Activation[]>
}

function versionOf(row: ThresholdVersionTable): ThresholdVersion {
  return {
    version: row.version,
    contentHash: row.content_hash,
    content: JSON.parse(row.content),
    author: row.author,
    reason: row.reason,
    parent: row.parent,
    createdAt: row.created_at,
  }
}

export function thresholdsOf(db: Kysely<OperationsDatabase>, transaction: Transact): ThresholdVersions {
  const find = async (version: string) => {
    const row = await db
      .selectFrom('threshold_version')
      .selectAll()
      .where('version', '=', version)
      .executeTakeFirst()
    return row ? versionOf(row) : null
  }
  return {
    propose: ({ content, contentHash, reason, parent }, by) =>
      transaction(async (tx) => {
        const name = JSON.stringify([contentHash, parent, by.at.toISOString()])
        const row: ThresholdVersionTable = {
          version: `t-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`,
          content_hash: contentHash,
          content: JSON.stringify(content),
          author: by.actor,
          reason,
          parent,
          created_at: by.at,
        }
        const there = await tx
          .selectFrom('threshold_version')
          .selectAll()
          .where('version', '=', row.version)
          .executeTakeFirst()
        if (there) return versionOf(there)
        await tx.insertInto('threshold_version').values(row).execute()
        await appendAudit(tx, {
          ...by,
          action: 'threshold.propose',
          subject: row.version,
          detail: { contentHash, parent, reason },
        })
        return versionOf(row)
      }),
    activate: (version, by) =>
      transaction(async (tx) => {
        const there = await tx
          .selectFrom('threshold_version')
          .select('content_hash')
          .where('version', '=', version)
          .executeTakeFirst()
        if (!there) throw unknown('threshold version', version)
        const last = await tx
          .selectFrom('threshold_activation')
          .select(['seq', 'version'])
          .orderBy('seq', 'desc')
          .limit(1)
          .executeTakeFirst()
        if (last?.version === version) return
        await tx
          .insertInto('threshold_activation')
          .values({ seq: (last?.seq ?? 0) + 1, version, activated_by: by.actor, activated_at: by.at })
          .execute()
        await appendAudit(tx, {
          ...by,
          action: 'threshold.activate',
          subject: version,
          detail: { contentHash: there.content_hash, before: last?.version ?? null },
        })
      }),
    async active() {
      const last = await db
        .selectFrom('threshold_activation')
        .select('version')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      return last ? find(last.version) : null
    },
    find,
    async list() {
      const rows = await db
        .selectFrom('threshold_version')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('version')
        .execute()
      return rows.map(versionOf)
    },
    async activations() {
      const rows = await db.selectFrom('threshold_activation').selectAll().orderBy('seq', 'desc').execute()
      return rows.map((row) => ({
        version: row.version,
        activatedBy: row.activated_by,
        activatedAt: row.activated_at,
      }))
    },
  }
}
