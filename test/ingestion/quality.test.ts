import { filled, fresh, order, prompt, range, reference, steady, unique, volume } from 'claimscope'
import { expect, test } from 'vitest'
import type { IngestReport } from '../../src/ingestion/index.ts'
import { random } from '../../src/util/random.ts'
import { type Bench, HEADER, onBench, payments } from './bench.ts'

const seeds = random(17)

/** A month of payments: amounts about `middle`, paid in the month. */
function month(number: number, records: number, middle = 100, payee = (i: number) => `P${i % 5}`): string {
  const lines = Array.from({ length: records }, (_, i) => {
    const day = String(seeds.int(1, 27)).padStart(2, '0')
    const amount = (middle * Math.exp(seeds.normal() / 2)).toFixed(2)
    return `${number}-${i},C${i},${payee(i)},${amount},2024-${String(number).padStart(2, '0')}-${day}`
  })
  return `${[HEADER, ...lines].join('\n')}\n`
}

const source = payments({
  checks: [unique('payment_id'), range('amount', { from: 0, to: 10_000 }), fresh(45), volume(), steady()],
})

/** Loads seven ordinary months, each in a run of its own. */
async function sevenMonths({ load, write }: Bench): Promise<IngestReport[]> {
  const reports: IngestReport[] = []
  for (let number = 1; number <= 7; number++) {
    write(`payments-2024-0${number}.csv`, month(number, 1000 + seeds.int(-40, 40)))
    reports.push(await load([source], `2024-0${number + 1}-02`))
  }
  return reports
}

const failures = ({ checks }: IngestReport) =>
  checks.filter(({ failed }) => failed > 0).map(({ name }) => name)

test('ordinary loads are silent and score full marks; what a month lacks or shifts is found', () =>
  onBench(async (bench) => {
    expect((await sevenMonths(bench)).flatMap(failures)).toEqual([])
    const scores = await bench.rows<{ score: number; stability: number | null }>(
      'select score, stability from meta.quality order by loaded_at',
    )
    expect(scores).toHaveLength(7)
    for (const { score } of scores) expect(score).toBeGreaterThan(98)
    expect(scores.map(({ stability }) => stability)).toEqual([null, null, null, 1, 1, 1, 1])

    bench.write('payments-2024-08.csv', month(8, 480))
    const halved = await bench.load([source], '2024-09-02')
    expect(failures(halved)).toEqual(['volume'])
    expect(halved.checks.find(({ name }) => name === 'volume')?.sample[0]).toMatchObject({ records: 480 })

    bench.write('payments-2024-09.csv', month(9, 1000, 180))
    const shifted = await bench.load([source], '2024-10-02')
    expect(failures(shifted)).toEqual(['steady'])
    expect(shifted.checks.find(({ name }) => name === 'steady')?.sample).toMatchObject([
      { column_name: 'amount' },
    ])

    bench.write('payments-2024-10.csv', month(9, 1000).replaceAll('\n9-', '\n10-'))
    const late = await bench.load([source], '2025-01-15')
    expect(failures(late)).toEqual(['fresh'])
    const [last] = await bench.rows<{ timeliness: number }>(
      'select timeliness from meta.quality order by loaded_at desc limit 1',
    )
    expect(last.timeliness).toBeLessThan(0.5)
  }))

test('a column that came empty costs completeness and is seen as drift', () =>
  onBench(async (bench) => {
    await sevenMonths(bench)
    bench.write(
      'payments-2024-08.csv',
      month(8, 1000, 100, (i) => (i % 2 ? '' : 'P1')),
    )
    const report = await bench.load([source], '2024-09-02')
    expect(failures(report)).toEqual(['steady'])
    const [last] = await bench.rows<{ completeness: number; score: number }>(
      'select completeness, score from meta.quality order by loaded_at desc limit 1',
    )
    expect(last.completeness).toBeCloseTo(0.5, 1)
    expect(last.score).toBeLessThan(20)
  }))

