/** Pictures of the data: their geometry adds up, and what they leave out is said. */
import { expect, test } from 'vitest'
import type {
  Association,
  LineageRow,
  QuarantineDetail,
  QuarantineGroup,
  QuarantineRecord,
  ThresholdPoint,
} from '../../src/api/schemas/index.ts'
import { browserGlobals } from './dom.ts'

browserGlobals()
Object.assign(globalThis, {
  location: { pathname: '/', search: '' },
  addEventListener: () => undefined,
})
Object.assign(document, { addEventListener: () => undefined })
const { matrixOf, sideOf } = await import('../../dashboards/charts/fault-matrix.tsx')
const { shortSource } = await import('../../dashboards/source-title.ts')
const { shownBins } = await import('../../dashboards/charts/drift-bars.tsx')
const { scorePoints } = await import('../../dashboards/charts/score-spark.tsx')
const { weightBars } = await import('../../dashboards/charts/weight-waterfall.tsx')
const { apart, curveLayout } = await import('../../dashboards/charts/threshold-curve.tsx')
const { flowLayout } = await import('../../dashboards/charts/flow-layout.ts')
const { drawnRows } = await import('../../dashboards/charts/lineage-flow.tsx')
const { liftDots, logTicks, patternText } = await import('../../dashboards/charts/lift-scatter.tsx')
const { piecesOf, visible } = await import('../../dashboards/parts/raw-record.tsx')
const { differing } = await import('../../dashboards/parts/pair.tsx')
const { rateOf } = await import('../../dashboards/parts/judge-pairs.tsx')
const { operationOf } = await import('../../dashboards/parts/bulk-correction.tsx')
const { bodyOf, fieldsOf, joinedAt, withField, withInserted } = await import(
  '../../dashboards/parts/editor-fields.tsx'
)
const { columnsAtFault } = await import('../../dashboards/pages/quarantine.tsx')
const { costliestPart, scaleFoot } = await import('../../dashboards/pages/quality.tsx')

const group = (source: string, code: string, records: number, corrected = 0): QuarantineGroup => ({
  source,
  code,
  column: null,
  records,
  bytes: records * 10,
  files: 1,
  states: { open: records - corrected, waiting: 0, failed: 0, corrected, dismissed: 0 },
  example: { id: 'B1.1.x', file: 'f', line: 1, reason: 'r' },
})

test('faults are added up by source and code, the largest first, and areas stand for records', () => {
  const matrix = matrixOf([group('b/x', 'one', 3), group('b/x', 'one', 1, 1), group('b/y', 'two', 9)])
  expect(matrix.sources).toEqual(['b/y', 'b/x'])
  expect(matrix.codes).toEqual(['two', 'one'])
  expect(matrix.squares).toContainEqual({ source: 'b/x', code: 'one', records: 4, settled: 1 })
  expect(sideOf(9, 9, 30)).toBe(30)
  expect(sideOf(9, 36, 30)).toBe(15)
  expect(sideOf(0, 9, 30)).toBe(0)
  expect(shortSource('insurer/claim_parties')).toBe('claim parties')
})

test('columns at fault are those of records that nobody has settled', () => {
  const of = (column: string | null, records: number, corrected = 0) => ({
    ...group('b/x', 'one', records, corrected),
    column,
  })
  expect(columnsAtFault([of('a', 3), of('b', 9, 9), of(null, 5), of('c', 4), of('a', 2)])).toMatchObject([
    { column: 'a', records: 5 },
    { column: 'c', records: 4 },
  ])
})

test('bins that moved are never left out, and the rest is added up', () => {
  const bins = Array.from({ length: 20 }, (_, i) => ({ bin: `b${i}`, share: 0.05, before: 0.05 }))
  bins[19] = { bin: 'new', share: 0.05, before: 0 }
  const { shown, rest } = shownBins(bins, 6)
  expect(shown).toHaveLength(5)
  expect(shown.map((bin) => bin.bin)).toContain('new')
  expect([...shown, rest].reduce((sum, bin) => sum + (bin?.share ?? 0), 0)).toBeCloseTo(1)
  expect(shownBins(bins.slice(0, 3))).toEqual({ shown: bins.slice(0, 3), rest: null })
})

