import { expect, test } from 'vitest'
import { madeBook } from './book.ts'
import { auc, columnAucs } from './single-columns.ts'

const book = madeBook(1, 12_000)

test('the measure knows perfect, reversed and tied scores', () => {
  const truth = Uint8Array.from([0, 0, 1, 1])
  expect(auc(Float64Array.from([1, 2, 3, 4]), truth)).toBe(1)
  expect(auc(Float64Array.from([4, 3, 2, 1]), truth)).toBe(0)
  expect(auc(Float64Array.from([1, 1, 1, 1]), truth)).toBe(0.5)
})

test('no raw column of any file predicts the truth', () => {
  const { tables, key } = book()
  const truth = new Map([...key.claims].map(([id, answer]) => [id, answer.isFraud]))
  const found = columnAucs(tables, truth)
  expect(found.length).toBeGreaterThan(350)
  expect(found.filter((column) => column.auc >= 0.75)).toEqual([])
})

test('the measure finds a column that gives the truth away', () => {
  const { tables, key } = book()
  const truth = new Map([...key.claims].map(([id, answer]) => [id, answer.isFraud]))
  const claims = tables.find((t) => t.name === 'claims')
  if (!claims) throw new Error('no claims')
  const leaky = {
    ...claims,
    columns: [...claims.columns, 'leak'],
    rows: claims.rows.map((row) => [...row, truth.get(row[0] ?? '') ? '7' : '3']),
  }
  const parties = tables.find((t) => t.name === 'claim_parties')
  const found = columnAucs([leaky, ...(parties ? [parties] : [])], truth)
  expect(found[0]).toMatchObject({ column: 'claims.leak' })
  expect(found[0]?.auc).toBeGreaterThan(0.99)
})
