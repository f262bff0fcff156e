/** Migrations of the operations store: applied in the order of their names, once, on DuckDB and PostgreSQL alike. */
import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import type { OperationsDatabase } from './database.ts'

const timestamptz = sql`timestamptz`

/** Only keys and columns that never change are indexed: DuckDB rewrites a row whose indexed column is updated. */
const create: Migration = {
  async up(db) {
    await db.schema
      .createTable('user')
      .addColumn('username', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('lines', 'text')
      .addColumn('password_hash', 'text', (c) => c.notNull())
      .addColumn('is_disabled', 'boolean', (c) => c.notNull())
      .addColumn('created_at', timestamptz, (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('session')
      .addColumn('token_hash', 'text', (c) => c.primaryKey())
      .addColumn('username', 'text', (c) => c.notNull())
      .addColumn('created_at', timestamptz, (c) => c.notNull())
      .addColumn('expires_at', timestamptz, (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('alert')
      .addColumn('alert_id', 'text', (c) => c.primaryKey())
      .addColumn('dedupe_key', 'text', (c) => c.notNull().unique())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('subject_id', 'text', (c) => c.notNull())
      .addColumn('line', 'text')
      .addColumn('severity', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('disposition', 'text')
      .addColumn('probability', 'double precision', (c) => c.notNull())
      .addColumn('expected_loss_amount', 'double precision', (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('title_zh', 'text', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull())
      .addColumn('book', 'text', (c) => c.notNull())
      .addColumn('snapshot', 'text', (c) => c.notNull())
      .addColumn('model_id', 'text')
      .addColumn('threshold_version', 'text', (c) => c.notNull())
      .addColumn('raised_at', timestamptz, (c) => c.notNull())
      .addColumn('updated_at', timestamptz, (c) => c.notNull())
      .addColumn('assignee', 'text')
      .addColumn('last_seen_snapshot', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('alert_event')
      .addColumn('alert_id', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('at', timestamptz, (c) => c.notNull())
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('note', 'text')
      .addColumn('detail', 'text')
      .addPrimaryKeyConstraint('alert_event_key', ['alert_id', 'seq'])
      .execute()
    await db.schema
      .createTable('threshold_version')
      .addColumn('version', 'text', (c) => c.primaryKey())
      .addColumn('content_hash', 'text', (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .addColumn('author', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('parent', 'text')
      .addColumn('created_at', timestamptz, (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('threshold_activation')
      .addColumn('seq', 'integer', (c) => c.primaryKey())
      .addColumn('version', 'text', (c) => c.notNull())
      .addColumn('activated_by', 'text', (c) => c.notNull())
      .addColumn('activated_at', timestamptz, (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('audit')
      .addColumn('seq', 'integer', (c) => c.primaryKey())
      .addColumn('at', timestamptz, (c) => c.notNull())
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull())
      .addColumn('previous_hash', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('idempotency')
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('request_hash', 'text', (c) => c.notNull())
      .addColumn('status', 'integer', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('at', timestamptz, (c) => c.notNull())
      .addPrimaryKeyConstraint('idempotency_key', ['actor', 'key'])
      .execute()
  },
}

/** Proposals to let a model score, and what was decided on them. */
const proposals: Migration = {
  async up(db) {
    await db.schema
      .createTable('model_proposal')
      .addColumn('proposal_id', 'text', (c) => c.primaryKey())
      .addColumn('book', 'text', (c) => c.notNull())
      .addColumn('task', 'text', (c) => c.notNull())
      .addColumn('model_id', 'text', (c) => c.notNull())
      .addColumn('champion_id', 'text')
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('comparison', 'text', (c) => c.notNull())
      .addColumn('proposed_by', 'text', (c) => c.notNull())
      .addColumn('proposed_at', timestamptz, (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('model_decision')
      .addColumn('proposal_id', 'text', (c) => c.primaryKey())
      .addColumn('decision', 'text', (c) => c.notNull())
      .addColumn('note', 'text', (c) => c.notNull())
      .addColumn('decided_by', 'text', (c) => c.notNull())
      .addColumn('decided_at', timestamptz, (c) => c.notNull())
      .execute()
  },
}

/** Cases with their notes, marks and saved views. */
const cases: Migration = {
  async up(db) {
    await db.schema
      .createTable('case_file')
      .addColumn('case_id', 'text', (c) => c.primaryKey())
      .addColumn('book', 'text', (c) => c.notNull())
      .addColumn('subject_kind', 'text', (c) => c.notNull())
      .addColumn('subject_id', 'text', (c) => c.notNull())
      .addColumn('line', 'text')
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('owner', 'text')
      .addColumn('created_by', 'text', (c) => c.notNull())
      .addColumn('created_at', timestamptz, (c) => c.notNull())
      .addColumn('updated_at', timestamptz, (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('case_event')
      .addColumn('case_id', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('at', timestamptz, (c) => c.notNull())
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull())
      .addColumn('line', 'text')
      .addPrimaryKeyConstraint('case_event_key', ['case_id', 'seq'])
      .execute()
    await db.schema
      .createTable('case_note')
      .addColumn('case_id', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('at', timestamptz, (c) => c.notNull())
      .addColumn('author', 'text', (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .addColumn('node_id', 'text')
      .addColumn('line', 'text')
      .addPrimaryKeyConstraint('case_note_key', ['case_id', 'seq'])
      .execute()
    await db.schema
      .createTable('case_mark')
      .addColumn('case_id', 'text', (c) => c.notNull())
      .addColumn('node_id', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('is_pinned', 'boolean', (c) => c.notNull())
      .addColumn('is_hidden', 'boolean', (c) => c.notNull())
      .addColumn('tags', 'text', (c) => c.notNull())
      .addColumn('line', 'text')
      .addColumn('changed_by', 'text', (c) => c.notNull())
      .addColumn('changed_at', timestamptz, (c) => c.notNull())
      .addPrimaryKeyConstraint('case_mark_key', ['case_id', 'node_id', 'version'])
      .execute()
    await db.schema
      .createTable('case_view')
      .addColumn('case_id', 'text', (c) => c.notNull())
      .addColumn('view_id', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('content', 'text')
      .addColumn('changed_by', 'text', (c) => c.notNull())
      .addColumn('changed_at', timestamptz, (c) => c.notNull())
      .addPrimaryKeyConstraint('case_view_key', ['case_id', 'view_id', 'version'])
      .execute()
  },
}

export const migrations: Readonly<Record<string, Migration>> = {
  '0001_create': create,
  '0002_model_proposals': proposals,
  '0003_cases': cases,
}

/** Brings the store to the newest migration; throws what the first failing one threw. */
export async function migrate(db: Kysely<OperationsDatabase>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
