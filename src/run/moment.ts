/** The moment that a book is seen at. */
import { sql } from 'kysely'
import { UserError } from '../errors.ts'
import type { RunContext } from './context.ts'

/** The book's fixed moment, or the end of the last day on which something became known of a claim or policy. */
export async function moment({ book, warehouse }: RunContext): Promise<Date> {
  if (book.asOf !== 'latest') return new Date(book.asOf)
  const { rows } = await sql<{ last: Date | null }>`
    select max(known_at) as last from (
      select max(known_at) as known_at from core.claim
      union all select max(known_at) from core.claim_event
      union all select max(known_at) from core.policy
    )`.execute(warehouse.db)
  const last = rows[0]?.last
  if (!last) throw new UserError('missing rows: no claim or policy is loaded [load the book first]', 422)
  return new Date(Math.floor(last.getTime() / 86_400_000) * 86_400_000 + 86_400_000)
}
