import { expect, test } from 'vitest'
import { book } from '../../pipelines/febrl/index.ts'
import { writeCurve } from '../../src/linkage/index.ts'
import type { Metrics, RunContext } from '../../src/run/context.ts'
import { judgeLinkage } from '../../src/run/judge-linkage.ts'
import { emptyWarehouse } from '../linkage/parties.ts'

test('each list is judged by its own truth, and the curve by all of them', async () => {
  const warehouse = await emptyWarehouse()
  try {
    const entity = { a1: 'a1', a2: 'a1', a3: 'a3', b1: 'b1', b2: 'b1', b3: 'b3' }
    await warehouse.append('core.entity', {
      party_id: Object.keys(entity),
      entity_id: Object.values(entity),
      known_at: Object.keys(entity).map(() => new Date('2005-01-01T00:00:00Z')),
    })
    await warehouse.append('core.match', {
      party_id_l: ['a1', 'b1'],
      party_id_r: ['a2', 'b2'],
      match_weight: Float64Array.of(9, 6),
      match_probability: Float64Array.of(0.998, 0.98),
      is_vetoed: [0, 0],
      waterfall: ['[]', '[]'],
    })
    await writeCurve(warehouse, 4.25)
    const metrics: Metrics = {}
    const truth = async () => [
      {
        name: 'first',
        persons: new Map([
          ['a1', '1'],
          ['a2', '1'],
          ['a3', '1'],
        ]),
      },
      {
        name: 'second',
        persons: new Map([
          ['b1', '1'],
          ['b2', '2'],
          ['b3', '2'],
        ]),
      },
    ]
    const context = {
      warehouse,
      metrics,
      dataDirectory: '.',
      book: { ...book, truth },
    } as unknown as RunContext
    const judged = await judgeLinkage(context)
    expect(judged.lists.first).toMatchObject({ precision: 1, recall: 1 / 3 })
    expect(judged.lists.second).toMatchObject({ precision: 0, recall: 0, f1: 0 })
    expect(metrics.first_f1.value).toBe(0.5)
    expect(judged.curve.find((point) => point.is_line)).toMatchObject({
      precision_true: 0.5,
      recall_true: 0.25,
    })
  } finally {
    await warehouse.close()
  }
})
