import { expect, test } from 'vitest'
import { benjaminiHochberg, featureDrift } from '../../src/monitoring/drift.ts'
import { profileOf, WHOLE } from '../../src/monitoring/profile.ts'
import { random } from '../../src/util/random.ts'

const ROWS = 2000
const rng = random(11)
const normal = () => Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next())

/** Columns of `count` features; `make` gives a value by feature and row. */
const matrix = (count: number, rows: number, make: (j: number, i: number) => number) => ({
  names: Array.from({ length: count }, (_, j) => `f${j}`),
  columns: Array.from({ length: count }, (_, j) => Float32Array.from({ length: rows }, (_, i) => make(j, i))),
})

const parts = Array.from({ length: 4 }, (_, k) =>
  Int32Array.from({ length: ROWS / 4 }, (_, i) => (k * ROWS) / 4 + i),
)
const everyRow = (rows: number) => Int32Array.from({ length: rows }, (_, i) => i)
const lines = (rows: number) => Array.from({ length: rows }, (_, i) => (i % 2 ? 'auto' : 'health'))

test('rows from where the reference came from have not drifted, whatever their number', () => {
  const reference = profileOf(
    matrix(40, ROWS, (j) => (j % 4 === 0 && rng.next() < 0.1 ? Number.NaN : normal())),
    parts,
    lines(ROWS),
  )
  for (const size of [60, 300, 5000]) {
    const recent = matrix(40, size, (j) => (j % 4 === 0 && rng.next() < 0.1 ? Number.NaN : normal()))
    const found = featureDrift(reference, recent, everyRow(size), lines(size))
    expect(
      found.filter(({ isDrifted }) => isDrifted).map(({ feature, line }) => `${feature} ${line}`),
    ).toEqual([])
  }
})

test('p-values of unchanged features are as often small as they say', () => {
  const reference = profileOf(
    matrix(300, ROWS, () => normal()),
    parts,
    lines(ROWS).map(() => null),
  )
  const found = featureDrift(
    reference,
    matrix(300, 400, () => normal()),
    everyRow(400),
    lines(400).map(() => null),
  )
  const share = found.filter(({ pValue }) => pValue < 0.1).length / found.length
  expect(share).toBeLessThan(0.16)
  expect(share).toBeGreaterThan(0.01)
})

test('a shift, a wider spread, values gone missing and a new category are found where they are', () => {
  const before = matrix(5, ROWS, (j, i) => (j === 3 ? i % 3 : normal()))
  const reference = profileOf(before, parts, lines(ROWS))
  const recent = matrix(5, 600, (j, i) => {
    if (j === 0) return normal() + 0.8
    if (j === 1) return normal() * 2.5
    if (j === 2) return rng.next() < 0.3 ? Number.NaN : normal()
    if (j === 3) return i % 4
    return normal()
  })
  const whole = featureDrift(reference, recent, everyRow(600), lines(600)).filter(
    ({ line }) => line === WHOLE,
  )
  expect(whole.map(({ feature, isDrifted }) => [feature, isDrifted])).toEqual([
    ['f0', true],
    ['f1', true],
    ['f2', true],
    ['f3', true],
    ['f4', false],
  ])
  expect(whole[0].psi).toBeGreaterThan(0.25)
  expect(whole[0].ks).toBeGreaterThan(0.25)
  expect(whole[2].ks).toBeLessThan(0.1)
})

test('a line that moves alone is found within that line', () => {
  const reference = profileOf(
    matrix(3, ROWS, () => normal()),
    parts,
    lines(ROWS),
  )
  const recent = matrix(3, 600, (j, i) => normal() + (j === 1 && i % 2 ? 1 : 0))
  const found = featureDrift(reference, recent, everyRow(600), lines(600)).filter(
    ({ isDrifted }) => isDrifted,
  )
  expect(found.map(({ feature, line }) => `${feature} ${line}`)).toContain('f1 auto')
  expect(found.every(({ feature, line }) => feature === 'f1' && line !== 'health')).toBe(true)
})

test('what moves by itself from part to part has not drifted by moving once more', () => {
  // The month of a claim: every part of the year has its own.
  const months = (from: number) => (_: number, i: number) => from + (i % 3)
  const before = {
    names: ['month'],
    columns: [Float32Array.from({ length: ROWS }, (_, i) => Math.floor((12 * i) / ROWS))],
  }
  const [month] = featureDrift(
    profileOf(before, parts, lines(ROWS)),
    { names: ['month'], columns: matrix(1, 500, months(3)).columns },
    everyRow(500),
    lines(500),
  )
  expect(month.psi).toBeGreaterThan(1)
  expect(month.isDrifted).toBe(false)
})

test('a tiny shift in very many rows is significant, and does not matter', () => {
  const many = 60_000
  const reference = profileOf(
    matrix(2, many, () => normal()),
    [0, 1, 2, 3].map((k) => everyRow(many / 4).map((i) => i + (k * many) / 4)),
    lines(many),
  )
  const [one] = featureDrift(
    reference,
    matrix(2, many, (j) => normal() + (j === 0 ? 0.05 : 0)),
    everyRow(many),
    lines(many),
  )
  expect(one.pValue).toBeLessThan(1e-6)
  expect(one.isDrifted).toBe(false)
})

test('a kept share of false alarms', () => {
  expect(benjaminiHochberg([0.001, 0.2, 0.012, 0.9], 0.05)).toEqual([true, false, true, false])
  expect(benjaminiHochberg([], 0.05)).toEqual([])
})
