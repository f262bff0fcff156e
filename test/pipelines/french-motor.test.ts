import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { book } from '../../pipelines/french-motor/index.ts'
import { openRealBook, type RealBook, realFolder } from './real-book.ts'

const folder = realFolder('french-motor')

describe.skipIf(!folder)('on the real files', () => {
  let real: RealBook
  beforeAll(async () => {
    real = await openRealBook(book, folder as string)
  })
  afterAll(() => real?.close())

  test('every record enters, and what is odd is said', () => {
    expect(real.report.sources.map((source) => [source.source, source.accepted, source.quarantined])).toEqual(
      [
        ['french-motor/policies', 678013, 0],
        ['french-motor/vehicles', 678013, 0],
        ['french-motor/claims', 26444, 0],
      ],
    )
    const odd = Object.fromEntries(
      real.report.checks.filter((check) => check.failed > 0).map((check) => [check.name, check.failed]),
    )
    expect(odd).toEqual({ exposure_over_a_year: 1224 })
  })

  test('sums are those of the files', async () => {
    const [sums] = await real.rows<Record<string, number>>(
      'select sum(claim_count) as claims, sum(exposure_years) as years, max(claim_count) as most from core.policy',
    )
    expect(sums.claims).toBe(36102)
    expect(sums.years).toBeCloseTo(358499.44, 1)
    expect(sums.most).toBe(16)
  })

  test('the task: a count over at most a year, judged before any claim is known', async () => {
    const [task] = book.tasks
    const { db } = real.warehouse
    const asOf = new Date(book.asOf)
    const labels = await real.warehouse.columns(task.labels(db, asOf), { y: 'f64', exposure: 'f64' })
    expect(labels.rows).toBe(678013)
    expect(labels.columns.exposure.every((years) => years > 0 && years <= 1)).toBe(true)
    const spine = await real.warehouse.columns(task.spine(db, asOf), { entity_id: 'string', as_of: 'f64' })
    expect(spine.rows).toBe(678013)
    expect(
      await real.rows(`select count(*) as n from core.claim where known_at <= timestamp '2004-01-01'`),
    ).toEqual([{ n: 0 }])
  })
})
