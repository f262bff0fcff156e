import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { views } from '../../features/index.ts'
import type { FeatureExample, FeatureView } from '../../src/feature.ts'
import { featurize } from '../../src/featurization/index.ts'
import { tables } from '../../src/schema/database.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { emptyWarehouse, fill } from './example-warehouse.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await emptyWarehouse()
})
afterAll(() => warehouse.close())
beforeEach(() => warehouse.execute(tables.map((t) => `delete from ${t.name}`).join(';')))

async function valuesOf(view: FeatureView, example: FeatureExample, asOf: string) {
  const features = Object.keys(view.features)
  const spine = [{ entity_id: example.entityId, as_of: new Date(`${asOf}T00:00:00Z`) }]
  const { matrix } = await featurize(warehouse, [view], view.entity, spine, { features })
  return Object.fromEntries(
    features.map((name, i) => {
      const value = matrix.columns[i][0]
      return [name, Number.isNaN(value) ? null : value]
    }),
  )
}

function compare(got: Record<string, number | null>, expected: Readonly<Record<string, number | null>>) {
  for (const [name, value] of Object.entries(expected)) {
    const found = got[name]
    if (value === null || found === null || found === undefined)
      expect({ [name]: found }).toEqual({ [name]: value })
    else
      expect(Math.abs(found - value), `${name}: ${found} for ${value}`).toBeLessThan(
        1e-4 * Math.max(1, Math.abs(value)),
      )
  }
}

describe.each(views.map((view) => [view.name, view] as const))('%s', (_, view) => {
  test.each(view.examples.map((e) => [e.title, e] as const))('%s', async (_title, example) => {
    await fill(warehouse, example.rows)
    compare(await valuesOf(view, example, example.asOf), example.expect)
    if (example.earlier) compare(await valuesOf(view, example, example.earlier.asOf), example.earlier.expect)
  })

  test('rows that become known later change nothing', async () => {
    for (const example of view.examples) {
      if (!example.earlier) continue
      await warehouse.execute(tables.map((t) => `delete from ${t.name}`).join(';'))
      await fill(warehouse, example.rows)
      const before = await valuesOf(view, example, example.earlier.asOf)
      // Everything is told again, later and under other identifiers, so that it would count if it were seen.
      const later = Object.fromEntries(
        Object.entries(example.rows)
          .filter(([table]) => momentOf(table) !== undefined)
          .map(([table, rows]) => [
            table,
            (rows as readonly Record<string, unknown>[]).map((row, i) => ({
              ...row,
              ...again(table, i, row),
              [momentOf(table)!]: new Date('2030-01-01T00:00:00Z'),
            })),
          ]),
      )
      await fill(warehouse, later as FeatureExample['rows'])
      expect(await valuesOf(view, example, example.earlier.asOf)).toEqual(before)
    }
  })

  test('an entity that nobody knows has a row', async () => {
    const got = await valuesOf(view, { ...view.examples[0], entityId: 'nobody' }, '2024-01-01')
    for (const value of Object.values(got)) expect(value === null || value === 0).toBe(true)
  })
})

/** The column that says since when a row of the table may be read. */
function momentOf(table: string): 'known_at' | 'as_of' | undefined {
  const { columns } = tables.find((t) => t.name === table)!
  if ('known_at' in columns) return 'known_at'
  return table.startsWith('graph.suspicion') ? 'as_of' : undefined
}

/** Another identifier for a copied row, so that it is a row of its own. */
function again(table: string, i: number, row: Record<string, unknown>): Record<string, unknown> {
  // Of the suspicion it is the moment that tells rows apart: the same node, later.
  if (table.startsWith('graph.suspicion')) return {}
  const def = tables.find((t) => t.name === table)!
  const own = def.key.find(
    (k) => /_id$/.test(k) && !['party_id', 'claim_id', 'source_id', 'target_id'].includes(k),
  )
  if (table === 'core.claim' || table === 'core.claim_party') return { claim_id: `${row.claim_id}-again` }
  if (table === 'graph.edge') return { source_id: `${row.source_id}-again` }
  if (table === 'graph.ring_member') return { node_id: `${row.node_id}-again` }
  if (table === 'core.entity' || table === 'core.party' || table === 'core.party_identity')
    return { party_id: `${row.party_id}-again` }
  return own && own !== 'ring_id' ? { [own]: `again-${i}` } : {}
}
