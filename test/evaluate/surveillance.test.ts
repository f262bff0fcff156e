import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { referenceMethod } from '../../src/evaluate/surveillance/methods.ts'
import { qualityOf } from '../../src/evaluate/surveillance/quality.ts'
import { readSurveillance } from '../../src/evaluate/surveillance/read.ts'

const folder = resolve(process.env.CLAIMSCOPE_DATA ?? '../shared/data', 'surveillance')

test.skipIf(!existsSync(folder))(
  "alarms and upper bounds are those of R's package, method by method",
  async () => {
    const { series, alarms } = await readSurveillance(folder)
    expect(new Set(alarms.map(({ method }) => method)).size).toBe(6)
    const counts = new Map(series.map((one) => [one.dataset, one.counts]))
    const judged = new Map<string, ReturnType<ReturnType<typeof referenceMethod>>>()
    const wrong: string[] = []
    for (const { dataset, method, parameters, index, upper, alarm } of alarms) {
      const key = `${dataset} ${method}`
      const values = counts.get(dataset)
      if (!values) throw new Error(`missing series: ${dataset}`)
      const list = judged.get(key) ?? referenceMethod(method, parameters)(values, 159)
      judged.set(key, list)
      const mine = list[index - 159]
      const isClose =
        Number.isNaN(upper) === Number.isNaN(mine.upper) &&
        !(Math.abs(upper - mine.upper) > 1e-3 * Math.max(Math.abs(upper), Math.abs(mine.upper)))
      if (!isClose || mine.alarm !== alarm) wrong.push(`${key} ${index}: ${upper} ${mine.upper}`)
    }
    expect(alarms).toHaveLength(5118)
    expect(wrong).toEqual([])
  },
)

test('alarms are held against known outbreaks: weeks, outbreaks, and the time until the first alarm', () => {
  const judgements = [0, 0, 1, 1, 0, 0, 1, 0, 0, 0].map((alarm, i) => ({
    upper: 1,
    alarm: alarm === 1,
    score: alarm + i / 100,
  }))
  const outbreak = Uint8Array.from([0, 1, 1, 1, 0, 0, 0, 0, 1, 1])
  const quality = qualityOf([{ judgements, outbreak }], [0.2])
  expect(quality.sensitivity.value).toBeCloseTo(2 / 5)
  expect(quality.false_alarm_rate.value).toBeCloseTo(1 / 5)
  expect(quality.precision.value).toBeCloseTo(2 / 3)
  expect(quality.outbreaks_found.value).toBeCloseTo(1 / 2)
  expect(quality.weeks_to_alarm.value).toBe(1)
  expect(quality.sensitivity_at_20_percent_false.value).toBeCloseTo(4 / 5)
})
