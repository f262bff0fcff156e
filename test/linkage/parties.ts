/** Parties for tests: a warehouse in memory, filled by hand or from published files. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { schemaDdl } from '../../src/schema/database.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

const DATA = resolve(process.env.CLAIMSCOPE_DATA ?? '../shared/data')

/** A party with its identity; what is left out is unknown. */
export interface TestParty {
  party_id: string
  party_type?: string
  gender?: string | null
  birth_date?: string | null
  name?: string | null
  id_number?: string | null
  phone?: string | null
  email?: string | null
  bank_account?: string | null
  address?: string | null
  postcode?: string | null
}

const AT = new Date('2025-01-01T00:00:00Z')

export async function emptyWarehouse(): Promise<Warehouse> {
  const warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
  await warehouse.execute(schemaDdl())
  return warehouse
}

/** Adds parties and identities, known on 2025-01-01. */
export async function addParties(warehouse: Warehouse, parties: readonly TestParty[]): Promise<void> {
  const column = <K extends keyof TestParty>(key: K) =>
    parties.map((p) => p[key] ?? null) as (string | null)[]
  const stamped = {
    party_id: parties.map((p) => p.party_id),
    book: parties.map(() => 'test'),
    source: parties.map(() => 'test/parties'),
    batch_id: parties.map(() => 'b1'),
    source_line: Int32Array.from(parties, (_, i) => i + 1),
    event_at: parties.map(() => AT),
    known_at: parties.map(() => AT),
  }
  await warehouse.append('core.party', {
    ...stamped,
    party_type: parties.map((p) => p.party_type ?? 'person'),
    gender: column('gender'),
    birth_date: column('birth_date'),
  })
  await warehouse.append('core.party_identity', {
    ...stamped,
    name: column('name'),
    id_number: column('id_number'),
    phone: column('phone'),
    email: column('email'),
    bank_account: column('bank_account'),
    address: column('address'),
    postcode: column('postcode'),
  })
}

/** party_id to entity_id. */
export async function entities(warehouse: Warehouse): Promise<Map<string, string>> {
  const rows = await warehouse.db
    .selectFrom('core.entity')
    .select(['party_id', 'entity_id'])
    .orderBy('party_id')
    .execute()
  return new Map(rows.map((row) => [row.party_id, row.entity_id]))
}

/** Records of a simple CSV file without quotes, by column; undefined when the file is not there. */
export function readCsv(name: string): Record<string, string>[] | undefined {
  const path = `${DATA}/${name}`
  if (!existsSync(path)) return undefined
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split('\n')
  const names = header.split(',').map((text) => text.trim())
  return lines.map((line) => {
    const values = line.split(',')
    return Object.fromEntries(names.map((key, i) => [key, (values[i] ?? '').trim()]))
  })
}

/** A day that exists, or null. */
export function day(text: string): string | null {
  const iso = /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text
  const date = new Date(`${iso}T00:00:00Z`)
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? null : iso
}
