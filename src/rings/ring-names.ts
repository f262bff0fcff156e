/** Names of what stands in rings: read when the rings are known, so that a large book's names need not be held. */
import type { Warehouse } from '../warehouse/index.ts'
import type { RingBook } from './ring-book.ts'
import type { Group } from './typology.ts'

/** Names by the number that SQL gave each row. */
export interface RingNames {
  readonly entity: (number: number) => string
  readonly claim: (number: number) => string
  /** Node of the graph. */
  readonly thing: (number: number) => string
}

/** Makes `staging.ring_wanted`, in which numbers are asked for. */
export async function stageWanted(warehouse: Warehouse, numbers: Iterable<number>): Promise<void> {
  await warehouse.execute('create or replace table staging.ring_wanted (number integer)')
  await warehouse.append('staging.ring_wanted', { number: Int32Array.from(numbers) })
}

/** Reads the names of some groups from the tables that the book was read from. */
export async function readNames(
  warehouse: Warehouse,
  { persons, providers, things }: RingBook,
  groups: readonly Group[],
): Promise<RingNames> {
  const read = async (table: string, column: string, numbers: Iterable<number>) => {
    await stageWanted(warehouse, new Set(numbers))
    const { columns } = await warehouse.columns(
      `select w.number, t.${column} as name from staging.ring_wanted w join staging.ring_${table} t on t.rowid = w.number`,
      { number: 'i32', name: 'string' },
    )
    const names = new Map(Array.from(columns.number, (number, i) => [number, columns.name[i] as string]))
    return (number: number) => names.get(number) ?? ''
  }
  const entities = groups.flatMap((group) => [
    ...group.persons.map((person) => persons.entity[person]),
    ...group.providers.map((provider) => providers.entity[provider]),
  ])
  return {
    entity: await read('entity', 'entity_id', entities),
    claim: await read(
      'claim',
      'claim_id',
      groups.flatMap((group) => group.claims),
    ),
    thing: await read(
      'thing',
      'target_id',
      groups.flatMap((group) => group.things.map((thing) => things.number[thing])),
    ),
  }
}
