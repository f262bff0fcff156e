import type { Column } from 'claimscope'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HEADER } from '../../pipelines/carclaims/file.ts'
import { book } from '../../pipelines/carclaims/index.ts'
import { openRealBook, type RealBook, realFolder } from './real-book.ts'

const folder = realFolder('carclaims')

test('every column of the file is used by some table, but for two that others decide', () => {
  const reads = new Set(
    book.sources.flatMap((source) =>
      Object.values(source.columns as Readonly<Record<string, Column>>).flatMap((column) => column.reads),
    ),
  )
  // The stated age decides its band; the days from inception to claim have no column of their own.
  expect(HEADER.filter((name) => !reads.has(name))).toEqual(['Days:Policy-Claim', 'AgeOfPolicyHolder'])
})

describe.skipIf(!folder)('on the real file', () => {
  let real: RealBook
  beforeAll(async () => {
    real = await openRealBook(book, folder as string)
  })
  afterAll(() => real?.close())

  test('every record enters every table', async () => {
    const rows = Object.fromEntries(real.report.sources.map((source) => [source.source, source.accepted]))
    expect(rows).toEqual({
      'carclaims/policyholders': 15420,
      'carclaims/representatives': 16,
      'carclaims/policies': 15420,
      'carclaims/vehicles': 15420,
      'carclaims/claims': 15420,
      'carclaims/claim_parties': 30840,
      'carclaims/investigations': 15420,
    })
    expect(real.report.sources.every((source) => source.quarantined === 0)).toBe(true)
    expect((await real.load()).sources.every((source) => source.records === 0)).toBe(true)
  })

  test('losses lie in the year that the file states, on the weekday that it states, and are never reported before', async () => {
    expect(
      await real.rows(
        'select year(loss_at) as year, count(*) as claims, count(*) filter (reported_at < loss_at) as early from core.claim group by 1 order by 1',
      ),
    ).toEqual([
      { year: 1994, claims: 6142, early: 0 },
      { year: 1995, claims: 5195, early: 0 },
      { year: 1996, claims: 4083, early: 0 },
    ])
    expect(
      await real.rows(
        `select dayname(loss_at) as day, count(*) as claims from core.claim where dayname(loss_at) in ('Monday', 'Sunday') group by 1 order by 1`,
      ),
    ).toEqual([
      { day: 'Monday', claims: 2616 },
      { day: 'Sunday', claims: 1745 },
    ])
    // Record 1: week 5 of December 1994 has no Wednesday, so the one before; claimed in the first week of January.
    expect(
      await real.rows(
        `select loss_date, strftime(reported_at, '%Y-%m-%d') as reported from core.claim where claim_id = 'C1'`,
      ),
    ).toEqual([{ loss_date: '1994-12-28', reported: '1995-01-03' }])
  })

  test('bands keep their order and their number', async () => {
    expect(
      await real.rows(
        'select vehicle_age_years as age, count(*) as n from core.insured_object group by 1 order by 1',
      ),
    ).toEqual(
      [
        [0, 373],
        [2, 73],
        [3, 152],
        [4, 229],
        [5, 1357],
        [6, 3448],
        [7, 5807],
        [8, 3981],
      ].map(([age, n]) => ({ age, n })),
    )
    expect(await real.rows('select count(*) as n from core.policy where holder_age is null')).toEqual([
      { n: 320 },
    ])
    expect(
      await real.rows('select count(*) as n from core.claim where address_changed_days is null'),
    ).toEqual([{ n: 14324 }])
  })

  test('the task: one entity a claim, 923 frauds, all known at the end of 1997, told apart by the year of the loss', async () => {
    const [task] = book.tasks
    const asOf = new Date(book.asOf)
    const { db } = real.warehouse
    const spine = await real.warehouse.columns(task.spine(db, asOf), { entity_id: 'string', as_of: 'f64' })
    expect(spine.rows).toBe(15420)
    const split = await real.warehouse.columns(task.splitAt?.(db) ?? '', { split_at: 'f64' })
    const testFrom = task.split.kind === 'time' ? Date.parse(task.split.testFrom) : Number.NaN
    expect(split.columns.split_at.filter((at) => at >= testFrom)).toHaveLength(4083)
    const labels = await real.warehouse.columns(task.labels(db, asOf), { y: 'f64' })
    expect(labels.rows).toBe(15420)
    expect(labels.columns.y.reduce((sum, y) => sum + y, 0)).toBe(923)
  })
})
