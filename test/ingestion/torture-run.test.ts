import { expect, test } from 'vitest'
import { missingBytes, objectsOf, recordsOf, without } from '../../src/torture/conserved.ts'
import { tortureIngest } from '../../src/torture/ingest.ts'

test('damaged files of every kind: no crash, no lost byte, every file answered', async () => {
  const report = await tortureIngest({ seed: 7, files: 56 })
  expect(report.faults).toEqual([])
  expect(report).toMatchObject({ files: 56, crashes: 0, bytes_lost: 0, unanswered: 0 })
  expect(Object.keys(report.kinds).sort()).toEqual(['csv', 'json', 'jsonl', 'parquet', 'xlsx'])
  expect(report.kinds.csv.loaded).toBeGreaterThan(10)
  expect(report.kinds.csv.quarantined).toBeGreaterThan(0)
})

test('a loss would be seen', () => {
  const bytes = Buffer.from('id,x\n1,a\n2,"b\n"\nbroken\n')
  const { runs, astray } = without(bytes, 'utf-8', [{ offset: 16, record: 'broken\n' }])
  expect(Buffer.concat(runs).toString()).toBe('id,x\n1,a\n2,"b\n"\n')
  expect(astray).toBe(0)
  expect(without(bytes, 'utf-8', [{ offset: 15, record: 'broken\n' }]).astray).toBe(7)
  expect(without(bytes, 'utf-8', [{ offset: 16, record: 'brokem\n' }]).astray).toBe(7)
  expect(recordsOf('1,a\r2, "b\r\n""c" \n\n3', ',')).toEqual([['1', 'a'], ['2', 'b\n"c'], ['3']])
  expect(objectsOf('[{"a":"}"} , {"b":[{}]}]')).toEqual({
    objects: ['{"a":"}"}', '{"b":[{}]}'],
    between: '[ , ]',
  })
  const file = ['a', 'b', 'b'].map((key) => ({ key, bytes: 10 }))
  expect(missingBytes(file, ['a', 'b', 'b'], 0)).toBe(0)
  expect(missingBytes(file, ['a', 'b'], 0)).toBe(10)
  expect(missingBytes(file, ['a', 'b'], 1)).toBe(0)
  expect(missingBytes(file, ['a', 'b', 'c'], 0)).toBe(11)
})