test('scores share a scale: its foot at the foot, 100 at the top', () => {
  const [low, high] = scorePoints([70, 100], 100, 40, 70)
  expect([low.y, high.y]).toEqual([36, 4])
  expect(scorePoints([90], 100, 40)[0].x).toBe(94)
  expect(scaleFoot([93.2, 100])).toBe(90)
  expect(scaleFoot([70, 88])).toBe(60)
})

test('the costliest part is the one that takes most points, not the lowest share', () => {
  const title = (en: string) => ({ en, zh: en })
  const formula = [
    { part: 'validity' as const, title: title('v'), exponent: 5, meaning: title('') },
    { part: 'completeness' as const, title: title('c'), exponent: 0.5, meaning: title('') },
  ]
  const parts = {
    validity: 0.98,
    completeness: 0.9,
    uniqueness: 1,
    consistency: null,
    timeliness: null,
    stability: 1,
  }
  expect(costliestPart(parts, formula)?.title.en).toBe('v')
  expect(costliestPart({ ...parts, validity: 1, completeness: 1 }, formula)).toBeUndefined()
})

test('weights of a pair begin at nothing and end at their sum', () => {
  const step = (weight: number) => ({ comparison: 'c', level: 'l', weight })
  const { bars, zero, total } = weightBars([step(-10), step(6), step(8)])
  expect(total).toBe(4)
  expect(zero).toBeCloseTo((100 * 10) / 14)
  expect(bars[0]).toMatchObject({ left: 0 })
  expect(bars[0].width).toBeCloseTo(zero)
  expect(bars[2].left + bars[2].width).toBeCloseTo(100)
})

const point = (matchWeight: number, precision: number, low: number | null = null): ThresholdPoint => ({
  matchWeight,
  matchProbability: 0.5,
  pairs: 10,
  precisionEstimated: precision,
  recallEstimated: 1 - precision,
  precisionReviewed: low === null ? null : 1,
  low,
  high: low === null ? null : 1,
  verdicts: 0,
})

test('a curve rises to the right, stays in its frame, and gaps stay gaps', () => {
  const { points, x, y, interval } = curveLayout(
    [point(9, 0.9), point(-2, 0.5, 0.3), point(4, 0.8, 0.6)],
    600,
  )
  expect(points.map((one) => one.matchWeight)).toEqual([-2, 4, 9])
  expect(x(-2)).toBeLessThan(x(9))
  expect(x(9)).toBeLessThanOrEqual(600)
  expect(y(1)).toBeLessThan(y(0.3))
  expect(interval.match(/M/g)).toHaveLength(1)
  expect(apart([10, 12, 40], 14)).toEqual([10, 24, 40])
})

test('cards of a flow do not lie on each other, and ties lead from one to the next', () => {
  const cards = [
    { id: 'v', column: 0, height: 40 },
    { id: 'a', column: 1, height: 50 },
    { id: 'b', column: 1, height: 50 },
  ]
  const { placed, paths, height } = flowLayout(
    cards,
    [
      { from: 'v', to: 'b' },
      { from: 'v', to: 'nobody' },
    ],
    500,
  )
  const [a, b, v] = ['a', 'b', 'v'].map((id) => placed.get(id))
  expect(b?.y).toBeGreaterThanOrEqual((a?.y ?? 0) + 50)
  expect((v?.x ?? 0) + (v?.width ?? 0)).toBeLessThan(a?.x ?? 0)
  expect((b?.y ?? 0) + 50).toBeLessThanOrEqual(height)
  expect(paths).toHaveLength(1)
})

test('rows that change the value are drawn before the others', () => {
  const row = (key: string, isChanged: boolean) =>
    ({ table: 't', key, place: null, without: { value: 1, isChanged } }) as LineageRow
  expect(drawnRows([row('a', false), row('b', true)], 1).map((one) => one.key)).toEqual(['b'])
})

