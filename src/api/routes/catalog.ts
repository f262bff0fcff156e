/** What is on the shelves, how good the data are, which thresholds are in force. */
import { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { unknown } from '../../errors.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { catalogDocument } from '../queries/catalog-document.ts'
import { catalog, type Quality, quality, thresholds } from '../schemas/index.ts'

/** Places shown of each kind of fault. */
const PLACES = 5

export const catalogEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/catalog',
    summary: 'Sources, features, rules, links and signals',
    access: 'catalog:read',
    response: catalog,
    handle: async ({ context }) => catalogDocument(context.catalog),
  }),
  endpoint({
    method: 'get',
    path: '/v1/quality',
    summary: 'What was loaded, what failed its checks, what was set aside',
    access: 'quality:read',
    response: quality,
    handle: async ({ view }) =>
      view.once<Quality>('quality', async () => {
        const { db } = view.warehouse
        const [batches, checks, quarantined] = await Promise.all([
          db
            .selectFrom('meta.batch')
            .selectAll()
            .orderBy('loaded_at', 'desc')
            .orderBy('file')
            .limit(500)
            .execute(),
          db.selectFrom('meta.check_result').selectAll().orderBy('source').orderBy('name').execute(),
          sql<{
            source: string
            file: string
            code: string
            records: number
            places: { line: number; column: string | null; reason: string }[]
          }>`
            select source, file, code, count(*) as records,
              list({ 'line': line, 'column': column_name, 'reason': reason } order by line)[1:${sql.lit(PLACES)}] as places
            from meta.quarantine group by source, file, code order by records desc, source, file, code`.execute(
            db,
          ),
        ])
        return {
          batches: batches.map((row) => ({
            batchId: row.batch_id,
            source: row.source,
            file: row.file,
            bytes: row.bytes,
            encoding: row.encoding,
            records: row.records,
            accepted: row.accepted,
            quarantined: row.quarantined,
            duplicate: row.duplicate,
            unknownColumns: row.unknown_columns ? row.unknown_columns.split(',') : [],
            loadedAt: row.loaded_at.toISOString(),
          })),
          checks: checks.map((row) => ({
            source: row.source,
            name: row.name,
            severity: row.severity === 'stop' ? 'stop' : 'warn',
            failed: row.failed,
            checkedAt: row.checked_at.toISOString(),
          })),
          quarantined: quarantined.rows,
        }
      }),
  }),
  endpoint({
    method: 'get',
    path: '/v1/thresholds',
    summary: 'The thresholds in force',
    access: 'thresholds:read',
    response: thresholds,
    async handle({ context }) {
      const active = await context.operations.thresholds.active()
      if (!active) throw unknown('thresholds', 'active')
      return {
        version: active.version,
        createdAt: active.createdAt.toISOString(),
        author: active.author,
        reason: active.reason,
        content: z.record(z.string(), z.unknown()).parse(active.content),
      }
    },
  }),
]
