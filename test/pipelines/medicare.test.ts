import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { book } from '../../pipelines/medicare/index.ts'
import { openRealBook, type RealBook, realFolder } from './real-book.ts'

const folder = realFolder('medicare')

describe.skipIf(!folder)('on the real files', () => {
  let real: RealBook
  beforeAll(async () => {
    real = await openRealBook(book, folder as string)
  })
  afterAll(() => real?.close())

  test('every record enters', () => {
    const rows = Object.fromEntries(real.report.sources.map((source) => [source.source, source.accepted]))
    expect(rows).toEqual({
      'medicare/beneficiaries': 138556,
      'medicare/policies': 138556,
      'medicare/chronic_conditions': 537657,
      'medicare/providers': 5410,
      'medicare/physicians': 18256,
      'medicare/claims': 40474,
      'medicare/claim_parties': 142156,
      'medicare/claim_items': 397494,
      'medicare/stays': 40474,
      'medicare/investigations': 5410,
    })
    expect(real.report.sources.every((source) => source.quarantined === 0 && source.duplicate === 0)).toBe(
      true,
    )
    expect(real.report.checks.filter((check) => check.failed > 0)).toEqual([])
  })

  test('every party that a claim names is there', async () => {
    expect(
      await real.rows(
        'select role, count(*) as n from core.claim_party as c anti join core.party as p on c.party_id = p.party_id group by 1',
      ),
    ).toEqual([])
  })

  test('a claim comes apart into its parties and items', async () => {
    expect(
      await real.rows(
        `select party_id, role from core.claim_party where claim_id = 'CLM66048' order by role`,
      ),
    ).toEqual([
      { party_id: 'PRV55907', role: 'hospital' },
      { party_id: 'BENE11001', role: 'insured' },
      { party_id: 'PHY318495', role: 'physician' },
    ])
    expect(
      await real.rows(
        `select item_kind, code, quantity, amount from core.claim_item where claim_id = 'CLM66048' order by item_id`,
      ),
    ).toEqual([
      { item_kind: 'diagnosis', code: '6186', quantity: null, amount: null },
      { item_kind: 'diagnosis', code: '2948', quantity: null, amount: null },
      { item_kind: 'diagnosis', code: '56400', quantity: null, amount: null },
      { item_kind: 'room', code: 'DRG750', quantity: 3, amount: 5000 },
      { item_kind: 'procedure', code: '7092', quantity: null, amount: null },
    ])
  })

  test('the task: 2,092 hospitals with inpatient claims, judged before any outcome is known', async () => {
    const [task] = book.tasks
    const asOf = new Date(book.asOf)
    const { db } = real.warehouse
    const spine = await real.warehouse.columns(task.spine(db, asOf), { entity_id: 'string', as_of: 'f64' })
    expect(spine.rows).toBe(2092)
    expect(
      await real.rows(`select min(known_at) > timestamp '2010-02-01' as late from core.investigation`),
    ).toEqual([{ late: true }])
    expect(new Set(spine.columns.as_of)).toEqual(new Set([Date.parse('2010-02-01')]))
    const labels = await real.warehouse.columns(task.labels(db, asOf), { entity_id: 'string', y: 'f64' })
    expect(labels.rows).toBe(5410)
    expect(labels.columns.y.reduce((sum, y) => sum + y, 0)).toBe(506)
    expect((await real.warehouse.columns(task.labels(db, new Date('2010-02-01')), { y: 'f64' })).rows).toBe(0)
  })
})
