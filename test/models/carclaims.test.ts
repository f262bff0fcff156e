import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type FeatureMatrix, takeLabels, takeRows } from '../../src/model.ts'
import { trees } from '../../src/models/trees/trees.ts'
import { aucInterval } from '../../src/training/intervals.ts'

const file = join(process.env.CLAIMSCOPE_DATA ?? '../shared/data', 'carclaims/carclaims.csv')

/** Words as codes in order of appearance; what names a month or a row is left out, for it does not carry over to another year. */
const LEFT_OUT = [
  'Month',
  'MonthClaimed',
  'WeekOfMonth',
  'WeekOfMonthClaimed',
  'PolicyNumber',
  'RepNumber',
  'Year',
  'FraudFound',
]

function load(): { x: FeatureMatrix; y: Float64Array; year: number[] } {
  const [head, ...rows] = readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => [...line.matchAll(/"([^"]*)"|([^,]+)/g)].map(([, quoted, plain]) => quoted ?? plain))
  const column = (name: string) => rows.map((row) => row[head.indexOf(name)])
  const names = head.filter((name) => !LEFT_OUT.includes(name))
  const columns = names.map((name) => {
    const values = column(name)
    if (name === 'Age') return Float32Array.from(values, (v) => (v === '0' ? Number.NaN : Number(v)))
    const words = [...new Set(values)]
    return Float32Array.from(values, (v) => words.indexOf(v))
  })
  return {
    x: { names, rows: rows.length, columns, categorical: names.map((name) => name !== 'Age') },
    y: Float64Array.from(column('FraudFound'), (v) => (v === 'Yes' ? 1 : 0)),
    year: column('Year').map(Number),
  }
}

test.skipIf(!existsSync(file))(
  'real car claims: trained on 1994, fraud of 1995 is ranked with an AUC above 0.79',
  async () => {
    const { x, y, year } = load()
    const rowsOf = (wanted: number) => Int32Array.from(year.keys()).filter((i) => year[i] === wanted)
    const [train, test] = [rowsOf(1994), rowsOf(1995)]
    expect([train.length, test.length]).toEqual([6142, 5195])
    const model = await trees({
      rounds: 100,
      learningRate: 0.05,
      maxDepth: 4,
      l2: 10,
      minChildWeight: 2,
      rowSample: 0.8,
    }).fit(takeRows(x, train), takeLabels({ y }, train))
    const { value, low } = aucInterval(model.score(takeRows(x, test)), takeLabels({ y }, test).y)
    expect(value).toBeGreaterThan(0.79)
    expect(low).toBeGreaterThan(0.76)
  },
)