test('a reference may be loaded before or after in the same run; a broken one is found, and may be set aside', () =>
  onBench(async ({ load, write, rows }) => {
    const people = payments({
      name: 'test/refunds',
      files: 'refunds*.csv',
      checks: [reference('claim_id', 'core.claim')],
    })
    write('refunds.csv', `${HEADER}\nR1,P-A,P1,5,2024-01-02\nR2,P-X,P1,5,2024-01-02\n`)
    const referring = {
      ...people,
      checks: [reference('claim_id', 'core.payment', { references: 'payment_id' })],
    } as const
    write('payments.csv', `${HEADER}\nP-A,C1,P1,5,2024-01-02\n`)
    const report = await load([referring, payments()])
    const found = report.checks.find(({ name }) => name === 'claim_id_known')
    expect(found).toMatchObject({ failed: 1, sample: [{ payment_id: 'R2', claim_id: 'P-X' }] })

    write(
      'refunds-2.csv',
      `${HEADER}\nR3,P-A,P1,5,2024-01-02\nR4,P-Y,P1,5,2024-01-02\nR5,P-A,P1,5,2024-01-03\n`,
    )
    const strict = {
      ...people,
      tolerance: 0.5,
      checks: [reference('claim_id', 'core.payment', { references: 'payment_id', severity: 'quarantine' })],
    } as const
    const again = await load([strict], '2024-06-02')
    expect(again.sources[0]).toMatchObject({ accepted: 2, quarantined: 1 })
    expect(await rows("select code, line from meta.quarantine where file = 'refunds-2.csv'")).toEqual([
      { code: 'check_claim_id_known', line: 3 },
    ])
  }))

test('a reference to a column that the other table lacks is refused where it is declared', () => {
  expect(reference('payee_id', 'core.party').sql).toContain('t."party_id"')
  expect(() => reference('claim_id', 'core.payment', { references: 'payment' })).toThrow(
    /unknown column of core.payment/,
  )
  expect(() => reference('party_id', 'core.weather_observation')).toThrow(/unknown column/)
})

test('rows are held against bounds, each other, themselves and their time, with a share allowed', () =>
  onBench(async ({ load, write }) => {
    write(
      'payments.csv',
      `${HEADER}\n1,C1,P1,5,2024-01-02\n2,C1,,50,2024-01-02\n3,C1,P2,500,2024-01-02\n4,C2,P2,5,2024-01-02\n`,
    )
    const checks = [
      unique(['claim_id', 'amount']),
      unique('claim_id', { name: 'once_a_claim' }),
      range('amount', { to: 100 }),
      range('amount', { to: 100 }, { name: 'most_amounts', allow: 0.5 }),
      order(['paid_at', 'known_at']),
      filled('payee_id', 0.9),
      prompt(30),
    ] as const
    const { checks: results } = await load([payments({ checks })])
    expect(Object.fromEntries(results.map(({ name, failed }) => [name, failed]))).toEqual({
      claim_id_amount_unique: 0,
      once_a_claim: 2,
      amount_range: 1,
      most_amounts: 0,
      paid_at_known_at_order: 0,
      payee_id_filled: 1,
      known_promptly: 0,
    })
  }))

test('a check that stops after the files have entered stops the run', () =>
  onBench(async ({ load, write }) => {
    write('payments.csv', `${HEADER}\n1,C1,P1,5,2024-01-02\n`)
    const checks = [reference('claim_id', 'core.claim', { severity: 'stop' })] as const
    await expect(load([payments({ checks })])).rejects.toThrow(/claim id is in core.claim .*claim_id_known/)
  }))

test('a load that is taken back takes its profile and score along', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', month(1, 50))
    await load([source])
    await load([{ ...source, duplicates: 'update' } as typeof source], '2024-06-02')
    expect(await rows('select count(*) as n, count(distinct batch_id) as batches from meta.quality')).toEqual(
      [{ n: 1, batches: 1 }],
    )
    expect(await rows('select count(distinct batch_id) as n from meta.profile')).toEqual([{ n: 1 }])
  }))
