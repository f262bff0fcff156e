/** The rows that hang together with an entity: found by the identifiers that they share, step by step. */
import { sql } from 'kysely'
import type { Database } from '../schema/database.ts'
import type { Entity } from '../schema/words.ts'
import { quoteName, type Warehouse } from '../warehouse/index.ts'
import { otherNames, type Reference, referencesOf, type Subject, subjectsOf } from './keys.ts'
import type { Reads } from './reads.ts'

export const DEFAULTS = {
  /** Steps from row to row: claim, party, entity, telephone, who shares it, their parties, their claims. */
  steps: 7,
  /** An identifier that leads to more rows of a table is not followed there: an adjuster's thousand claims. */
  fanOut: 200,
  /** Rows of a table, at most. */
  rows: 400,
} as const

/** A row that was reached. */
export interface Reached {
  readonly table: keyof Database
  readonly rowid: number
  readonly row: Readonly<Record<string, unknown>>
  /** Steps from the entity, from 0. */
  readonly step: number
  /** `party_id K12: claimant_id of core.claim`; without numbers of telephones and accounts. */
  readonly via: string
}

/** Follows the identifiers of an entity through the tables of a query, by the columns that it reads. */
export async function reach(
  warehouse: Warehouse,
  reads: Reads,
  entity: Entity,
  entityId: string,
): Promise<{ readonly rows: Reached[]; readonly cut: ReadonlySet<keyof Database> }> {
  const known = new Map<string, string>()
  const learn = (subject: Subject, value: string, via: string): boolean => {
    const key = `${subject}\n${value}`
    if (known.has(key)) return false
    known.set(key, via)
    for (const [other, name] of otherNames(subject, value)) learn(other, name, via)
    return true
  }
  for (const subject of subjectsOf(entity)) learn(subject, entityId, `${entity} ${entityId}`)
  // Who is who stands in core.entity whether the query reads it or not: a party leads to its entity.
  const searched = [...new Set<keyof Database>([...reads.keys(), 'core.entity'])]
  const followed = new Map(
    searched.map((table) => [
      table,
      referencesOf(table).filter(
        ({ column }) => table === 'core.entity' || reads.get(table)?.includes(column) === true,
      ),
    ]),
  )
  const found = new Map<string, Reached>()
  const cut = new Set<keyof Database>()
  let news = new Set(known.keys())
  for (let step = 0; step < DEFAULTS.steps && news.size > 0; step++) {
    const before = new Set(known.keys())
    for (const table of searched)
      for (const reference of followed.get(table) ?? []) {
        const values = valuesOf(news, reference.subject)
        if (values.length === 0) continue
        const { rows, isCut } = await rowsWith(warehouse, table, reference, values)
        if (isCut) cut.add(table)
        for (const row of rows) {
          const key = `${table}\n${row._row}`
          if (found.has(key)) continue
          const value = String(row[reference.column])
          const { _row, ...cells } = row
          const from = known.get(`${reference.subject}\n${value}`) ?? ''
          const via = `${reference.column} ${shownName(reference.subject, value)}: ${from}`
          found.set(key, { table, rowid: Number(_row), row: cells, step, via })
          for (const { column, subject } of followed.get(table) ?? []) {
            const next = row[column]
            if (column === 'subject_id' || next === null || next === '') continue
            learn(subject, String(next), `${column} of ${table}`)
          }
        }
      }
    news = new Set([...known.keys()].filter((key) => !before.has(key)))
  }
  return { rows: [...found.values()].filter(({ table }) => reads.has(table)), cut }
}

/** A node's id is a telephone or an account number; it is called by its kind. */
const shownName = (subject: Subject, value: string): string =>
  subject === 'node' && !/^(entity|claim):/.test(value) ? value.slice(0, value.indexOf(':')) : value

function valuesOf(keys: ReadonlySet<string>, subject: Subject): string[] {
  const prefix = `${subject}\n`
  return [...keys].flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []))
}

interface Found {
  readonly rows: (Record<string, unknown> & { readonly _row: number })[]
  readonly isCut: boolean
}

async function rowsWith(
  warehouse: Warehouse,
  table: keyof Database,
  { column }: Reference,
  values: readonly string[],
): Promise<Found> {
  const { rows } = await sql<Record<string, unknown> & { _row: number; _fan: number }>`
    select rowid as _row, *, count(*) over (partition by ${sql.ref(column)}) as _fan
    from ${sql.table(table)} where ${sql.raw(quoteName(column))} in (select unnest(${values}::varchar[]))
    limit ${sql.lit(DEFAULTS.rows * 5)}`.execute(warehouse.db)
  const few = rows.filter(({ _fan }) => Number(_fan) <= DEFAULTS.fanOut).slice(0, DEFAULTS.rows)
  return {
    rows: few.map(({ _fan, ...row }) => row as Found['rows'][number]),
    isCut: few.length < rows.length,
  }
}
