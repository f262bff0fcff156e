/** To which line of business rows of any table belong: their own, or that of their claim or policy. */
import { sql } from 'kysely'
import type { Principal } from '../../security/index.ts'
import { seesLine } from '../../security/index.ts'
import type { View } from '../snapshot-holder.ts'
import { seenRings } from './seen-rings.ts'

type Row = Readonly<Record<string, unknown>>

/** Columns of measures that were taken over the whole graph. */
const WHOLE = ['suspicion', 'page_rank']

/**
 * Whether a user may see each of the rows; rows without a line belong to everybody, but for those of rings that he does not see whole
 * and of measures of the whole graph.
 */
export async function seesRows(
  view: View,
  user: Pick<Principal, 'lines'>,
  rows: readonly Row[],
): Promise<boolean[]> {
  if (user.lines === null) return rows.map(() => true)
  const rings = rows.some((row) => 'ring_id' in row) ? await seenRings(view, user.lines) : undefined
  const claims = await linesOf(view, 'claim', rows)
  const policies = await linesOf(view, 'policy', rows)
  return rows.map((row) => {
    if ('ring_id' in row && !rings?.get(String(row.ring_id))?.isWhole) return false
    if (WHOLE.some((column) => column in row)) return false
    const own = typeof row.line === 'string' ? row.line : undefined
    const line = own ?? claims.get(claimOf(row)) ?? policies.get(String(row.policy_id ?? '')) ?? null
    return seesLine(user, line)
  })
}

const claimOf = (row: Row): string => {
  if (typeof row.claim_id === 'string' && row.claim_id !== '') return row.claim_id
  if (row.subject_kind === 'claim') return String(row.subject_id)
  return /^claim:(.*)$/s.exec(String(row.target_id ?? row.node_id ?? ''))?.[1] ?? ''
}

async function linesOf(
  view: View,
  kind: 'claim' | 'policy',
  rows: readonly Row[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.map((row) => (kind === 'claim' ? claimOf(row) : String(row.policy_id ?? ''))))]
  const { rows: found } = await sql<{ id: string; line: string }>`
    select ${sql.ref(`${kind}_id`)} as id, line from ${sql.table(`core.${kind}`)}
    where ${sql.ref(`${kind}_id`)} in (select unnest(${ids}::varchar[]))`.execute(view.warehouse.db)
  return new Map(found.map(({ id, line }) => [id, line]))
}
