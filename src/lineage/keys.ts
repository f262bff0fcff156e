/** What the identifiers of the tables speak of, so that rows can be followed from one table to the next. */
import { type Database, tableDef, tables } from '../schema/database.ts'
import type { Entity } from '../schema/words.ts'

/** What an identifier names. */
export type Subject = 'claim' | 'policy' | 'party' | 'entity' | 'object' | 'node' | 'ring' | 'document'

const BY_COLUMN: Readonly<Record<string, Subject>> = {
  claim_id: 'claim',
  policy_id: 'policy',
  object_id: 'object',
  entity_id: 'entity',
  ring_id: 'ring',
  node_id: 'node',
  source_id: 'node',
  target_id: 'node',
  article_id: 'document',
  post_id: 'document',
  document_id: 'document',
  ...Object.fromEntries(
    [
      'party_id',
      'claimant_id',
      'handler_id',
      'policyholder_id',
      'insured_id',
      'agent_id',
      'group_id',
      'payee_id',
      'provider_id',
      'hospital_id',
      'physician_id',
      'employer_id',
      'actor_id',
      'party_id_l',
      'party_id_r',
    ].map((column) => [column, 'party' as const]),
  ),
}

/** A column that names something, and what. */
export interface Reference {
  readonly column: string
  readonly subject: Subject
}

/** The columns of a table that name something; `subject_id` of an investigation names a claim, a party or a policy. */
export function referencesOf(table: keyof Database): Reference[] {
  return Object.keys(tableDef(table).columns).flatMap((column): Reference[] => {
    if (column === 'subject_id')
      return [
        { column, subject: 'claim' },
        { column, subject: 'party' },
        { column, subject: 'policy' },
      ]
    return BY_COLUMN[column] ? [{ column, subject: BY_COLUMN[column] }] : []
  })
}

/** What the id of an entity names. A party's features belong to the person, whatever names it goes by. */
export function subjectsOf(entity: Entity): readonly Subject[] {
  switch (entity) {
    case 'claim':
    case 'policy':
    case 'ring':
      return [entity]
    case 'party':
    case 'provider':
      return ['party', 'entity']
  }
}

/** The same thing under its other names: a node of the graph is a claim, or an entity. */
export function otherNames(subject: Subject, value: string): readonly (readonly [Subject, string])[] {
  if (subject === 'claim' || subject === 'entity') return [['node', `${subject}:${value}`]]
  if (subject !== 'node') return []
  const at = value.indexOf(':')
  const kind = value.slice(0, at)
  return kind === 'claim' || kind === 'entity' ? [[kind, value.slice(at + 1)]] : []
}

const NAMES: ReadonlySet<string> = new Set(tables.map(({ name }) => name))

/** Whether there is a table of that name. */
export const isTable = (name: string): name is keyof Database => NAMES.has(name)

/** A cell of a key as DuckDB writes it. */
export function cellText(value: unknown): string {
  if (!(value instanceof Date)) return String(value ?? '')
  return value
    .toISOString()
    .replace('T', ' ')
    .replace(/(\.0+)?Z$/, '')
}

/** A row's key as one text: the value itself, or a JSON array where the key has several columns. */
export function keyText(table: keyof Database, row: Readonly<Record<string, unknown>>): string {
  const values = tableDef(table).key.map((column) => cellText(row[column]))
  return values.length === 1 ? values[0] : JSON.stringify(values)
}