const pattern = (ruleId: string, support: number, lift: number, count: number) =>
  ({
    ruleId,
    support,
    lift,
    count,
    antecedent: [{ kind: 'part', code: 'P1', label: 'headlight' }],
    consequent: { kind: 'provider', code: 'R1', label: null },
  }) as Association

test('patterns are placed in ratio scale, small ones on top, and read in words', () => {
  const { dots } = liftDots([pattern('a', 0.001, 2, 1), pattern('b', 0.1, 20, 100)], 500)
  expect(dots.map((dot) => dot.pattern.ruleId)).toEqual(['b', 'a'])
  expect(dots[0].x).toBeGreaterThan(dots[1].x)
  expect(dots[0].y).toBeLessThan(dots[1].y)
  expect(patternText(pattern('a', 1, 1, 1))).toBe('headlight → R1')
  expect(logTicks([0.8, 60], 10)).toEqual([1, 2, 5, 10, 20, 50])
  expect(logTicks([1, 1e6], 5).length).toBeLessThanOrEqual(5)
})

test('the record is cut at its marks and nothing of it is lost', () => {
  const record = 'a,"b,c",d\r\n'
  const pieces = piecesOf({
    record,
    marks: [
      { start: 0, end: 1, column: 'x', isFault: false },
      { start: 2, end: 7, column: 'y', isFault: true },
      { start: 8, end: 9, column: 'z', isFault: false },
    ],
  })
  expect(pieces.map((piece) => piece.text).join('')).toBe(record)
  expect(pieces.filter((piece) => piece.isFault).map((piece) => piece.text)).toEqual(['"b,c"'])
  expect(visible('a\tb\n')).toBe('a\\tb\\n')
})

test('what differs is what neither the beginnings nor the ends share', () => {
  expect(differing('Jonathan', 'Johnathan')).toEqual(['Jo', '', 'nathan'])
  expect(differing('王小明', '王大明')).toEqual(['王', '小', '明'])
  expect(differing('same', 'same')).toEqual(['same', '', ''])
})

test('the pace is that of the last ten verdicts', () => {
  expect(rateOf([0])).toBeUndefined()
  expect(rateOf([0, 6000, 12_000])).toBe(10)
})

const draft = {
  kind: 'map',
  column: 'c',
  values: { a: '', b: 'x' },
  find: '',
  by: '',
  format: 'DMY',
  value: '',
  from: 'c',
  with: '',
} as const

test('a change is sent only when it says what it does', () => {
  expect(operationOf(draft)).toEqual({ kind: 'map', column: 'c', values: { b: 'x' } })
  expect(operationOf({ ...draft, kind: 'replace' })).toBeUndefined()
  expect(operationOf({ ...draft, kind: 'copy' })).toBeUndefined()
  expect(operationOf({ ...draft, kind: 'set' })).toEqual({ kind: 'set', column: 'c', value: null })
  expect(operationOf({ ...draft, column: '' })).toBeUndefined()
})

const cell = (name: string, value: string | null, isHidden = false) => ({
  name,
  value,
  isHidden,
  isRead: true,
  isFault: false,
})
const detail = {
  delimiter: ',',
  columns: ['a', 'b', 'c'],
  cells: [cell('a', '1'), cell('b', null, true), cell('c', '3')],
} as unknown as QuarantineDetail
const shown = { fields: ['1', '3'], cells: [], corrected: null } as unknown as QuarantineRecord

test('what is hidden is never sent; only what was typed is, until the record is shown', () => {
  const fields = fieldsOf(detail, undefined)
  expect(bodyOf(fields)).toBeUndefined()
  expect(bodyOf(withField(fields, 2, '33'))).toEqual({ cells: { c: '33' } })
})

test('shifted fields are sent once each has its column', () => {
  const ragged = fieldsOf(detail, shown)
  expect(bodyOf(ragged)).toBeUndefined()
  expect(bodyOf(withInserted(ragged, 1))).toEqual({ cells: { a: '1', b: '', c: '3' } })
  const long = { ...ragged, list: [...ragged.list, ...ragged.list] }
  expect(bodyOf(joinedAt(long, 1, ','))).toEqual({ cells: { a: '1', b: '3,1', c: '3' } })
})
