/** The audit trail: a SHA-256 chain of who did what, when, to what; a changed, missing or reordered row breaks it. */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AuditTable, OperationsDatabase } from './database.ts'
import type { Transact, Tx } from './transaction.ts'

export const DEFAULTS = {
  /** What stands before the first row. */
  genesis: '0'.repeat(64),
  /** Rows read at a time when the chain is checked. */
  batch: 5000,
} as const

export interface AuditEntry {
  readonly at: Date
  readonly actor: string
  /** Verb with its object: `alert.close`, `session.start`, `threshold.activate`. */
  readonly action: string
  readonly subject: string
  /** Plain JSON; no secrets, no sensitive values. */
  readonly detail?: Readonly<Record<string, unknown>>
}

export interface AuditRecord extends Required<AuditEntry> {
  readonly seq: number
  readonly hash: string
}

/** What a check of the chain found; `brokenAt` is the first row that does not follow from the one before. */
export interface AuditVerdict {
  readonly ok: boolean
  readonly entries: number
  readonly head: string
  readonly brokenAt: number | null
}

export interface Audit {
  /** Adds an entry in a transaction of its own. */
  record(entry: AuditEntry): Promise<void>
  /** Newest first; `before` is the `seq` of the last entry seen. */
  list(options?: { limit?: number; before?: number; subject?: string }): Promise<AuditRecord[]>
  /** Walks the whole chain. `expectedHead`, kept elsewhere, also finds a tail that was cut off. */
  verify(expectedHead?: string): Promise<AuditVerdict>
}

type Hashed = Omit<AuditTable, 'hash'>

function hashOf(row: Hashed): string {
  const text = JSON.stringify([
    row.seq,
    row.at.toISOString(),
    row.actor,
    row.action,
    row.subject,
    row.detail,
    row.previous_hash,
  ])
  return createHash('sha256').update(text).digest('hex')
}

/** Adds an entry to the chain within a transaction: what it tells of is kept or lost together with it. */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const last = await tx
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const row: Hashed = {
    seq: (last?.seq ?? 0) + 1,
    at: entry.at,
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject,
    detail: JSON.stringify(entry.detail ?? {}),
    previous_hash: last?.hash ?? DEFAULTS.genesis,
  }
  await tx
    .insertInto('audit')
    .values({ ...row, hash: hashOf(row) })
    .execute()
}

export function auditOf(db: Kysely<OperationsDatabase>, transaction: Transact): Audit {
  return {
    record: (entry) => transaction((tx) => appendAudit(tx, entry)),
    async list({ limit = 100, before, subject } = {}) {
      let query = db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(limit)
      if (before !== undefined) query = query.where('seq', '<', before)
      if (subject !== undefined) query = query.where('subject', '=', subject)
      const rows = await query.execute()
      return rows.map(({ previous_hash: _, detail, ...row }) => ({ ...row, detail: JSON.parse(detail) }))
    },
    async verify(expectedHead) {
      let previous: string = DEFAULTS.genesis
      let seq = 0
      for (;;) {
        const rows = await db
          .selectFrom('audit')
          .selectAll()
          .where('seq', '>', seq)
          .orderBy('seq')
          .limit(DEFAULTS.batch)
          .execute()
        for (const row of rows) {
          const follows = row.seq === seq + 1 && row.previous_hash === previous && row.hash === hashOf(row)
          if (!follows) return { ok: false, entries: seq, head: previous, brokenAt: row.seq }
          seq = row.seq
          previous = row.hash
        }
        if (rows.length < DEFAULTS.batch) break
      }
      const ok = expectedHead === undefined || expectedHead === previous
      return { ok, entries: seq, head: previous, brokenAt: ok ? null : seq + 1 }
    },
  }
}
