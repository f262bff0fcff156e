import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../src/model.ts'
import { restore } from '../../src/models/kinds.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { SCORE_PARTS } from '../../src/schema/words.ts'
import { logistic } from '../../src/score.ts'
import {
  explainRows,
  fitScorer,
  restoreScorer,
  rowsOf,
  type Scored,
  type Scorer,
  type ScorerFile,
  type ScoringModels,
  type Subjects,
  scoreOf,
  scoreRows,
  writeScores,
} from '../../src/scoring/index.ts'
import { bandOf, DEFAULT_THRESHOLDS } from '../../src/thresholds/index.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'
import { book, models, rules } from './subjects.ts'

let subjects: Subjects
let y: Float64Array
let fitted: ScoringModels
let scorer: Scorer
let scored: Scored

beforeAll(async () => {
  const train = book(3000, 1)
  fitted = await models(train.subjects, train.y)
  ;({ subjects, y } = book(2000, 2))
  const rows = Int32Array.from({ length: 1000 }, (_, i) => i)
  scorer = fitScorer(subjects, fitted, rules, { rows, labels: { y: y.slice(0, 1000) } })
  scored = scoreRows(scorer, subjects)
})

const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i)

test('parts add up to the log-odds and reasons to their part, in every row', () => {
  const reasons = explainRows(scorer, subjects, scored, all(2000))
  let worst = 0
  for (let i = 0; i < 2000; i++) {
    let total = 0
    for (const part of SCORE_PARTS) {
      const sum = reasons[i][part].reduce((s, r) => s + r.logOdds, 0)
      worst = Math.max(worst, Math.abs(sum - scored.parts[part][i]))
      total += scored.parts[part][i]
    }
    worst = Math.max(worst, Math.abs(total - scored.logOdds[i]))
    expect(scored.probability[i]).toBe(logistic(scored.logOdds[i]))
  }
  expect(worst).toBeLessThan(1e-9)
})

test('one live row gets what the batch gave it', () => {
  const reasons = explainRows(scorer, subjects, scored, all(2000))
  for (const row of [0, 1, 17, 999, 1999]) {
    const one = rowsOf(subjects, Int32Array.of(row))
    const live = scoreRows(scorer, one)
    expect(Math.abs(live.logOdds[0] - scored.logOdds[row])).toBeLessThan(1e-9)
    const [explained] = explainRows(scorer, one, live, Int32Array.of(0))
    expect(explained.model.map((r) => r.name)).toEqual(reasons[row].model.map((r) => r.name))
    explained.network.forEach((r, j) => {
      expect(Math.abs(r.logOdds - reasons[row].network[j].logOdds)).toBeLessThan(1e-9)
    })
  }
})

test('scores are calibrated on rows that nothing was fitted on', () => {
  const rest = scored.probability.slice(1000)
  const expected = rest.reduce((a, b) => a + b, 0)
  const seen = y.slice(1000).reduce((a, b) => a + b, 0)
  expect(Math.abs(expected - seen) / seen).toBeLessThan(0.15)
})

test('a rule is asked of its line, of what the matrix holds, and counts nothing while on trial', () => {
  const { hits } = scored
  expect(hits.rules.map((r) => r.id)).toEqual(['early_claim', 'early_auto_claim', 'on_trial'])
  expect(hits.notAsked).toEqual([{ id: 'reads_more', missing: ['not_there'] }])
  const age = subjects.matrix.columns[0]
  for (let i = 0; i < 2000; i++) {
    expect(hits.hits[0][i]).toBe(age[i] < 30 ? 1 : 0)
    expect(hits.hits[1][i]).toBe(age[i] < 30 && subjects.lines[i] === 'auto' ? 1 : 0)
    const weight = scorer.file.combiner.weights.rules
    expect(scored.parts.rules[i]).toBeCloseTo(weight * (hits.hits[0][i] * 0.8 + hits.hits[1][i] * 0.5), 12)
  }
})

test('a value is shown beside the median of its peers', () => {
  const [reasons] = explainRows(scorer, subjects, scored, Int32Array.of(0))
  const shown = reasons.model.find((r) => r.name === 'policy_age_days')
  const peers = Array.from(subjects.matrix.columns[0])
    .filter((_, i) => subjects.peerGroups[i] === 'auto/1')
    .sort((a, b) => a - b)
  expect(peers).toHaveLength(667)
  expect(shown?.peerValue).toBe(peers[333])
  expect(shown?.value).toBe(subjects.matrix.columns[0][0])
})

