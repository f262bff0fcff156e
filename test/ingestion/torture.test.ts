import { random, UserError } from 'claimscope'
import { expect, test } from 'vitest'
import { good, HEADER, onBench, payments } from './bench.ts'

const RECORDS = 300
const FILES = 60

/** Damages a file in a few places, as disks, editors and bad exports do. */
function damage(bytes: Buffer, seed: number): Buffer {
  const r = random(seed)
  let result = Buffer.from(bytes)
  const at = () => r.int(HEADER.length + 1, result.length - 2)
  const insert = (what: Buffer | string) => {
    const place = at()
    result = Buffer.concat([result.subarray(0, place), Buffer.from(what as string), result.subarray(place)])
  }
  for (let i = r.int(1, 6); i > 0; i--) {
    r.pick([
      () => insert('"'),
      () => insert('\0'),
      () => insert('\r'),
      () => insert('\n'),
      () => insert(','),
      () => insert(Buffer.from([0xff])),
      () => insert('"",""'),
      () => insert('x'.repeat(3000)),
      () => {
        result[at()] = r.int(0, 255)
      },
      () => {
        const from = at()
        result = Buffer.concat([result.subarray(0, from), result.subarray(from + r.int(1, 40))])
      },
      () => {
        result = result.subarray(0, Math.max(HEADER.length + 200, at()))
      },
    ])()
  }
  return result
}

test(`${FILES} damaged files: each is loaded or refused by name, and no record is lost without a trace`, () =>
  onBench(async ({ load, write, rows, warehouse }) => {
    const whole = Buffer.from(`${[HEADER, ...good(RECORDS, 1000)].join('\n')}\n`)
    let loaded = 0
    for (let seed = 1; seed <= FILES; seed++) {
      const bytes = damage(whole, seed)
      write('payments.csv', bytes)
      try {
        const { sources } = await load([payments({ tolerance: 1, checks: [payments().checks[0]] })])
        const [report] = sources
        expect(report.accepted + report.duplicate + report.quarantined, `seed ${seed}`).toBe(report.records)
        loaded++
      } catch (error) {
        expect(error, `seed ${seed}: ${error}`).toBeInstanceOf(UserError)
        expect(String(error)).toContain('payments.csv')
      }
      const kept = await rows<{ text: string }>(
        `select payment_id || ',' || claim_id || ',' as text from core.payment union all select record from meta.quarantine`,
      )
      if (kept.length > 0) {
        const all = kept.map((row) => row.text).join('\n')
        const text = bytes.toString('latin1')
        for (const record of good(RECORDS, 1000))
          if (text.includes(`\n${record}\n`))
            expect(all, `seed ${seed}`).toContain(record.split(',', 2).join(','))
      }
      await warehouse.execute(
        'delete from core.payment; delete from meta.quarantine; delete from meta.batch; delete from meta.check_result',
      )
    }
    expect(loaded).toBeGreaterThan(FILES / 2)
  }))