test('a scorer comes back from JSON and refuses other models or rules', () => {
  const file = JSON.parse(JSON.stringify(scorer.file)) as ScorerFile
  const copies = Object.fromEntries(
    Object.entries(fitted).map(([name, model]) => [
      name,
      model && restore(JSON.parse(JSON.stringify(model.toJSON())) as Json),
    ]),
  ) as unknown as ScoringModels
  const again = scoreRows(restoreScorer(file, copies, rules), subjects)
  for (let i = 0; i < 2000; i++) expect(Math.abs(again.logOdds[i] - scored.logOdds[i])).toBeLessThan(1e-9)
  expect(() => restoreScorer(file, { ...copies, network: null }, rules)).toThrow(/models or rules changed/)
  expect(() => restoreScorer(file, copies, rules.slice(1))).toThrow(/models or rules changed/)
})

test('rules alone score a book that has no models and no outcomes', () => {
  const none = { model: null, anomaly: null, network: null }
  const bare = scoreRows(fitScorer(subjects, none, rules, null), subjects)
  expect(new Set(bare.parts.model)).toEqual(new Set([0]))
  const hit = scored.hits.hits[0].indexOf(1)
  const miss = scored.hits.hits[0].indexOf(0)
  expect(bare.logOdds[hit]).toBeGreaterThan(bare.logOdds[miss])
  expect(bare.probability[miss]).toBeCloseTo(0.02, 6)
})

let warehouse: Warehouse | undefined
afterAll(() => warehouse?.close())

test('what is written is what was scored, and writing again replaces it', async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write', threads: 1 })
  await warehouse.execute(schemaDdl())
  const columns = {
    entityIds: Array.from({ length: 2000 }, (_, i) => `C${i}`),
    asOf: new Float64Array(2000).fill(Date.UTC(2026, 5, 30)),
    atStakeAmount: Float64Array.from({ length: 2000 }, (_, i) => (i === 5 ? Number.NaN : i)),
    modelId: 'm1',
    band: (p: number) => bandOf(DEFAULT_THRESHOLDS, p),
    explained: 300,
  }
  const first = await writeScores(warehouse, scorer, subjects, scored, columns)
  expect(await writeScores(warehouse, scorer, subjects, scored, columns)).toEqual(first)
  const risk = await warehouse.db.selectFrom('score.risk').selectAll().where('entity_id', '=', 'C7').execute()
  expect(risk).toHaveLength(1)
  expect(risk[0]).toMatchObject({ line: 'health', peer_group: 'health/1', as_of: new Date('2026-06-30') })
  expect(risk[0].probability).toBe(scored.probability[7])
  const { columns: sums } = await warehouse.columns(
    `select count(*) as n, max(abs(r.log_odds - p.total)) as off, max(abs(coalesce(w.off, 0))) as reason_off,
       count(distinct w.entity_id) as explained
     from score.risk r
     join (select entity_id, sum(log_odds) as total from score.part group by all) p using (entity_id)
     left join (select entity_id, max(abs(p.log_odds - coalesce(s.total, 0))) as off from score.part p
       left join (select entity_id, part, sum(log_odds) as total from score.reason group by all) s using (entity_id, part)
       where entity_id in (select entity_id from score.reason) group by all) w using (entity_id)`,
    { n: 'i32', off: 'f64', reason_off: 'f64', explained: 'i32' },
  )
  expect([sums.n[0], sums.explained[0]]).toEqual([2000, 300])
  expect(sums.off[0]).toBeLessThan(1e-9)
  expect(sums.reason_off[0]).toBeLessThan(1e-9)
})

test('a score as the contract has it', () => {
  const [reasons] = explainRows(scorer, subjects, scored, Int32Array.of(3))
  const subject = { entity: 'claim', entityId: 'C3', asOf: new Date(0), band: 'low' } as const
  const score = scoreOf(scored, reasons, 3, subject)
  expect(score.parts.map((p) => p.part)).toEqual([...SCORE_PARTS])
  expect(score.parts.reduce((s, p) => s + p.logOdds, 0)).toBeCloseTo(score.logOdds, 12)
})
